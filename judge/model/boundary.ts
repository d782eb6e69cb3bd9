// What the history says of its own reliability: was a CH-1 connection open, did anybody run late, which watchdogs were answered.

/** How many times at which somebody stood still, or no connection was open, are kept. */
const MOST_LAGS = 256

/** Times in µs. */
interface Span {
  readonly fromUs: number
  readonly toUs: number
}

export class Boundary {
  private readonly open = new Set<string>()
  private openSinceUs = Infinity
  private lastOutUs = 0
  private readonly carriedAtUs = new Map<string, number>()
  private lastLagUs = -Infinity
  /** The newest times at which somebody stood still, oldest first. */
  private readonly lags: Span[] = []
  /** When the last one ended that is not among them any more. */
  private forgottenLagUs = -Infinity
  /** The newest spans in which no connection was open, but the one that lasts, oldest first; and when the last one ended that is not among them. */
  private readonly outages: Span[] = []
  private forgottenOutageUs = -Infinity
  private readonly answered = new Map<string, number>()
  /** `enabler#conn` → watchdogs of ours that wait, by exchange, since when. */
  private readonly waiting = new Map<string, Map<string, number>>()
  /** Connections on which we sent a request of our own. */
  private readonly askedOn = new Set<string>()
  /** Connections that ever broke, as `enabler#conn`. */
  readonly broken = new Set<string>()
  private readonly endedAtUs = new Map<string, number>()
  private restartedAtUs = -Infinity
  everOpen = false

  peer(enabler: string, conn: number, state: string, atUs: number): void {
    const key = `${enabler}#${conn}`
    if (state === 'open') {
      if (this.open.size === 0) this.opens(atUs)
      this.open.add(key)
      this.everOpen = true
    } else if (state === 'closed' || state === 'refused') {
      const wasOpen = this.open.delete(key)
      this.broken.add(key)
      this.endedAtUs.set(key, atUs)
      if (wasOpen && this.open.size === 0) {
        this.openSinceUs = Infinity
        this.lastOutUs = atUs
      }
      this.waiting.delete(key)
    }
  }

  private opens(atUs: number): void {
    this.openSinceUs = atUs
    this.outages.push({ fromUs: this.everOpen ? this.lastOutUs : -Infinity, toUs: atUs })
    if (this.outages.length > MOST_LAGS) this.forgottenOutageUs = this.outages.shift()?.toUs ?? this.forgottenOutageUs
  }

  /** The server was made to restart: an intention, so it excuses and fails nobody by itself. */
  restarts(atUs: number): void {
    this.restartedAtUs = atUs
  }

  /** When the server was made to restart since `fromUs`, the last time; undefined where it was not. */
  restartedUs(fromUs: number): number | undefined {
    return this.restartedAtUs >= fromUs ? this.restartedAtUs : undefined
  }

  /** Did a capabilities exchange succeed on this connection, which is not closed yet? */
  isOpen(enabler: string, conn: number): boolean {
    return this.open.has(`${enabler}#${conn}`)
  }

  /** When this connection ended; undefined while it has not. */
  endedUs(enabler: string, conn: number): number | undefined {
    return this.endedAtUs.get(`${enabler}#${conn}`)
  }

  /** Is a connection to another enabler than this one open? */
  isOpenBeside(enabler: string): boolean {
    return [...this.open].some((key) => !key.startsWith(`${enabler}#`))
  }

  /** Are several CH-1 connections open? What is not there yet may be on its way over another one (LV-20). */
  get severalOpen(): boolean {
    return this.open.size > 1
  }

  /** A record came over this connection. */
  carried(enabler: string, conn: number, atUs: number): void {
    this.carriedAtUs.set(`${enabler}#${conn}`, atUs)
  }

  /** Did several CH-1 connections carry records since then? They may be seen in any order (LV-20); one that only stands by disturbs none. */
  severalUsedSince(fromUs: number): boolean {
    return [...this.carriedAtUs.values()].filter((atUs) => atUs >= fromUs).length > 1
  }

