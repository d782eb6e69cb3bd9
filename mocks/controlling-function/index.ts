// The face of the controlling function's room.
export { ControllingFunction, VERBS } from './controlling-function'
export type { ControllingFunctionOptions, ControllingVerb } from './controlling-function'
export type { Standing } from './roster'
