// A message that was lost on its way to the SUT is no stimulus: it moves nobody, and nothing is due because of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseMessage } from '@ch1/sip'
import { bytesOf } from '../../judge/base64'
import type { HistoryEvent } from '../../judge/history/events'
import { Judge } from '../../judge/judge'
import { SETTLED_MS, tell } from './good-stories'
import { judged as judgmentOf, Story } from './story'
import { aor } from './story-calls'

/** The history with the k-th (from 0) message towards the SUT that begins so marked as lost. */
function losing(events: readonly HistoryEvent[], begins: RegExp, k: number): readonly HistoryEvent[] {
  let seen = 0
  let lost = 0
  const marked = events.map((event): HistoryEvent => {
    if (event.kind !== 'sip' || event.dir !== 'toSut' || !begins.test(startOf(event))) return event
    if (seen++ !== k) return event
    lost += 1
    return { ...event, lost: true }
  })
  assert.equal(lost, 1, 'the story has that message')
  return marked
}

function startOf(event: HistoryEvent & { kind: 'sip' }): string {
  const message = parseMessage(bytesOf(event.bytes))
  return `${message.startLine} ${message.header('From') ?? ''} ${message.cseq?.method ?? ''}`
}

function judged(events: readonly HistoryEvent[]): Judge {
  const judge = new Judge()
  for (const event of events) judge.step(event)
  return judge
}

test('a BYE that never reached the SUT lets its sender stay in', () => {
  const s = new Story().begin('TP_DEP_001').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.wait(200).leaves(bob, conf, { charge: false }).wait(50)
  const events = s.events()
  assert.equal(judged(events).isIn(aor('bob')), false)
  const unanswered = losing(events, /^BYE /, 0).filter((event) => event.kind !== 'sip' || !/^SIP.* BYE$/.test(startOf(event)))
  assert.equal(judged(unanswered).isIn(aor('bob')), true)
})

test('a copy that was lost was not received a second time: what waits for it is not decided by it', () => {
  const s = new Story().begin('TP_NEG_009').when()
  const conf = s.creates('alice')
  const bob = s.brings('bob', conf)
  s.wait(200).when().resends('200', bob)
  s.owesNone('interim', 'resend', 'bob', 'interim-for-resent-answer').wait(SETTLED_MS).drain(conf)
  const events = s.end().events()
  const word = (some: readonly HistoryEvent[]): string | undefined =>
    judged(some)
      .judgment()
      .verdicts.find((one) => one.testPurpose === 'TP_NEG_009')?.word
  assert.equal(word(events), 'pass')
  assert.equal(word(losing(events, /^SIP\/2\.0 200 .* INVITE$/, 1)), 'inconclusive')
})

test('of an INVITE whose first copy was lost, the second is the first the SUT got', () => {
  const s = new Story().begin('TP_NEG_010').when()
  const conf = s.creates('alice')
  const bob = s.joins('bob', conf)
  s.wait(100).when().resends('INVITE', bob)
  s.owesNone('interim', 'resend', 'bob', 'interim-for-resent-request').wait(SETTLED_MS).drain(conf)
  const events = s.end().events()
  const resent = (some: readonly HistoryEvent[]): string | undefined => judged(some).judgment().demands[0]?.decision.state
  assert.equal(resent(events), 'met')
  assert.equal(resent(losing(events, /^INVITE .*sip:bob/, 0)), 'undecidable')
})

test('an INVITE of or to an address without a host moves nobody, and the judge goes on', () => {
  const story = tell('TP_ARR_001')
  const spoilt = story.events().map((event) => {
    if (event.kind !== 'sip') return event
    const text = Buffer.from(event.bytes, 'base64').toString('latin1')
    return { ...event, bytes: Buffer.from(text.replaceAll('@home.example', '@home.ex\u00ebmple'), 'latin1').toString('base64') }
  })
  assert.ok(judgmentOf(spoilt).verdicts.some((one) => one.testPurpose === 'TP_ARR_001' && one.word !== 'pass'))
})
