// The conferences of the mock, by every URI they can be called by.
import { aorOf, parseUri } from '@ch1/sip'
import type { Conference } from './roster'

const MOST_CONFERENCES = 10_000

/** What conferences are made from. */
export interface ConferencesOptions {
  /** An INVITE to it opens a conference of its own. */
  readonly factoryUri: string
  /** URIs with one conference each, open as long as the mock is: pre-arranged groups and chat rooms. */
  readonly groupUris: readonly string[]
  /** `host:port` of their Contacts. */
  readonly place: string
  /** A conference has a name of its own from now on. */
  readonly opened: (aor: string) => void
}

/** Finds or opens the conference that an INVITE asks for; bounded, the oldest ad-hoc one is forgotten. */
export class Conferences {
  readonly #o: ConferencesOptions
  readonly #byName = new Map<string, Conference>()
  readonly #groups = new Map<string, Conference>()
  #count = 0

  constructor(o: ConferencesOptions) {
    this.#o = o
    for (const uri of o.groupUris) {
      const aor = aorOf(uri)
      this.#groups.set(aor, { aor, contact: contactOf(parseUri(uri).user ?? 'group', o.place) })
    }
  }

  /** The conference behind a Request-URI: a group, one by the URI of its Contact or its name, a new one for the factory. Throws SipParseError. */
  of(uri: string): Conference | undefined {
    const group = this.#groups.get(aorOf(uri)) ?? [...this.#groups.values()].find(({ contact }) => contact.includes(`<${uri}>`))
    if (group) return group
    if (aorOf(uri) === aorOf(this.#o.factoryUri)) return this.#open()
    return this.#byName.get(parseUri(uri).user ?? '')
  }

  /** The youngest conference, or a new one. */
  current(): Conference {
    return [...this.#byName.values()].at(-1) ?? this.#open()
  }

  #open(): Conference {
    this.#count += 1
    const name = `conf-${this.#count}`
    const aor = `sip:${name}@${parseUri(this.#o.factoryUri).host}`
    const conference: Conference = { aor, contact: contactOf(name, this.#o.place) }
    this.#byName.set(name, conference)
    const [oldest] = this.#byName.keys()
    if (this.#byName.size > MOST_CONFERENCES && oldest !== undefined) this.#byName.delete(oldest)
    this.#o.opened(aor)
    return conference
  }
}

function contactOf(name: string, place: string): string {
  return `<sip:${name}@${place}>;isfocus`
}
