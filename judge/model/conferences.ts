// Which conference a leg belongs to, by the URIs a conference is known by.
import type { Conference } from './conference'
import { resolved } from './conference'
import { focusKey, userPartOf } from './focus'
import { FormerLives } from './former-lives'
import { isAttached, isPending, type Leg } from './leg'

export class Conferences {
  all: Conference[] = []
  private count = 0
  private readonly of = new WeakMap<Leg, Conference>()
  /** By each of its URIs, and by each of their user parts; what was merged into another is in neither. */
  private readonly byUri = new Map<string, Set<Conference>>()
  private readonly byUserPart = new Map<string, Set<Conference>>()
  private readonly former = new FormerLives()
  /** By Call-ID, first legs of former lives of conferences that live. */
  private readonly formerLegs = new Map<string, Leg>()
  private readonly factory: string
  private readonly hasPairs: boolean
  /** The newest call of each user, by the key of the address it calls from. */
  private readonly calls = new Map<string, Leg>()

  /** `factory`: the URI that makes a conference each time, and names none; `hasPairs`: a call that is passed on makes a 1-1 session. */
  constructor(factory: string, hasPairs = false) {
    this.factory = focusKey(factory)
    this.hasPairs = hasPairs
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
    if (leg.by === 'user') this.calls.set(focusKey(leg.user), leg)
    return conference
  }

  /** A leg of what is no conference, and is not among them. */
  putAside(leg: Leg, entity: Conference): void {
    this.put(leg, entity)
  }

  /** The first leg with this Call-ID, of a life that was closed, of a conference that lives again. */
  formerLeg(callId: string): Leg | undefined {
    return this.formerLegs.get(callId)
  }

  /** The conference that has this URI; undefined where none has. */
  named(uri: string): Conference | undefined {
    return this.known(focusKey(uri))
  }

  /** The Contact of the SUT's 2xx tells which conference the user really got into. Gives the conference that turned out to be another. */
  settleFocus(leg: Leg): Conference | undefined {
    const mine = this.conferenceOf(leg)
    if (!mine || leg.focus === undefined || mine.isPair) return undefined // of two who talk to each other no URI is a name
    const key = focusKey(leg.focus)
    const [other] = inOrder(this.byUri.get(key)).filter((one) => one !== mine)
    if (!other) {
      this.know(mine, key)
      return undefined
    }
    if (mine.legs.length > 1) {
      mine.legs.splice(mine.legs.indexOf(leg), 1)
      this.put(leg, other)
    } else this.merge(mine, other)
    moved(leg, mine, other)
    return mine.sameAs && mine
  }

  /** The closed ones. Whoever comes to one of their URIs makes a new one. */
  forget(closed: ReadonlySet<Conference>): void {
    this.all = this.all.filter((one) => !resolved(one).isClosed)
    for (const conference of closed) {
      this.former.ended(conference.uris, conference.firsts)
      for (const leg of conference.firsts) for (const callId of callIdsOf(leg)) this.formerLegs.delete(callId)
      for (const uri of conference.uris) this.forgetUri(conference, uri)
      for (const { user } of conference.legs) {
        const call = this.calls.get(focusKey(user))
        if (call && this.conferenceOf(call) === conference) this.calls.delete(focusKey(user))
      }
    }
  }

  private inviterConference(leg: Leg): Conference {
    const key = focusKey(leg.focus ?? leg.from)
    const found = this.pairOf(leg) ?? this.known(key)
    if (found) return found
    const conference = this.add(leg)
    this.know(conference, key, true)
    return conference
  }

  /** The 1-1 session of a call to this user that the server passes on: From is the caller, and nothing says isfocus (RFC 4579 §5.1). */
  private pairOf(leg: Leg): Conference | undefined {
    const call = this.hasPairs && leg.focus === undefined ? this.calls.get(focusKey(leg.from)) : undefined
    if (!call || focusKey(call.requestUri) !== focusKey(leg.user) || !(isPending(call) || isAttached(call))) return undefined
    const shared = this.conferenceOf(call)
    if (!shared || shared.isPair) return shared
    const isAlone = shared.legs.length === 1
    if (!isAlone && !isPending(call)) return undefined
    // another call to the same user is another session
    const conference = isAlone ? shared : this.apart(call, shared)
    conference.isPair = true
    for (const uri of conference.uris) this.forgetUri(conference, uri)
    conference.uris.clear()
    return conference
  }

