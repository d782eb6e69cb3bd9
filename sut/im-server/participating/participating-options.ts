// What a participating function can be told.

/** How it accounts: a session for each served user, or one for each conference (LV-15). */
export type Accounting = 'user' | 'conference'

/** How it passes messages on, and for whom it accounts. */
export interface ParticipatingOptions {
  readonly as: 'proxy' | 'b2bua'
  /** The Call-ID of a B2BUA's second dialog. */
  readonly callId: 'kept' | 'new'
  readonly accounting: Accounting
  /** Domains of the users it serves. A request to one of them goes to a user, any other to the controlling function. */
  readonly served: readonly string[]
}
