// Grammars as data: which AVPs a command or a group must, may and must not contain, how often and where. The words rules are written in.

/** How an unlisted AVP stands to a grammar: `* [ AVP ]` allows it, a list that grows by release only notes it, a closed one refuses it. */
export type Unlisted = 'allowed' | 'noted' | 'refused'

/** A demand that a peer breaks (MUST), or a wish it does not fulfil (SHOULD). */
export type Level = 'MUST' | 'SHOULD'

/** One line of a grammar (RFC 6733 §3.2): `1*1`, `0*1`, `1*`, … of an AVP. */
export interface AvpRule {
  /** The dictionary's name. A rule about an AVP the dictionary in use does not have is not checked. */
  readonly avp: string
  readonly min: number
  /** `Infinity` for as many as one likes; 0 for an AVP that must not be there. */
  readonly max: number
  /** `< AVP >`: its place, from 0, among the AVPs of the container. */
  readonly place?: number
  readonly clause: string
  readonly level: Level
}

/** AVPs of which a group must contain exactly one. */
export interface ChoiceRule {
  readonly oneOf: readonly string[]
  readonly clause: string
}

/** The grammar of a command's request or answer. */
export interface CommandGrammar {
  /** `ACR`; `answer-message` for the answer with the E bit. */
  readonly name: string
  /** Undefined: any command, as for `answer-message`. */
  readonly commandCode: number | undefined
  readonly request: boolean
  /** `ERR`: the answer with the E bit. */
  readonly error: boolean
  /** `PXY`: the P bit is set; undefined: as in the request. */
  readonly proxiable: boolean | undefined
  /** The Application Id the header must have; undefined where any application may use the command. */
  readonly applicationId: number | undefined
  readonly clause: string
  readonly unlisted: Unlisted
  readonly rules: readonly AvpRule[]
}

/** The grammar of a grouped AVP (RFC 6733 §4.4). */
export interface GroupGrammar {
  /** The dictionary's name of the group. */
  readonly avp: string
  readonly clause: string
  readonly unlisted: Unlisted
  readonly rules: readonly AvpRule[]
  readonly choices?: readonly ChoiceRule[]
  /** True for Failed-AVP: what stands inside is wrong by intent and is not judged; there must be something. */
  readonly opaque?: boolean
}

/** The quantifiers of RFC 6733 §3.2 for the rules of one clause. */
export interface RuleWords {
  /** `< AVP >`: exactly one, at this place. */
  readonly fixed: (avp: string, place: number) => AvpRule
  /** `0*1 < AVP >`: one at this place, or none. */
  readonly maybeFixed: (avp: string, place: number) => AvpRule
  /** `{ AVP }`: exactly one. */
  readonly one: (...avps: readonly string[]) => readonly AvpRule[]
  /** `1* { AVP }`: at least one. */
  readonly some: (...avps: readonly string[]) => readonly AvpRule[]
  /** `[ AVP ]`: one or none. */
  readonly maybe: (...avps: readonly string[]) => readonly AvpRule[]
  /** `* [ AVP ]`: any number. */
  readonly any: (...avps: readonly string[]) => readonly AvpRule[]
  /** Must not be there. */
  readonly never: (...avps: readonly string[]) => readonly AvpRule[]
}

/** The words for the rules of `clause`. */
export function rulesOf(clause: string, level: Level = 'MUST'): RuleWords {
  const times =
    (min: number, max: number) =>
    (...avps: readonly string[]): readonly AvpRule[] =>
      avps.map((avp) => ({ avp, min, max, clause, level }))
  return {
    fixed: (avp, place) => ({ avp, min: 1, max: 1, place, clause, level }),
    maybeFixed: (avp, place) => ({ avp, min: 0, max: 1, place, clause, level }),
    one: times(1, 1),
    some: times(1, Infinity),
    maybe: times(0, 1),
    any: times(0, Infinity),
    never: times(0, 0),
  }
}