  /** A call that only seemed to be of a conference. */
  private apart(call: Leg, from: Conference): Conference {
    const conference = this.add(call)
    from.legs.splice(from.legs.indexOf(call), 1)
    this.put(call, conference)
    moved(call, from, conference)
    return conference
  }

  private create(leg: Leg): Conference {
    const conference = this.add(leg)
    const key = focusKey(leg.requestUri)
    if (key !== this.factory) this.know(conference, key, true) // a group or chat URI names the conference; a factory makes one each time
    return conference
  }

  /** By the exact URI; else by a user part that only one conference has (LV-22: Contact on a node or on a domain). */
  private known(key: string): Conference | undefined {
    const exact = inOrder(this.byUri.get(key)).at(-1)
    if (exact || key === this.factory) return exact
    const alike = inOrder(this.byUserPart.get(userPartOf(key)))
    return alike.length === 1 ? alike[0] : undefined
  }

  /** It is known by this URI, too, and by those that it had in former lives. `alike`: it is made for whoever names this URI. */
  private know(conference: Conference, uri: string, alike = false): void {
    conference.uris.add(uri)
    put(this.byUri, uri, conference)
    const user = userPartOf(uri)
    if (user !== '') put(this.byUserPart, user, conference)
    const { uris, firsts } = this.former.take(uri, alike) ?? { uris: [], firsts: [] }
    for (const leg of firsts) {
      conference.firsts.push(leg)
      this.of.set(leg, conference)
      for (const callId of callIdsOf(leg)) this.formerLegs.set(callId, leg)
    }
    for (const other of uris) if (!conference.uris.has(other)) this.know(conference, other)
  }

  /** It is found by this URI no more. */
  private forgetUri(conference: Conference, uri: string): void {
    takeOut(this.byUri, uri, conference)
    takeOut(this.byUserPart, userPartOf(uri), conference)
  }

  private add({ invite }: Leg): Conference {
    const conference: Conference = {
      id: this.count,
      sinceN: invite.n,
      uris: new Set(),
      legs: [],
      triggers: [],
      firsts: [],
      everIn: new Set(),
      told: [],
    }
    this.count += 1
    this.all.push(conference)
    return conference
  }

  private put(leg: Leg, conference: Conference): void {
    this.of.set(leg, conference)
    conference.legs.push(leg)
  }

  private merge(from: Conference, into: Conference): void {
    from.sameAs = into
    into.merged = [...(into.merged ?? []), from, ...(from.merged ?? [])]
    for (const uri of from.uris) {
      this.know(into, uri)
      this.forgetUri(from, uri)
    }
    into.legs.push(...from.legs)
    into.triggers.push(...from.triggers)
    into.firsts.push(...from.firsts)
    into.told.push(...from.told)
    if (from.stop) into.stop ??= from.stop
    for (const trigger of from.triggers) trigger.conference = into
  }
}

/** What is due for this leg is due in the other conference. */
function moved(leg: Leg, from: Conference, to: Conference): void {
  for (const trigger of from.triggers.filter((one) => one.leg === leg && one.conference !== to)) {
    from.triggers.splice(from.triggers.indexOf(trigger), 1)
    trigger.conference = to
    to.triggers.push(trigger)
  }
}

function put(index: Map<string, Set<Conference>>, key: string, conference: Conference): void {
  const known = index.get(key)
  if (known) known.add(conference)
  else index.set(key, new Set([conference]))
}

function callIdsOf({ callId, farCallId }: Leg): readonly string[] {
  return farCallId === undefined ? [callId] : [callId, farCallId]
}

function takeOut(index: Map<string, Set<Conference>>, key: string, conference: Conference): void {
  const known = index.get(key)
  known?.delete(conference)
  if (known?.size === 0) index.delete(key)
}

/** Oldest first. */
function inOrder(conferences: ReadonlySet<Conference> = new Set()): readonly Conference[] {
  return [...conferences].sort((a, b) => a.id - b.id)
}
