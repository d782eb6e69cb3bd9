// One connection to a Charging Enabler that connects to the SUT while the SUT is connected to it (RFC 6733 §2.1, §5.6, §5.6.4).
import type { Demand } from '../history/events'
import type { PeerMark } from '../model/peer-log'
import type { Decision } from '../verdict'
import { undecidable, type Evidence } from './entry'

/** RFC 6733 §12, RFC 3539 §3.4.1 — Tc and Tw where the profile tells none; ms. */
const RECOMMENDED_MS = 30_000
const SLACK = 0.1

interface Breach {
  readonly events: readonly number[]
  readonly expected: string
  readonly actual: string
}

/**
 * Which of the two stays is the SUT's affair: the table refuses the new one, an election may prefer it, and one that was lost may be made
 * again after Tc. That both stay, or none, is what no way through §5.6 leads to.
 */
export class OneConnection {
  /** The enabler's own CER. */
  readonly call: PeerMark | undefined
  private readonly evidence: Evidence
  private readonly demand: Demand

  constructor(evidence: Evidence, demand: Demand) {
    this.evidence = evidence
    this.demand = demand
    this.call = evidence.peers.first(demand.cause.who, ['called'], demand.cause.after)
  }

  /** When time alone decides it; undefined while there was no CER. */
  dueUs(): number | undefined {
    if (!this.call) return undefined
    const endUs = this.oneIsLeft()?.atUs
    return endUs === undefined ? this.lastUs(this.call) : endUs + this.quietUs
  }

  /** Undefined while it is open. */
  decide(nowUs: number): Decision | Breach | undefined {
    const { demand, call } = this
    if (!call) return undefined
    const { who } = demand.cause
    const before = call.beside?.length ?? 0
    if (before !== 1)
      return undecidable(
        demand,
        `the SUT had ${before === 0 ? 'no connection' : `${before} connections`} to ${who}, not one (LV-20)`,
      )
    const end = this.oneIsLeft()
    if (end) {
      if (nowUs < end.atUs + this.quietUs) return undefined
      const met = { demand: demand.id, state: 'met', by: [call.n, end.n] } as const
      return end.conn === call.conn ? met : { ...met, observed: 'the older of the two connections ended' }
    }
    if (nowUs < this.lastUs(call)) return undefined
    return this.atLast(call)
  }

  private atLast(call: PeerMark): Decision | Breach {
    const { demand } = this
    const { who } = demand.cause
    const { peers } = this.evidence
    const open = peers.openTo(who)
    if (open.length === 1) return { demand: demand.id, state: 'met', by: [call.n] }
    const names = new Set(open.flatMap((conn) => peers.nameOn(who, conn) ?? []))
    if (names.size > 1) return undecidable(demand, `who took the connection is another node: ${[...names].join(', ')}`)
    return {
      events: [call.n],
      expected: `one connection with ${who}`,
      actual: open.length === 0 ? 'none' : `${open.length}, ${ms(this.lastUs(call) - call.atUs)} after the CER on the second one`,
    }
  }

  /** The end of one of the two, the other being open still. */
  private oneIsLeft(): PeerMark | undefined {
    const { call, demand } = this
    const { peers } = this.evidence
    const { who } = demand.cause
    if (!call?.beside || peers.openTo(who).length !== 1) return undefined
    return [call.conn, ...call.beside]
      .flatMap((conn) => peers.first(who, ['refused', 'closed'], call.n, conn) ?? [])
      .find(({ conn }) => !peers.openTo(who).includes(conn))
  }

  /** A connection that is kept by mistake outlives a watchdog; one that was lost with the other is made again after Tc. */
  private lastUs(call: PeerMark): number {
    const { charging, windows } = this.evidence.profile
    const timerMs = Math.max(charging.tcMs ?? RECOMMENDED_MS, charging.twMs ?? RECOMMENDED_MS)
    return call.atUs + (timerMs * (1 + SLACK) + windows['P-DELAY']) * 1000
  }

  private get quietUs(): number {
    return this.evidence.profile.windows['P-QUIET'] * 1000
  }
}

function ms(us: number): string {
  return `${Math.round(us / 1000)} ms`
}
