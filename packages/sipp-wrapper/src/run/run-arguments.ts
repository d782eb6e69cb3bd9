// The command line of a run.
import { mediaArguments } from '../process/media-arguments'
import type { SippFeatures } from '../process/sipp-features'
import { SippError } from '../sipp-error'
import type { RunOptions, RunPorts, RunTransport } from './run-options'

const transports: Readonly<Record<RunTransport, string>> = {
  udp: 'u1',
  'udp-per-call': 'un',
  tcp: 't1',
  'tcp-per-call': 'tn',
  tls: 'l1',
  'tls-per-call': 'ln',
}

/** Names of a run's files within its folder. */
export interface RunFileNames {
  readonly scenario: string
  readonly statistics: string
  readonly errors: string
  readonly log: string
  readonly messages: string
  readonly shortMessages: string
}

/** The names of all files of run `name`. */
export function runFileNames(name: string): RunFileNames {
  return {
    scenario: `${name}.xml`,
    statistics: `${name}.stat.csv`,
    errors: `${name}.errors.txt`,
    log: `${name}.log.txt`,
    messages: `${name}.messages.txt`,
    shortMessages: `${name}.short.txt`,
  }
}

const defaultTraceBytes = 256 << 20

/** SIPp's arguments. Throws SippError 'missingFeature' if this SIPp has not what the options ask for. */
export function runArguments(
  options: RunOptions,
  ports: RunPorts,
  features: SippFeatures,
  names: RunFileNames,
): readonly string[] {
  const { remote, host = '127.0.0.1', calls, rate = 10, transport = 'udp', scenario } = options
  const flag = (name: string, value: string | number | undefined): readonly string[] =>
    value === undefined ? [] : [name, String(value)]
  const isBuiltIn = typeof scenario === 'object' && 'builtIn' in scenario
  return [
    ...(remote === undefined ? [] : [`${remote.host.includes(':') ? `[${remote.host}]` : remote.host}:${remote.port}`]),
    ...(isBuiltIn ? ['-sn', scenario.builtIn] : ['-sf', names.scenario]),
    ...['-i', host, '-p', String(ports.sip), ...mediaArguments(features, ports.media)],
    ...[
      '-cp',
      String(ports.control),
      '-ci',
      '127.0.0.1',
      '-t',
      transports[transport],
      ...tlsArguments(options, features),
      '-nostdin',
    ],
    ...['-m', String(calls), ...rateArguments(rate), '-l', String(options.maxOpenCalls ?? calls)],
    ...[...flag('-d', options.pauseMs), ...flag('-recv_timeout', options.recvTimeoutMs), ...flag('-s', options.service)],
    ...Object.entries(options.keys ?? {}).flatMap(([name, value]) => ['-key', name, value]),
    ...Object.entries(options.globals ?? {}).flatMap(([name, value]) => ['-set', name, value]),
    ...(options.injection ?? []).flatMap(({ name }) => ['-inf', name]),
    // Measured: with the system's buffers SIPp loses calls above 4,000 a second, with these it does not.
    ...['-buff_size', '4000000'],
    // A busy machine is no fault of the scenario; SIPp's own watchdog would end the run.
    ...['-watchdog_minor_threshold', '3600000', '-watchdog_major_threshold', '3600000'],
    ...['-trace_stat', '-stf', names.statistics, '-fd', '1', '-trace_rtt', '-rtt_freq', '1'],
    ...['-trace_err', '-error_file', names.errors, '-trace_logs', '-log_file', names.log],
    ...(options.traceMessages === true ? ['-trace_msg', '-message_file', names.messages] : []),
    ...(options.traceTransactions === false ? [] : ['-trace_shortmsg', '-shortmessage_file', names.shortMessages]),
    ...['-max_log_size', String(options.maxTraceBytes ?? defaultTraceBytes)],
    ...(options.arguments ?? []),
  ]
}

// `-r` of less than one call a second is a longer period.
function rateArguments(rate: number): readonly string[] {
  return rate >= 1 ? ['-r', String(rate)] : ['-r', '1', '-rp', String(Math.round(1_000 / rate))]
}

function tlsArguments({ transport = 'udp', tls }: RunOptions, features: SippFeatures): readonly string[] {
  if (!transport.startsWith('tls')) return []
  if (!features.tls) {
    const mend = 'Install a SIPp built with OpenSSL, or let SIPp speak TCP to a relay that speaks TLS.'
    throw new SippError('missingFeature', `The run wants ${transport}, and this SIPp was built without TLS. ${mend}`)
  }
  const ca = tls?.ca === undefined ? [] : ['-tls_ca', tls.ca]
  return tls === undefined ? [] : ['-tls_cert', tls.cert, '-tls_key', tls.key, ...ca]
}
