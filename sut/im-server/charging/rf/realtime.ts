// Accounting-Realtime-Required: what becomes of the service when a record cannot be delivered. RFC 6733 §9.8.7

/** Its values by name. */
export const REALTIME = { DELIVER_AND_GRANT: 1, GRANT_AND_STORE: 2, GRANT_AND_LOSE: 3 } as const

export type Realtime = keyof typeof REALTIME

/** RFC 6733 §8.2 — without the AVP the client stores what it cannot send. */
export const DEFAULT_REALTIME: Realtime = 'GRANT_AND_STORE'

/** The name of a value; undefined for one nobody has defined. */
export function realtimeOf(value: unknown): Realtime | undefined {
  return (Object.keys(REALTIME) as Realtime[]).find((name) => REALTIME[name] === value)
}

/** Why a record is not with an enabler. */
export type Trouble = 'unreachable' | 'noSpace' | 'failedAnswer'

/** Whether the user goes: RFC 6733 §8.2, state table of the client, for a START or INTERIM in this trouble. */
export function mustDisconnect(realtime: Realtime, trouble: Trouble, onFailedAnswer: 'disconnect-user' | 'ignore'): boolean {
  switch (trouble) {
    case 'unreachable':
      return realtime === 'DELIVER_AND_GRANT'
    case 'noSpace':
      return realtime !== 'GRANT_AND_LOSE'
    case 'failedAnswer': // P-5XXX: the table says disconnect; many IMS nodes ignore it, as 3GPP has no use for the AVP.
      return realtime !== 'GRANT_AND_LOSE' && onFailedAnswer === 'disconnect-user'
  }
}
