// What happens in a conference, charged or not: the only thing the charging trigger sees of SIP.

/** What can happen. A kind is named for what the server did or received, not for what it costs. */
export type ConferenceEventKind =
  | 'created' // the 2xx to the initiator's INVITE was sent
  | 'invitationSent' // an INVITE of the server left
  | 'ringing' // first 18x to such an INVITE
  | 'invitationGivenUp' // the server's CANCEL leaves, or will with the first provisional response
  | 'inviteeAnswered' // 2xx to such an INVITE received (and acknowledged)
  | 'inviteeRefused' // 3xx–6xx to it, or none until Timer B
  | 'inviteeCancelled' // it ended after the server's CANCEL
  | 'answeredTooLate' // 2xx that the server does not want: after CANCEL, after the end, or a fork's second
  | 'joined' // the 2xx to a joiner's INVITE was sent
  | 'acknowledged' // the ACK to the 2xx of `created` or `joined` was received
  | 'joinRefused' // an INVITE to this conference was refused
  | 'creationRefused' // an INVITE that would have opened a session was refused; `conference` is what it asked for
  | 'challenged' // an INVITE was answered 401: nobody came, nobody was refused for good
  | 'peerAnswered' // 2xx of the other party of a 1-1 session; `created` follows with the 2xx to the caller
  | 'referred' // a REFER of a participant was accepted
  | 'referRefused' // a REFER was refused
  | 'subscribed' // a SUBSCRIBE to the roster was accepted
  | 'sessionRefreshed' // re-INVITE or UPDATE of an attached user was answered 2xx, or the server's own was
  | 'sessionExpired' // nobody refreshed the session of a leg, or its user does not know it any more: `expelSent` follows
  | 'resentAnswer' // a 2xx the server had received came again, byte for byte
  | 'resentRequest' // an INVITE or BYE the server had received came again, byte for byte
  | 'leaveReceived' // BYE of a participant received
  | 'leaveAnswered' // the server's own 200 to that BYE was sent
  | 'byeOfNoCall' // a BYE to this conference was answered 481: its Call-ID is of no leg there has been
  | 'byeWithWrongTags' // a BYE with the Call-ID of such a leg, and other tags, was answered 481
  | 'expelSent' // BYE of the server left
  | 'expelled' // 2xx to that BYE received
  | 'expelUnanswered' // another final response to that BYE, or none until Timer F
  | 'unacknowledged' // a 2xx of the server never got its ACK: the leg is given up with a BYE
  | 'releaseSent' // BYE of the server to one whose session had ended already, by the departure that said `ends`
  | 'released' // that leg is gone
  | 'ended' // nobody is left
  | 'mediaLost' // the MSRP connection of a leg ended, and its user is in all the same
  | 'messageReceived' // a MESSAGE of a user was received and is served
  | 'messageSent' // a copy of it left towards `leg.user`
  | 'messageDelivered' // 2xx to such a copy
  | 'messageUndelivered' // another final response to it, or none until Timer F
  | 'messageAnswered' // the server's final response to the sender of the MESSAGE was sent
  | 'messageSpread' // every copy of a MESSAGE to a session has its final response, or never will
  | 'messageRefused' // a MESSAGE was refused before anybody got it

/** OMA's kinds of IM session; how each begins, who is invited. */
export type SessionKind = 'adHoc' | 'preArranged' | 'chat' | 'oneToOne'

/** A pager-mode message, as far as charging cares. */
export interface MessageFacts {
  readonly contentType: string
  /** Length of its body. */
  readonly bytes: number
  /** To how many users a copy goes. */
  readonly recipients: number
  /** Of `messageSpread`: how many of them accepted it. */
  readonly delivered?: number
}

/** RFC 7315 §4.6 — the networks that P-Charging-Vector names: where the leg starts (orig-ioi) and where it ends (term-ioi). */
export interface Operators {
  readonly originating?: string
  readonly terminating?: string
}

/** One SIP leg between the focus and a user, as far as charging cares. */
export interface LegFacts {
  /** The user's address of record. */
  readonly user: string
  readonly callId: string
  /** icid-value of the leg's P-Charging-Vector; absent when the leg brought none. */
  readonly icid?: string
  /** Absent when its P-Charging-Vector names none. */
  readonly operators?: Operators
  /** What the user's SDP says of each stream that was agreed on, without `m=`; absent where it brought none. */
  readonly media?: readonly string[]
  /** Asserted identity of the calling side; `unknown` when none was asserted (TS 32.299 §7.2.77). */
  readonly callingParty: string
  /** Request-URI of the leg's INVITE. */
  readonly calledParty: string
  /** How it came to be; `pager`: no dialog, one MESSAGE. A MESSAGE within a leg is of that leg. */
  readonly origin: 'created' | 'joined' | 'invited' | 'pager'
}

/** One happening, with the roster as it stood before and after it. */
export interface ConferenceEvent {
  readonly kind: ConferenceEventKind
  /** The conference's address of record; the accounting entity of a controlling function. Of a MESSAGE: whom it was sent to. */
  readonly conference: string
  /** When the server received or sent what the kind names. */
  readonly at: Date
  /** The leg it happened on. For `ended` the last one; for a refused joiner the leg that was not made. */
  readonly leg: LegFacts
  /** Method of the SIP transaction concerned. */
  readonly method: string
  /** When that transaction's request was received or sent. */
  readonly requestAt: Date
  /** When its final response was received or sent, if it was by now. */
  readonly responseAt?: Date
  /** Final status where there is one. */
  readonly status?: number
  /** Length of the URI list the conference was created with. */
  readonly invited: number
  /** Attached users (initiator included, focus not) after the event. */
  readonly attached: readonly string[]
  /** The same before the event. */
  readonly attachedBefore: readonly string[]
  /** True when this departure left nobody in, or ended the session of those who still have to be sent a BYE. */
  readonly ends: boolean
  /** What kind of session it is; absent for a MESSAGE to one user. */
  readonly session?: SessionKind
  /** The configured name behind the session, a group's or chat room's address of record: the same in all its sessions. */
  readonly group?: string
  /** True when the server lets this user go because the whole session is released, not for its own sake. */
  readonly releasing?: boolean
  /** Final status of the invitation whose failure released the session. */
  readonly failure?: number
  /** Of `sessionRefreshed`: how many users a URI list in it named. They are not invited by it (RFC 5366 §5.1). */
  readonly listed?: number
  /** Of `message…` kinds. */
  readonly message?: MessageFacts
}
