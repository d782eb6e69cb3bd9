// All of the server's charging behind one door: trigger, sessions, clients, buffer, as the options say.
import { systemTimers, type Address, type SipTransport } from '@ch1/sip'
import type { ConferenceEvent } from '../conference/conference-event'
import type { ImServerOptions } from '../options'
import { AccountingSessions } from './accounting-sessions'
import { Charging } from './charging'
import { chargingClient, type ChargingClient } from './charging-client'
import { closingStop } from './closing-stop'
import type { StampedRecord } from './record'
import { DiskStore, type Recovered } from './rf/disk-store'
import type { RfDemands } from './rf/rf-client'
import type { Seams } from './seams'
import type { Behaviour } from './trigger/behaviour'
import { HeldAnswers } from './trigger/held-answers'
import type { Trigger } from './trigger/trigger'

/** What charging needs of the server around it. */
export interface ChargingSurroundings {
  readonly options: ImServerOptions
  readonly seams: Seams
  /** How it behaves in its role, by its switches. */
  readonly behaviour: Behaviour
  /** What decides in its role which records are made. */
  readonly trigger: Trigger
  /** Sends BYE to these users of a conference. */
  readonly disconnect: (conference: string, users: readonly string[]) => void
  readonly log: (line: string) => void
}

/** Charging as the server knows it. SIP never waits for it. */
export class ChargingRoom {
  private readonly around: ChargingSurroundings
  private readonly behaviour: Behaviour
  private readonly recovered: Recovered | undefined
  private readonly charging: Charging
  private readonly clients: ReadonlyMap<string, ChargingClient>
  private held: HeldAnswers | undefined
  /** Who is in each conference, for whoever must be disconnected. */
  private readonly attached = new Map<string, readonly string[]>()
  /** Records that are sent later. LV-02 */
  private readonly delayed = new Map<NodeJS.Timeout, StampedRecord>()

  /** @throws SutError for a buffer that cannot be used */
  constructor(around: ChargingSurroundings) {
    const { options, seams, log } = around
    this.around = around
    this.behaviour = around.behaviour
    const { choices, variants } = this.behaviour
    const nowSeconds = Math.floor(Date.now() / 1000)
    this.recovered = options.buffer === undefined ? undefined : DiskStore.open({ folder: options.buffer, nowSeconds, log })
    const originStateId = this.recovered?.originStateId ?? nowSeconds
    const originHosts = nodesOf(options.originHost, variants.nodes ?? 1)
    this.clients = new Map(originHosts.map((originHost) => [originHost, this.clientOf(originHost, originStateId)]))
    this.charging = new Charging({
      seams,
      sessions: new AccountingSessions({
        originHosts,
        high: originStateId,
        numbers: choices['P-NUM'] === 'growing' ? { first: 5, step: 3 } : { first: 0, step: 1 },
      }),
      timers: systemTimers,
      now: () => new Date(),
      submit: (record) => this.submit(record),
      isBehind: (sessionId) => [...this.clients.values()].some((client) => client.isBehind(sessionId)),
      trigger: around.trigger,
      interims: { secondMs: options.secondMs, jitter: options.interimJitter, random: Math.random },
      ownIntervalS: choices['P-PERIODIC'] === 'sent' ? options.ownIntervalS : undefined,
      reorderMs: variants.reorderMs,
      clockOffMs: variants.clockOffMs,
    })
  }

  /** The transport with what the legal variants, or a mutant, do to it; the same one where they do nothing. */
  around2xx(transport: SipTransport, factoryUser: string): SipTransport {
    const rule = this.behaviour.variants.heldAnswers
    if (rule) this.held = new HeldAnswers(transport, { rule, factoryUser, timers: systemTimers })
    const carried = this.held ?? transport
    const isWaiting = (): boolean => [...this.clients.values()].some((client) => client.isWaiting())
    return this.around.seams.sip?.(carried, isWaiting) ?? carried
  }

