// Records that could be of more than one occasion: whatever explains them all is right (LV-03), and none is left over or missed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unknown } from './legal-checks'
import type { Edit } from './edits'
import { Story } from './story'
import { creatorOf } from './story-calls'

/** LV-15 — each leg has a session of its own: START when it comes, STOP when it goes. */
const perLeg: Edit = (plan) => {
  const kind = plan.label.split(':')[0] ?? ''
  const type = ({ arrival: 'start', join: 'start', departure: 'stop' } as const)[kind] ?? plan.type
  return [{ ...plan, type, session: `${plan.session};${plan.callId}` }]
}

/** No MUST was found broken. */
function right(s: Story): void {
  const hard = s.judged().findings.filter(({ level }) => level === 'MUST')
  assert.deepEqual(
    hard.map(({ rule, actual }) => `${rule}: ${actual}`),
    [],
  )
}

test('the STOP of a leg whose re-INVITE had an INTERIM is that of its departure, not of the end that follows', () => {
  for (const lateMs of [0, 40]) {
    const late: Edit = (plan) => perLeg({ ...plan, atMs: plan.atMs + lateMs })
    const s = new Story({ choices: { ...unknown, 'P-GRAN': 'unknown' }, edit: late }).begin('TP_SEQ_011')
    const conf = s.creates('alice')
    const bob = s.brings('bob', conf)
    s.wait(60).reinvites(bob)
    s.acr(conf, { label: 'media', type: 'interim', callId: bob.callId, party: bob.user, method: 'INVITE' })
    s.wait(800).expels(bob, conf).leaves(creatorOf(conf), conf)
    right(s.wait(9000).watchdog().wait(100).end())
  }
})
