// Waiting for what no event tells.

/** Resolves as soon as it is so. Rejects after 10 s, far above what anything here takes, with `what` was there. */
export async function until(isSo: () => boolean, what: () => unknown = () => String(isSo)): Promise<void> {
  const giveUp = Date.now() + 10_000
  while (!isSo()) {
    if (Date.now() > giveUp) throw new Error(`it did not become so: ${JSON.stringify(what())}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
