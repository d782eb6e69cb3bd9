// A capture that cannot be read: what is wrong, where in the file, and how to mend it.

/** Thrown by every reader of this room, and nothing else is. `where` names block (or record) and offset. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError'
  readonly where: string
  readonly mend: string

  constructor(what: string, where: string, mend: string) {
    super(what)
    this.where = where
    this.mend = mend
  }
}
