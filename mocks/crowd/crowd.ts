// Many participants at once, at one endpoint: one SIPp process plays them all. What it counts is its own affair; the judge has the history.
import type { Recorder } from '../../judge/history/events'
import { startSipp, type RunPorts, type RunResult } from 'sipp-wrapper'
import type { User } from '../sip-core'
import { crowdScenario } from './crowd-scenario'

/** What a crowd is called in a history and in the core's notes. */
export const CROWD = 'Crowd'

/** A crowd, and where it stands. */
export interface CrowdOptions {
  /** User parts of the members' addresses, one a member. */
  readonly members: readonly string[]
  /** Domain of their addresses of record. */
  readonly domain: string
  /** URI of the focus that they join. */
  readonly focus: string
  readonly core: { readonly host: string; readonly port: number }
  readonly ports: RunPorts
  /** An existing folder for SIPp's files. */
  readonly dir: string
  readonly sippPath?: string | undefined
  /** How many arrive a second. */
  readonly arrivalsPerSecond: number
  readonly t1Ms: number
  readonly sdp: string
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly contactParams: string
  readonly users: { register(user: User): void; unregister(aor: string): void }
  readonly record: Recorder
  /** Ends it early. */
  readonly signal: AbortSignal
  /** How long a member waits for a response, ms; without it 64·T1 (RFC 3261 §17.1.1.2), and at least {@link LEAST_PATIENCE_MS}. */
  readonly patienceMs?: number
}

/** How long a message may still be under way when the last member has gone, ms: until then their addresses stay known to the core. */
const LAST_MESSAGES_MS = 500
/** Everybody has been in at the same time for this long. */
const TOGETHER_MS = 1_000

/** A member waits so long for a response, at least: a server's timers may be scaled, the speed of its machine is not. */
const LEAST_PATIENCE_MS = 20_000

/**
 * Everybody joins, is in together with all others for a while, and leaves. Resolves with SIPp's own result when the last has gone.
 * Rejects with a SippError when SIPp cannot be started.
 */
export async function comesAndGoes(o: CrowdOptions): Promise<RunResult> {
  const endpoint = { host: o.core.host, port: o.ports.sip }
  const aors = o.members.map((member) => `sip:${member}@${o.domain}`)
  for (const aor of aors) o.users.register({ aor, participant: CROWD, endpoint, readsPlainly: true })
  try {
    return await run(o)
  } finally {
    await new Promise((resolve) => setTimeout(resolve, o.signal.aborted ? 0 : LAST_MESSAGES_MS))
    for (const aor of aors) o.users.unregister(aor)
  }
}

async function run(o: CrowdOptions): Promise<RunResult> {
  const arrivingMs = (o.members.length / o.arrivalsPerSecond) * 1000
  const patienceMs = o.patienceMs ?? Math.max(64 * o.t1Ms, LEAST_PATIENCE_MS)
  const running = await startSipp({
    name: 'crowd',
    dir: o.dir,
    host: o.core.host,
    remote: o.core,
    ports: o.ports,
    calls: o.members.length,
    rate: o.arrivalsPerSecond,
    scenario: crowdScenario({ ...o, stayMs: Math.ceil(arrivingMs) + TOGETHER_MS, patienceMs }),
    injection: [{ name: 'members.csv', order: 'SEQUENTIAL', lines: o.members.map((member) => [member]) }],
    // arriving, being together, leaving, and one transaction that goes to its end
    deadlineMs: 2 * arrivingMs + TOGETHER_MS + 2 * patienceMs + 5_000,
    traceMessages: true,
    signal: o.signal,
    ...(o.sippPath === undefined ? {} : { sippPath: o.sippPath }),
  })
  const wire = { kind: 'wire', participant: CROWD, aor: `sip:${o.members[0] ?? CROWD}@${o.domain}`, engine: 'sipp' } as const
  const local = `${running.local.host}:${running.local.port}`
  o.record({ ...wire, state: 'started', pid: running.pid, version: running.version, local })
  const result = await running.result
  const { scenario, messages, errors } = result.files
  o.record({
    ...wire,
    state: 'stopped',
    files: [...(scenario === undefined ? [] : [scenario]), messages, ...(result.errors.length > 0 ? [errors] : [])],
  })
  return result
}
