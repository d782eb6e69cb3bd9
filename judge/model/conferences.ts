// Which conference a leg belongs to, by the URIs a conference is known by.
import type { Conference } from './conference'
import { resolved } from './conference'
import { focusKey, userPartOf } from './focus'
import type { Leg } from './leg'

export class Conferences {
  readonly all: Conference[] = []
  private readonly of = new Map<Leg, Conference>()
  private readonly factory: string

  /** `factory`: the URI that makes a conference each time, and names none. */
  constructor(factory: string) {
    this.factory = focusKey(factory)
  }

  conferenceOf(leg: Leg): Conference | undefined {
    const conference = this.of.get(leg)
    return conference && resolved(conference)
  }

  /** A new leg enters the conference it names, or a new one. */
  enter(leg: Leg): Conference {
    const conference =
      leg.by === 'server' ? this.inviterConference(leg) : (this.known(focusKey(leg.requestUri)) ?? this.create(leg))
    this.put(leg, conference)
    return conference
  }

  /** The conference that has this URI; undefined where none has. */
  named(uri: string): Conference | undefined {
    return this.known(focusKey(uri))
  }

  /** The Contact of the SUT's 2xx tells which conference the user really got into. True: a conference turned out to be another. */
  settleFocus(leg: Leg): boolean {
    const mine = this.conferenceOf(leg)
    if (!mine || leg.focus === undefined) return false
    const key = focusKey(leg.focus)
    const other = this.all.find((one) => !one.sameAs && one !== mine && one.uris.has(key))
    if (!other) {
      mine.uris.add(key)
      return false
    }
    if (mine.legs.length > 1) {
      mine.legs.splice(mine.legs.indexOf(leg), 1)
      this.put(leg, other)
    } else merge(mine, other)
    for (const trigger of mine.triggers.filter((one) => one.leg === leg && one.conference !== other)) {
      mine.triggers.splice(mine.triggers.indexOf(trigger), 1)
      trigger.conference = other
      other.triggers.push(trigger)
    }
    return mine.sameAs !== undefined
  }

  private inviterConference(leg: Leg): Conference {
    const key = focusKey(leg.focus ?? leg.from)
    const found = this.known(key)
    if (found) return found
    const conference = this.add()
    conference.uris.add(key)
    return conference
  }

  private create(leg: Leg): Conference {
    const conference = this.add()
    const key = focusKey(leg.requestUri)
    if (key !== this.factory) conference.uris.add(key) // a group or chat URI names the conference; a factory makes one each time
    return conference
  }

  /** By the exact URI; else by a user part that only one conference has (LV-22: Contact on a node or on a domain). */
  private known(key: string): Conference | undefined {
    const alive = this.all.filter((one) => !one.sameAs)
    const exact = alive.findLast((one) => one.uris.has(key))
    if (exact || key === this.factory) return exact
    const user = userPartOf(key)
    if (user === '') return undefined
    const alike = alive.filter((one) => [...one.uris].some((uri) => userPartOf(uri) === user))
    return alike.length === 1 ? alike[0] : undefined
  }

  private add(): Conference {
    const conference: Conference = { id: this.all.length, uris: new Set(), legs: [], triggers: [], everIn: new Set(), told: [] }
    this.all.push(conference)
    return conference
  }

  private put(leg: Leg, conference: Conference): void {
    this.of.set(leg, conference)
    conference.legs.push(leg)
  }
}

function merge(from: Conference, into: Conference): void {
  from.sameAs = into
  for (const uri of from.uris) into.uris.add(uri)
  into.legs.push(...from.legs)
  into.triggers.push(...from.triggers)
  into.told.push(...from.told)
  if (from.stop) into.stop ??= from.stop
  for (const trigger of from.triggers) trigger.conference = into
}
