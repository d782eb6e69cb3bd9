// Where participants are tested: a core, a tiny focus, and participants on the wire of one engine.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { PortLeases, type AgentPorts } from 'sipp-wrapper'
import type { HistoryFact } from '../../judge/history/events'
import { Participant, sippWire, socketWire } from '../../mocks/participant'
import type { Account, Templates, Wire } from '../../mocks/participant'
import { SipCore } from '../../mocks/sip-core'
import { memoryRecorder } from './sip-box'
import { QUICK, TinyFocus } from './tiny-focus'

/** Both engines a participant can stand on. */
export const ENGINES = ['socket', 'sipp'] as const

/** Why tests with SIPp are skipped; false where it is installed, or must be (CI). */
export const NO_SIPP =
  process.env['CI'] !== 'true' && spawnSync('sipp', ['-v']).error !== undefined
    ? 'SIPp is missing: apt-get install sip-tester'
    : false

/** What the participants of these tests write. */
export const TEMPLATES: Templates = {
  factoryUri: 'sip:factory@im.example',
  inviteHeaders: [['Accept-Contact', '*;+g.oma.sip-im']],
  contactParams: ';+g.oma.sip-im',
  sdp: (token) =>
    `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\na=path:msrp://127.0.0.1:9/${token};tcp\r\n`,
  userAgent: 'ch1-conformance',
}

/** Participants at a core, each on a wire of its own. */
export interface People {
  readonly wires: Map<string, Wire>
  participant(name: string, account?: Account): Promise<Participant>
}

/** The bed of one test. */
export interface Bed extends People {
  readonly core: SipCore
  readonly focus: TinyFocus
  readonly facts: readonly HistoryFact[]
}

/** Everything started is stopped when the test ends. */
export async function participantBed(t: TestContext, engine: (typeof ENGINES)[number]): Promise<Bed> {
  const { facts, record } = memoryRecorder()
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, record, networkHeaders: {} })
  const focus = await TinyFocus.start({ host: '127.0.0.1', port: core.port })
  core.setSut(focus.address)
  const people = await peopleAt(t, engine, core)
  t.after(async () => {
    await focus.close()
    await core.close()
  })
  return { core, focus, facts, ...people }
}

/** They are stopped when the test ends, before whatever is made to end after this call. */
export async function peopleAt(t: TestContext, engine: (typeof ENGINES)[number], core: SipCore): Promise<People> {
  const dir = await mkdtemp(join(tmpdir(), 'participant-'))
  const everybody: Participant[] = []
  const wires = new Map<string, Wire>()
  t.after(async () => {
    await Promise.all(everybody.map((participant) => participant.stop()))
    await rm(dir, { recursive: true, force: true })
  })
  const participant = async (name: string, account?: Account): Promise<Participant> => {
    const at = { host: '127.0.0.1', port: core.port }
    const aor = `sip:${name.toLowerCase()}-7@home.example`
    const wire =
      engine === 'socket'
        ? await socketWire({ core: at, host: '127.0.0.1', port: 0 })
        : await sippWire({ name, core: at, host: '127.0.0.1', ports: await freePorts(), dir: join(dir, name) })
    wires.set(name, wire)
    core.register({ aor, participant: name, endpoint: wire.local })
    const made = new Participant({ name, aor, wire, core: at, values: QUICK, templates: TEMPLATES, account })
    everybody.push(made)
    return made
  }
  return { wires, participant }
}

const leases = new PortLeases()

/** Ports that no other process which leases them has. They are not given back: the tests of one process use few. */
export function freePorts(): Promise<AgentPorts> {
  return leases.lease()
}
