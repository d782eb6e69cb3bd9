// The face of the participants' room: a user agent, and the two wires it can stand on.
export { Participant } from './participant'
export type { ParticipantOptions, ParticipantVerb, Presence } from './participant'
export type { Templates } from './invitation'
export { sippWire } from './sipp-wire'
export type { SippWireOptions } from './sipp-wire'
export { socketWire } from './socket-wire'
export type { SocketWireOptions } from './socket-wire'
export type { Wire, WireAbility, WireEnd } from './wire'
