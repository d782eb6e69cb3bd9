// Where a participating function is tested: users, SIP/IP core, the reference server as a process of its own, the mock controlling function
// beyond it, and the mock Charging Enabler. Everything on sockets; every wait is bounded.
import { decodeMessage, scalarAt } from '@ch1/diameter'
import { parseMessage, parseUri, TransactionLayer, UdpTransport, UserAgent } from '@ch1/sip'
import type { Address, IncomingInvite, InviteDialog, OutgoingInvite, SipMessage } from '@ch1/sip'
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Direction, HistoryFact } from '../../../judge/history/events'
import { ChargingEnabler } from '../../../mocks/charging-enabler'
import { ControllingFunction } from '../../../mocks/controlling-function'
import { hostPort, SipCore, type User } from '../../../mocks/sip-core'
import { startEmbedded } from '../../../sut/embedded'
import { IM_SERVER_DEFAULTS } from '../../../sut/im-server/options'
import type { ParticipatingOptions } from '../../../sut/im-server/participating/participating-options'
import { ParticipatingServer } from '../../../sut/im-server/participating/participating-server'

const ROOT = join(__dirname, '..', '..', '..')
const HOST = '127.0.0.1'
const LIMIT_MS = 8_000
/** No test waits longer for an answer that does not come. */
export const BOUNDED = { timeout: 60_000 }
/** Short times, so that 64·T1 passes within a test. */
export const QUICK = { t1Ms: 100, t2Ms: 400, t4Ms: 500 }
export const FACTORY = 'sip:factory@im.example'
export const GROUP = 'sip:friends@im.example'
const TYPES = ['', 'EVENT', 'START', 'INTERIM', 'STOP']

/** The ways to pass messages on, as flags. */
export const PASSINGS = ['proxy', 'b2bua', 'b2bua-new-call-id'] as const

/** SDP with a path of its own. */
export const sdp = (token: string, setup = 'active'): string =>
  `v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\na=path:msrp://127.0.0.1:9/${token};tcp\r\na=setup:${setup}\r\n`

/** A record as the enabler got it. */
export interface SeenRecord {
  /** `START 0 alice -`: type, number, user, count. */
  readonly text: string
  readonly session: string
  /** PoC-Server-Role. */
  readonly role: unknown
  readonly method: unknown
  readonly callId: unknown
  readonly icid: unknown
  readonly service: unknown
  readonly cause: unknown
}

/** A served user: a user agent on a socket of its own, registered at the core. */
export class Client {
  readonly aor: string
  readonly agent: UserAgent
  /** Sessions it accepted, the youngest last. */
  readonly accepted: InviteDialog[] = []
  /** BYEs it got. */
  byes = 0
  /** What it does with an INVITE; accepts until told otherwise. */
  reaction: (invite: IncomingInvite) => void = (invite) => void this.accept(invite)

  constructor(name: string, agent: UserAgent) {
    this.aor = `sip:${name}@home.example`
    this.agent = agent
    agent.onInvite = (invite) => this.reaction(invite)
  }

  accept(invite: IncomingInvite): InviteDialog {
    const dialog = invite.accept({ contentType: 'application/sdp', body: sdp('client') })
    dialog.onBye = () => (this.byes += 1)
    this.accepted.push(dialog)
    return dialog
  }

  invite(
    uri: string,
    o: { readonly body?: string; readonly headers?: readonly (readonly [string, string])[] } = {},
  ): OutgoingInvite {
    return this.agent.invite({
      uri,
      from: `<${this.aor}>`,
      to: `<${uri}>`,
      contentType: 'application/sdp',
      body: sdp('offer'),
      headers: o.headers,
      ...(o.body !== undefined && { body: o.body }),
    })
  }

  /** Joins and is in. */
  async joins(uri: string): Promise<InviteDialog> {
    const outgoing = this.invite(uri)
    const { status } = await outgoing.final
    assert.equal(status, 200)
    assert.ok(outgoing.dialog)
    outgoing.dialog.onBye = () => (this.byes += 1)
    return outgoing.dialog
  }
}

