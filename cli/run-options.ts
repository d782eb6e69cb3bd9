// The flags of `ch1 run`, checked before anything starts.
import { isIP } from 'node:net'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { findSipp } from 'sipp-wrapper'
import { testPurpose, testPurposes } from '../judge/requirements/test-purposes'
import type { Profile } from '../judge/profile/schema'
import { IM_SERVER_DEFAULTS } from '../sut/im-server/options'
import { readSwitches } from '../sut/im-server/switches'
import type { Signing } from '../bundle'
import type { SutPlan, TestbedPlan } from '../testbed'
import { bundleTarget } from './bundle-target'
import { coreCertificate } from './core-certificate'
import { endpoint, readFlags, wholeNumber } from './flags'
import { loadProfile, passwordOf, type LoadedProfile } from './profile'
import type { ProgressMode } from './progress'
import { DEFAULT_OUT, ROOT } from './suite'
import { mutantIn } from './mutant-flag'
import { accountingOf, passingSwitches, referenceProfile, roleSwitches, type RoleValues } from './role-flags'
import { signing } from './signing'
import { UsageError } from './usage-error'

export const runHelp = `Usage: ch1 run [--profile FILE] [--sut SIP-URI] [--role controlling|participating] [--only ID…] [--tags EXPR]
               [--engine sipp|socket] [--parallel N] [--shard I/N] [--listen-sip HOST:PORT] [--listen-ch1 HOST:PORT[,…]] [--control URL]
               [--out DIR] [--bundle F.zip [--key FILE] [--by NAME]]
               [--binding diameter|http] [--progress auto|plain|json|none] [--choice NAME=VALUE…] [--legal LV-nn…]

Without --profile and --sut: the embedded reference server.
  --sut         next hop towards your server, for example sip:127.0.0.1:5060, "sip:[2001:db8::7]:5060;transport=tcp", sips:10.0.0.7
  --profile     what your server declares; start from profiles/reference.yaml
  --role        what your server is in a conference; participating: the controlling function beyond it is played here (default: as
                the profile says). The embedded reference then passes SIP on and accounts as --passing and --accounting say
  --passing, --accounting  of the embedded participating function: see ch1 im-server --help
  --only        test purposes, for example --only TP_ARR_001 TP_DEP_001
  --tags        cucumber tag expression
  --engine      sipp where SIPp is installed, else socket
  --parallel    workers; default min(4, cores); an outside SUT has one
  --listen-sip  where your server's requests must go (default 127.0.0.1:5070)
  --listen-ch1  where your server's Diameter peers connect (default 127.0.0.1:3868); primary, secondary, third by comma: purposes on
                failover need as many as your server is configured with
  --binding     how your server charges; http is our experimental binding: its verdicts are no conformance claim (default diameter)
  --control     base URL of your server's control hook: POST <URL>/expel
  --choice, --legal  the embedded reference behaves so, also under a --profile of its own: see ch1 im-server --help
  --progress    on standard error: a live line on a terminal, else a line a scenario (auto, the default); json: an event a line
  --out         folder for verdicts and reports (default reports/out)
  --bundle      all of it as one signed file as well, whatever the verdicts: see ch1 bundle --help for --key and --by

Exit: 0 passed, 1 a fail, 2 inconclusive or aborted, 3 nothing ran, 4 usage or configuration, 5 error on our side.
`

export interface RunOptions {
  readonly profile: LoadedProfile
  readonly engine: 'sipp' | 'socket'
  readonly sippPath: string | undefined
  readonly engineVersion: string
  readonly sut: SutPlan
  readonly listenSip: TestbedPlan['listenSip']
  readonly listenCh1: TestbedPlan['listenCh1']
  readonly binding: 'diameter' | 'http'
  readonly only: readonly string[]
  readonly tags: string
  readonly parallel: number
  readonly shard: string | undefined
  readonly outDir: string
  readonly progress: ProgressMode
  /** Leaves Allure's HTML out: for runs whose reports nobody reads. */
  readonly html: boolean
  /** Nothing but verdicts.json: for runs that are only counted. */
  readonly verdictsOnly?: true
  /** Says nothing when it is over: whoever asked for the run tells of it. */
  readonly silent?: true
  /** Feature files in place of the suite's own. */
  readonly features?: readonly string[]
  /** Where the bundle goes, and who signs it. */
  readonly bundle?: { readonly target: string; readonly signing: Signing }
  readonly leaseBase: number | undefined
  readonly sipPassword: string | undefined
}

