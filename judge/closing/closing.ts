// Closes conferences that ended long ago: says what is to be said of them, and has the model forget them. So a run may last for days.
import { accountOf, isTold, type AccountSources } from '../accounts/accounts'
import type { Demands } from '../demands/demands'
import type { Conference } from '../model/conference'
import type { Leg } from '../model/leg'
import type { Profile } from '../profile/schema'
import type { Keep } from './closed'
import { heardUs, isAccounted, isEnded } from './ended'
import { QuietSessions } from './quiet-sessions'

/** What is looked at, and told to forget. */
export interface Closable extends AccountSources {
  readonly side: { forget(legs: ReadonlySet<Leg>, limitUs: number): void }
  readonly demands: Demands
}

/** No conference is closed sooner than this after the last that was heard of it, however short its timers. */
const SHORTEST_US = 60_000_000

/** So many times in that time it is looked whether there is one, at most: each time all that is held is looked at, and at least as many events come between. */
const LOOKS = 4

export class Closing {
  private readonly model: Closable
  private readonly keep: Keep
  private readonly afterUs: number
  private lookUs: number
  /** Events until it is looked again. */
  private left = 0

  /** `afterUs`: a conference is closed when nothing was heard of it for so long. */
  constructor(model: Closable, keep: Keep, afterUs = closesAfterUs(model.profile)) {
    this.model = model
    this.keep = keep
    this.afterUs = afterUs
    this.lookUs = afterUs
  }

  /** `sinceUs`: when the scenario began that goes on now. Of what was heard of since then, something may still be demanded. */
  timePassed(nowUs: number, sinceUs = Infinity): void {
    this.left -= 1
    if (nowUs < this.lookUs || this.left > 0) return
    this.lookUs = nowUs + this.afterUs / LOOKS
    const limitUs = Math.min(nowUs - this.afterUs, sinceUs - 1)
    const quiet = new QuietSessions(this.model, limitUs)
    this.close(this.ended(limitUs, quiet), quiet, limitUs)
    this.left = this.model.plane.conferences.length + this.model.accounting.books.explanations.length
  }

  /** Those of which nothing will change any more. */
  private ended(limitUs: number, quiet: QuietSessions): ReadonlySet<Conference> {
    const { plane, demands } = this.model
    const undecided = demands.undecidedOf()
    const ended = new Set<Conference>()
    for (const one of [...plane.conferences, ...plane.pager.entities]) {
      if (undecided.has(one) || !isEnded(one) || heardUs(one) > limitUs) continue
      if (quiet.of(one)?.every((session) => isAccounted(session, one))) ended.add(one)
    }
    for (let before = -1; before !== ended.size;) {
      before = ended.size
      for (const one of ended) if (!quiet.standsAlone(one, ended)) ended.delete(one)
    }
    return ended
  }

  private close(closed: ReadonlySet<Conference>, quiet: QuietSessions, limitUs: number): void {
    const { model } = this
    const { accounting, demands, plane, sip, side } = model
    const { sessions, crossings } = quiet.ofClosed(closed)
    const why = new Map(accounting.books.explanations.map((one) => [one.record, one]))
    const accounts = [...closed]
      .filter(({ isOfMessages }) => isOfMessages !== true)
      .map((one) => ({ id: one.id, account: accountOf(one, model, why) }))
      .filter(({ account }) => isTold(account))
    const decided = demands.close(closed, limitUs)
    for (const one of closed) one.isClosed = true
    this.keep({ accounts, demands: decided, ...accounting.close(closed, sessions, crossings) })
    const legs = new Set([...closed].flatMap((one) => one.legs))
    sip.forget(legs)
    if (side !== sip) side.forget(legs, limitUs)
    if (closed.size > 0) plane.forget(closed)
  }
}

/**
 * RFC 3261 §17 — no transaction lives longer than 64·T1, and two may follow each other, as CANCEL and BYE do. Behind that stand the windows in which a
 * record is due. What comes later than all this twice over comes to a conference that nobody knows any more.
 */
function closesAfterUs({ timers, windows }: Profile): number {
  const longestMs = 2 * 64 * timers.t1Ms + windows['P-DELAY'] + windows['P-LINGER'] + windows.early
  return Math.max(SHORTEST_US, 2 * longestMs * 1000)
}
