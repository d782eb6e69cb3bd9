// A random conference: what its guests do, from a seed, and as a feature that anybody can run again.
import { tableOf } from '../../steps/support/moves-table'
import { arrivalsIn, randomRounds, type Move } from '../../steps/support/random-moves'

/** Moves of one round are made at the same time. */
export type Rounds = readonly (readonly Move[])[]

export interface RandomConference {
  /** In one line: `seed 417`. */
  readonly name: string
  readonly rounds: Rounds
}

const HOST = 'Alice'
const GUESTS = ['Bob', 'Carol']
const OTHERS = ['Dave', 'Erin']

/** The conference of this seed; `expels`: the server can be made to expel somebody. */
export function conferenceOf(seed: number, rounds: number, expels: boolean): RandomConference {
  const cast = { host: HOST, guests: GUESTS, others: OTHERS, expels }
  return { name: `seed ${seed}`, rounds: randomRounds(seed, rounds, cast) }
}

/** What is left of these moves when those are left out that nobody can make: who is out does not leave, who was expelled stays away. */
export function possible(rounds: Rounds): Rounds {
  const inside = new Set(GUESTS)
  const away = new Set<string>()
  return rounds
    .map((round) =>
      round.filter(({ kind, who }) => {
        const isGoing = kind === 'leaves' || kind === 'expelled' || kind === 'crosses'
        if (away.has(who) || inside.has(who) !== isGoing) return false
        if (isGoing) inside.delete(who)
        else if (kind !== 'refuses') inside.add(who)
        if (isGoing && kind !== 'leaves') away.add(who)
        return true
      }),
    )
    .filter((round) => round.length > 0)
}

/** One feature of all of them, each a scenario under TP_SEQ_011. */
export function featureText(conferences: readonly RandomConference[]): string {
  return ['@TP_SEQ_011', 'Feature: TP_SEQ_011 Random comings and goings', ...conferences.flatMap(scenarioOf), ''].join('\n')
}

function scenarioOf({ name, rounds }: RandomConference): readonly string[] {
  const table = tableOf(rounds)
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]): string => `      | ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const moves = rounds.length > 0 ? [`    When guests come and go in the conference of ${HOST}:`, ...table.map(line)] : []
  const arrivals = GUESTS.length + arrivalsIn(rounds)
  return [
    '',
    `  Scenario: ${name}`,
    `    Given ${HOST} is in a conference with ${GUESTS.join(' and ')}`,
    ...moves,
    `    Then all ${arrivals} arrivals and all departures of ${HOST}'s conference have their records and their counts`,
  ]
}
