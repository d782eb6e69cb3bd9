// Trouble on our own side of the testbed (sockets, processes, configuration): never a statement about the system under test.

/** What a TestbedError says: what failed, where, owed by which clause, what came instead, and how to go on. */
export interface Trouble {
  readonly what: string
  readonly where: string
  readonly clause?: string | undefined
  readonly instead?: string | undefined
  readonly mend: string
}

/** Our side broke: the verdict is `error`, never `fail`. The message carries every part of the trouble, one a line. */
export class TestbedError extends Error {
  override readonly name: string = 'TestbedError'
  readonly what: string
  readonly where: string
  readonly clause: string | undefined
  readonly instead: string | undefined
  readonly mend: string

  constructor(trouble: Trouble) {
    super(lines(trouble).join('\n'))
    this.what = trouble.what
    this.where = trouble.where
    this.clause = trouble.clause
    this.instead = trouble.instead
    this.mend = trouble.mend
  }
}

function lines({ what, where, clause, instead, mend }: Trouble): readonly string[] {
  return [
    what,
    `  where    ${where}`,
    ...(clause === undefined ? [] : [`  clause   ${clause}`]),
    ...(instead === undefined ? [] : [`  instead  ${instead}`]),
    `  mend     ${mend}`,
  ]
}
