// What the user can mend: a wrong flag, an invalid file, a port in use. One message, exit 4, no verdict.

export class UsageError extends Error {
  override readonly name = 'UsageError'
  /** `what`: what is wrong; `where`: flag or file:line; `mend`: what to do. */
  constructor(what: string, where: string, mend: string) {
    super(`${what}\n  where  ${where}\n  mend   ${mend}`)
  }
}
