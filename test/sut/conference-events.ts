// Conference events for tests of the charging path, without SIP.
import type { ConferenceEvent, ConferenceEventKind } from '../../sut/im-server/conference/conference-event'

const CONFERENCE = 'sip:conf-1@im.example'

/** An event of `user`; `inside` is who is in afterwards, `before` who was. */
export function event(
  kind: ConferenceEventKind,
  user: string,
  inside: readonly string[],
  o: Partial<ConferenceEvent> & { before?: readonly string[] } = {},
): ConferenceEvent {
  const { before, ...rest } = o
  const joins = ['created', 'joined', 'inviteeAnswered', 'inviteeRefused', 'ringing', 'inviteeCancelled', 'invitationSent']
  return {
    kind,
    conference: CONFERENCE,
    at: new Date(1_000_000),
    leg: {
      user: `sip:${user}@home.example`,
      callId: `call-${user}`,
      icid: `icid-${user}`,
      callingParty: `sip:${user}@home.example`,
      calledParty: CONFERENCE,
      origin: 'joined',
    },
    method: joins.includes(kind) ? 'INVITE' : 'BYE',
    requestAt: new Date(1_000_000),
    invited: 1,
    attached: inside,
    attachedBefore: before ?? inside,
    ends: false,
    ...rest,
  }
}

/** A life: Alice creates with Bob, Bob comes, Carol refuses, Dave joins, Bob leaves, Dave is expelled, Alice leaves last. */
export const A_LIFE: readonly ConferenceEvent[] = [
  event('created', 'alice', ['alice'], { before: [], invited: 2 }),
  event('invitationSent', 'bob', ['alice']),
  event('ringing', 'bob', ['alice']),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200 }),
  event('inviteeRefused', 'carol', ['alice', 'bob'], { status: 486 }),
  event('inviteeCancelled', 'carol', ['alice', 'bob'], { status: 487 }),
  event('joined', 'dave', ['alice', 'bob', 'dave'], { before: ['alice', 'bob'], status: 200 }),
  event('resentRequest', 'dave', ['alice', 'bob', 'dave'], { method: 'INVITE' }),
  event('sessionRefreshed', 'dave', ['alice', 'bob', 'dave'], { method: 'INVITE', status: 200 }),
  event('leaveReceived', 'bob', ['alice', 'dave'], { before: ['alice', 'bob', 'dave'] }),
  event('leaveAnswered', 'bob', ['alice', 'dave'], { before: ['alice', 'bob', 'dave'], status: 200 }),
  event('expelSent', 'dave', ['alice', 'dave']),
  event('expelled', 'dave', ['alice'], { before: ['alice', 'dave'], status: 200 }),
  event('leaveReceived', 'alice', [], { before: ['alice'], ends: true }),
  event('leaveAnswered', 'alice', [], { before: ['alice'], status: 200, ends: true }),
  event('ended', 'alice', [], { ends: true }),
]

/** What a fault may hang on, once: refusals of every kind, a REFER, a cancelled one, repeats, a user who comes back, an initiator who goes first. */
const A_CROWDED_LIFE: readonly ConferenceEvent[] = [
  event('created', 'alice', ['alice'], { before: [], invited: 1 }),
  ...[302, 480, 503].map((status) => event('inviteeRefused', 'carol', ['alice'], { status })),
  event('referred', 'alice', ['alice'], { method: 'REFER' }),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200 }),
  event('resentAnswer', 'bob', ['alice', 'bob'], { status: 200 }),
  event('leaveReceived', 'bob', ['alice'], { before: ['alice', 'bob'] }),
  event('resentRequest', 'bob', ['alice']),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200 }),
  event('leaveReceived', 'alice', ['bob'], { before: ['alice', 'bob'], leg: legOf('alice', 'created') }),
  event('leaveReceived', 'bob', [], { before: ['bob'], ends: true }),
  event('ended', 'bob', [], { ends: true }),
]

function legOf(user: string, origin: ConferenceEvent['leg']['origin']): ConferenceEvent['leg'] {
  return { ...event('created', user, []).leg, origin }
}

/** A list of two who both come, a REFER whose target refuses, a message, a lost connection, and an end that is later than the beginning. */
const A_LISTED_LIFE: readonly ConferenceEvent[] = [
  event('created', 'alice', ['alice'], { before: [], invited: 2 }),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200, invited: 2 }),
  event('inviteeAnswered', 'carol', ['alice', 'bob', 'carol'], { before: ['alice', 'bob'], status: 200, invited: 2 }),
  event('referred', 'alice', ['alice', 'bob', 'carol'], { method: 'REFER' }),
  event('inviteeRefused', 'dave', ['alice', 'bob', 'carol'], { status: 486 }),
  event('messageAnswered', 'alice', ['alice', 'bob', 'carol'], { ...pager(2), session: 'adHoc', status: 202 }),
  event('mediaLost', 'bob', ['alice', 'bob', 'carol']),
  event('leaveReceived', 'bob', ['alice', 'carol'], { before: ['alice', 'bob', 'carol'] }),
  event('leaveReceived', 'carol', ['alice'], { before: ['alice', 'carol'] }),
  event('leaveReceived', 'alice', [], { before: ['alice'], ends: true, at: new Date(9_000_000), requestAt: new Date(9_000_000) }),
]

