// Every verb over every wire: what goes over the wire towards a focus, row by row, and which verb a wire cannot carry.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NEEDS_OF_VERBS, PARTICIPANT_VERBS, WHY_NOT_SIPP, WireCannot } from '../../../mocks/participant'
import { ENGINES, NO_SIPP, participantBed } from '../participant-bed'
import { accountRows } from './verbs/accounts'
import { callRows } from './verbs/calls'
import { habitRows } from './verbs/habits'
import { invitedRows } from './verbs/invited'
import { otherRows } from './verbs/others'
import type { Row } from './verbs/row'
import { until } from '../until'
import { sent } from './wire-log'

const rows: readonly Row[] = [...callRows, ...otherRows, ...invitedRows, ...accountRows, ...habitRows]
const WILL = ['accept', 'ring', 'refuse', 'silent', 'late', 'twice', 'fork', 'challenge', 'other'].map((word) => `will ${word}`)

test('no verb and no word of will is without a row', () => {
  const covered = new Set(rows.flatMap(({ of }) => of))
  const all = [...PARTICIPANT_VERBS.filter((verb) => verb !== 'will'), ...WILL, 'strays tags']
  assert.deepEqual([...covered].sort(), [...all].sort())
})

test('what a wire cannot carry is known by name', () => {
  assert.deepEqual(NEEDS_OF_VERBS, { 'will fork': 'sameCallIdTwice', 'strays tags': 'sameCallIdTwice' })
})

for (const engine of ENGINES) {
  const limits = { timeout: 20_000, skip: engine === 'sipp' && NO_SIPP }
  for (const { of, says, play } of rows) {
    const needs = of.map((command) => NEEDS_OF_VERBS[command]).find((need) => need !== undefined)
    if (engine === 'sipp' && needs !== undefined) {
      test(`sipp: ${of.join(', ')}: cannot be carried, and says why`, limits, async (t) => {
        const bed = await participantBed(t, 'sipp')
        const bob = await bed.participant('Bob')
        const [verb, ...args] = (of[0] ?? '').split(' ')
        await assert.rejects(bob.do(verb as 'will', args), (error) => {
          assert.ok(error instanceof WireCannot)
          assert.equal(error.ability, needs)
          assert.equal(error.instead, WHY_NOT_SIPP[needs])
          assert.ok(error.message.startsWith(`Bob cannot do "${of[0]}" over sipp`), error.message)
          assert.match(error.message, /different From or To tags[^]*--engine socket$/)
          return true
        })
        // It is as it was: the next invitation is accepted, once.
        assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
        await until(() => bob.is('in'))
        assert.equal(new Set(sent(bed, /^SIP\/2\.0 200/).map(({ text }) => text)).size, 1, 'one answer, sent again or not')
      })
      continue
    }
    test(`${engine}: ${of.join(', ')}: ${says}`, limits, async (t) => play(await participantBed(t, engine)))
  }
}
