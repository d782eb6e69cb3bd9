// What a test purpose is: what it demands, of whom, how firmly, and what a profile must have for it to apply.
import type { ChoiceName, Profile } from '../profile/schema'
import type { RequirementId } from './clauses'

export type TestPurposeKind = 'P' | 'N' | 'R' | 'O'

/** What a SUT is in a conference. */
export type Role = Profile['sut']['role']

/** What a SUT's adapter may be able to do beyond SIP; `accept`: to say where the SUT takes Diameter connections. */
export const VERBS = ['expel', 'restart', 'decide', 'accept'] as const

export interface TestPurpose {
  readonly id: string
  readonly purpose: string
  readonly requirements: readonly RequirementId[]
  readonly level: 'MUST' | 'SHOULD' | 'OBSERVE'
  /** P positive, N negative, R robustness, O observation. */
  readonly kind: TestPurposeKind
  /** Judged over the whole run, without a scenario of its own. */
  readonly runWide?: true
  /** The role it judges: controlling where nothing is said, and both where it is run-wide. */
  readonly role?: Role | 'both'
  readonly needs?: {
    /** PICS items that must not be declared `no`. */
    readonly pics?: readonly (keyof Profile['pics'])[]
    /** What the SUT's adapter must be able to do. */
    readonly verb?: (typeof VERBS)[number]
    /** A choice that must not be declared so. */
    readonly not?: Partial<Record<ChoiceName, string | readonly string[]>>
    /** A choice that must be declared so. */
    readonly is?: Partial<Record<ChoiceName, string>>
    /** Timers of the Rf client that the profile must tell. */
    readonly timers?: readonly (keyof Profile['charging'])[]
    /** So many Charging Enablers, the primary one counted. */
    readonly enablers?: 2 | 3
    /** SIP must reach the SUT unchanged: resends and raw legs are seen only then (LV-23). */
    readonly directSip?: true
    /** The SUT itself must be our Diameter neighbour, not an agent (LV-21). */
    readonly directCh1?: true
    /** It judges messages of this binding: over another there is nothing to judge. */
    readonly binding?: 'diameter'
    /** It judges INTERIMs: where each served user has a session of START and STOP, there is none. */
    readonly interims?: true
    /** Its traffic comes from SIPp's own dialog logic. */
    readonly engine?: 'sipp'
  }
}
