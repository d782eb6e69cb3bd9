// The SUT as our Diameter neighbour: its capabilities exchange, its watchdogs, and what it sends before it may.
import type { DiameterMessage } from '@ch1/diameter/codec'
import type { Findings } from '../findings'
import type { Profile } from '../profile/schema'
import { peerRules } from '../rules'
import type { Boundary } from './boundary'

/** What the checks read and write. */
interface NeighbourPlanes {
  readonly profile: Profile
  readonly boundary: Boundary
  readonly findings: Findings
  /** Told of every message that a rule spoke of. */
  lookedAt(rule: string): void
}

export class Neighbour {
  private readonly planes: NeighbourPlanes

  constructor(planes: NeighbourPlanes) {
    this.planes = planes
  }

  /** A message of the SUT's end of a connection. LV-21 — behind an agent it is the agent's. */
  check(
    message: DiameterMessage,
    at: { readonly enabler: string; readonly conn: number; readonly n: number; readonly atUs: number },
  ): void {
    const { profile, boundary, findings } = this.planes
    if (profile.topology.ch1 !== 'direct') return
    const context = {
      isOpen: boundary.isOpen(at.enabler, at.conn),
      watchdogWaitsUs: boundary.watchdogWaitsUs(at.enabler, at.conn, at.atUs),
    }
    for (const rule of peerRules) {
      if (!rule.about.isIn(message, context)) continue
      this.planes.lookedAt(rule.id)
      const breach = rule.breach(message, context)
      if (breach === undefined) continue
      findings.add({
        rule: rule.id,
        signature: rule.oncePerConnection ? `${at.enabler}#${at.conn}` : breach,
        expected: rule.expected,
        actual: breach,
        atUs: at.atUs,
        events: [at.n],
      })
    }
  }
}