/** The bed of one test. */
export class Bed {
  readonly facts: HistoryFact[] = []
  readonly lines: string[] = []
  readonly #looks = new Set<() => void>()
  readonly #record = (fact: HistoryFact): number => {
    this.facts.push(fact)
    for (const look of [...this.#looks]) look()
    return this.facts.length - 1
  }
  core!: SipCore
  enabler!: ChargingEnabler
  /** Where the server takes SIP. */
  sut!: Address
  focus!: ControllingFunction

  /** Starts everything, the server as a process with these flags; it is stopped when the test ends. */
  static async open(t: TestContext, flags: readonly string[] = []): Promise<Bed> {
    const bed = await Bed.#around(t)
    const sut = await startEmbedded({
      command: [process.execPath, join(ROOT, 'bin', 'ch1'), 'im-server'],
      nextHop: { host: HOST, port: bed.core.port },
      ch1: [{ host: HOST, port: bed.enabler.port }],
      extra: ['--role', 'participating', '--t1', String(QUICK.t1Ms), '--t2', String(QUICK.t2Ms), ...flags],
      startTimeoutMs: 20_000,
    })
    t.after(() => sut.stop())
    return bed.#with(t, sut.sip)
  }

  /** The same with the server in this process, for what is quick. */
  static async inside(t: TestContext, participating: Partial<ParticipatingOptions> = {}): Promise<Bed> {
    const bed = await Bed.#around(t)
    const server = await ParticipatingServer.start({
      ...{ sip: { host: HOST, port: 0 }, nextHop: { host: HOST, port: bed.core.port } },
      ...{ ch1: [{ host: HOST, port: bed.enabler.port }], tcMs: 100, t1Ms: QUICK.t1Ms, t2Ms: QUICK.t2Ms },
      participating: { ...IM_SERVER_DEFAULTS.participating, ...participating },
    })
    server.onEvent = (line) => bed.lines.push(line)
    t.after(() => server.close())
    return bed.#with(t, server.sip)
  }

  static async #around(t: TestContext): Promise<Bed> {
    const bed = new Bed()
    const record = bed.#record
    const identity = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
    bed.enabler = await ChargingEnabler.start({ name: 'cdf1', host: HOST, port: 0, identity, record })
    t.after(() => bed.enabler.close())
    bed.core = await SipCore.start({ host: HOST, port: 0, record, networkHeaders: { icidGeneratedAt: 'core.home.example' } })
    t.after(() => bed.core.close())
    return bed
  }

  async #with(t: TestContext, sut: Address): Promise<Bed> {
    this.sut = sut
    this.core.setSut(sut)
    this.focus = await ControllingFunction.start({
      ...{ core: { host: HOST, port: this.core.port }, host: HOST, port: 0, factoryUri: FACTORY, groupUris: [GROUP] },
      ...{ values: QUICK, sdp, userAgent: 'focus', register: (user: User) => this.core.register(user), record: this.#record },
    })
    t.after(() => this.focus.stop())
    // a record that waits for its peer lets those of other sessions overtake it (one is pending a session): no test here is about that
    await this.until(
      () => this.enabler.openPeers() > 0,
      () => 'the CH-1 peer of the server',
    )
    return this
  }

  /** @param name user part of its address of record */
  async client(t: TestContext, name: string): Promise<Client> {
    const transport = await UdpTransport.bind({ host: HOST, port: 0 })
    const endpoint = { host: HOST, port: transport.sentBy.port }
    const core = { host: HOST, port: this.core.port }
    const agent = new UserAgent({
      layer: new TransactionLayer({ transport, values: QUICK }),
      contact: `<sip:${name}@${hostPort(endpoint)}>;+g.oma.sip-im`,
      nextHop: core,
      values: QUICK,
    })
    t.after(() => agent.close())
    const client = new Client(name, agent)
    this.core.register({ aor: client.aor, participant: name, endpoint })
    return client
  }

  /** The records so far, in the order they came. */
  get records(): readonly SeenRecord[] {
    return this.facts.flatMap((fact) =>
      fact.kind === 'ch1' && fact.dir === 'fromSut' ? seen(Buffer.from(fact.bytes, 'base64')) : [],
    )
  }

