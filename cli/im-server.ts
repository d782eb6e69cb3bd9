// `ch1 im-server`: the reference IM server alone.
import type { Address } from '@ch1/sip'
import { ImServer } from '../sut/im-server/im-server'
import { startHeartbeat } from '../sut/im-server/heartbeat'
import { SutError } from '../sut/adapter'
import { mutants } from '../sut/mutants'
import { loadConferencePolicy } from './conference-file'
import { ch1Addresses } from './ch1-address'
import { EXIT } from './exit-codes'
import { endpoint, readFlags, wholeNumber } from './flags'
import { sipAddress, sipAddresses, sipTls } from './sip-address'
import { suiteVersion } from './suite'
import { UsageError } from './usage-error'

const help = `Usage: ch1 im-server --sip HOST:PORT --ch1 HOST:PORT|URL[,…] --next-hop HOST:PORT [--ch1-http 1|2]
                     [--control HOST:PORT] [--role controlling] [--mutant ID] [--t1 MS] [--t2 MS] [--no-answer MS]
                     [--conference FILE] [--sip-tls-key FILE --sip-tls-cert FILE [--sip-tls-ca FILE] [--sip-tls-name NAME]]

The reference IM server as controlling function. Prints {"event":"listening",…} first, then one line an event on standard error.
  --sip        where it listens for SIP, several by comma: HOST:PORT over UDP, HOST:PORT;transport=tcp or tls; port 0: any
  --ch1        Charging Enabler, several by comma: HOST:PORT or diameter://HOST:PORT; http:// or https://HOST:PORT for our experimental
               HTTP binding (--ch1-http: HTTP/1.1 or, by default, HTTP/2)
  --next-hop   SIP/IP core that its requests go to: HOST:PORT, with ;transport=tcp or tls where not UDP
  --control    POST <control>/control/expel {"conference","user"} makes it expel a user
  --conference groups, chat rooms, limits, release policy, session timers, credentials: a YAML file, see docs/im-server.md
  --sip-tls-…  SIP over TLS: PEM files with key, certificate, and whose certificates are believed; the name in the core's certificate
  --mutant     with one fault: ${mutants.map((one) => one.id).join(', ')}
  --t1, --t2   SIP timers (100, 800); --no-answer: it cancels an invitation after so long (1000)
`

export async function command(args: readonly string[]): Promise<number> {
  const string = { type: 'string' as const }
  const { values } = readFlags('im-server', args, {
    sip: string,
    ch1: string,
    'ch1-http': string,
    'next-hop': string,
    control: string,
    role: string,
    mutant: string,
    t1: string,
    t2: string,
    'no-answer': string,
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
  const role = values.role ?? 'controlling'
  if (role !== 'controlling')
    throw new UsageError(
      `the reference server does not play the role "${role}" yet`,
      '--role',
      'leave it out, or --role controlling',
    )
  if (values.mutant !== undefined && !mutants.some((one) => one.id === values.mutant))
    throw new UsageError(
      `there is no mutant "${values.mutant}"`,
      '--mutant',
      `one of: ${mutants.map((one) => one.id).join(', ')}`,
    )
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
  let server: ImServer
  try {
    server = await ImServer.start({
      ...{ sip, alsoSip },
      ...(tls === undefined ? {} : { sipTls: tls }),
      ...(values.conference === undefined ? {} : { conference: loadConferencePolicy(values.conference) }),
      ch1: ch1Addresses(needed('ch1')),
      ...(values['ch1-http'] === undefined ? {} : { httpVersion: httpVersion(values['ch1-http']) }),
      nextHop: sipAddress(needed('next-hop'), '--next-hop'),
      role,
      ...(values.control === undefined ? {} : { control: endpoint(values.control, '--control') }),
      ...(values.mutant === undefined ? {} : { mutant: values.mutant }),
      ...(t1Ms === undefined ? {} : { t1Ms }),
      ...(t2Ms === undefined ? {} : { t2Ms }),
      ...(noAnswerMs === undefined ? {} : { noAnswerMs }),
    })
  } catch (cause) {
    if (cause instanceof SutError) throw new UsageError(cause.message, cause.where, cause.mend)
    throw cause
  }
  const show = ({ host, port }: Address): string => `${host.includes(':') ? `[${host}]` : host}:${port}`
  const withTransport = (at: Address): string => `${show(at)};transport=${(at.transport ?? 'UDP').toLowerCase()}`
  process.stdout.write(
    `${JSON.stringify({ event: 'listening', sip: show(server.sip), ...(server.listeners.length > 1 ? { sipAlso: server.listeners.slice(1).map(withTransport) } : {}), ...(server.control ? { control: show(server.control) } : {}), pid: process.pid, version: suiteVersion() })}\n`,
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

function httpVersion(text: string): 1 | 2 {
  return wholeNumber(text, '--ch1-http', 1, 2) === 1 ? 1 : 2
}
