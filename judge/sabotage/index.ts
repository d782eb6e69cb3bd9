// Sabotage: what shows that the judge can fail.
export { cutsOf, type Cut } from './cut'
export { isProven, proveDemands, proveRules, type ProvenKind, type ProvenRule } from './prove'