  /** Waits until there are so many records, then gives their texts. */
  async recordTexts(count: number): Promise<readonly string[]> {
    await this.until(
      () => this.records.length >= count,
      () => `${count} records, seen: ${this.records.map(({ text }) => text).join(', ')}`,
    )
    return this.records.map(({ text }) => text)
  }

  /** The SIP at the server's boundary: requests of this method, or responses to it. */
  crossings(dir: Direction, method: string, status?: number): readonly SipMessage[] {
    return this.facts.flatMap((fact) => {
      if (fact.kind !== 'sip' || fact.dir !== dir) return []
      const message = parseMessage(Buffer.from(fact.bytes, 'base64'))
      const fits =
        message.kind === 'request'
          ? status === undefined && message.method === method
          : message.status === status && message.cseq?.method === method
      return fits ? [message] : []
    })
  }

  /** The same without repeats: a machine that is slow makes them, and they are none of a test's business. */
  distinct(dir: Direction, method: string, status?: number): readonly SipMessage[] {
    const keyOf = (message: SipMessage): string => {
      const branch = message.kind === 'request' && method !== 'ACK' ? message.topVia?.params.get('branch') : ''
      return [message.callId, message.fromTag, message.toTag, message.cseq?.number, branch].join(' ')
    }
    return [...new Map(this.crossings(dir, method, status).map((message) => [keyOf(message), message])).values()]
  }

  async until(holds: () => boolean, what: () => string): Promise<void> {
    const end = Date.now() + LIMIT_MS
    while (!holds()) {
      const left = end - Date.now()
      if (left <= 0) assert.fail(`timed out waiting for ${what()}; core: ${this.core.unrouted.join(' | ')}`)
      await new Promise<void>((resolve) => {
        const look = (): void => {
          clearTimeout(timer)
          this.#looks.delete(look)
          resolve()
        }
        const timer = setTimeout(look, Math.min(left, 50))
        this.#looks.add(look)
      })
    }
  }

  /** Waits for something of a user at the focus; fails after the limit. */
  async focusSees(user: Client, what: 'waiting' | 'in' | 'out'): Promise<void> {
    assert.equal(
      await this.focus.waitFor(user.aor, what, LIMIT_MS),
      true,
      `${user.aor} is not ${what}: ${this.core.unrouted.join(' | ')}`,
    )
  }

  /**
   * No record but those: a user who was not in yet comes and goes, and its START is the next record that came.
   * So a record that should not be would have stood before it.
   */
  async nothingMore(t: TestContext, soFar: number, first: RegExp): Promise<void> {
    await this.recordTexts(soFar) // those of another session are under way by themselves
    const bracket = await this.client(t, 'zoe')
    const dialog = await bracket.joins(GROUP)
    await dialog.bye()
    const texts = await this.recordTexts(soFar + 2)
    assert.match(texts[soFar] ?? '', first, texts.join(', '))
  }
}

function seen(bytes: Uint8Array): readonly SeenRecord[] {
  const message = decodeMessage(bytes)
  if (message.commandCode !== 271 || !message.request) return []
  const service = 'Service-Information'
  const ims = `${service}/IMS-Information`
  const user = String(scalarAt(message, `${service}/Subscription-Id/Subscription-Id-Data`))
  const count = scalarAt(message, `${service}/PoC-Information/Number-Of-Participants`)
  const type = TYPES[Number(scalarAt(message, 'Accounting-Record-Type'))] ?? '?'
  const number = Number(scalarAt(message, 'Accounting-Record-Number'))
  return [
    {
      text: `${type} ${number} ${parseUri(user).user ?? user} ${typeof count === 'number' ? count : '-'}`,
      session: String(scalarAt(message, 'Session-Id')),
      role: scalarAt(message, `${service}/PoC-Information/PoC-Server-Role`),
      method: scalarAt(message, `${ims}/Event-Type/SIP-Method`),
      callId: scalarAt(message, `${ims}/User-Session-Id`),
      icid: scalarAt(message, `${ims}/IMS-Charging-Identifier`),
      service: scalarAt(message, `${service}/Service-Generic-Information/Application-Service-Type`),
      cause: scalarAt(message, `${ims}/Cause-Code`),
    },
  ]
}