  /** Connects; what an earlier life of the server left goes first, and its open sessions are closed. RFC 6733 §9.4 */
  start(): void {
    const at = new Date()
    for (const last of this.recovered?.unended ?? []) this.clientFor(last).submit(closingStop(last, at))
    for (const client of this.clients.values()) client.start()
  }

  /** Listens for Charging Enablers that connect to the server; where, unless charging goes over HTTP. @throws SutError */
  async listen(at: Address): Promise<Address | undefined> {
    return this.clients.get(this.around.options.originHost)?.listen(at)
  }

  onEvent(event: ConferenceEvent): void {
    // What was refused, and a MESSAGE, names a conference that nobody is in: there is nothing to remember of it.
    if (event.attached.length > 0) this.attached.set(event.conference, event.attached)
    else this.attached.delete(event.conference)
    this.charging.onEvent(event)
  }

  /** Disconnects; what was not answered stays in the buffer, if there is one. */
  async close(): Promise<void> {
    this.charging.close()
    // what was charged is sent, or kept in the buffer: in the order in which it was to go
    for (const [timer, record] of this.delayed) {
      clearTimeout(timer)
      this.clientFor(record).submit(record)
    }
    this.delayed.clear()
    await Promise.all([...this.clients.values()].map((client) => client.close()))
    await this.recovered?.store.close()
  }

  private clientOf(originHost: string, originStateId: number): ChargingClient {
    const { options, seams, log } = this.around
    const { originRealm, destinationRealm } = options
    const demands: RfDemands = {
      disconnect: (record) => this.disconnect(record),
      interimInterval: (sessionId, seconds) => this.charging.interimInterval(sessionId, seconds),
      delivered: ({ cause }) => this.held?.acknowledged(cause.leg.callId),
    }
    const { store, left = [] } = this.recovered ?? {}
    return chargingClient({
      options,
      behaviour: this.behaviour,
      origin: { originHost, originRealm, destinationRealm, originStateId },
      seams,
      demands,
      ...(store && { buffer: { store, left: left.filter(({ record }) => record.originHost === originHost) } }),
      log,
    })
  }

  private submit(record: StampedRecord): void {
    this.around.log(`ACR[${record.type.toUpperCase()}] ${record.number} ${record.sessionId}`)
    const { recordDelayMs } = this.behaviour.variants
    if (recordDelayMs === undefined) return this.clientFor(record).submit(record)
    // LV-02 — later by some of it; those of one session keep their order, as their numbers are their order.
    const timer = setTimeout(
      () => {
        this.delayed.delete(timer)
        this.clientFor(record).submit(record)
      },
      this.delayOf(record, recordDelayMs),
    )
    this.delayed.set(timer, record)
  }

  /** Constant in a session: timers of one length fire in the order they were set. */
  private delayOf({ sessionId }: StampedRecord, mostMs: number): number {
    return Math.round((mostMs * Buffer.from(sessionId).reduce((sum, byte) => (sum * 31 + byte) % 1000, 7)) / 1000)
  }

  private clientFor({ originHost }: StampedRecord): ChargingClient {
    const client = this.clients.get(originHost) ?? this.clients.values().next().value
    if (!client) throw new RangeError('a server without a charging client')
    return client
  }

  // The SIP side may be in the midst of the event that the record is of: it goes on first.
  private disconnect({ cause }: StampedRecord): void {
    const { conference, leg } = cause
    const ofLeg = this.behaviour.choices['P-GRAN'] === 'leg'
    setImmediate(() => {
      const inside = this.attached.get(conference) ?? []
      this.around.disconnect(conference, ofLeg ? inside.filter((user) => user === leg.user) : inside)
    })
  }
}

/** LV-22 — the nodes of a cluster; the first is the server itself. */
function nodesOf(originHost: string, nodes: number): readonly string[] {
  return Array.from({ length: nodes }, (_, i) => (i === 0 ? originHost : `node${i + 1}.${originHost}`))
}
