// `ch1 mock`: the Charging Enabler alone, one or several, with rules, journal and a live view.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dictionaryFrom, standardDictionary, type Dictionary } from '@ch1/diameter'
import { parse } from 'yaml'
import { ChargingEnablers, type DoorOpener } from '../mocks/charging-enabler'
import type { HttpDoor } from '../mocks/charging-enabler/doors/http/http-door'
import type { Ch1Recorder } from '../mocks/recorder'
import { TestbedError } from '../mocks/testbed-error'
import { Journal } from '../testbed/journal'
import { EXIT } from './exit-codes'
import { endpoint, readFlags, wholeNumber } from './flags'
import { MockView } from './mock-view'
import { loadRules, watchRules } from './rules-file'
import { suiteVersion } from './suite'
import { UsageError } from './usage-error'

const help = `Usage: ch1 mock --listen HOST:PORT[,HOST:PORT…] [--rules F] [--journal F] [--quiet]
                [--identity HOST[,HOST…]] [--realm REALM] [--tls CERT,KEY[,CA]]
                [--http HOST:PORT] [--http-tls CERT,KEY[,CA]] [--grammar answer|note] [--supervision SECONDS] [--dictionary F]

The Charging Enabler alone. Prints {"event":"listening",…} on standard output first, then one line a record on standard error.
Ends with SIGINT or SIGTERM: DPR to the peers, the journal sealed, exit 0.
  --listen      where it listens for Diameter; several addresses make several enablers, cdf1, cdf2 …, under one journal; port 0: any
  --rules       what to answer otherwise than 2001, YAML (docs/charging-enabler.md); read again when the file changes
  --journal     every message and peer state, one line of JSON each (the history of a run, schema ch1-history/2)
  --quiet       no live view
  --identity    Origin-Host (cdf1.charging.example …), one an enabler; --realm: Origin-Realm (charging.example)
  --tls         PEM files; Diameter over TLS from the first byte. With CA, clients must have a certificate that it signed
  --http        the experimental HTTP binding of the first enabler, beside Diameter; --http-tls: over TLS, PEM files as for --tls
  --grammar     what an ACR gets that breaks RFC 6733: a 5xxx with Failed-AVP (answer, as a CDF would), or a note alone
  --supervision the CDF's supervision timer, in the sessions told of at the end
  --dictionary  vendor AVPs, YAML (docs/diameter-dictionary.md)
`

const string = { type: 'string' as const }
const FLAGS = {
  listen: string,
  rules: string,
  journal: string,
  identity: string,
  realm: string,
  tls: string,
  http: string,
  'http-tls': string,
  grammar: string,
  supervision: string,
  dictionary: string,
  quiet: { type: 'boolean' as const },
}

export async function command(args: readonly string[]): Promise<number> {
  const { values } = readFlags('mock', args, FLAGS)
  if (values.help) {
    process.stdout.write(help)
    return EXIT.passed
  }
  if (values.listen === undefined)
    throw new UsageError('--listen is missing', 'ch1 mock', 'for example: ch1 mock --listen 127.0.0.1:3868')
  const dictionary = values.dictionary === undefined ? undefined : loadDictionary(values.dictionary)
  const rules = values.rules === undefined ? [] : loadRules(values.rules, dictionary)
  const doors = doorsOf(values.http, values['http-tls'])
  let unwritable: UsageError | undefined
  let wake = (): void => undefined
  const onTrouble = (cause: Error): void => {
    const mend = 'make room and start again; what was written before are whole lines'
    unwritable = new UsageError(`the journal cannot be written any more: ${cause.message}`, values.journal ?? '--journal', mend)
    wake()
  }
  const journal = values.journal === undefined ? undefined : openJournal(values.journal, onTrouble)
  const view = values.quiet ? undefined : liveView(dictionary)
  const record = journal?.record ?? counting()
  const supervision = values.supervision
  const tls = values.tls === undefined ? undefined : readTls(values.tls, '--tls')
  const enablers = await started(values.listen, values.identity, {
    realm: values.realm ?? 'charging.example',
    record: view?.watching(record) ?? record,
    rules,
    doors,
    grammar: grammarOf(values.grammar),
    ...(dictionary === undefined ? {} : { dictionary }),
    ...(tls === undefined ? {} : { tls }),
    ...(supervision === undefined ? {} : { supervisionMs: wholeNumber(supervision, '--supervision', 1, 86_400) * 1_000 }),
  })
  const unwatch =
    values.rules === undefined ? undefined : watchRules(values.rules, () => reload(enablers, values.rules ?? '', dictionary))
  process.once('exit', () => journal?.flush())
  sayListening(enablers, values)
  await new Promise<void>((resolve) => {
    wake = resolve
    if (unwritable) resolve()
    process.once('SIGTERM', resolve)
    process.once('SIGINT', resolve)
  })
  unwatch?.()
  const last = view === undefined ? undefined : farewell(enablers)
  await enablers.close()
  view?.flush()
  if (last !== undefined) process.stderr.write(last)
  journal?.seal('done')
  if (unwritable) throw unwritable // without its journal nothing shows what it was sent
  return EXIT.passed
}

