// A record between a REFER and the server's INVITE to the referred user: charged at the REFER.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SETTLED_MS } from './good-stories'
import { Story } from './story'
import { creatorOf } from './story-calls'

/** Alice with Carol, whose arrival is demanded; then Alice refers to Bob, whom the server invites 300 ms later. */
function referred(): readonly string[] {
  const s = new Story().begin('TP_ARR_010').when()
  const conf = s.creates('alice')
  s.brings('carol', conf)
  s.owesOne('interim', 'arrival', 'carol', 'arrival-interim-missing').wait(200)
  s.refers(creatorOf(conf), 'bob')
  const { callId } = creatorOf(conf)
  s.wait(50)
  s.acr(conf, { label: 'at the REFER', type: 'interim', callId, method: 'REFER', party: 'sip:alice@home.example', count: 2 })
  s.wait(250).brings('bob', conf)
  return s
    .wait(SETTLED_MS)
    .drain(conf)
    .end()
    .judged()
    .findings.map(({ rule, actual }) => `${rule}: ${actual}`)
}

test('a record behind a REFER, before the INVITE it asks for, is charged at the REFER', () => {
  assert.deepEqual(
    referred().map((one) => one.replace(/ \(event \d+\)/, '')),
    [
      'refer-interim-early: INTERIM, record 2, not explained by anything; nearest before it: the REFER that names sip:bob@home.example',
    ],
  )
})

test('a second record for a departure is that, whoever referred to somebody before', () => {
  const s = new Story().begin('TP_DEP_002')
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.brings('carol', conf)
  s.wait(100).refers(creatorOf(conf), 'dave').wait(20).when().leaves(bob, conf)
  s.acr(conf, { label: 'again', type: 'interim', callId: bob.callId, method: 'BYE', party: bob.user, count: 2 })
  const { findings } = s.wait(SETTLED_MS).drain(conf).end().judged()
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['departure-interim-doubled'],
  )
})
