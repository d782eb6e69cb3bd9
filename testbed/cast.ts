// The participants of the running scenario: started when first named, each with a new identity, a lease and a wire of its own.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from 'sipp-wrapper'
import type { Recorder } from '../judge/history/events'
import { comesAndGoes } from '../mocks/crowd'
import {
  MsrpSink,
  Participant,
  sippWire,
  socketWire,
  type Presence,
  type Templates,
  type Wire,
  type WireEnd,
} from '../mocks/participant'
import type { SipCore } from '../mocks/sip-core'
import { NotReached } from '../mocks/not-reached'
import { TestbedError } from '../mocks/testbed-error'
import { Leases, type PortLease } from './leases'
import type { Endpoint, TestbedPlan } from './plan'
import { accountOf } from './account'
import { messagingSdp } from './sdp'

const START_TRIES = 3
const LAST_ANSWER_MS = 1_000
const MOST_LEGS = 16
/** A pace that a small server keeps up with: the storm is in the number of users, not in the rate. */
const CROWD_PER_SECOND = 100

interface Member {
  readonly participant: Participant
  readonly wire: Wire
  readonly lease: PortLease
  readonly sink: MsrpSink | undefined
  /** Why it could not be made ready by what the SUT said: nothing that needs it can be done. */
  readonly unready?: NotReached | undefined
}

interface CastOptions {
  readonly plan: TestbedPlan
  readonly worker: number
  readonly record: Recorder
  readonly core: Endpoint
  readonly users: Pick<SipCore, 'register' | 'unregister'>
  /** Folder for the wires' files. */
  readonly dir: string
}

export class Cast {
  private readonly members = new Map<string, Promise<Member>>()
  private readonly leases: Leases
  private readonly o: CastOptions
  /** Why the participants of this scenario stand on sockets, whatever the engine of the run. */
  whySockets: string | undefined

  constructor(o: CastOptions) {
    this.o = o
    this.leases = new Leases(o.core.host, o.worker, o.plan.leaseBase)
  }

  /** The participant of this name, started if need be. Rejects with NotReached when it was to register and could not. */
  async member(name: string): Promise<Participant> {
    let member = this.members.get(name)
    if (!member) {
      member = this.start(name)
      this.members.set(name, member)
    }
    const { participant, unready } = await member
    if (unready) throw unready
    return participant
  }

  /** Where MSRP connections to this participant end; undefined where a template of the profile says something else. */
  async sinkOf(name: string): Promise<MsrpSink | undefined> {
    await this.member(name)
    return (await this.members.get(name))?.sink
  }

  /** `@Bob` becomes Bob's address of record; anything else stays. */
  addressOr(argument: string): string {
    return argument.startsWith('@') ? (this.aors.get(argument.slice(1)) ?? argument) : argument
  }

  private readonly aors = new Map<string, string>()

  /**
   * So many users, new ones, join the focus, are in together, and leave, by one SIPp. Gives SIPp's own result when the last has gone:
   * what it missed is a precondition that was not reached, never a verdict on charging.
   */
  async crowd(size: number, focus: string, signal: AbortSignal): Promise<RunResult> {
    const { plan, core, record, users, worker } = this.o
    const first = this.leases.nextIdentity()
    const members = Array.from({ length: size }, (_, i) => `crowd-${worker}-${first}-${i + 1}`)
    const lease = await this.lease()
    const sink = await this.sink(lease, size)
    const dir = join(this.o.dir, `crowd-${worker}-${first}`)
    mkdirSync(dir, { recursive: true })
    const { templates, timers, addresses } = plan.profile
    try {
      return await comesAndGoes({
        members,
        domain: addresses.users,
        focus,
        core,
        ports: lease,
        dir,
        sippPath: plan.sippPath,
        arrivalsPerSecond: CROWD_PER_SECOND,
        t1Ms: timers.t1Ms,
        sdp: this.crowdSdp(sink),
        headers: templates.inviteHeaders,
        contactParams: templates.contactParams,
        users,
        record,
        signal,
      })
    } finally {
      await sink?.close()
      this.leases.release(lease)
    }
  }