/** Primary, secondary, and one that may be lost for good. */
const MOST_ENABLERS = 3

type Outside = Extract<SutPlan, { kind: 'outside' }>

const string = { type: 'string' as const }
const flags = {
  profile: string,
  sut: string,
  role: string,
  only: { type: 'string' as const, multiple: true as const },
  tags: string,
  engine: string,
  parallel: string,
  shard: string,
  'listen-sip': string,
  'listen-ch1': string,
  binding: string,
  control: string,
  out: string,
  progress: string,
  mutant: string,
  choice: { type: 'string' as const, multiple: true as const },
  legal: { type: 'string' as const, multiple: true as const },
  'lease-base': string,
  passing: string,
  accounting: string,
  'no-html': { type: 'boolean' as const },
  bundle: string,
  key: string,
  by: string,
}

export async function runOptions(args: readonly string[]): Promise<RunOptions | 'help'> {
  const { values } = readFlags('run', onlyList(args), flags)
  if (values.help) return 'help'
  const switches = [...switchesIn(values), ...passingSwitches(values)]
  if (switches.length > 0 && values.sut !== undefined)
    throw new UsageError('--choice, --legal, --passing and --accounting switch the embedded server', '--sut', 'leave --sut out')
  const outside = (values.profile !== undefined && switches.length === 0) || values.sut !== undefined
  const profile = loadProfile(values.profile === undefined ? referenceProfile(values) : resolve(values.profile))
  const asRole = roleSwitches(values, profile.profile)
  requireSwitches(values, profile.profile)
  if (values.mutant !== undefined && outside)
    throw new UsageError('a mutant is a fault of the embedded server', '--mutant', 'leave --profile and --sut out')
  if (values.mutant !== undefined) mutantIn(values.mutant, '--mutant', profile.profile.sut.role)
  const engine = await engineOf(values.engine)
  const parallel = values.parallel === undefined ? Math.min(4, cpus().length) : wholeNumber(values.parallel, '--parallel', 1, 4)
  if (outside && parallel > 1 && values.parallel !== undefined)
    process.stderr.write('ch1: an outside server has one address for one testbed: --parallel 1\n')
  const sut = sutPlan(values, profile, outside, [...switchesIn(values), ...asRole])
  const outDir = resolve(values.out ?? DEFAULT_OUT)
  return {
    profile,
    sipPassword: passwordOf(profile.profile),
    ...engine,
    sut,
    listenSip: listenSip(values['listen-sip'], sut),
    listenCh1: listenCh1(values['listen-ch1'], outside),
    binding: bindingOf(values.binding),
    only: only(values.only ?? []),
    tags: values.tags ?? '',
    parallel: outside ? 1 : parallel,
    shard: shard(values.shard),
    outDir,
    progress: progressMode(values.progress),
    html: values['no-html'] !== true,
    leaseBase: values['lease-base'] === undefined ? undefined : wholeNumber(values['lease-base'], '--lease-base', 1024, 60_000),
    // last of all: it makes a key where there is none
    ...(await bundleOf(values, outDir)),
  }
}

async function bundleOf(
  values: { readonly bundle?: string; readonly key?: string; readonly by?: string },
  outDir: string,
): Promise<Pick<RunOptions, 'bundle'>> {
  if (values.bundle === undefined) {
    const idle = values.key !== undefined ? '--key' : values.by !== undefined ? '--by' : undefined
    if (idle !== undefined)
      throw new UsageError('without a bundle nothing is signed', idle, 'add --bundle F.zip, or leave it out')
    return {}
  }
  const by = signing(values)
  return { bundle: { target: await bundleTarget(values.bundle, outDir, by, '--bundle'), signing: by } }
}