/** What is no coming and no going, and looks like one: what was refused, given up, asked too late, or said by the way; an expulsion that takes its time. */
const A_LIFE_OF_LOOKALIKES: readonly ConferenceEvent[] = [
  event('created', 'alice', ['alice'], { before: [], invited: 1 }),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200 }),
  event('answeredTooLate', 'bob', ['alice', 'bob'], { status: 200 }),
  event('inviteeRefused', 'carol', ['alice', 'bob'], { status: 408 }),
  event('invitationGivenUp', 'dave', ['alice', 'bob'], { method: 'CANCEL' }),
  event('answeredTooLate', 'dave', ['alice', 'bob'], { status: 200 }),
  event('joinRefused', 'erin', ['alice', 'bob'], { status: 403, method: 'INVITE' }),
  event('referRefused', 'bob', ['alice', 'bob'], { status: 403, method: 'REFER' }),
  event('sessionRefreshed', 'bob', ['alice', 'bob'], { method: 'INVITE', status: 200, listed: 2 }),
  event('messageAnswered', 'bob', ['alice', 'bob'], { method: 'MESSAGE', session: 'adHoc', status: 202 }),
  event('byeOfNoCall', 'bob', ['alice', 'bob'], { status: 481 }),
  event('byeWithWrongTags', 'bob', ['alice', 'bob'], { status: 481 }),
  event('expelSent', 'bob', ['alice', 'bob']),
  event('joined', 'frank', ['alice', 'bob', 'frank'], { before: ['alice', 'bob'], status: 200 }),
  event('expelled', 'bob', ['alice', 'frank'], { before: ['alice', 'bob', 'frank'], status: 200 }),
  event('expelSent', 'frank', ['alice', 'frank']),
  event('expelUnanswered', 'frank', ['alice'], { before: ['alice', 'frank'], status: 408 }),
  event('leaveReceived', 'alice', [], { before: ['alice'], ends: true }),
  event('ended', 'alice', [], { ends: true }),
]

/** MESSAGEs outside of sessions: one that arrives, one that does not, one to a session. And a 1-1 session. */
const ALONE: readonly ConferenceEvent[] = [
  event('messageAnswered', 'alice', [], { ...pager(1), status: 200 }),
  event('messageAnswered', 'alice', [], { ...pager(1), status: 486 }),
  event('messageSpread', 'alice', [], { ...pager(2, 2), session: 'adHoc', status: 202 }),
  event('peerAnswered', 'bob', ['alice'], { session: 'oneToOne', status: 200 }),
  event('created', 'alice', ['alice', 'bob'], { session: 'oneToOne', before: [] }),
]

function pager(recipients: number, delivered?: number): Pick<ConferenceEvent, 'method' | 'leg' | 'message'> {
  const message = { contentType: 'text/plain', bytes: 5, recipients, ...(delivered !== undefined && { delivered }) }
  return { method: 'MESSAGE', leg: legOf('alice', 'pager'), message }
}

/** Enough of both for what happens once in fifty records, and in two conferences. */
export const MANY_LIVES: readonly ConferenceEvent[] = Array.from({ length: 12 }, (_, i) =>
  [...A_LIFE, ...A_CROWDED_LIFE, ...A_LISTED_LIFE, ...A_LIFE_OF_LOOKALIKES, ...ALONE].map((one) => ({
    ...one,
    conference: `sip:conf-${i}@im.example`,
  })),
).flat()

/** A conference of served users, as a participating function sees it: each way to come, not to come, and to go. */
export const A_SERVED_LIFE: readonly ConferenceEvent[] = [
  event('joined', 'alice', ['alice'], { before: [], status: 200 }),
  event('ringing', 'bob', ['alice']),
  event('inviteeAnswered', 'bob', ['alice', 'bob'], { before: ['alice'], status: 200 }),
  event('inviteeAnswered', 'carol', ['alice', 'bob', 'carol'], { before: ['alice', 'bob'], status: 200 }),
  event('ringing', 'dave', ['alice', 'bob', 'carol']),
  event('inviteeRefused', 'dave', ['alice', 'bob', 'carol'], { status: 486 }),
  event('inviteeCancelled', 'dave', ['alice', 'bob', 'carol'], { status: 487 }),
  event('joinRefused', 'dave', ['alice', 'bob', 'carol'], { status: 403 }),
  event('joined', 'erin', ['alice', 'bob', 'carol', 'erin'], { before: ['alice', 'bob', 'carol'], status: 200 }),
  event('leaveReceived', 'bob', ['alice', 'carol', 'erin'], { before: ['alice', 'bob', 'carol', 'erin'] }),
  event('leaveAnswered', 'bob', ['alice', 'carol', 'erin'], { status: 200 }),
  event('resentRequest', 'bob', ['alice', 'carol', 'erin']),
  event('expelled', 'carol', ['alice', 'erin'], { before: ['alice', 'carol', 'erin'], status: 200 }),
  event('leaveReceived', 'erin', ['alice'], { before: ['alice', 'erin'] }),
  event('leaveReceived', 'alice', [], { before: ['alice'], ends: true }),
]
