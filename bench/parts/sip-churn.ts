// Churn: calls that come and go by plain SIPp against plain SIPp, once directly and once through the SIP/IP core, in turns.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findSipp, PortLeases, runSipp, ScenarioBuilder, startSipp, type PortLease, type RunResult } from 'sipp-wrapper'
import type { BenchOptions, BenchResult } from '../../cli/bench'

const HOST = '127.0.0.1'
const ROUNDS = 3
const CALLS = { short: 5_000, full: 30_000 } as const
/** So many calls are open at once, and SIPp begins the next as soon as it may: the rate is what the slowest of the chain sustains. */
const OPEN_CALLS = 64
const BEGUN_PER_SECOND = 20_000
const WARM_UP_CALLS = 2_000
const T1_MS = 500
const DIRECTLY = 'SIPp against SIPp directly'

interface Churned {
  readonly perSecond: number
  /** Calls that did not succeed, and messages that were sent again. */
  readonly missing: number
  /** User and system time of the core, µs a call; NaN without it. */
  readonly coreUs: number
}

const WAYS = ['directly', 'through the core'] as const

/** Calls a second either way, and what was lost of those through the core. */
export async function churn({ full, say }: BenchOptions): Promise<readonly BenchResult[]> {
  if (!(await findSipp().catch(() => undefined))) {
    say('churn is left out: SIPp is not installed (apt-get install sip-tester)')
    return []
  }
  const calls = full ? CALLS.full : CALLS.short
  const rates: Record<(typeof WAYS)[number], number[]> = { directly: [], 'through the core': [] }
  const lost: number[] = []
  const cpu: number[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    for (const way of WAYS) {
      const { perSecond, missing, coreUs } = await measured(way, calls)
      rates[way].push(perSecond)
      say(`churn ${way}: ${Math.round(perSecond)} calls a second, ${missing} of ${calls} lost or sent again`)
      if (way === 'directly') continue
      lost.push(missing)
      cpu.push(coreUs)
      say(`the core took ${coreUs.toFixed(0)} µs CPU a call`)
    }
  const through = rates['through the core']
  const ratio = median(through.map((rate, i) => rate / (rates.directly[i] ?? Number.NaN)))
  return [
    result('churn through the core', '1/s', through, DIRECTLY, ratio),
    result(`churn, ${DIRECTLY}`, '1/s', rates.directly),
    result('CPU of the core per call', 'µs', cpu),
    result('calls through the core lost, messages sent again', '1', lost),
  ]
}

async function measured(way: (typeof WAYS)[number], calls: number): Promise<Churned> {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  const leases = new PortLeases()
  const stop = new AbortController()
  let core: Awaited<ReturnType<typeof startCore>> | undefined
  try {
    const [server, client] = [await leases.lease(), await leases.lease()]
    core = way === 'directly' ? undefined : await startCore(server, client)
    const between = { dir, server, client, port: core?.port ?? server.sip, signal: stop.signal }
    // The first ones are for the compiler, where there is one.
    await played('warm-up', WARM_UP_CALLS, between)
    const before = await core?.cpuUs()
    const one = await played('calls', calls, between)
    const after = await core?.cpuUs()
    return { ...one, coreUs: ((after ?? Number.NaN) - (before ?? Number.NaN)) / calls }
  } finally {
    stop.abort()
    core?.stop()
    leases.close()
    rmSync(dir, { recursive: true, force: true })
  }
}

interface Between {
  readonly dir: string
  readonly server: PortLease
  readonly client: PortLease
  /** Where calls go: the server, or the core before it. */
  readonly port: number
  readonly signal: AbortSignal
}

async function played(
  name: string,
  calls: number,
  { dir, server, client, port, signal }: Between,
): Promise<Omit<Churned, 'coreUs'>> {
  const common = { dir, host: HOST, calls, traceTransactions: false, signal } as const
  const answering = await startSipp({ ...common, name: `${name}-answers`, ports: server, scenario: answers() })
  const calling = await runSipp({
    ...common,
    name,
    ports: client,
    remote: { host: HOST, port },
    rate: BEGUN_PER_SECOND,
    maxOpenCalls: OPEN_CALLS,
    scenario: comesAndGoes(`${HOST}:${server.sip}`),
  })
  const answered = await answering.result
  const problems = [calling, answered].flatMap((one) => one.problems)
  if (problems.length > 0) throw new Error(`churn: ${problems.join('; ')}`)
  return { perSecond: rateOf(calling), missing: calling.missing + calling.retransmissions + answered.retransmissions }
}

/** By SIPp's own clock, from its first call to its last: without the start and the end of the process. */
function rateOf({ statistics }: RunResult): number {
  const rate = Number(statistics?.columns.get('CallRate(C)') ?? Number.NaN)
  if (!(rate > 0)) throw new Error('SIPp wrote no CallRate(C)')
  return rate
}

interface Core {
  readonly port: number
  /** What its process cost so far. */
  cpuUs(): Promise<number>
  stop(): void
}

// The core as the bench `sip-core` has it: the network's header fields, every message in a history on disk at once.
async function startCore(server: PortLease, client: PortLease): Promise<Core> {
  const child = fork(path.join(__dirname, '..', 'sip-core-server.ts'), ['core', String(server.sip), String(client.sip)], {
    execArgv: ['-r', path.join(__dirname, '..', '..', 'tools', 'register.js')],
  })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const cpuUs = async (): Promise<number> => {
    const told = once(child, 'message')
    child.send('cpu')
    return ((await told) as [{ readonly cpuUs: number }])[0].cpuUs
  }
  return { port, cpuUs, stop: () => child.kill('SIGKILL') }
}

function comesAndGoes(server: string): ReturnType<ScenarioBuilder['build']> {
  const head = (method: string, uri: string, cseq: string, to: string): readonly string[] => [
    `${method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'Max-Forwards: 70',
    'From: <sip:alice-0-1@home.example>;tag=[pid]churn[call_number]',
    to,
    'Call-ID: [call_id]',
    `CSeq: ${cseq}`,
  ]
  const peer = 'To: <sip:conf-1@im.example>[peer_tag_param]'
  const end = ['Content-Length: 0', '', '']
  return new ScenarioBuilder('comes and goes')
    .send(
      [
        ...head('INVITE', `sip:conf-1@${server}`, '1 INVITE', 'To: <sip:conf-1@im.example>'),
        'Contact: <sip:alice-0-1@[local_ip]:[local_port];transport=[transport]>',
        ...end,
      ].join('\n'),
      { retrans: T1_MS },
    )
    .recv({ response: 200, rrs: true })
    .send([...head('ACK', '[next_url]', '1 ACK', peer), '[routes]', ...end].join('\n'))
    .send([...head('BYE', '[next_url]', '2 BYE', peer), '[routes]', ...end].join('\n'), { retrans: T1_MS })
    .recv({ response: 200 })
    .build()
}

function answers(): ReturnType<ScenarioBuilder['build']> {
  const ok = (more: readonly string[], to: string): string =>
    [
      'SIP/2.0 200 OK',
      '[last_Via:]',
      '[last_Record-Route:]',
      '[last_From:]',
      to,
      '[last_Call-ID:]',
      '[last_CSeq:]',
      ...more,
      'Content-Length: 0',
      '',
      '',
    ].join('\n')
  return new ScenarioBuilder('answers')
    .recv({ request: 'INVITE' })
    .send(ok(['Contact: <sip:conf-1@[local_ip]:[local_port]>'], '[last_To:];tag=[pid]answers[call_number]'), { retrans: T1_MS })
    .recv({ request: 'ACK' })
    .recv({ request: 'BYE' })
    .send(ok([], '[last_To:]'))
    .build()
}

function result(metric: string, unit: string, runs: readonly number[], against?: string, ratio?: number): BenchResult {
  return { bench: 'sip', metric, value: median(runs), unit, against: against ?? null, ratio: ratio ?? null, runs }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}
