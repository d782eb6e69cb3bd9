// The roster as SIP moves it: in which state a user's leg is, and every way from one state to another that there is.
import { parseMessage } from '@ch1/sip'
import type { HistoryEvent } from '../../../judge/history/events'
import type { Leg } from '../../../judge/model/leg'
import { SipPlane } from '../../../judge/model/sip-plane'

export type RosterState =
  | ('outside' | 'invited' | 'ringing' | 'asking' | 'accepted' | 'in' | 'leaving' | 'told to go' | 'crossing' | 'out')
  | ('cancelled' | 'refused')

interface Transition {
  readonly from: RosterState
  readonly to: RosterState
  readonly by: string
  readonly clause: string
}

const row = (from: RosterState, to: RosterState, by: string, clause: string): Transition => ({ from, to, by, clause })

export const transitions: readonly Transition[] = [
  row('outside', 'invited', "the server's INVITE", 'RFC 3261 §13'),
  row('outside', 'asking', "the user's INVITE", 'RFC 3261 §13'),
  row('invited', 'ringing', 'a provisional response', 'RFC 3261 §13.2.2.1'),
  row('invited', 'accepted', 'a 2xx before any provisional response', 'RFC 3261 §13.2.2.4'),
  row('invited', 'refused', 'a final response that is no 2xx', 'RFC 3261 §13.2.2.3'),
  row('invited', 'cancelled', 'a CANCEL before any provisional response, as servers send it all the same', 'RFC 3261 §9.1'),
  row('ringing', 'accepted', 'a 2xx', 'RFC 3261 §13.2.2.4'),
  row('ringing', 'refused', 'a final response that is no 2xx', 'RFC 3261 §13.2.2.3'),
  row('ringing', 'cancelled', 'a CANCEL', 'RFC 3261 §9.1'),
  row('cancelled', 'refused', 'its 487', 'RFC 3261 §9.2'),
  row('cancelled', 'accepted', 'a 2xx that the CANCEL crossed', 'RFC 3261 §9.1'),
  row('asking', 'accepted', "the server's 2xx", 'RFC 3261 §13.3.1.4'),
  row('asking', 'refused', "the server's refusal", 'RFC 3261 §13.3.1.3'),
  row('accepted', 'in', 'the ACK', 'RFC 3261 §13.2.2.4'),
  row('accepted', 'leaving', 'a BYE of the user that never acknowledged', 'RFC 3261 §15'),
  row('accepted', 'told to go', 'a BYE of the server to whom never acknowledged', 'RFC 3261 §13.3.1.4'),
  row('in', 'leaving', "the user's BYE", 'RFC 3261 §15'),
  row('in', 'told to go', "the server's BYE", 'RFC 3261 §15'),
  row('told to go', 'crossing', "the user's own BYE meets it", 'RFC 3261 §15.1'),
  row('leaving', 'out', 'the answer', 'RFC 3261 §15.1.2'),
  row('told to go', 'out', 'the answer, whatever it is', 'RFC 3261 §15.1.1'),
  row('crossing', 'out', 'the answer', 'RFC 3261 §15.1.1'),
]

export const nameOf = ({ from, to }: Pick<Transition, 'from' | 'to'>): string => `${from} -> ${to}`

/** Every transition of this history, as often as it was taken. */
export function transitionsIn(events: readonly HistoryEvent[]): ReadonlyMap<string, number> {
  const plane = new SipPlane()
  const states = new Map<Leg, RosterState>()
  const taken = new Map<string, number>()
  for (const event of events) {
    if (event.kind !== 'sip') continue
    const message = parseMessage(Buffer.from(event.bytes, 'base64'))
    plane.step(message, event.dir, { n: event.n, atUs: event.atUs })
    for (const leg of plane.legsOf(message.callId ?? '')) {
      const [from, to] = [states.get(leg) ?? 'outside', stateOf(leg)]
      states.set(leg, to)
      const name = nameOf({ from, to })
      if (from !== to) taken.set(name, (taken.get(name) ?? 0) + 1)
    }
  }
  return taken
}

function stateOf({ by, ringing, cancel, refusal, answer, ack, bye }: Leg): RosterState {
  if (bye?.answer) return 'out'
  if (bye) return bye.crossed ? 'crossing' : bye.by === 'user' ? 'leaving' : 'told to go'
  if (refusal) return 'refused'
  if (answer) return ack ? 'in' : 'accepted'
  if (cancel) return 'cancelled'
  if (by === 'user') return 'asking'
  return ringing ? 'ringing' : 'invited'
}
