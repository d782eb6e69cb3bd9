// Views of a Charging Enabler's journal: pure functions of its history.
export { accountingSessions } from './accounting-sessions'
export type { SessionViewOptions } from './accounting-sessions'
export { decodedTrees } from './decoded-trees'
export type { DecodedTree } from './decoded-trees'
export { grammarFindings } from './grammar-findings'
export type { SeenFinding } from './grammar-findings'
export { seenRequests } from './records'
export type { SeenAnswer, SeenRequest } from './records'
