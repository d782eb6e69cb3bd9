// nock, loaded when the first door opens and quiet when the last has closed: while it is active it stands in every HTTP call of the process.
import { createRequire } from 'node:module'
import type nock from 'nock'

export type Nock = typeof nock

const load = createRequire(__filename)
let doors = 0
let isOurs = false

/** nock, active. Give it back with {@link releaseNock}. */
export function takeNock(): Nock {
  // Loading it activates it; where others had it active before, it is theirs to restore.
  const wasActive = load.cache[load.resolve('nock')] !== undefined && (load('nock') as Nock).isActive()
  const loaded = load('nock') as Nock
  if (!loaded.isActive()) loaded.activate()
  if (doors === 0) isOurs = !wasActive
  doors += 1
  return loaded
}

/** After the last door HTTP is again what it was, unless somebody else has mocks of their own. */
export function releaseNock(loaded: Nock): void {
  doors -= 1
  if (doors === 0 && isOurs && loaded.isActive() && loaded.activeMocks().length === 0) loaded.restore()
}
