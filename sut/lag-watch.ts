// Tells from a child's heartbeats for how long it did not run.
import { HEARTBEAT_MS, isHeartbeat } from './im-server/heartbeat'

/** Lags below this are the ordinary jitter of timers. */
const LEAST_LAG_MS = 50
/** Silence after which a process is taken to stand still. */
const SILENT_MS = 3 * HEARTBEAT_MS

/**
 * Reports a lag when a beat comes late by the child's own clock, and while beats stay out.
 * A pause of this process is no lag of the child: silence is judged only after waiting messages were read.
 */
export class LagWatch {
  private readonly onLag: (lagMs: number) => void
  private readonly timer: NodeJS.Timeout
  private lastBeat: number | undefined
  private lastHeard = performance.now()
  private stopped = false

  constructor(onLag: (lagMs: number) => void) {
    this.onLag = onLag
    this.timer = setInterval(() => setImmediate(() => this.check()), HEARTBEAT_MS)
    this.timer.unref()
  }

  /** Takes a message of the child; others than heartbeats are ignored. */
  heard(message: unknown): void {
    if (this.stopped || !isHeartbeat(message)) return
    const lag = this.lastBeat === undefined ? 0 : message.atMs - this.lastBeat - HEARTBEAT_MS
    this.lastBeat = message.atMs
    this.lastHeard = performance.now()
    if (lag >= LEAST_LAG_MS) this.onLag(lag)
  }

  /** No report after this. */
  stop(): void {
    this.stopped = true
    clearInterval(this.timer)
  }

  private check(): void {
    const silence = performance.now() - this.lastHeard - HEARTBEAT_MS
    if (!this.stopped && silence >= SILENT_MS) this.onLag(silence)
  }
}