/** What a server's TLS is made of, for either door. */
interface PemTexts {
  readonly cert: string
  readonly key: string
  readonly ca?: string
  readonly requestCert?: boolean
}

interface Shared {
  readonly realm: string
  readonly record: Ch1Recorder
  readonly rules: ReturnType<typeof loadRules>
  readonly doors: readonly DoorOpener[]
  readonly grammar: 'answer' | 'note'
  readonly dictionary?: Dictionary
  readonly tls?: PemTexts
  readonly supervisionMs?: number
}

async function started(
  listen: string,
  identity: string | undefined,
  { realm, doors, ...shared }: Shared,
): Promise<ChargingEnablers> {
  const places = listen.split(',').map((one) => endpoint(one, '--listen'))
  const hosts = identity?.split(',') ?? []
  if (hosts.length > places.length)
    throw new UsageError(
      `${hosts.length} identities for ${places.length} addresses`,
      '--identity',
      'one for each address of --listen',
    )
  const each = places.map((place, i) => ({
    name: `cdf${i + 1}`,
    ...place,
    identity: { originHost: hosts[i] ?? `cdf${i + 1}.${realm}`, originRealm: realm },
    ...(i === 0 ? { doors } : {}),
  }))
  try {
    return await ChargingEnablers.start(each, shared)
  } catch (cause) {
    if (cause instanceof TestbedError)
      throw new UsageError(`${cause.what}${cause.instead === undefined ? '' : `: ${cause.instead}`}`, cause.where, cause.mend)
    throw cause
  }
}

