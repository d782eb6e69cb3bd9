// The marks an agent puts on its responses: what it allows, accepts and supports, and its name (RFC 3261 §8.2.1, §11.2).
import { overriding, respond, type ResponseOptions } from '../message/build'
import type { HeaderList } from '../message/header-fields'
import type { SipRequest, SipResponse } from '../message/message'

/** What an agent says of itself. */
export interface AgentMarks {
  readonly allow: string
  readonly name: string | undefined
  readonly accept: string
  /** Undefined: the agent does not know, and says nothing. */
  readonly supported: readonly string[] | undefined
  readonly allowEvents: readonly string[] | undefined
}

/** A response with the agent's marks; a header of `o.headers` replaces ours of its name. */
export function answerTo(
  request: SipRequest,
  status: number,
  reason: string | undefined,
  o: ResponseOptions,
  marks: AgentMarks,
): SipResponse {
  const isCapabilities = status === 200 && request.method === 'OPTIONS'
  const own: HeaderList = [
    // RFC 3261 §8.2.1 — 405 names the methods allowed, and so may a 501.
    ...(status === 405 || status === 501 || isCapabilities ? [['Allow', marks.allow] as const] : []),
    ...(isCapabilities ? capabilities(marks) : []),
    ...(marks.name === undefined ? [] : [['Server', marks.name] as const]),
  ]
  return respond(request, status, reason, { ...o, headers: overriding(own, o.headers) })
}

// RFC 3261 §11.2 — the answer to OPTIONS says what an INVITE would meet.
function capabilities({ accept, supported, allowEvents }: AgentMarks): HeaderList {
  return [
    ['Accept', accept],
    ...(supported === undefined ? [] : [['Supported', supported.join(', ')] as const]),
    ...(allowEvents === undefined ? [] : [['Allow-Events', allowEvents.join(', ')] as const]),
  ]
}
