// Which programs a run used, as its histories tell: each wire names its engine and version.
import { MOST_VERSIONS } from './history-notes'
import type { JudgedResults } from './rejudge'

/** Program → version; several versions of one stand together. `known` are those no history tells. */
export function toolsOf(
  histories: readonly JudgedResults[],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const versions = new Set(histories.flatMap(({ notes }) => [...notes.sippVersions]))
  return { ...known, ...(versions.size === 0 ? {} : { sipp: [...versions].slice(0, MOST_VERSIONS).join(', ') }) }
}
