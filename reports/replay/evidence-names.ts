// What the evidence files of each participant are called: its name where that can name a file, and no two alike.
import type { HistoryEvent } from '../../judge/history/events'

/**
 * The stem of file names (`Bob` of `Bob.replay.xml`) by participant, for all who speak or have a wire in a slice. A name that can
 * name a file as it is keeps it, whoever came first; of others every sign but letters, digits, `_` and `-` becomes `_`, with a
 * number where that is taken. Names that differ by case alone count as alike, since on some disks they are.
 */
export function evidenceNames(events: readonly HistoryEvent[]): ReadonlyMap<string, string> {
  const named = new Set<string>()
  for (const event of events) {
    if (event.kind === 'sip' && event.party !== undefined) named.add(event.party)
    if (event.kind === 'wire') named.add(event.participant)
  }
  const plain = [...named].map((participant) => ({ participant, stem: stemOf(participant) }))
  const taken = new Set<string>()
  const names = new Map<string, string>()
  // those that keep their name first, so that nobody else is called like them
  for (const isKept of [true, false])
    for (const { participant, stem } of plain)
      if ((participant === stem) === isKept) {
        let name = stem
        for (let k = 2; taken.has(name.toLowerCase()); k++) name = `${stem}_${k}`
        taken.add(name.toLowerCase())
        names.set(participant, name)
      }
  return names
}

function stemOf(participant: string): string {
  return participant.replace(/[^\w-]/g, '_').slice(0, 60) || '_'
}