/** `--only A B C` is `--only A --only B --only C`. */
function onlyList(args: readonly string[]): readonly string[] {
  let inside = false
  return args.flatMap((arg) => {
    if (arg === '--only') {
      inside = true
      return []
    }
    if (arg.startsWith('-')) inside = false
    return inside ? ['--only', arg] : [arg]
  })
}

function only(ids: readonly string[]): readonly string[] {
  for (const id of ids) {
    if (!testPurpose(id)) {
      const near = testPurposes.filter((one) => one.id.startsWith(id.slice(0, 6))).map((one) => one.id)
      throw new UsageError(
        `there is no test purpose "${id}"`,
        '--only',
        near.length > 0 ? `near it: ${near.join(', ')}` : 'see: ch1 list',
      )
    }
  }
  return ids
}

async function engineOf(flag: string | undefined): Promise<Pick<RunOptions, 'engine' | 'sippPath' | 'engineVersion'>> {
  if (flag !== undefined && flag !== 'sipp' && flag !== 'socket')
    throw new UsageError(`there is no engine "${flag}"`, '--engine', 'sipp or socket')
  const socket = { engine: 'socket', sippPath: undefined, engineVersion: `node ${process.version}` } as const
  if (flag === 'socket') return socket
  try {
    const sipp = await findSipp()
    return { engine: 'sipp', sippPath: sipp.path, engineVersion: sipp.text }
  } catch (cause) {
    if (flag === 'sipp')
      throw new UsageError(
        (cause as Error).message.split('\n')[0] ?? 'SIPp cannot be used',
        '--engine sipp',
        'apt-get install sip-tester, or --engine socket',
      )
    process.stderr.write('ch1: SIPp is not installed (apt-get install sip-tester); going on with --engine socket\n')
    return socket
  }
}

/** The flags by which the embedded server gets its switches. */
function switchesIn({ choice = [], legal = [] }: { choice?: readonly string[]; legal?: readonly string[] }): readonly string[] {
  return [...choice.flatMap((one) => ['--choice', one]), ...legal.flatMap((one) => ['--legal', one])]
}

/** The embedded server of this role and accounting would refuse them as it starts: said before anything starts. */
function requireSwitches(
  { choice = [], legal = [], ...values }: RoleValues & { choice?: readonly string[]; legal?: readonly string[] },
  profile: Profile,
): void {
  const read = readSwitches({
    choices: choice.flatMap((one) => one.split(',')),
    legal: legal.flatMap((one) => one.split(',')),
    role: profile.sut.role,
    participating: { ...IM_SERVER_DEFAULTS.participating, accounting: accountingOf(values, profile) },
  })
  if (!read.ok) throw new UsageError(read.what, '--choice, --legal', read.mend)
}

function sutPlan(
  values: { sut?: string; control?: string; mutant?: string },
  loaded: LoadedProfile,
  outside: boolean,
  switches: readonly string[],
): SutPlan {
  const { profile } = loaded
  if (!outside) {
    return {
      kind: 'embedded',
      command: [process.execPath, join(ROOT, 'bin', 'ch1'), 'im-server', ...switches],
      ...(values.mutant === undefined ? {} : { mutant: values.mutant }),
    }
  }
  const uri = values.sut ?? profile.addresses.sut
  const where = values.sut === undefined ? 'addresses.sut of the profile' : '--sut'
  const sip = nextHop(uri, where)
  const { diameter } = profile.addresses
  const control = values.control ?? profile.addresses.control
  return {
    kind: 'outside',
    sip,
    ...(diameter === undefined ? {} : { diameter: endpoint(diameter, 'addresses.diameter of the profile') }),
    ...(sip.transport === 'TLS' ? { tls: coreCertificate(loaded) } : {}),
    ...(control === undefined ? {} : { control, decides: profile.addresses.controlTakes.includes('decide') }),
  }
}

