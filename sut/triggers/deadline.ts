// How long a trigger may take, beside the signal that ends the run.

/**
 * Aborts when the time is up, or with the run. Node 20 forgets an `AbortSignal.timeout` that only an `AbortSignal.any` knows of once memory is
 * collected, and then nobody is told that the time is up.
 */
export class Deadline {
  /** The time was up before {@link clear}. */
  isOver = false
  readonly #controller = new AbortController()
  readonly #run: AbortSignal
  readonly #timer: NodeJS.Timeout
  readonly #end = (): void => this.#controller.abort(this.#run.reason)

  constructor(ms: number, run: AbortSignal) {
    this.#run = run
    this.#timer = setTimeout(() => {
      this.isOver = true
      this.#controller.abort(new Error(`not within ${ms} ms`))
    }, ms)
    if (run.aborted) this.#end()
    else run.addEventListener('abort', this.#end, { once: true })
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** It is done: the time is not up any more. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#run.removeEventListener('abort', this.#end)
  }
}