  /** Is no connection open now, though one was? */
  get isOut(): boolean {
    return this.everOpen && this.open.size === 0
  }

  /** Since when some connection is open without a break; undefined while none is. */
  get openAgainUs(): number | undefined {
    return this.open.size === 0 ? undefined : this.openSinceUs
  }

  /** When the last connection ended that was open; undefined while one is. */
  get outSinceUs(): number | undefined {
    return this.isOut ? this.lastOutUs : undefined
  }

  /** Was some CH-1 connection open all the time since `fromUs`? */
  openSince(fromUs: number): boolean {
    return this.openSinceUs <= fromUs
  }

  /** Was some CH-1 connection open all the time between these two? Of what is long past the answer may be no though it is yes. */
  openWithin(fromUs: number, toUs: number): boolean {
    if (this.forgottenOutageUs >= fromUs || (this.open.size === 0 && this.lastOutUs <= toUs)) return false
    return !this.outages.some((one) => one.toUs > fromUs && one.fromUs <= toUs)
  }

  tick(atUs: number, lagUs: number, maxLagUs: number): void {
    if (lagUs <= maxLagUs) return
    this.lastLagUs = Math.max(this.lastLagUs, atUs)
    this.lags.push({ fromUs: atUs - lagUs, toUs: atUs })
    if (this.lags.length > MOST_LAGS) this.forgottenLagUs = this.lags.shift()?.toUs ?? this.forgottenLagUs
  }

  /** Did our side, or the embedded SUT, stand still at some time between these two? Of what is long past the answer may be yes though it is no. */
  laggedWithin(fromUs: number, toUs: number): boolean {
    return this.forgottenLagUs >= fromUs || this.lags.some((lag) => lag.toUs >= fromUs && lag.fromUs <= toUs)
  }

  /** Did our side, or the embedded SUT, stand still at some time since `fromUs`? */
  laggedSince(fromUs: number): boolean {
    return this.lastLagUs >= fromUs
  }

  /** We sent an accounting request of our own to the SUT. */
  asked(enabler: string, conn: number): void {
    this.askedOn.add(`${enabler}#${conn}`)
  }

  /** Did we ever ask the SUT anything on this connection that an accounting answer may answer? */
  wasAsked(enabler: string, conn: number): boolean {
    return this.askedOn.has(`${enabler}#${conn}`)
  }

  /** We sent a watchdog. */
  watchdogSent(enabler: string, conn: number, exchange: string, atUs: number): void {
    const key = `${enabler}#${conn}`
    const waiting = this.waiting.get(key) ?? new Map<string, number>()
    this.waiting.set(key, waiting)
    if (!waiting.has(exchange)) waiting.set(exchange, atUs)
  }

  /** `exchange`: which watchdog it answers, where the binding tells. */
  watchdogAnswered(enabler: string, conn: number, atUs: number, exchange?: string): void {
    this.answered.set(`${enabler}#${conn}`, atUs)
    if (exchange !== undefined) this.waiting.get(`${enabler}#${conn}`)?.delete(exchange)
  }

  /** How long the oldest watchdog of ours waits on this connection; undefined where none does, or somebody stood still since. */
  watchdogWaitsUs(enabler: string, conn: number, nowUs: number): number | undefined {
    const [sinceUs] = this.waiting.get(`${enabler}#${conn}`)?.values() ?? []
    return sinceUs === undefined || this.laggedSince(sinceUs) ? undefined : nowUs - sinceUs
  }

  /** Was a watchdog answered on this connection after `fromUs`? It closes the bracket of a negative after a STOP. */
  watchdogSince(enabler: string, conn: number, fromUs: number): boolean {
    return (this.answered.get(`${enabler}#${conn}`) ?? -Infinity) >= fromUs
  }
}