  /**
   * SIPp writes each member's own name into the path. A bracketed host would be a keyword to it; there is none: participants speak IPv4
   * to the core, by whatever the SUT speaks to it.
   */
  private crowdSdp(sink: MsrpSink | undefined): string {
    return sink === undefined ? messagingSdp('crowd') : messagingSdp('[field0]', { host: this.o.core.host, port: sink.port })
  }

  /** Whoever is in a conference leaves it, one after the other. */
  async leave(): Promise<void> {
    for (const member of await Promise.allSettled(this.members.values())) {
      if (member.status === 'rejected') continue
      const { participant } = member.value
      try {
        if (participant.is('ringing')) await participant.do('refuses', ['480'])
        // one whose ACK is still on its way is in by SIP, and leaves when it is there; who forked has a leg for each of its devices
        const isAttached = (): boolean => participant.is('in') || participant.is('answered')
        for (let legs = 0; legs < MOST_LEGS && isAttached(); legs += 1) await participant.do('leaves')
        if (participant.is('silent')) continue // whoever called may have given up long ago
        await participant.waitFor('out', this.o.plan.profile.timers.givenMs)
      } catch (error) {
        if (error instanceof NotReached) continue // the SUT let go of it meanwhile
        // a dead wire must not keep the others in; what it leaves undone is our trouble, not the SUT's
        const { name, message } = error instanceof Error ? error : new Error('unknown')
        this.o.record({ kind: 'trouble', verdict: 'error', name, message: `${participant.name}: ${message}` })
      }
    }
  }

  /**
   * What the SUT answered last may still be on its way from the core to a wire: who has left hears it, within bounds, before its wire
   * ends, or the wire's own trace would lack a message that the history has.
   */
  async settled(): Promise<void> {
    const settled = [...this.members.values()].map(async (member) => {
      const { participant } = await member
      if (!['in', 'ringing', 'silent'].some((what) => participant.is(what as Presence)))
        await participant.waitFor('out', LAST_ANSWER_MS)
    })
    await Promise.allSettled(settled)
  }

  /** Ends every wire and forgets the participants; the next scenario has others. */
  async dismiss(): Promise<void> {
    const members = [...this.members]
    this.members.clear()
    this.aors.clear()
    await Promise.all(members.map(([name, member]) => this.stop(name, member)))
  }

  private async start(name: string): Promise<Member> {
    const { plan, core, dir, record } = this.o
    const identity = `${name.toLowerCase()}-${this.o.worker}-${this.leases.nextIdentity()}`
    const aor = `sip:${identity}@${plan.profile.addresses.users}`
    this.aors.set(name, aor)
    const account = accountOf(plan.profile, identity, plan.sipPassword)
    const { wire, lease, sink } = await this.onWire(identity, join(dir, identity))
    const { timers, templates } = plan.profile
    const participant = new Participant({
      ...{ name, aor, wire, core, values: timers, templates: this.templates(templates, sink) },
      account,
    })
    this.o.users.register({ aor, participant: name, endpoint: wire.local })
    record({
      kind: 'wire',
      participant: name,
      aor,
      engine: wire.engine,
      state: 'started',
      local: `${wire.local.host}:${wire.local.port}`,
      ...(wire.pid === undefined ? {} : { pid: wire.pid }),
      ...(wire.version === undefined ? {} : { version: wire.version }),
      ...(this.whySockets === undefined ? {} : { why: this.whySockets }),
    })
    try {
      return { participant, wire, lease, sink, unready: await this.registered(participant) }
    } catch (error) {
      await this.end({ participant, wire, lease, sink })
      throw error
    }
  }

  /** REGISTER where the profile wants it; what came instead of a 2xx. */
  private async registered(participant: Participant): Promise<NotReached | undefined> {
    if (this.o.plan.profile.account.register !== 'yes') return undefined
    this.o.record({ kind: 'command', participant: participant.name, verb: 'registers', args: [] })
    await participant.do('registers')
    const { status, reason } = participant.lastAnswer ?? { status: 408, reason: 'no answer' }
    return status < 300 ? undefined : new NotReached(`${participant.name} could not register: ${status} ${reason}`)
  }

