// The moves of a conference as a table of a feature: `| round | guest | does |`; rows of one round are made at the same time.
import { TestbedError } from '../../mocks/testbed-error'
import type { Move } from './random-moves'

const WORDS: Readonly<Record<Move['kind'], string>> = {
  joins: 'joins',
  added: 'is added',
  refuses: 'refuses',
  leaves: 'leaves',
  expelled: 'is expelled',
  crosses: 'crosses BYEs',
}

const HEAD = ['round', 'guest', 'does']

/** The rows of a table, its head first. */
export function tableOf(rounds: readonly (readonly Move[])[]): readonly (readonly string[])[] {
  return [HEAD, ...rounds.flatMap((round, i) => round.map(({ kind, who }) => [String(i + 1), who, WORDS[kind]]))]
}

/** The rounds of such a table. Who is added, or refuses, is invited by `host`. A row that says anything else is an error of ours. */
export function roundsIn([head = [], ...rows]: readonly (readonly string[])[], host: string): readonly (readonly Move[])[] {
  if (head.join() !== HEAD.join()) throw wrong(head)
  const rounds = new Map<string, Move[]>()
  for (const row of rows) {
    const [round = '', who = '', word] = row
    const kind = (Object.keys(WORDS) as Move['kind'][]).find((one) => WORDS[one] === word)
    if (kind === undefined) throw wrong(row)
    const move: Move = kind === 'added' || kind === 'refuses' ? { kind, who, by: host } : { kind, who }
    rounds.set(round, [...(rounds.get(round) ?? []), move])
  }
  return [...rounds.values()]
}

function wrong(row: readonly string[]): TestbedError {
  return new TestbedError({
    what: `"| ${row.join(' | ')} |" is no row of moves`,
    where: 'the table of the scenario',
    mend: `${HEAD.join(', ')}; a guest ${Object.values(WORDS).join(', ')}`,
  })
}