// RFC 3261 §19.1.2, §26.2.2 — a sips URI, and transport=tls, mean TLS, by default to port 5061.
function nextHop(uri: string, where: string): Outside['sip'] {
  const [, scheme, host, port, params = ''] =
    /^(sips?):(?:[^@]*@)?(\[[0-9a-fA-F:.]+\]|[^:;?[\]]+)(?::(\d{1,5}))?((?:;[^?]*)?)$/i.exec(uri) ?? []
  const [, said] = /;transport=([^;]*)/i.exec(params) ?? []
  const transport = scheme?.toLowerCase() === 'sips' ? 'TLS' : (said ?? 'udp').toUpperCase()
  if (host === undefined || Number(port ?? 1) > 65_535 || Number(port ?? 1) < 1)
    throw new UsageError(`"${uri}" is no SIP URI we can send to`, where, 'for example sip:127.0.0.1:5060')
  if (transport !== 'UDP' && transport !== 'TCP' && transport !== 'TLS')
    throw new UsageError(`we cannot send by ${said ?? ''}`, `${where} ${uri}`, 'transport=udp, tcp or tls')
  const at = { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? (transport === 'TLS' ? 5061 : 5060)) }
  return transport === 'UDP' ? at : { ...at, transport }
}

/** Where the core takes SIP: on loopback of the SUT's IP version where nothing else is said; an address of the other one cannot send to it. */
function listenSip(said: string | undefined, sut: SutPlan): TestbedPlan['listenSip'] {
  if (sut.kind === 'embedded' && said === undefined) return { host: '127.0.0.1', port: 0 }
  const version = sut.kind === 'outside' ? isIP(sut.sip.host) : 0
  const at = said === undefined ? { host: version === 6 ? '::1' : '127.0.0.1', port: 5070 } : endpoint(said, '--listen-sip')
  if (version !== 0 && isIP(at.host) !== 0 && isIP(at.host) !== version)
    throw new UsageError(
      `your server is reached by IPv${version}, and the core would listen by IPv${isIP(at.host)}`,
      `--listen-sip ${said ?? ''}`,
      version === 6 ? 'for example --listen-sip [::1]:5070' : 'for example --listen-sip 127.0.0.1:5070',
    )
  return at
}

/** Several addresses are several Charging Enablers, the primary first. The embedded server is told of all there can be. */
function listenCh1(said: string | undefined, outside: boolean): TestbedPlan['listenCh1'] {
  if (said === undefined)
    return outside
      ? [{ host: '127.0.0.1', port: 3868 }]
      : Array.from({ length: MOST_ENABLERS }, () => ({ host: '127.0.0.1', port: 0 }))
  const all = said.split(',').map((one) => endpoint(one.trim(), '--listen-ch1'))
  if (all.length > MOST_ENABLERS)
    throw new UsageError(
      `${all.length} Charging Enablers are more than any purpose uses`,
      '--listen-ch1',
      `at most ${MOST_ENABLERS}`,
    )
  return all
}

function bindingOf(text: string | undefined): 'diameter' | 'http' {
  if (text === undefined || text === 'diameter') return 'diameter'
  if (text === 'http') return 'http'
  throw new UsageError(`there is no binding "${text}"`, '--binding', 'diameter or http')
}

function shard(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const match = /^(\d+)\/(\d+)$/.exec(text)
  if (!match || Number(match[1]) < 1 || Number(match[1]) > Number(match[2]))
    throw new UsageError(`"${text}" is no shard`, '--shard', 'I/N with 1 ≤ I ≤ N, for example 1/3')
  return text
}

function progressMode(text: string | undefined): ProgressMode {
  if (text === undefined || text === 'auto') return 'auto'
  if (text === 'plain' || text === 'json' || text === 'none') return text
  throw new UsageError(`there is no progress "${text}"`, '--progress', 'auto, plain, json or none')
}
