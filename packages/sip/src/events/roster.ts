// The roster of a conference as a subscriber puts it together from full and partial documents (RFC 4575 §4.3–§4.6).
import type {
  ConferenceDescription,
  ConferenceEndpoint,
  ConferenceInfo,
  ConferenceState,
  ConferenceUser,
  ElementState,
} from './conference-info'

/** Who is in, as of one version. Plain data; nothing in it changes. */
export interface Roster {
  readonly entity: string
  readonly version: number
  readonly description: ConferenceDescription
  readonly conferenceState: ConferenceState
  readonly users: readonly RosterUser[]
}

/** One user of a roster. */
export type RosterUser = Omit<ConferenceUser, 'state' | 'endpoints'> & { readonly endpoints: readonly RosterEndpoint[] }

/** One endpoint of a user. */
export type RosterEndpoint = Omit<ConferenceEndpoint, 'state'>

/** What a document made of a roster: `gap` and `partialFirst` want a refresh of the subscription, which brings a full one. */
export interface RosterChange {
  readonly outcome: 'applied' | 'stale' | 'gap' | 'partialFirst' | 'foreign' | 'deleted' | 'tooLarge'
  /** As it is now; unchanged unless the outcome is `applied` or `deleted`. */
  readonly roster: Roster | undefined
}

// A notifier that adds users for ever does not grow the roster for ever.
const MOST_USERS = 10_000

/** The roster after a document. Takes what is newer only, and a partial state only on the version right before it. */
export function rosterAfter(roster: Roster | undefined, info: ConferenceInfo): RosterChange {
  if (roster !== undefined && roster.entity !== info.entity) return { outcome: 'foreign', roster }
  // RFC 4575 §4.6 — what is not newer than the local version is dropped, full or not.
  if (roster !== undefined && info.version <= roster.version) return { outcome: 'stale', roster }
  if (info.state === 'deleted') return { outcome: 'deleted', roster: undefined }
  if (info.state === 'full') return bounded(applied(undefined, info), roster)
  if (roster === undefined) return { outcome: 'partialFirst', roster }
  // RFC 4575 §4.6 — a number was missed: what the partial state changes is not known any more.
  if (info.version !== roster.version + 1) return { outcome: 'gap', roster }
  return bounded(applied(roster, info), roster)
}

function bounded(next: Roster, before: Roster | undefined): RosterChange {
  return next.users.length > MOST_USERS ? { outcome: 'tooLarge', roster: before } : { outcome: 'applied', roster: next }
}

function applied(before: Roster | undefined, info: ConferenceInfo): Roster {
  const { users } = info
  const known = users?.state === 'partial' ? (before?.users ?? []) : users === undefined ? (before?.users ?? []) : []
  return {
    entity: info.entity,
    version: info.version,
    // RFC 4575 §4.4 — elements without keys are told whole whenever they are told.
    description: info.description ?? before?.description ?? {},
    conferenceState: info.conferenceState ?? before?.conferenceState ?? {},
    users: users === undefined || users.state === 'deleted' ? known : merged(known, users.users, mergedUser),
  }
}

function mergedUser(before: RosterUser | undefined, told: ConferenceUser): RosterUser {
  const { state, endpoints, ...rest } = told
  const known = state === 'partial' ? before : undefined
  return { ...known, ...rest, endpoints: merged(known?.endpoints ?? [], endpoints, mergedEndpoint) }
}

function mergedEndpoint(before: RosterEndpoint | undefined, told: ConferenceEndpoint): RosterEndpoint {
  const { state, ...rest } = told
  return { ...(state === 'partial' ? before : undefined), ...rest }
}

// RFC 4575 §4.5, §4.6 — by key: deleted ones go, others replace or change the one of their key, new ones come last.
function merged<K extends { readonly entity: string }, T extends { readonly entity: string; readonly state: ElementState }>(
  known: readonly K[],
  told: readonly T[],
  merge: (before: K | undefined, told: T) => K,
): readonly K[] {
  const byKey = new Map(known.map((element) => [element.entity, element]))
  for (const element of told) {
    if (element.state === 'deleted') byKey.delete(element.entity)
    else byKey.set(element.entity, merge(byKey.get(element.entity), element))
  }
  return [...byKey.values()]
}
