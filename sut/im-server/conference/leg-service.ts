// What a user may ask within its leg: refresh it, refer, subscribe, send a message, leave.
import type { IncomingRefer, IncomingSubscribe, Respond, SipRequest } from '@ch1/sip'
import type { Attendance } from './attendance'
import type { FocusSurroundings } from './focus-surroundings'
import type { Leg } from './leg'
import { listedIn } from './recipient-list'
import { sdpFor } from './session-description'

/** What the session does for its users; a conference has all of it, a 1-1 session neither REFER nor roster. */
export interface LegServices {
  readonly refer?: (incoming: IncomingRefer, leg: Leg) => void
  readonly subscribe?: (incoming: IncomingSubscribe, leg: Leg) => void
  readonly message?: (request: SipRequest, respond: Respond, leg: Leg) => void
}

/** Serves a leg from now on. */
export function serveLeg(leg: Leg, attendance: Attendance, around: FocusSurroundings, services: LegServices): void {
  const { dialog } = leg
  dialog.onBye = () => left(leg, attendance, around)
  dialog.onNoAck = () => void attendance.depart('unacknowledged', leg, { method: 'BYE', requestAt: around.now() })
  const { refer, subscribe, message } = services
  if (refer) dialog.onRefer = (incoming) => refer(incoming, leg)
  if (subscribe) dialog.onSubscribe = (incoming) => subscribe(incoming, leg)
  dialog.onRequest = (request, respond) => {
    if (request.method === 'INVITE' || request.method === 'UPDATE') return refresh(leg, attendance, around, request, respond)
    if (request.method === 'MESSAGE' && message) return message(request, respond, leg)
    respond(request.method === 'OPTIONS' ? 200 : 405)
  }
}

// A re-INVITE changes nothing here: a URI list in it has no meaning (RFC 5366 §5.1), nobody arrives.
function refresh(leg: Leg, attendance: Attendance, around: FocusSurroundings, request: SipRequest, respond: Respond): void {
  const requestAt = around.now()
  // RFC 3311 §5.2 — an UPDATE without offer is answered without description.
  const isBare = request.method === 'UPDATE' && request.body.length === 0
  const body = isBare ? undefined : sdpFor(request, around.mediaHost, around.newToken())
  if (!isBare && body === undefined) return respond(488)
  const session = leg.lease.serve(request)
  if (session?.kind === 'refused') return respond(session.status, undefined, { headers: session.headers })
  respond(200, undefined, {
    headers: [['Contact', leg.contact], ...(session?.headers ?? [])],
    ...(body !== undefined && { contentType: 'application/sdp', body }),
  })
  const answered = { method: request.method, requestAt, responseAt: around.now(), status: 200 }
  attendance.tell('sessionRefreshed', leg.facts, { ...answered, listed: listedIn(request) })
}

function left(leg: Leg, attendance: Attendance, around: FocusSurroundings): void {
  const requestAt = around.now()
  const before = attendance.attached.map(({ user }) => user)
  const wasFinished = attendance.phase === 'finished'
  const departed = attendance.depart('leaveReceived', leg, { method: 'BYE', requestAt })
  if (!departed || wasFinished) return
  // The user agent answers the BYE as soon as this returns.
  queueMicrotask(() => {
    const answered = { method: 'BYE', requestAt, responseAt: around.now(), status: 200 }
    attendance.tell('leaveAnswered', leg.facts, { ...answered, before, ends: departed.ends })
  })
}
