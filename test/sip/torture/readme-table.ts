// The table of the README of @ch1/sip: what RFC 4475 asks for and what happens, from the rows that the tests run.
import { reasonPhrase } from '@ch1/sip'
import type { Demand, Outcome, TortureRow } from './row'

const TITLES = ['message', '§', 'what is odd', 'RFC 4475', 'here']

/** The table, its columns as wide as prettier makes them. */
export function readmeTable(rows: readonly TortureRow[]): string {
  const cells = rows.map((row) => [row.id, row.section, row.odd, demanded(row.demand), happens(row)])
  const widths = TITLES.map((title, i) => Math.max(...[title, ...cells.map((line) => line[i] ?? '')].map((cell) => cell.length)))
  const line = (parts: readonly string[]): string => `| ${parts.map((part, i) => part.padEnd(widths[i] ?? 0)).join(' | ')} |`
  return [line(TITLES), line(widths.map((width) => '-'.repeat(width))), ...cells.map(line)].join('\n')
}

/** The README with this table in the place of the one it has. Throws when it has none. */
export function withTable(readme: string, table: string): string {
  const begin = readme.search(/^\| message +\| §/m)
  if (begin < 0) throw new Error('the README of @ch1/sip has no torture table: no line begins with "| message | §"')
  const end = readme.indexOf('\n\n', begin)
  return readme.slice(0, begin) + table + (end < 0 ? '\n' : readme.slice(end))
}

function demanded(demand: Demand): string {
  if (typeof demand === 'number') return `refuse ${demand}`
  return demand === 'free' ? 'either way' : demand === '400 or mend' ? 'refuse 400, or mend' : demand
}

function happens({ outcome, because }: TortureRow): string {
  return because === undefined ? inWords(outcome) : `${inWords(outcome)}: ${because}`
}

function inWords(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'served':
      return '200'
    case 'refused':
      return outcome.reason === reasonPhrase(outcome.status) ? String(outcome.status) : `${outcome.status} ${outcome.reason}`
    case 'unreadable':
      return `${outcome.answer === undefined ? 'dropped' : outcome.answer}, SipParseError ${outcome.clause}`
    case 'taken':
      return 'taken'
    case 'dropped':
      return `dropped: ${outcome.what}`
  }
}
