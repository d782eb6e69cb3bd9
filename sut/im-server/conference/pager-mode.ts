// Pager mode (RFC 3428): a MESSAGE to one user is passed on and answered as that user answers; one to a session goes to all others in it.
import type { HeaderList, Respond, SipRequest } from '@ch1/sip'
import type { Attendance, Happening } from './attendance'
import type { ConferenceEventKind, LegFacts, MessageFacts } from './conference-event'
import type { FocusSurroundings } from './focus-surroundings'
import { countedDown, maxForwards } from '../hops'
import { routeTo } from './invitation'
import { identityHeaders } from './leg'

type Tell = (kind: ConferenceEventKind, leg: LegFacts, happening: Happening) => void

/** Messages to single users, outside any session. */
export class Pager {
  private readonly around: FocusSurroundings

  constructor(around: FocusSurroundings) {
    this.around = around
  }

  /** Passes a MESSAGE on to one user; its sender is answered as the user answers. */
  pass(request: SipRequest, respond: Respond, by: LegFacts, to: string): void {
    const { around } = this
    const tell: Tell = (kind, leg, { method, requestAt, ...happening }) =>
      around.emit({
        ...{ kind, conference: to, at: around.now(), leg, method, requestAt, ...happening },
        ...{ invited: 1, attached: [], attachedBefore: [], ends: false },
      })
    const happening = { method: 'MESSAGE', requestAt: around.now(), message: messageFacts(request, 1) }
    const counted = countedDown(request)
    if ('status' in counted) {
      respond(counted.status)
      return tell('messageRefused', by, { ...happening, responseAt: around.now(), status: counted.status })
    }
    const hops = maxForwards(counted.hops)
    tell('messageReceived', by, happening)
    sendCopy({ around, request, from: by.user, to, tell, message: happening.message, hops }, (status) => {
      // RFC 4320 §4.1 — no 408 to other requests than INVITE: who asked has given up by now.
      if (status === 408) return
      respond(status)
      tell('messageAnswered', by, { ...happening, responseAt: around.now(), status })
    })
  }
}

/** A MESSAGE to a session: of one who is in, it goes to all others. RFC 5365 §5 — answered at once. */
export function spread(
  request: SipRequest,
  respond: Respond,
  by: LegFacts,
  attendance: Attendance,
  around: FocusSurroundings,
): void {
  const others = attendance.attached.map(({ user }) => user).filter((user) => user !== by.user)
  const happening = { method: 'MESSAGE', requestAt: around.now(), message: messageFacts(request, others.length) }
  const answered = (status: number): Happening => ({ ...happening, responseAt: around.now(), status })
  if (attendance.phase !== 'open' || !attendance.legOf(by.user)) {
    respond(403)
    return attendance.tell('messageRefused', by, { ...answered(403), message: messageFacts(request, 0) })
  }
  attendance.tell('messageReceived', by, happening)
  respond(202)
  attendance.tell('messageAnswered', by, answered(202))
  const tell: Tell = (kind, leg, copied) => attendance.tell(kind, leg, copied)
  const { message } = happening
  let [open, delivered] = [others.length, 0]
  const spreadOut = (): void => attendance.tell('messageSpread', by, { ...answered(202), message: { ...message, delivered } })
  if (open === 0) return spreadOut()
  for (const to of others)
    sendCopy({ around, request, from: by.user, to, tell, message }, (status) => {
      open -= 1
      if (status < 300) delivered += 1
      if (open === 0) spreadOut()
    })
}

function messageFacts(message: SipRequest, recipients: number): MessageFacts {
  return { contentType: message.header('Content-Type') ?? '', bytes: message.body.length, recipients }
}

// Its sender stays its sender; each copy is a transaction of its own with its own charging identifier.
function sendCopy(
  o: {
    readonly around: FocusSurroundings
    readonly request: SipRequest
    readonly from: string
    readonly to: string
    readonly tell: Tell
    readonly message: MessageFacts
    readonly hops?: HeaderList
  },
  done: (status: number) => void = () => {},
): void {
  const { around, request, from, to, tell, message, hops = [] } = o
  const token = (): string => `${around.newToken()}@${around.mediaHost}`
  const copy: LegFacts = { user: to, callId: token(), icid: token(), callingParty: from, calledParty: to, origin: 'pager' }
  const sent: Happening = { method: 'MESSAGE', requestAt: around.now(), message }
  const contentType = request.header('Content-Type')
  const answer = around.agent.request({
    ...{ method: 'MESSAGE', uri: to, from: `<${from}>`, to: `<${to}>`, callId: copy.callId, route: [routeTo(around.nextHop)] },
    headers: [...hops, ...identityHeaders(from, copy.icid)],
    ...(contentType !== undefined && { contentType }),
    body: request.body,
  })
  tell('messageSent', copy, sent)
  const ended = (status: number): void => {
    tell(status < 300 ? 'messageDelivered' : 'messageUndelivered', copy, { ...sent, responseAt: around.now(), status })
    done(status)
  }
  answer.then(
    ({ status }) => ended(status),
    (error: unknown) => ended(error instanceof Error && error.name === 'SipTimeout' ? 408 : 503),
  )
}
