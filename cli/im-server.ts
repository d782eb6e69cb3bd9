// `ch1 im-server`: the reference IM server alone.
import { startImServer, type RunningImServer } from '../sut/im-server/start'
import { uriHost, type Address } from '@ch1/sip'
import { startHeartbeat } from '../sut/im-server/heartbeat'
import { REALTIME, type Realtime } from '../sut/im-server/charging/rf/realtime'
import { CHOICES } from '../sut/im-server/charging/trigger/choices'
import { LEGAL_VARIANTS } from '../sut/im-server/charging/trigger/legal-variants'
import type { ImServerOptions } from '../sut/im-server/options'
import { SutError } from '../sut/adapter'
import { loadConferencePolicy } from './conference-file'
import { ch1Addresses } from './ch1-address'
import { EXIT } from './exit-codes'
import { endpoint, readFlags, wholeNumber } from './flags'
import { mutantIn } from './mutant-flag'
import { PARTICIPATING_FLAGS, participatingHelp, participatingOptions, roleOf } from './participating-flags'
import { sipAddress, sipAddresses, sipTls } from './sip-address'
import { suiteVersion } from './suite'
import { UsageError } from './usage-error'

const help = `Usage: ch1 im-server --sip HOST:PORT --ch1 HOST:PORT|URL[,…] --next-hop HOST:PORT [--ch1-http 1|2]
                     [--control HOST:PORT] [--diameter HOST:PORT] [--role controlling|participating] [--mutant ID] [--t1 MS] [--t2 MS] [--no-answer MS]
                     [--conference FILE] [--sip-tls-key FILE --sip-tls-cert FILE [--sip-tls-ca FILE] [--sip-tls-name NAME]]
                     [--passing proxy|b2bua|b2bua-new-call-id] [--accounting user|conference] [--served DOMAIN[,…]]
                     [--choice NAME=VALUE…] [--legal LV-nn…] [--buffer DIR] [--realtime RTR] [--reopen-after watchdog|loss|never]
                     [--tc MS] [--tw MS] [--resend MS] [--resends N] [--stored-retry MS] [--second MS] [--linger MS] [--interval S]

The reference IM server, as controlling function or as participating function (between its served users and a controlling one,
all through the core). Prints {"event":"listening",…} first, then one line an event on standard error.
  --sip        where it listens for SIP, several by comma: HOST:PORT over UDP, HOST:PORT;transport=tcp or tls; port 0: any
  --ch1        Charging Enabler, several by comma: HOST:PORT or diameter://HOST:PORT; http:// or https://HOST:PORT for our experimental
               HTTP binding (--ch1-http: HTTP/1.1 or, by default, HTTP/2)
  --next-hop   SIP/IP core that its requests go to: HOST:PORT, with ;transport=tcp or tls where not UDP
  --control    POST <control>/control/expel {"conference","user"} makes it expel a user
  --diameter   where its Diameter node listens: a Charging Enabler that connects to it is refused, as it is connected to itself
  --conference groups, chat rooms, limits, release policy, session timers, credentials: a YAML file, see docs/im-server.md
  --sip-tls-…  SIP over TLS: PEM files with key, certificate, and whose certificates are believed; the name in the core's certificate
  --mutant     with one fault: an id that ch1 mutants --help lists
  --choice     a choice made otherwise, for example --choice P-LAST=interim-then-stop. The first value is the reference's:
${choiceLines()}
  --legal      a legal variant shown, for example --legal LV-14: ${shownVariants()}
  --buffer     folder in which unanswered records outlive the process
  --realtime   Accounting-Realtime-Required until an answer says otherwise: DELIVER_AND_GRANT, GRANT_AND_STORE (default), GRANT_AND_LOSE
  --reopen-after  after which loss a peer that is back answers three watchdogs before it is used (watchdog)
  --tc, --tw   pause before connecting again, watchdog interval (1000, 6000); --resend, --resends: an ACR without answer goes again
               after so long, so often (1000, 2); --stored-retry: rests so long when every peer was silent (10000)
  --second     length of a second of Acct-Interim-Interval (1000); --interval: seconds between interims with P-PERIODIC=sent (1)
  --linger     an empty conference keeps its accounting session so long with P-LAST=interim-then-stop (1000)
  --t1, --t2   SIP timers (100, 800); --no-answer: it cancels an invitation after so long (1000)
${participatingHelp}`

