// The flags of a participating function: what they say, and what is refused with what to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { participatingOptions, roleOf } from '../../cli/participating-flags'

test('the way of passing, the accounting and the served domains', () => {
  const { as, callId, accounting, served } = participatingOptions({}, 'participating')
  assert.deepEqual([as, callId, accounting, served], ['proxy', 'kept', 'user', ['home.example']])
  const flags = { passing: 'b2bua-new-call-id', accounting: 'conference', served: 'a.example, b.example' }
  assert.deepEqual(participatingOptions(flags, 'participating'), {
    ...{ as: 'b2bua', callId: 'new', accounting: 'conference', served: ['a.example', 'b.example'] },
  })
  assert.deepEqual([roleOf(undefined), roleOf('participating')], ['controlling', 'participating'])
})

test('wrong words are refused with the right ones, and flags that the role has no use for', () => {
  const refused = (flags: Parameters<typeof participatingOptions>[0], role: 'controlling' | 'participating', message: RegExp) =>
    assert.throws(() => participatingOptions(flags, role), { name: 'UsageError', message })
  refused({ passing: 'router' }, 'participating', /"router" is not known[^]*proxy, b2bua, b2bua-new-call-id/)
  refused({ passing: 'toString' }, 'participating', /"toString" is not known/)
  refused({ accounting: 'group' }, 'participating', /"group" is not known[^]*user, conference/)
  refused({ served: 'home example' }, 'participating', /"home example" is no domain/)
  refused({ served: 'home.example' }, 'controlling', /only a participating function has it/)
  assert.throws(() => roleOf('both'), { name: 'UsageError', message: /"both" is not known[^]*controlling, participating/ })
})