function sayListening(enablers: ChargingEnablers, values: { readonly listen?: string; readonly http?: string }): void {
  const hosts = (values.listen ?? '').split(',').map((one) => one.replace(/:\d+$/, ''))
  const ch1 = enablers.all.map(({ port }, i) => `${hosts[i]}:${port}`)
  const [httpPort] = enablers.all[0]?.doorPorts('http') ?? []
  const http = httpPort === undefined ? {} : { http: `${(values.http ?? '').replace(/:\d+$/, '')}:${httpPort}` }
  const names = enablers.all.map(({ name }, i) => ({ name, ch1: ch1[i] }))
  const line = { event: 'listening', ch1: ch1.join(','), ...http, enablers: names, pid: process.pid, version: suiteVersion() }
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

// A file that is wrong changes nothing; a file that is right is in force at once.
function reload(enablers: ChargingEnablers, file: string, dictionary: Dictionary | undefined): void {
  try {
    const rules = loadRules(file, dictionary)
    enablers.replaceRules(rules)
    process.stderr.write(`ch1 mock: ${file} read again, ${rules.length} rule${rules.length === 1 ? '' : 's'} in force\n`)
  } catch (error) {
    process.stderr.write(
      `ch1 mock: ${error instanceof Error ? error.message : String(error)}\n  the rules before it stay in force\n`,
    )
  }
}

function farewell(enablers: ChargingEnablers): string {
  const sessions = enablers.all.flatMap((enabler) => enabler.sessions())
  const states = ['open', 'closed', 'unopened', 'event', 'expired'] as const
  const counts = states.map((state) => [state, sessions.filter((one) => one.state === state).length] as const)
  const told = counts.filter(([, count]) => count > 0).map(([state, count]) => `${count} ${state}`)
  return `\n${enablers.explain()}\nAccounting sessions: ${told.join(', ') || 'none'}\n`
}

function liveView(dictionary: Dictionary | undefined): MockView {
  const { stderr } = process
  // https://no-color.org — set and not empty means: none
  const colour = stderr.isTTY && (process.env['NO_COLOR'] ?? '') === ''
  return new MockView({ write: (line) => void stderr.write(`${line}\n`), colour, now: () => new Date(), dictionary })
}

function counting(): Ch1Recorder {
  let n = 0
  return Object.assign(() => n++, { ch1: () => n++ })
}

function openJournal(file: string, onTrouble: (cause: Error) => void): Journal {
  try {
    return new Journal(file, { testbed: 'mock', suite: suiteVersion() }, onTrouble)
  } catch (cause) {
    throw new UsageError(
      `the journal cannot be written: ${(cause as Error).message}`,
      '--journal',
      'name a file in a folder that exists',
    )
  }
}

function grammarOf(said: string | undefined): 'answer' | 'note' {
  if (said === undefined || said === 'answer') return 'answer'
  if (said === 'note') return 'note'
  throw new UsageError(`there is no grammar mode "${said}"`, '--grammar', 'answer or note')
}

function readTls(said: string, flag: string): PemTexts {
  const [cert, key, ca] = said.split(',')
  if (cert === undefined || key === undefined)
    throw new UsageError('certificate and key are needed', flag, `${flag} cert.pem,key.pem[,ca.pem]`)
  return {
    cert: textOf(cert, flag),
    key: textOf(key, flag),
    ...(ca === undefined ? {} : { ca: textOf(ca, flag), requestCert: true }),
  }
}

function loadDictionary(file: string): Dictionary {
  let data: unknown
  try {
    data = parse(textOf(file, '--dictionary'))
  } catch (cause) {
    if (cause instanceof UsageError) throw cause
    throw new UsageError(`not YAML: ${(cause as Error).message.split('\n', 1)[0] ?? ''}`, file, 'mend the line')
  }
  const read = dictionaryFrom(data)
  if (read.ok) return standardDictionary.with(read.rows)
  const complaints = read.problems
    .slice(0, 10)
    .map(({ path, problem, mend }) => `${path === '' ? 'the file' : path}: ${problem}\n      mend: ${mend}`)
  throw new UsageError(`the dictionary is wrong\n  ${complaints.join('\n  ')}`, file, 'see docs/diameter-dictionary.md')
}

function textOf(file: string, flag: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`${file} cannot be read: ${(cause as Error).message}`, flag, 'name an existing file')
  }
}

function doorsOf(http: string | undefined, tls: string | undefined): readonly DoorOpener[] {
  if (http !== undefined) return [httpDoor(http, tls === undefined ? undefined : readTls(tls, '--http-tls'))]
  if (tls === undefined) return []
  throw new UsageError('there is no HTTP binding to be secured', '--http-tls', 'give --http HOST:PORT too')
}

// The HTTP door is loaded only when it is asked for.
function httpDoor(said: string, tls: PemTexts | undefined): DoorOpener {
  const { host, port } = endpoint(said, '--http')
  return (site) => {
    const load = createRequire(__filename)
    const loaded = load('../mocks/charging-enabler/doors/http/http-door') as { readonly HttpDoor: typeof HttpDoor }
    // connections over HTTP are numbered far above those over Diameter
    return loaded.HttpDoor.open({ host, port, tls, firstConn: 1_000_001 }, site)
  }
}