  /** The SUT does not keep the addresses of participants who are gone; whether it answers is its own affair. */
  private async unregistered(participant: Participant): Promise<void> {
    this.o.record({ kind: 'command', participant: participant.name, verb: 'unregisters', args: [] })
    const waits = new Promise((resolve) => setTimeout(resolve, LAST_ANSWER_MS).unref())
    await Promise.race([participant.do('unregisters').catch(() => undefined), waits])
  }

  /** A wire on ports of its own. A port that was free when probed may be taken a moment later: then the next lease is tried. */
  private async onWire(identity: string, dir: string): Promise<Omit<Member, 'participant'>> {
    for (let tried = 1; ; tried += 1) {
      const lease = await this.lease()
      let sink: MsrpSink | undefined
      try {
        sink = await this.sink(lease)
        return { wire: await this.wire(identity, lease, tried === 1 ? dir : `${dir}-${tried}`), lease, sink }
      } catch (error) {
        await sink?.close()
        this.leases.release(lease)
        if (tried === START_TRIES) throw error
      }
    }
  }

  private async lease(): Promise<PortLease> {
    const lease = await this.leases.ports()
    if (lease) return lease
    throw new TestbedError({
      what: 'no free ports for a participant',
      where: `${this.o.core.host}, 500 ports for worker ${this.o.worker}`,
      mend: 'end what uses them, or run with fewer workers',
    })
  }

  private async sink(lease: PortLease, users = 1): Promise<MsrpSink | undefined> {
    if (this.o.plan.profile.templates.media === 'none') return undefined
    return MsrpSink.start({ host: this.o.core.host, port: lease.msrp, users })
  }

  private wire(identity: string, lease: PortLease, dir: string): Promise<Wire> {
    const { plan, core } = this.o
    if (plan.engine === 'socket' || this.whySockets !== undefined) return socketWire({ core, host: core.host, port: lease.sip })
    mkdirSync(dir, { recursive: true })
    return sippWire({
      name: identity,
      core,
      host: core.host,
      ports: lease,
      dir,
      ...(plan.sippPath === undefined ? {} : { sippPath: plan.sippPath }),
    })
  }

  private async stop(name: string, starting: Promise<Member>): Promise<void> {
    const member = await starting.catch(() => undefined)
    if (!member) return
    const { participant, wire, unready } = member
    if (this.o.plan.profile.account.register === 'yes' && unready === undefined) await this.unregistered(participant)
    const end = await this.end(member)
    this.o.record({
      kind: 'wire',
      participant: name,
      aor: participant.aor,
      engine: wire.engine,
      state: 'stopped',
      files: end.files,
    })
    for (const line of end.unexplained.filter(needsExplanation))
      this.o.record({ kind: 'trouble', verdict: 'error', name: 'WireError', message: `${name}: ${line}` })
  }

  /** Nothing of a member is left: wire, sink, ports, its place at the core. */
  private async end({ participant, lease, sink }: Member): Promise<WireEnd> {
    const end = await participant.stop()
    await sink?.close()
    this.o.users.unregister(participant.aor)
    this.leases.release(lease)
    return end
  }

  private templates(t: TestbedPlan['profile']['templates'], sink: MsrpSink | undefined): Templates {
    const at = sink && { host: this.o.core.host, port: sink.port }
    return {
      factoryUri: this.o.plan.profile.addresses.factory,
      inviteHeaders: t.inviteHeaders,
      contactParams: t.contactParams,
      userAgent: t.userAgent,
      sdp: (token, setup) => messagingSdp(token, at, setup),
    }
  }
}

/** Of what a wire could not explain: a repeat that came after its call had ended, and a send that our own stop cut off, are no trouble. */
function needsExplanation(line: string): boolean {
  return !/\bDead call\b/.test(line) && !/was stopped before it showed/.test(line)
}
