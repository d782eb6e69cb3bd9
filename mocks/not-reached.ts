// What a participant was told to do had lost its ground by what the SUT did before: a precondition that was not reached.

/** Nobody's fault that we could prove: the verdict is `inconclusive`, with the reason. */
export class NotReached extends Error {
  override readonly name = 'NotReached'
}
