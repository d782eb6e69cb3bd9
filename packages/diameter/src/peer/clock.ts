// Time as the peer state machine needs it: injected, so that tests need not wait.

/** A timer service. */
export interface Clock {
  /** Milliseconds since some moment; never goes back. */
  now(): number
  /** Calls `run` once after `ms`; the function it gives cancels that. */
  after(ms: number, run: () => void): () => void
  /** From 0 up to but not including 1. */
  random(): number
}