export async function command(args: readonly string[]): Promise<number> {
  const string = { type: 'string' as const }
  const several = { type: 'string' as const, multiple: true as const }
  const { values } = readFlags('im-server', args, {
    sip: string,
    ch1: string,
    'ch1-http': string,
    'next-hop': string,
    control: string,
    diameter: string,
    role: string,
    mutant: string,
    t1: string,
    t2: string,
    'no-answer': string,
    ...PARTICIPATING_FLAGS,
    choice: several,
    legal: several,
    buffer: string,
    realtime: string,
    'reopen-after': string,
    ...Object.fromEntries(Object.keys(DURATIONS).map((flag) => [flag, string])),
    conference: string,
    'sip-tls-key': string,
    'sip-tls-cert': string,
    'sip-tls-ca': string,
    'sip-tls-name': string,
  })
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  const needed = (name: 'sip' | 'ch1' | 'next-hop'): string => {
    const value = values[name]
    if (typeof value !== 'string') throw new UsageError(`--${name} is missing`, 'ch1 im-server', 'see: ch1 im-server --help')
    return value
  }
  const role = roleOf(values.role)
  if (values.mutant !== undefined) mutantIn(values.mutant, '--mutant', role)
  const timer = (name: 't1' | 't2' | 'no-answer') =>
    values[name] === undefined ? undefined : wholeNumber(values[name], `--${name}`, 1, 600_000)
  const t1Ms = timer('t1')
  const t2Ms = timer('t2')
  const noAnswerMs = timer('no-answer')
  const [sip, ...alsoSip] = sipAddresses(needed('sip'), '--sip')
  const tls = sipTls({
    ...{ key: values['sip-tls-key'], cert: values['sip-tls-cert'] },
    ...{ ca: values['sip-tls-ca'], servername: values['sip-tls-name'] },
  })
  let server: RunningImServer
  try {
    server = await startImServer({
      ...{ sip, alsoSip },
      ...(tls === undefined ? {} : { sipTls: tls }),
      ...(values.conference === undefined ? {} : { conference: loadConferencePolicy(values.conference) }),
      ch1: ch1Addresses(needed('ch1')),
      ...(values['ch1-http'] === undefined ? {} : { httpVersion: httpVersion(values['ch1-http']) }),
      nextHop: sipAddress(needed('next-hop'), '--next-hop'),
      role,
      participating: participatingOptions(values, role),
      ...(values.control === undefined ? {} : { control: endpoint(values.control, '--control') }),
      ...(values.diameter === undefined ? {} : { diameter: endpoint(values.diameter, '--diameter') }),
      ...(values.mutant === undefined ? {} : { mutant: values.mutant }),
      ...switches(values),
      ...(t1Ms === undefined ? {} : { t1Ms }),
      ...(t2Ms === undefined ? {} : { t2Ms }),
      ...(noAnswerMs === undefined ? {} : { noAnswerMs }),
    })
  } catch (cause) {
    if (cause instanceof SutError) throw new UsageError(cause.message, cause.where, cause.mend)
    throw cause
  }
  const show = ({ host, port }: Address): string => `${uriHost(host)}:${port}`
  const withTransport = (at: Address): string => `${show(at)};transport=${(at.transport ?? 'UDP').toLowerCase()}`
  process.stdout.write(
    `${JSON.stringify({ event: 'listening', sip: show(server.sip), ...(server.listeners.length > 1 ? { sipAlso: server.listeners.slice(1).map(withTransport) } : {}), ...(server.control ? { control: show(server.control) } : {}), ...(server.diameter ? { diameter: show(server.diameter) } : {}), pid: process.pid, version: suiteVersion() })}\n`,
  )
  const child = process.send !== undefined
  if (child) startHeartbeat(() => process.exit(0))
  else server.onEvent = (line) => process.stderr.write(`${line}\n`)
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve)
    if (!child) process.once('SIGINT', resolve)
  })
  await server.close()
  if (child) process.disconnect()
  return EXIT.passed
}

/** Flags of durations and counts: the option each sets, and its least value. */
const DURATIONS: Readonly<Record<string, readonly [option: keyof ImServerOptions, least: number]>> = {
  tc: ['tcMs', 1],
  tw: ['twMs', 10],
  resend: ['acrResendMs', 1],
  resends: ['acrResends', 0],
  'stored-retry': ['storedRetryMs', 1],
  second: ['secondMs', 1],
  linger: ['lingerMs', 0],
  interval: ['ownIntervalS', 1],
}

/** What the flags of charging say; those that are not given are left to their defaults. */
function switches(values: Readonly<Record<string, unknown>>): Partial<ImServerOptions> {
  const list = (flag: string): readonly string[] =>
    ((values[flag] as readonly string[] | undefined) ?? []).flatMap((text) => text.split(','))
  const durations = Object.entries(DURATIONS).flatMap(([flag, [option, least]]) => {
    const text = values[flag]
    return typeof text === 'string' ? [[option, wholeNumber(text, `--${flag}`, least, 86_400_000)] as const] : []
  })
  return {
    choices: list('choice'),
    legal: list('legal'),
    ...(typeof values['buffer'] === 'string' && { buffer: values['buffer'] }),
    ...(values['realtime'] !== undefined && {
      realtime: oneOf('realtime', values['realtime'], Object.keys(REALTIME) as Realtime[]),
    }),
    ...(values['reopen-after'] !== undefined && {
      reopenAfter: oneOf('reopen-after', values['reopen-after'], ['watchdog', 'loss', 'never'] as const),
    }),
    ...(Object.fromEntries(durations) as Partial<ImServerOptions>),
  }
}

function oneOf<T extends string>(flag: string, value: unknown, values: readonly T[]): T {
  const found = values.find((one) => one === value)
  if (found === undefined) throw new UsageError(`"${String(value)}" is not known`, `--${flag}`, `one of: ${values.join(', ')}`)
  return found
}

function choiceLines(): string {
  return CHOICES.map(({ id, values, text }) => `                 ${id}=${values.join('|')}: ${text}`).join('\n')
}

function shownVariants(): string {
  return LEGAL_VARIANTS.flatMap(({ id, notHere }) => (notHere === undefined ? [id] : [])).join(', ')
}

function httpVersion(text: string): 1 | 2 {
  return wholeNumber(text, '--ch1-http', 1, 2) === 1 ? 1 : 2
}
