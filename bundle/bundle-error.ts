// Why a bundle cannot be made, or not be read: something that the user can mend. It never says that a bundle was altered; `verify` does.

/** What is wrong, where, and how to go on. What was there before is still there. */
export class BundleError extends Error {
  override readonly name = 'BundleError'
  readonly what: string
  readonly where: string
  readonly mend: string

  constructor(what: string, where: string, mend: string, cause?: unknown) {
    super(`${what} (${where}); ${mend}`, { cause })
    this.what = what
    this.where = where
    this.mend = mend
  }
}
