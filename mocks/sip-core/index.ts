// The face of the SIP/IP core's room.
export { SipCore } from './sip-core'
export type { SipCoreOptions, SipCoreLimits } from './sip-core'
export type { ImpairmentPlan, ImpairmentShares } from './impairment'
export type { NetworkHeadersPlan } from './network-headers'
export type { User } from './location-service'
export { hostPort } from './address'
