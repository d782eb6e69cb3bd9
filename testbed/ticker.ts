// Makes time an event: a tick when the judge waits for one, after a full poll, with how late this process ran.
import type { RecordingRoom } from './recorder'

const BEAT_MS = 50
/** Worth an event of its own even when nothing is due. */
const WORTH_NOTING_US = 250_000

export class Ticker {
  private readonly room: RecordingRoom
  private readonly beat: NodeJS.Timeout
  private timer: NodeJS.Timeout | undefined
  private timerForUs = Infinity
  private lastBeatUs: number

  constructor(room: RecordingRoom) {
    this.room = room
    this.lastBeatUs = room.nowUs()
    this.beat = setInterval(() => this.onBeat(), BEAT_MS)
    // what is read after a standstill is late by it: the judge must know of the standstill first
    room.onRecord = () => this.lookForLag()
  }

  /** Call after events: arms the timer for what the judge waits for next. */
  arm(): void {
    const dueUs = this.room.judge.dueAtUs()
    if (dueUs === undefined) {
      clearTimeout(this.timer)
      this.timerForUs = Infinity
      return
    }
    if (dueUs === this.timerForUs) return
    clearTimeout(this.timer)
    this.timerForUs = dueUs
    const waitMs = Math.max(0, Math.ceil((dueUs - this.room.nowUs()) / 1000)) + 1
    this.timer = setTimeout(() => this.afterPoll(dueUs), waitMs)
  }

  /** Somebody ran late: this process, or the embedded SUT by its heartbeats. */
  noteLag(lagUs: number): void {
    if (lagUs <= WORTH_NOTING_US || this.room.isSealed) return
    this.tick(lagUs)
    this.arm()
  }

  stop(): void {
    delete this.room.onRecord
    clearInterval(this.beat)
    clearTimeout(this.timer)
  }

  // A record may be in the kernel when the timer fires: it is read in the poll phase, before the immediates.
  private afterPoll(dueUs: number): void {
    setImmediate(() =>
      setImmediate(() => {
        this.timerForUs = Infinity
        if (this.room.isSealed) return
        this.tick(this.room.nowUs() - dueUs)
        this.arm()
      }),
    )
  }

  private onBeat(): void {
    this.lookForLag()
    this.lastBeatUs = this.room.nowUs()
  }

  private lookForLag(): void {
    const nowUs = this.room.nowUs()
    const lagUs = nowUs - this.lastBeatUs - BEAT_MS * 1000
    if (lagUs <= WORTH_NOTING_US || this.room.next === 0) return // nothing stands before what opens the history
    this.lastBeatUs = nowUs
    this.noteLag(lagUs)
  }

  private tick(lagUs: number): void {
    this.room.record({ kind: 'tick', lagUs: Math.round(Math.max(lagUs, 0)) })
  }
}
