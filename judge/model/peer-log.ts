// What the SUT and a Charging Enabler did as Diameter neighbours, in order: connections, disconnections, watchdogs.
import { COMMAND, type DiameterMessage } from '@ch1/diameter/codec'
import type { Direction } from '../history/events'
import type { Mark } from './leg'

/** What happened: a peer state of the history, or a message between neighbours by who sent it. */
export type PeerAct =
  'connected' | 'open' | 'closing' | 'closed' | 'refused' | 'disconnectAsked' | 'disconnectAnswered' | 'watchdogAsked' | 'message'

export interface PeerMark extends Mark {
  readonly enabler: string
  readonly conn: number
  readonly act: PeerAct
}

/** A demand looks back over one scenario; what is older is let go. */
const MOST_MARKS = 20_000

export class PeerLog {
  private readonly marks: PeerMark[] = []

  state(act: PeerAct, at: Omit<PeerMark, 'act'>): void {
    this.push(act, at)
  }

  message({ commandCode, request }: DiameterMessage, dir: Direction, at: Omit<PeerMark, 'act'>): void {
    this.push(actOf(commandCode, request, dir), at)
  }

  /** How many such acts there were at this enabler between two events. */
  count(enabler: string, acts: readonly PeerAct[], after: number, before: number): number {
    return this.marks.filter((one) => one.n > after && one.n < before && one.enabler === enabler && acts.includes(one.act)).length
  }

  private push(act: PeerAct, { n, atUs, enabler, conn }: Omit<PeerMark, 'act'>): void {
    this.marks.push({ n, atUs, enabler, conn, act })
    if (this.marks.length > MOST_MARKS) this.marks.splice(0, MOST_MARKS / 2)
  }

  /** The first act of these kinds at this enabler after event `after`; of the same connection where one is named. */
  first(enabler: string, acts: readonly PeerAct[], after: number, conn?: number): PeerMark | undefined {
    return this.marks.find(
      (one) => one.n > after && one.enabler === enabler && acts.includes(one.act) && (conn === undefined || one.conn === conn),
    )
  }
}

function actOf(commandCode: number, request: boolean, dir: Direction): PeerAct {
  if (commandCode === COMMAND.disconnectPeer) {
    if (dir === 'toSut' && request) return 'disconnectAsked'
    if (dir === 'fromSut' && !request) return 'disconnectAnswered'
  }
  return commandCode === COMMAND.deviceWatchdog && request && dir === 'fromSut' ? 'watchdogAsked' : 'message'
}
