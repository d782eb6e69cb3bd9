// A server without the conference package (RFC 4575) says so by 489: who asks has asked all the same, and who wanted the roster is told
// what the profile has to say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noPackage, subscribed } from '../../steps/support/conference-package'

test('a SUBSCRIBE to the roster: taken, refused for want of the package, refused otherwise, unanswered', () => {
  for (const status of [200, 202]) assert.equal(subscribed('Bob', { status, reason: '' }), 'subscribed')
  for (const status of [405, 489, 501]) assert.equal(subscribed('Bob', { status, reason: '' }), 'no such package', String(status))
  assert.throws(() => subscribed('Bob', { status: 403, reason: 'Forbidden' }), /Bob subscribes: the SUT answered 403 Forbidden/)
  assert.throws(() => subscribed('Bob', undefined), /Bob subscribes: the SUT gave no answer/)
  assert.match(noPackage('Carol').message, /^INCONCLUSIVE: .*refused Carol's SUBSCRIBE; .* conference-package: no under pics/)
})
