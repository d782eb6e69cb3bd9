// Finding AVPs by path: names joined by slashes, as they stand inside one another.
import { membersOf } from './avp-view'
import type { Avp, AvpScalar, DiameterMessage } from './message'

/**
 * All AVPs at a path, in order of appearance: `Service-Information/IMS-Information/Node-Functionality` from the top level of a
 * message or from the members of a group. A `**` among the names stands for any number of levels.
 */
export function avpsAt(from: DiameterMessage | Avp, path: string): readonly Avp[] {
  return search(from, path, Infinity)
}

/** The first AVP at a path. */
export function avpAt(from: DiameterMessage | Avp, path: string): Avp | undefined {
  return search(from, path, 1)[0]
}

/** The value of the first AVP at a path, when there is one, it could be read, and it is not a group. */
export function scalarAt(from: DiameterMessage | Avp, path: string): AvpScalar | undefined {
  const value = avpAt(from, path)?.value
  return value?.ok === true && !isGroup(value.value) ? value.value : undefined
}

/** Paths that were asked for, cut into names: a judge asks for the same few dozen of every record. */
const cut = new Map<string, readonly string[]>()
const MOST_CUT = 512

function namesOf(path: string): readonly string[] {
  const known = cut.get(path)
  if (known) return known
  if (cut.size >= MOST_CUT) cut.clear()
  const names = path.split('/')
  cut.set(path, names)
  return names
}

function search(from: DiameterMessage | Avp, path: string, limit: number): readonly Avp[] {
  const names = namesOf(path)
  const found: Avp[] = []
  for (const avp of 'avps' in from ? from.avps : membersOf(from)) collect(avp, names, 0, limit, found)
  return found
}

function collect(avp: Avp, names: readonly string[], at: number, limit: number, found: Avp[]): void {
  if (found.length >= limit) return
  const name = names[at]
  const isLast = at === names.length - 1
  if (name === '**') {
    if (!isLast) collect(avp, names, at + 1, limit, found)
    for (const member of membersOf(avp)) collect(member, names, at, limit, found)
  } else if (avp.name === name) {
    if (isLast) found.push(avp)
    else for (const member of membersOf(avp)) collect(member, names, at + 1, limit, found)
  }
}

function isGroup(value: AvpScalar | readonly Avp[]): value is readonly Avp[] {
  return Array.isArray(value)
}
