// Which programs a run used, as its histories tell: each wire names its engine and version.
import type { JudgedHistory } from './rejudge'

/** Program → version; several versions of one stand together. `known` are those no history tells. */
export function toolsOf(
  histories: readonly JudgedHistory[],
  known: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const versions = new Set<string>()
  for (const { events } of histories)
    for (const event of events)
      if (event.kind === 'wire' && event.engine === 'sipp' && event.version !== undefined && versions.size < 4)
        versions.add(event.version)
  return { ...known, ...(versions.size === 0 ? {} : { sipp: [...versions].join(', ') }) }
}
