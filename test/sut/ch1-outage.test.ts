// The reference server's charging when the Charging Enabler is slow, refuses, or is away; SIP goes on meanwhile.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ImServerSettings } from '../../sut/im-server/options'
import { Enabler, Surroundings, brief } from './surroundings'

test('an unanswered ACR is sent again with T and the same End-to-End Identifier; the next waits for its answer', async (t) => {
  const around = await surroundings(t, { acrResendMs: 100 })
  around.enabler.answering = (record, answer) => {
    if (record.number > 0 || record.resent) answer(2001)
  }
  const alice = await around.create()
  await alice.dialog.bye()
  const records = await around.enabler.reach(3)
  assert.deepEqual(brief(records), ['START 0 alice 0', 'START 0 alice 0', 'STOP 1 alice -'])
  assert.deepEqual(
    records.map(({ resent }) => resent),
    [false, true, false],
  )
  const [first, second] = records
  assert.equal(second?.endToEnd, first?.endToEnd)
  assert.notEqual(second?.message.hopByHop, first?.message.hopByHop)
})

test('after 3004 the record comes again, without T', async (t) => {
  const around = await surroundings(t, { acrResendMs: 50 })
  let answers = 0
  around.enabler.answering = (_, answer) => answer(answers++ === 0 ? 3004 : 2001)
  const alice = await around.create()
  await alice.dialog.bye()
  const records = await around.enabler.reach(3)
  assert.deepEqual(brief(records), ['START 0 alice 0', 'START 0 alice 0', 'STOP 1 alice -'])
  assert.ok(records.every(({ resent }) => !resent))
})

test('after 5012 the record is given up and the conference and its records go on', async (t) => {
  const around = await surroundings(t)
  let answers = 0
  around.enabler.answering = (_, answer) => answer(answers++ === 0 ? 5012 : 2001)
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('what happens during an outage is delivered in order afterwards, T only on what had been sent before', async (t) => {
  const around = await surroundings(t)
  around.enabler.answering = () => {} // the START is taken and never answered
  const alice = await around.create('bob')
  await around.dialogOf('bob')
  await around.enabler.reach(1)
  await around.enabler.close()
  await around.line(/^CH-1 .* closed/)
  const carol = await around.enter('carol', alice.conference)
  await carol.dialog.bye()
  await alice.dialog.bye()
  around.enabler.answering = (_, answer) => answer(2001)
  await around.enabler.open()
  const records = (await around.enabler.reach(6)).slice(1)
  assert.deepEqual(brief(records), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 carol 3',
    'INTERIM 3 carol 2',
    'INTERIM 4 alice 1',
  ])
  assert.deepEqual(
    records.map(({ resent }) => resent),
    [true, false, false, false, false],
  )
})

test('with a second enabler the unanswered ACR goes there with T when the first is lost', async (t) => {
  const [first, second] = [await Enabler.listen(), await Enabler.listen()]
  t.after(() => second.close())
  const around = await surroundings(t, { ch1: [first.address, second.address], acrResendMs: 60_000 }, first)
  await second.connected()
  first.answering = () => {}
  const alice = await around.create()
  await first.reach(1)
  await first.close()
  const [moved] = await second.reach(1)
  assert.deepEqual([moved?.type, moved?.resent, moved?.endToEnd], ['START', true, first.records[0]?.endToEnd])
  await alice.dialog.bye()
  await second.reach(2)
})

test('without any enabler SIP is served all the same', async (t) => {
  const around = await surroundings(t)
  await around.enabler.close()
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  assert.equal((await bob.bye()).status, 200)
  assert.equal((await alice.dialog.bye()).status, 200)
})

function surroundings(t: TestContext, settings: Partial<ImServerSettings> = {}, enabler?: Enabler): Promise<Surroundings> {
  return Surroundings.start(settings, enabler).then((around) => {
    t.after(() => around.close())
    return around
  })
}
