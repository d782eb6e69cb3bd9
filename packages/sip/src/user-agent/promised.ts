// Promises of a user agent: started at once, never fatal when nobody waits for them.

/** Runs at once; what it throws becomes a rejection, and a rejection that nobody awaits does not end the process. */
export function promised<T>(run: () => Promise<T>): Promise<T> {
  const promise = (async () => run())()
  promise.catch(() => undefined)
  return promise
}
