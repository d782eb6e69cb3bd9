// What befalls the Charging Enablers of a scenario, and what the SUT has to do with it: who is gone, who is back, who is connected.
import type { Profile } from '../judge/profile/schema'
import type { Action, Match } from '../mocks/charging-enabler/rules'
import type { ChargingSide } from './charging-side'
import type { RecordingRoom } from './recorder'

/** RFC 6733 §12, RFC 3539 §3.4.1 — Tc and Tw where the profile tells none. */
const RECOMMENDED_MS = 30_000

/** A connection that we ended is closed long before this. */
const GONE_MS = 2_000

export class EnablerTrouble {
  private readonly charging: ChargingSide
  private readonly room: RecordingRoom
  private readonly profile: Profile
  private readonly aborted: AbortSignal
  /** The enablers that the SUT was connected to when the scenario began. */
  private connected: readonly string[] = []

  constructor(charging: ChargingSide, room: RecordingRoom, profile: Profile, aborted: AbortSignal) {
    this.charging = charging
    this.room = room
    this.profile = profile
    this.aborted = aborted
  }

  /** A scenario begins: the connections of now are those its end is charged over. */
  begin(): void {
    this.connected = this.charging.names.filter((name) => this.charging.openPeers(name) > 0)
  }

  /**
   * Waits until nothing is due, as long as the START of this server may take by what it has shown: twice the slowest so far, and a grain. What is
   * not there by then may be missing, and whom the server lets ring must not wait for it.
   */
  async settled(): Promise<void> {
    const { judge } = this.room
    const { windows } = this.profile
    const begunMs = performance.now()
    // the trial's START may still come while we wait, and tell
    const longestMs = (): number => (judge.slowestStartUs === 0 ? windows['P-QUIET'] : judge.slowestStartUs / 500 + windows.grain)
    for (;;) {
      const leftMs = Math.min(longestMs(), windows['P-DELAY']) - (performance.now() - begunMs)
      if (leftMs <= 0 || this.aborted.aborted) return
      if (await this.room.until(() => judge.dueAtUs() === undefined, leftMs, this.aborted)) return
    }
  }

  /** Waits until nothing of what happened so far is due any more; no longer than this window. */
  async nothingDue(within: 'P-DELAY' | 'P-QUIET' = 'P-DELAY'): Promise<void> {
    const { judge } = this.room
    await this.room.until(() => judge.dueAtUs() === undefined, this.profile.windows[within], this.aborted)
  }

  /** Waits until nothing is due, so that what is done to the enablers meets what comes next. Which of them has the newest record? */
  async inUse(): Promise<string | undefined> {
    await this.nothingDue()
    return this.room.judge.enablerInUse
  }

  /** Does it, and waits for the STOP that comes of it. Did one come, within P-DELAY? */
  async endsBy(doing: () => Promise<void>): Promise<boolean> {
    const { judge } = this.room
    const before = judge.stopCount
    await doing()
    return this.room.until(() => judge.stopCount > before, this.profile.windows['P-DELAY'], this.aborted)
  }

  /** These (all of them without names) end their connections and take no new ones. Resolves when the SUT has none to them. */
  async go(names: readonly string[] = this.charging.names): Promise<void> {
    await this.charging.cut(names)
    await this.room.until(() => names.every((name) => this.charging.openPeers(name) === 0), GONE_MS, this.aborted)
  }

  /** These (all of them without names) listen again, where they were gone, and the SUT may connect when it likes. */
  return(names: readonly string[] = this.charging.names): Promise<void> {
    return this.charging.restore(names)
  }

  /** Did the SUT connect to this one, within one and a half Tc? */
  connects(name: string): Promise<boolean> {
    return this.room.until(() => this.charging.openPeers(name) > 0, this.reconnectMs, this.aborted)
  }

  /** RFC 3539 §3.4.1 — lets Tw pass twice, with its spread: a watchdog was sent, and missed its answer. */
  async twoWatchdogs(): Promise<void> {
    await this.room.until(() => false, 2.3 * (this.profile.charging.twMs ?? RECOMMENDED_MS), this.aborted)
  }

  /** Until the scenario's end they do this with every record, or with those that match. */
  will(actions: readonly Action[], ...matches: readonly Match[]): void {
    this.charging.will(
      (matches.length > 0 ? matches : [{}]).map((match, i) => ({
        name: matches.length > 0 ? `scenario-${i + 1}` : 'scenario',
        match,
        actions,
        completion: { kind: 'always' },
      })),
    )
  }

  /** What trouble there was has been demanded about by now: the end is to be charged without it, over the connections there were before. */
  async quiet(): Promise<void> {
    const before = this.connected.filter((name) => !this.charging.unwanted.has(name))
    const isBack = (): boolean => before.every((name) => this.charging.openPeers(name) > 0)
    const wasGone = !isBack()
    await this.charging.calm()
    await this.room.until(isBack, this.reconnectMs, this.aborted)
    // a window of the next scenario begins that much before its cause, and nobody may have been gone in it
    if (wasGone) await this.room.until(() => false, this.profile.windows.early, this.aborted)
  }

  private get reconnectMs(): number {
    return 1.5 * (this.profile.charging.tcMs ?? RECOMMENDED_MS) + GONE_MS
  }
}
