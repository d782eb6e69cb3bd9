// The findings about single AVPs: which clause, which byte, which result. Called only when there is one.
import { AVP_FLAG, MAX_DEPTH } from '../avp-view'
import { RESULT } from '../commands'
import type { FlatMessage } from '../flat/flat-message'
import { TROUBLE } from '../flat/flat-table'
import type { CompiledGrammar } from './compiled-grammar'
import { dataFault } from './data-faults'
import { nameOf, type Report } from './report'
import type { AvpRule } from './rule'

const RESERVED = 0x1f
const TGPP = 10415

/** One function a kind of finding. */
export const avpFaults = {
  // RFC 6733 §4.1 — the AVP Length, the Vendor-ID; what cannot be framed cannot be read.
  frame(message: FlatMessage, report: Report, i: number): void {
    const offset = message.offsetAt(i)
    const left = message.dataEnd(i) - offset
    const length = message.lengthAt(i)
    const badLength = { rule: 'length', clause: 'RFC 6733 §4.1', resultCode: RESULT.INVALID_AVP_LENGTH, level: 'MUST' } as const
    switch (message.troubleAt(i)) {
      case TROUBLE.headerCut:
        return report.ofAvp({ ...badLength, problem: `an AVP header needs 8 bytes, only ${left} are left` }, i, offset)
      case TROUBLE.belowHeader: {
        const header = (message.flagsAt(i) & AVP_FLAG.vendor) === 0 ? 8 : 12
        return report.ofAvp(
          { ...badLength, problem: `the AVP length is ${length}, less than its header's ${header}` },
          i,
          offset + 5,
        )
      }
      case TROUBLE.beyondEnd:
        return report.ofAvp(
          { ...badLength, problem: `the AVP length is ${length}, but only ${left} bytes are left` },
          i,
          offset + 5,
        )
      case TROUBLE.vendorZero: {
        const problem = 'the V bit is set but the vendor is 0'
        const resultCode = RESULT.INVALID_AVP_BITS
        return report.ofAvp({ rule: 'vendor', problem, clause: 'RFC 6733 §4.1.1', resultCode, level: 'MUST' }, i, offset + 8)
      }
      case TROUBLE.tooDeep: {
        const problem = `groups are nested more than ${MAX_DEPTH} deep`
        return report.ofAvp(
          { rule: 'limit', problem, clause: 'limit', resultCode: RESULT.UNABLE_TO_COMPLY, level: 'SHOULD' },
          i,
          offset,
        )
      }
    }
    // Missing padding is the fault of the group around it, whose length is then no multiple of four.
  },

  // RFC 6733 §4.1 — M as the specification of the AVP says; reserved bits are sent as 0; P has no meaning any more and should be 0.
  bits(message: FlatMessage, report: Report, i: number, flags: number): void {
    const at = message.offsetAt(i) + 4
    const bits = { rule: 'flags', clause: 'RFC 6733 §4.1', resultCode: RESULT.INVALID_AVP_BITS } as const
    const row = message.rowAt(i)
    const hasM = (flags & AVP_FLAG.mandatory) !== 0
    if (row !== undefined && row.mandatory !== 'may' && hasM !== (row.mandatory === 'must')) {
      const problem = hasM ? 'the M bit is set, which it must not be' : 'the M bit is clear, which it must not be'
      const clause = row.source.startsWith('RFC 6733') ? 'RFC 6733 §4.5' : row.source
      // A row that is known from another program's dictionary only is no demand.
      report.ofAvp({ ...bits, problem, clause, level: row.source.startsWith('dictionary') ? 'SHOULD' : 'MUST' }, i, at)
    }
    if ((flags & RESERVED) !== 0) {
      const problem = `reserved bits 0x${(flags & RESERVED).toString(16).padStart(2, '0')} are set in the AVP flags`
      report.ofAvp({ ...bits, problem, level: 'MUST' }, i, at)
    }
    if ((flags & AVP_FLAG.protected) !== 0) report.ofAvp({ ...bits, problem: 'the P bit is set', level: 'SHOULD' }, i, at)
  },

  // RFC 6733 §4 — padding is zero bytes.
  padding(message: FlatMessage, report: Report, i: number): void {
    const bytes = message.bytes
    const end = message.dataEnd(i)
    if (message.troubleAt(i) === TROUBLE.paddingCut) return
    for (let at = end; (at & 3) !== 0 && at < bytes.length; at++) {
      if (bytes[at] === 0) continue
      const problem = `padding byte 0x${(bytes[at] ?? 0).toString(16).padStart(2, '0')} instead of 0`
      const resultCode = RESULT.INVALID_AVP_VALUE
      return report.ofAvp({ rule: 'padding', problem, clause: 'RFC 6733 §4', resultCode, level: 'SHOULD' }, i, at)
    }
  },

  data(message: FlatMessage, report: Report, i: number): void {
    const row = message.rowAt(i)
    if (row === undefined) return
    const { offset, ...fault } = dataFault(message.bytes, message.dataStart(i), message.dataEnd(i), row)
    report.ofAvp(fault, i, offset)
  },

  // RFC 6733 §4.1, §7.1.5 — an AVP with M must be understood; without M it may be ignored.
  unknown(message: FlatMessage, report: Report, i: number, grammar: CompiledGrammar | undefined): void {
    if ((message.flagsAt(i) & AVP_FLAG.mandatory) === 0) {
      if (grammar?.allowsUnlisted === false) avpFaults.unlisted(message, report, i, grammar)
      return
    }
    const meant = message.vendorAt(i) === 0 ? message.known.dictionary.byCode(message.codeAt(i), TGPP) : undefined
    const hint = meant === undefined ? '' : `; ${meant.name} has this code with the V bit and vendor ${TGPP}`
    report.ofAvp(
      {
        rule: 'unknown-mandatory',
        problem: `${nameOf(message, i)} is in no dictionary and has the M bit${hint}`,
        clause: 'RFC 6733 §4.1',
        resultCode: RESULT.AVP_UNSUPPORTED,
        level: 'MUST',
      },
      i,
      message.offsetAt(i),
    )
  },

  // RFC 6733 §3.2 — a grammar without `* [ AVP ]` takes no others; what has no M bit can be ignored all the same.
  unlisted(message: FlatMessage, report: Report, i: number, grammar: CompiledGrammar): void {
    const hasM = (message.flagsAt(i) & AVP_FLAG.mandatory) !== 0
    report.ofAvp(
      {
        rule: 'not-allowed',
        problem: `the grammar does not list ${nameOf(message, i)}`,
        clause: grammar.source.clause,
        resultCode: RESULT.AVP_NOT_ALLOWED,
        level: grammar.source.unlisted === 'refused' && hasM ? 'MUST' : 'SHOULD',
      },
      i,
      message.offsetAt(i),
    )
  },

  tooMany(message: FlatMessage, report: Report, i: number, grammar: CompiledGrammar, slot: number, count: number): void {
    const { avp, max, clause, level } = ruleOf(grammar, slot)
    // RFC 6733 §7.1.5 — the first one too many is the one to show.
    if (count !== max + 1) return
    const fault =
      max === 0
        ? ({ rule: 'not-allowed', problem: `${avp} must not be there`, resultCode: RESULT.AVP_NOT_ALLOWED } as const)
        : ({
            rule: 'too-many',
            problem: `more than ${max} ${avp}`,
            resultCode: RESULT.AVP_OCCURS_TOO_MANY_TIMES,
          } as const)
    report.ofAvp({ ...fault, clause, level }, i, message.offsetAt(i))
  },

  // RFC 6733 §3.2 — `< AVP >` has its place. No result is defined for this; it is missing where it belongs.
  position(message: FlatMessage, report: Report, i: number, grammar: CompiledGrammar, slot: number, place: number): void {
    const { avp, place: wanted = 0, clause, level } = ruleOf(grammar, slot)
    const problem = `${avp} is AVP number ${place + 1}, its place is number ${wanted + 1}`
    report.ofAvp({ rule: 'position', problem, clause, resultCode: RESULT.MISSING_AVP, level }, i, message.offsetAt(i))
  },

  missing(message: FlatMessage, report: Report, container: number, grammar: CompiledGrammar, slot: number): void {
    const { avp, clause, level } = ruleOf(grammar, slot)
    const row = message.known.rows[grammar.rows[slot] ?? -1]
    if (row === undefined) return
    report.ofMissing(
      { rule: 'missing', problem: `${avp} is missing`, clause, resultCode: RESULT.MISSING_AVP, level },
      container,
      row,
    )
  },

  // RFC 6733 §7.5 — 1* {AVP}.
  emptyGroup(message: FlatMessage, report: Report, i: number, clause: string): void {
    const problem = `${nameOf(message, i)} is empty`
    report.ofAvp({ rule: 'missing', problem, clause, resultCode: RESULT.MISSING_AVP, level: 'MUST' }, i, message.dataEnd(i))
  },

  // RFC 6733 §6.11 — none: an example of each is shown; more than one: what came is shown, in its group.
  choice(
    message: FlatMessage,
    report: Report,
    container: number,
    grammar: CompiledGrammar,
    slots: readonly number[],
    there: number,
  ): void {
    const names = slots.map((slot) => ruleOf(grammar, slot).avp).join(' or ')
    const clause = grammar.source.clause
    if (there > 0) {
      const problem = `exactly one of ${names}, not ${there}`
      const resultCode = RESULT.AVP_OCCURS_TOO_MANY_TIMES
      report.ofAvp({ rule: 'too-many', problem, clause, resultCode, level: 'MUST' }, container, message.offsetAt(container))
      return
    }
    const rows = slots.flatMap((slot) => message.known.rows[grammar.rows[slot] ?? -1] ?? [])
    report.ofMissing(
      { rule: 'missing', problem: `${names} is missing`, clause, resultCode: RESULT.MISSING_AVP, level: 'MUST' },
      container,
      ...rows,
    )
  },
} as const

function ruleOf(grammar: CompiledGrammar, slot: number): AvpRule {
  const rule = grammar.rules[slot]
  if (rule === undefined) throw new RangeError(`the grammar of ${grammar.source.clause} has no rule ${slot}`)
  return rule
}
