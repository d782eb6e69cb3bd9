// Result-Code of a CH-1 Response ↔ HTTP status: the table of the binding. What has no status of its own travels in ProblemDetails' cause.

/** The operations on a charging data resource. */
export type Operation = 'create' | 'update' | 'release'

const SUCCESS = 2001
const SUCCESS_STATUS: Readonly<Record<Operation, number>> = { create: 201, update: 200, release: 204 }

// Result-Codes of RFC 6733 §7.1 by name, and the status that stands for each; the first with a status is what that status means alone.
const ROWS: readonly (readonly [resultCode: number, name: string, status: number])[] = [
  [3004, 'TOO_BUSY', 503],
  [3006, 'REDIRECT_INDICATION', 307],
  [5002, 'UNKNOWN_SESSION_ID', 404],
  [5004, 'INVALID_AVP_VALUE', 400],
  [5005, 'MISSING_AVP', 400],
  [5003, 'AUTHORIZATION_REJECTED', 403],
  [4001, 'AUTHENTICATION_REJECTED', 401],
  [5012, 'UNABLE_TO_COMPLY', 500],
  [3001, 'COMMAND_UNSUPPORTED', 501],
  [3002, 'UNABLE_TO_DELIVER', 502],
  [3003, 'REALM_NOT_SERVED', 421],
  [3005, 'LOOP_DETECTED', 508],
  [4002, 'OUT_OF_SPACE', 507],
  [3007, 'APPLICATION_UNSUPPORTED', 501],
  [3008, 'INVALID_HDR_BITS', 400],
  [3009, 'INVALID_AVP_BITS', 400],
  [3010, 'UNKNOWN_PEER', 403],
  [4003, 'ELECTION_LOST', 503],
  [5001, 'AVP_UNSUPPORTED', 400],
  [5006, 'RESOURCES_EXCEEDED', 403],
  [5007, 'CONTRADICTING_AVPS', 400],
  [5008, 'AVP_NOT_ALLOWED', 400],
  [5009, 'AVP_OCCURS_TOO_MANY_TIMES', 400],
  [5010, 'NO_COMMON_APPLICATION', 501],
  [5011, 'UNSUPPORTED_VERSION', 501],
  [5013, 'INVALID_BIT_IN_HEADER', 400],
  [5014, 'INVALID_AVP_LENGTH', 400],
  [5015, 'INVALID_MESSAGE_LENGTH', 400],
  [5017, 'NO_COMMON_SECURITY', 403],
]

const byCode = new Map(ROWS.map((row) => [row[0], row]))
const PREFIX = 'DIAMETER_'

/** The status that answers `operation` with this Result-Code. Codes nobody named go by their class: 2xxx, 3xxx 502, 4xxx 503, 5xxx 500. */
export function statusOf(resultCode: number, operation: Operation): number {
  const resultClass = Math.floor(resultCode / 1000)
  if (resultClass === 2) return SUCCESS_STATUS[operation]
  return byCode.get(resultCode)?.[2] ?? (resultClass === 3 ? 502 : resultClass === 4 ? 503 : 500)
}

/** `DIAMETER_OUT_OF_SPACE`; `DIAMETER_9999` where the number has no name. */
export function causeOf(resultCode: number): string {
  return PREFIX + (byCode.get(resultCode)?.[1] ?? String(resultCode))
}

/** What a status means as a Result-Code: its `cause` where it names one, else the table; undefined where the status is no answer (1xx). */
export function resultCodeOf(status: number, cause?: string): number | undefined {
  if (status >= 200 && status < 300) return SUCCESS
  if (status < 300) return undefined
  const named = cause?.startsWith(PREFIX) ? codeNamed(cause.slice(PREFIX.length)) : undefined
  if (named !== undefined) return named
  if (status === 308) return 3006
  const [code] = ROWS.find(([, , of]) => of === status) ?? []
  // RFC 9110 §15 — a status nobody knows is treated as the x00 of its class.
  return code ?? (status < 400 ? 3006 : status < 500 ? 5004 : 5012)
}

/** Every row, for documentation and tests: Result-Code, name, status. */
export function resultTable(): readonly { readonly resultCode: number; readonly name: string; readonly status: number }[] {
  return ROWS.map(([resultCode, name, status]) => ({ resultCode, name, status }))
}

function codeNamed(name: string): number | undefined {
  if (/^\d{4,9}$/.test(name)) return Number(name)
  return ROWS.find(([, known]) => known === name)?.[0]
}
