// The request methods that are registered for SIP: what a server knows of, whether it serves it or not.

const METHODS: ReadonlySet<string> = new Set([
  ...['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'REGISTER'], // RFC 3261
  ...['PRACK', 'UPDATE', 'INFO'], // RFC 3262, RFC 3311, RFC 6086
  ...['SUBSCRIBE', 'NOTIFY', 'REFER', 'MESSAGE', 'PUBLISH'], // RFC 6665, RFC 3515, RFC 3428, RFC 3903
])

/** RFC 3261 §8.2.1, §21.5.2 — what a method that is not served is answered: 405 when it is known, 501 when it is not. */
export function statusOfUnserved(method: string): 405 | 501 {
  return METHODS.has(method) ? 405 : 501
}
