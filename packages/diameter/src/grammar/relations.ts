// Rules between AVPs, and between AVPs and the header: application ids, Result-Code and E bit, what an error answer must explain.
import { COMMAND, RESULT } from '../commands'
import type { FlatMessage } from '../flat/flat-message'
import { COLUMN, WIDTH } from '../flat/flat-table'
import type { Level } from './rule'
import type { Report } from './report'

const RESULT_CODE = 268
const FAILED_AVP = 279
const REDIRECT_HOST = 292
const REDIRECT_HOST_USAGE = 261
const REDIRECT_MAX_CACHE_TIME = 262
const AUTH_APPLICATION_ID = 258
const ACCT_APPLICATION_ID = 259
const VENDOR_SPECIFIC_APPLICATION_ID = 260
const APPLICATION_IDS = [AUTH_APPLICATION_ID, ACCT_APPLICATION_ID]

// RFC 6733 §7.1.5 — the results whose answers carry Failed-AVP, and how strongly.
const NEEDS_FAILED_AVP: Readonly<Record<number, Level>> = {
  [RESULT.AVP_UNSUPPORTED]: 'MUST',
  [RESULT.INVALID_AVP_VALUE]: 'MUST',
  [RESULT.MISSING_AVP]: 'SHOULD',
  [RESULT.CONTRADICTING_AVPS]: 'MUST',
  [RESULT.AVP_NOT_ALLOWED]: 'MUST',
  [RESULT.AVP_OCCURS_TOO_MANY_TIMES]: 'MUST',
  [RESULT.INVALID_AVP_LENGTH]: 'MUST',
  [RESULT.INVALID_AVP_BIT_COMBO]: 'MUST',
}

/** Reports what of these rules the message breaks. */
export function checkRelations(message: FlatMessage, report: Report): void {
  if (message.commandCode !== COMMAND.capabilitiesExchange) checkApplications(message, report)
  if (!message.request) checkResult(message, report)
}

// RFC 6733 §6.8, §6.9, §3 — other than in CER and CEA, an Application-Id AVP says what the header says.
function checkApplications(message: FlatMessage, report: Report): void {
  const { table, count } = message
  for (let i = 0; i < count; i = table[i * WIDTH + COLUMN.next] as number) {
    const code = table[i * WIDTH + COLUMN.code] as number
    if (code < AUTH_APPLICATION_ID || code > VENDOR_SPECIFIC_APPLICATION_ID || message.vendorAt(i) !== 0) continue
    if (code !== VENDOR_SPECIFIC_APPLICATION_ID) compareApplication(message, report, i)
    else for (const member of APPLICATION_IDS) compareApplication(message, report, message.findIn(i, member, 0))
  }
}

function compareApplication(message: FlatMessage, report: Report, index: number): void {
  const stated = index < 0 ? undefined : message.u32(index)
  if (stated === undefined || stated === message.applicationId) return
  const problem = `application ${stated}, but the header has ${message.applicationId}`
  const clause = message.codeAt(index) === AUTH_APPLICATION_ID ? 'RFC 6733 §6.8' : 'RFC 6733 §6.9'
  const fault = { rule: 'application', problem, clause, resultCode: RESULT.INVALID_AVP_VALUE, level: 'MUST' } as const
  report.ofAvp(fault, index, message.dataStart(index))
}

function checkResult(message: FlatMessage, report: Report): void {
  const index = message.find(RESULT_CODE, 0)
  const result = index < 0 ? undefined : message.u32(index)
  if (result === undefined) return
  checkErrorBit(message, report, result)
  if (result === RESULT.REDIRECT_INDICATION) checkRedirect(message, report)
  const level = NEEDS_FAILED_AVP[result]
  if (level !== undefined && message.find(FAILED_AVP, 0) < 0) {
    missing(message, report, FAILED_AVP, `Failed-AVP is missing beside Result-Code ${result}`, 'RFC 6733 §7.1.5', level)
  }
}

function checkErrorBit(message: FlatMessage, report: Report, result: number): void {
  const kind = Math.floor(result / 1000)
  const complain = (problem: string, clause: string): void =>
    report.ofHeader({ rule: 'header-flags', problem, clause, resultCode: RESULT.INVALID_HDR_BITS, level: 'MUST' }, 4)
  if (!message.error && kind === 3) {
    complain(`Result-Code ${result} is a protocol error, but the E bit is clear`, 'RFC 6733 §7.1.3')
  } else if (message.error && kind === 4) {
    complain(`Result-Code ${result} is a transient failure, but the E bit is set`, 'RFC 6733 §7.1.4')
  } else if (message.error && (kind === 1 || kind === 2)) {
    complain(`Result-Code ${result} is no error, but the E bit is set`, 'RFC 6733 §7.2')
  }
}

function checkRedirect(message: FlatMessage, report: Report): void {
  if (message.find(REDIRECT_HOST, 0) < 0) {
    missing(message, report, REDIRECT_HOST, 'a redirect indication needs a Redirect-Host', 'RFC 6733 §6.12', 'MUST')
  }
  const usage = message.find(REDIRECT_HOST_USAGE, 0)
  if (usage >= 0 && message.u32(usage) !== 0 && message.find(REDIRECT_MAX_CACHE_TIME, 0) < 0) {
    const problem = 'a Redirect-Host-Usage other than 0 needs a Redirect-Max-Cache-Time'
    missing(message, report, REDIRECT_MAX_CACHE_TIME, problem, 'RFC 6733 §6.14', 'MUST')
  }
}

function missing(message: FlatMessage, report: Report, code: number, problem: string, clause: string, level: Level): void {
  const row = message.known.dictionary.byCode(code, 0)
  if (row !== undefined) report.ofMissing({ rule: 'missing', problem, clause, resultCode: RESULT.MISSING_AVP, level }, -1, row)
}
