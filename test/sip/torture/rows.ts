// All rows of the torture table, in the order of RFC 4475's sections.
import { INVALID_FIELDS } from './invalid-fields'
import { INVALID_START_LINES } from './invalid-start-lines'
import { REGISTRATIONS } from './registrations'
import type { TortureRow } from './row'
import { SEMANTICS } from './semantics'
import { VALID_CHARACTERS } from './valid-characters'
import { VALID_FRAMES } from './valid-frames'

/** Every row, each section once. */
export const ROWS: readonly TortureRow[] = [
  ...VALID_CHARACTERS,
  ...VALID_FRAMES,
  ...INVALID_FIELDS,
  ...INVALID_START_LINES,
  ...SEMANTICS,
  ...REGISTRATIONS,
].sort((a, b) => a.section.localeCompare(b.section, 'en', { numeric: true }))

/** RFC 4475's messages, by section: thirteen valid, nineteen invalid, one, fifteen and one. */
export const SECTIONS: readonly string[] = [
  ...numbered('3.1.1', 13),
  ...numbered('3.1.2', 19),
  '3.2.1',
  ...numbered('3.3', 15),
  '3.4.1',
]

function numbered(section: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${section}.${i + 1}`)
}
