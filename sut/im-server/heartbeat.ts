// Tells a parent process over IPC that this one runs, and ends with it.

/** One beat. `atMs` is this process's monotonic clock, so the parent's own pauses do not count. */
export interface Heartbeat {
  readonly heartbeat: number
  readonly atMs: number
}

/** Time between two beats in ms. */
export const HEARTBEAT_MS = 100

/**
 * Beats until the parent is gone, then calls `orphaned` once. Does nothing in a process without IPC channel.
 * @returns a function that stops the beats
 */
export function startHeartbeat(orphaned: () => void): () => void {
  if (!process.send) return () => {}
  let count = 0
  const timer = setInterval(() => {
    const beat: Heartbeat = { heartbeat: count++, atMs: performance.now() }
    if (process.connected) process.send?.(beat)
  }, HEARTBEAT_MS)
  timer.unref()
  process.once('disconnect', orphaned)
  return () => {
    clearInterval(timer)
    process.removeListener('disconnect', orphaned)
  }
}

/** True for a message of `startHeartbeat`. */
export function isHeartbeat(message: unknown): message is Heartbeat {
  return (
    typeof message === 'object' &&
    message !== null &&
    'heartbeat' in message &&
    'atMs' in message &&
    typeof message.atMs === 'number'
  )
}
