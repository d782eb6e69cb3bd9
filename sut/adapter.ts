// What can be asked of any system under test, embedded or outside.
import type { Address } from '@ch1/sip'

/** What a SUT may be told to do besides speaking SIP and Diameter. */
export type SutVerb = 'reset' | 'restart' | 'expel' | 'decide' | 'logs'

/** A system under test that is up; what it can do besides speaking SIP is in `can`. */
export interface Sut {
  readonly can: ReadonlySet<SutVerb>
  readonly name: string
  readonly version: string
  /** Process id of an embedded server, for end-of-run checks; absent for an outside one. */
  readonly pid?: number
  /** Where the SUT takes SIP. */
  readonly sip: Address
  /** Where its Diameter node listens, if it does. */
  readonly diameter?: Address
  /**
   * Tells the SUT to do something that SIP cannot ask for.
   * Arguments of `expel`: conference URI, user's address of record; of `decide`: a JSON object, what its operator decides of the
   * conferences that are made from now on (`docs/im-server.md`); `{}` takes all of it back.
   * @throws SutError when the SUT cannot, will not, or does not answer.
   */
  control(verb: SutVerb, args: readonly string[]): Promise<void>
  /** Embedded only: told for how long (ms) the server's process did not run. */
  onLag?: (lagMs: number) => void
  /** Told once when the SUT went away by itself. */
  onExit?: (why: string) => void
  /** Ends what was started; an outside SUT is left alone. Never rejects, at most 1.5 s. */
  stop(): Promise<void>
}

/** Our own trouble with a SUT, never a verdict: what happened, where, and how to mend it. */
export class SutError extends Error {
  override readonly name = 'SutError'
  readonly where: string
  readonly mend: string

  /** @param what one sentence without full stop; @param where process, address or verb; @param mend what to do next */
  constructor(what: string, where: string, mend: string, options?: ErrorOptions) {
    super(`${what} (${where}). ${mend}`, options)
    this.where = where
    this.mend = mend
  }
}
