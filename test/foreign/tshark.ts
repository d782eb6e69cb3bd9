// What tshark thinks of the CH-1 messages of a history: how many it takes for Diameter, and every fault it finds in one.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { HistoryEvent } from '../../judge/history/events'
import { pcapng } from '../../reports/pcapng'
import { folderWith, runForeign } from './foreign-process'

/** What a test skips without. */
export const TSHARK = { tshark: 'tshark' } as const

/** tshark's opinion. */
export interface Opinion {
  /** How many CH-1 events it was shown, and how many Diameter messages it read in them. */
  readonly shown: number
  readonly read: number
  /** One line each: number of the frame, command code, what is wrong. */
  readonly faults: readonly string[]
}

// The numbers of the events stand in packet comments, which tshark counts as expert information of the lowest severity.
const COMMENT_SEVERITY = '0x100000'

/** Shows tshark the Diameter messages of a history, each at its port and time. */
export function opinionOf(events: readonly HistoryEvent[]): Opinion {
  const diameter = events.filter((event) => event.kind === 'ch1' && event.door === 'diameter')
  const folder = folderWith()
  const file = path.join(folder, 'ch1.pcapng')
  writeFileSync(file, pcapng({ events: diameter, wallClock: new Date(0).toISOString() }))
  const ports = new Set(diameter.map((event) => (event.kind === 'ch1' ? event.flow.local.replace(/^.*:/, '') : '')))
  // The capture has no handshakes; what TCP's own analysis makes of that is no fault of Diameter.
  const read = [
    '-r',
    file,
    '-o',
    'tcp.analyze_sequence_numbers:FALSE',
    ...[...ports].flatMap((port) => ['-d', `tcp.port==${port},diameter`]),
  ]
  const lines = (filter: string, fields: readonly string[]): readonly string[] =>
    runForeign('tshark', [...read, '-Y', filter, '-T', 'fields', ...fields.flatMap((field) => ['-e', field])], folder)
      .split('\n')
      .filter((line) => line !== '')
  return {
    shown: diameter.length,
    read: lines('diameter', ['diameter.cmd.code']).length,
    faults: lines(`_ws.malformed || _ws.expert.severity > ${COMMENT_SEVERITY}`, [
      'frame.number',
      'diameter.cmd.code',
      '_ws.malformed',
      '_ws.expert.message',
    ]),
  }
}
