// RFC 6733 §3: the command flags octet and the Application Id, against the grammar of the command.
import { RESULT } from '../commands'
import type { FlatMessage } from '../flat/flat-message'
import { COMMAND_FLAG } from '../header'
import type { Report } from './report'
import type { CommandGrammar, Level } from './rule'

const RESERVED = 0x0f
const FLAGS_AT = 4
const APPLICATION_AT = 8

/** Reports what is wrong with the header of a message; without grammar, only what is wrong in every command. */
export function checkHeaderBits(message: FlatMessage, grammar: CommandGrammar | undefined, report: Report): void {
  const flags = message.flags
  const isRequest = (flags & COMMAND_FLAG.request) !== 0
  // RFC 6733 §7.1.5 — 5013 is the result for a reserved bit, 3008 the one for a combination.
  if ((flags & RESERVED) !== 0) {
    const problem = `reserved bits 0x0${(flags & RESERVED).toString(16)} are set in the command flags`
    const resultCode = RESULT.INVALID_BIT_IN_HEADER
    report.ofHeader({ rule: 'header-flags', problem, clause: 'RFC 6733 §3', resultCode, level: 'MUST' }, FLAGS_AT)
  }
  if (isRequest && (flags & COMMAND_FLAG.error) !== 0) badBits(report, 'a request with the E bit', 'RFC 6733 §3')
  if (!isRequest && (flags & COMMAND_FLAG.retransmitted) !== 0) badBits(report, 'an answer with the T bit', 'RFC 6733 §3')
  if (grammar !== undefined) checkAgainst(message, grammar, report, isRequest)
}

function checkAgainst(message: FlatMessage, grammar: CommandGrammar, report: Report, isRequest: boolean): void {
  const isProxiable = (message.flags & COMMAND_FLAG.proxiable) !== 0
  if (grammar.proxiable !== undefined && grammar.proxiable !== isProxiable) {
    const problem = `${grammar.name} with the P bit ${isProxiable ? 'set' : 'clear'}`
    // RFC 6733 §6.2 — an answer copies the P bit of its request, so it may be the request that was wrong.
    badBits(report, problem, grammar.clause, isRequest ? 'MUST' : 'SHOULD')
  }
  if (grammar.applicationId !== undefined && grammar.applicationId !== message.applicationId) {
    const problem = `${grammar.name} belongs to application ${grammar.applicationId}, the header has ${message.applicationId}`
    const clause = grammar.applicationId === 0 ? 'RFC 6733 §2.5' : grammar.clause
    const resultCode = RESULT.APPLICATION_UNSUPPORTED
    report.ofHeader({ rule: 'application', problem, clause, resultCode, level: 'MUST' }, APPLICATION_AT)
  }
}

function badBits(report: Report, problem: string, clause: string, level: Level = 'MUST'): void {
  report.ofHeader({ rule: 'header-flags', problem, clause, resultCode: RESULT.INVALID_HDR_BITS, level }, FLAGS_AT)
}
