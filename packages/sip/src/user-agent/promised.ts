// Promises of a user agent: started at once, never fatal when nobody waits for them.

/** Runs at once; what it throws becomes a rejection, and a rejection that nobody awaits does not end the process. */
export function promised<T>(run: () => Promise<T>): Promise<T> {
  const promise = (async () => run())()
  promise.catch(() => undefined)
  return promise
}

/** Runs at once; what it throws is told as an error. For what goes on in a transaction's callback on behalf of a promise. */
export function attempted(run: () => void, failed: (error: Error) => void): void {
  try {
    run()
  } catch (error) {
    failed(error instanceof Error ? error : new Error(String(error)))
  }
}
