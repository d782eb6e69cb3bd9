// What the SUT and a Charging Enabler did as Diameter neighbours, in order: connections, disconnections, watchdogs.
import { COMMAND, scalarAt, type DiameterMessage } from '@ch1/diameter/codec'
import type { Direction } from '../history/events'
import type { Mark } from './leg'

/** What happened: a peer state of the history, or a message between neighbours by who sent it. `called`: a CER of the enabler's own. */
export type PeerAct =
  | ('connected' | 'open' | 'closing' | 'closed' | 'refused')
  | ('called' | 'disconnectAsked' | 'disconnectAnswered' | 'watchdogAsked' | 'message')

export interface PeerMark extends Mark {
  readonly enabler: string
  readonly conn: number
  readonly act: PeerAct
  /** Of a CER of the enabler's own: the connections to it that were open. */
  readonly beside?: readonly number[]
}

/** A demand looks back over one scenario; what is older is let go. */
const MOST_MARKS = 20_000

export class PeerLog {
  private readonly marks: PeerMark[] = []
  /** By enabler: the connections that are open now, each with the Origin-Host of the SUT's CER or CEA. */
  private readonly open = new Map<string, Set<number>>()
  private readonly names = new Map<string, string>()

  state(act: 'connected' | 'open' | 'closing' | 'closed' | 'refused', at: Omit<PeerMark, 'act'>): void {
    const open = this.open.get(at.enabler) ?? new Set<number>()
    this.open.set(at.enabler, open)
    if (act === 'open') open.add(at.conn)
    if (act === 'closed' || act === 'refused') open.delete(at.conn)
    if (act === 'closed') this.names.delete(`${at.enabler}#${at.conn}`)
    this.push(act, at)
  }

  message(message: DiameterMessage, dir: Direction, at: Omit<PeerMark, 'act'>): void {
    const { commandCode, request } = message
    if (commandCode === COMMAND.capabilitiesExchange && dir === 'fromSut') {
      const name = scalarAt(message, 'Origin-Host')
      if (typeof name === 'string') this.names.set(`${at.enabler}#${at.conn}`, name.toLowerCase())
    }
    const act = actOf(commandCode, request, dir)
    this.push(act, at, act === 'called' ? { beside: this.openTo(at.enabler) } : {})
  }

  /** The connections that are open to this enabler, as far as the history was read. */
  openTo(enabler: string): readonly number[] {
    return [...(this.open.get(enabler) ?? [])]
  }

  /** Who the SUT said it is on this connection, in small letters. */
  nameOn(enabler: string, conn: number): string | undefined {
    return this.names.get(`${enabler}#${conn}`)
  }

  /** How many such acts there were at this enabler between two events. */
  count(enabler: string, acts: readonly PeerAct[], after: number, before: number): number {
    return this.marks.filter((one) => one.n > after && one.n < before && one.enabler === enabler && acts.includes(one.act)).length
  }

  private push(act: PeerAct, { n, atUs, enabler, conn }: Omit<PeerMark, 'act'>, more: Pick<PeerMark, 'beside'> = {}): void {
    this.marks.push({ n, atUs, enabler, conn, act, ...more })
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
  if (commandCode === COMMAND.capabilitiesExchange && dir === 'toSut' && request) return 'called'
  return commandCode === COMMAND.deviceWatchdog && request && dir === 'fromSut' ? 'watchdogAsked' : 'message'
}
