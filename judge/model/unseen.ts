// What a history made from a capture does not have, and what therefore cannot be said of the SUT: never a fail by what was not seen.
import type { HistoryEvent } from '../history/events'
import type { Profile } from '../profile/schema'
import { resolved, type Conference } from './conference'
import { focusKey } from './focus'

type UnseenEvent = HistoryEvent & { readonly kind: 'unseen' }

export class Unseen {
  readonly #factory: string
  readonly #settleUs: number
  #before: UnseenEvent | undefined
  #beside: UnseenEvent | undefined

  constructor({ addresses, windows }: Profile) {
    this.#factory = focusKey(addresses.factory)
    this.#settleUs = (windows['P-DELAY'] + windows.early) * 1000
  }

  note(event: UnseenEvent): void {
    if (event.where === 'before') this.#before ??= event
    if (event.where === 'beside') this.#beside ??= event
  }

  /**
   * Why the history may lack something of this conference, or of a session of which no conference is known; undefined where it was seen
   * whole: it began with an INVITE to the factory, which makes a new one each time.
   */
  of(conference: Conference | undefined): string | undefined {
    if (this.#beside) return this.#beside.why
    if (!this.#before) return undefined
    const one = conference && resolved(conference)
    const [first] = one?.firsts ?? []
    const isWhole =
      one !== undefined &&
      one.isDoubtful !== true &&
      first?.by === 'user' &&
      one.legs[0] === first &&
      focusKey(first.requestUri) === this.#factory
    return isWhole ? undefined : this.#before.why
  }

  /** A record that names no leg, first of its session: may its session have begun before the history? */
  mayBeOlder({ type, atUs }: { readonly type: string | undefined; readonly atUs: number }): boolean {
    return this.#before !== undefined && (type !== 'start' || atUs < this.#before.atUs + this.#settleUs)
  }
}
