// The face of the Charging Enabler's room.
export { ChargingEnabler } from './enabler'
export type { EnablerOptions } from './enabler'
export type { Action, Ch1Request, Completion, Match, Rule, RuleBuilder, RuleHandle } from './rules'
