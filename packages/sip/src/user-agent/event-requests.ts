// SUBSCRIBE and REFER that make something new: read, checked, and given to whoever serves them (RFC 6665 §4.2.1, RFC 3515 §2.4.2).
import type { EventHome } from '../events/event-home'
import { eventOf } from '../events/event-headers'
import { IncomingRefer } from '../events/incoming-refer'
import { IncomingSubscribe } from '../events/incoming-subscribe'
import { readRefer } from '../events/refer-reading'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest } from '../message/message'
import type { AgentContext, Respond } from './agent-context'

/** Who serves them. Without one, the request is like any other of its dialog or agent. */
export interface EventHooks {
  readonly onSubscribe?: ((incoming: IncomingSubscribe) => void) | undefined
  readonly onRefer?: ((incoming: IncomingRefer) => void) | undefined
}

/** Where such a request came in. */
export interface EventPlace {
  /** The dialog its subscription lives in; asked for only when it is accepted. */
  readonly home: () => EventHome
  readonly hasRoom: boolean
  /** Whether a REFER is the first of its dialog, whose NOTIFYs may go without id (RFC 3515 §2.4.6). */
  readonly isFirstRefer: boolean
}

/** Serves the request when it is one of the two and somebody serves that; false: it is not served here. */
export function serveEvent(
  context: AgentContext,
  request: SipRequest,
  respond: Respond,
  hooks: EventHooks,
  place: EventPlace,
): boolean {
  if (request.method === 'SUBSCRIBE' && hooks.onSubscribe !== undefined) {
    serveSubscribe(context, request, respond, hooks.onSubscribe, place)
    return true
  }
  if (request.method === 'REFER' && hooks.onRefer !== undefined) {
    serveRefer(context, request, respond, hooks.onRefer, place)
    return true
  }
  return false
}

function serveSubscribe(
  context: AgentContext,
  request: SipRequest,
  respond: Respond,
  onSubscribe: (incoming: IncomingSubscribe) => void,
  { home, hasRoom }: EventPlace,
): void {
  const event = eventOf(request)
  const allowed = context.allowEvents
  // RFC 6665 §4.2.1.1, §8.3.2 — a package that is not served, or none: 489, with those that are.
  if (event === undefined || allowed?.includes(event.package) === false) {
    const headers: HeaderList = allowed === undefined ? [] : [['Allow-Events', allowed.join(', ')]]
    return respond(489, undefined, { headers })
  }
  if (request.contacts.length !== 1) return respond(400, 'Contact Missing Or Unreadable')
  if (!hasRoom) return respond(503, undefined, { headers: [['Retry-After', '30']] })
  onSubscribe(new IncomingSubscribe({ request, event, respond, clock: context.clock, home }))
}

function serveRefer(
  context: AgentContext,
  request: SipRequest,
  respond: Respond,
  onRefer: (incoming: IncomingRefer) => void,
  { home, hasRoom, isFirstRefer }: EventPlace,
): void {
  const reading = readRefer(request)
  if (reading.kind === 'refused') return respond(reading.status, reading.reason, { headers: reading.headers })
  if (!hasRoom) return respond(503, undefined, { headers: [['Retry-After', '30']] })
  onRefer(new IncomingRefer({ request, reading, respond, clock: context.clock, home, isFirst: isFirstRefer }))
}
