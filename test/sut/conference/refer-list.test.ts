// REFER to a list (RFC 5368): one INTERIM for each who comes, none for those who refuse.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting } from '../running-server'
import { bill } from './bracket'

const AT_HOME = (user: string): string => `sip:${user}@home.example`

test(
  'a list of three, one refuses: 202 without subscription, an INTERIM for each 200, none for the refusal',
  LIMIT,
  async (t) => {
    const around = await meeting(t)
    around.reactions.set('carol', (invite) => invite.refuse(603))
    const alice = await around.create()
    const refer = alice.dialog.refer({ referTo: ['bob', 'carol', 'dave'].map(AT_HOME) })
    const outcome = await refer.outcome
    assert.equal(outcome.kind, 'notTold')
    assert.equal((await refer.answered).status, 202)
    assert.equal((await refer.answered).header('Refer-Sub'), 'false')
    const bob = await around.dialogOf('bob')
    const dave = await around.dialogOf('dave')
    await around.line(/^inviteeRefused sip:carol@/)
    await bob.bye()
    await dave.bye()
    await alice.dialog.bye()
    const records = await bill(around)
    assert.deepEqual([...records.slice(1, 3)].map((line) => line.split(' ')[2]).sort(), ['bob', 'dave'])
    assert.deepEqual(
      records.map((line) => line.replace(/bob|dave/, 'X')),
      ['START 0 alice 0', 'INTERIM 1 X 2', 'INTERIM 2 X 3', 'INTERIM 3 X 2', 'INTERIM 4 X 1', 'STOP 5 alice -'],
    )
  },
)

test('a list that asks to be told hears 100, and 200 when anybody came, after the last one answered', LIMIT, async (t) => {
  const around = await meeting(t)
  around.reactions.set('carol', (invite) => invite.refuse(486))
  // Bob waits until Carol has refused.
  around.reactions.set('bob', (invite) => {
    void around.line(/^inviteeRefused sip:carol@/).then(() => around.invited.set('bob', around.accept(invite)))
  })
  const alice = await around.create()
  const refer = alice.dialog.refer({ referTo: ['bob', 'carol'].map(AT_HOME), subscribe: true })
  const told: number[] = []
  refer.onProgress = (status) => told.push(status)
  const outcome = await refer.outcome
  assert.deepEqual([outcome.kind, told], ['told', [100, 200]])
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

test('a list of whom nobody comes is told the refusal', LIMIT, async (t) => {
  const around = await meeting(t)
  for (const user of ['bob', 'carol']) around.reactions.set(user, (invite) => invite.refuse(480))
  const alice = await around.create()
  const outcome = await alice.dialog.refer({ referTo: ['bob', 'carol'].map(AT_HOME), subscribe: true }).outcome
  assert.deepEqual([outcome.kind, 'status' in outcome && outcome.status], ['told', 480])
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('a list with method=BYE sends each of them away, one INTERIM for each 200', LIMIT, async (t) => {
  const around = await meeting(t)
  const alice = await around.create('bob', 'carol')
  await around.dialogOf('bob')
  await around.dialogOf('carol')
  const byes = ['bob', 'carol'].map((user) => `${AT_HOME(user)};method=BYE`)
  await alice.dialog.refer({ referTo: byes }).outcome
  await around.line(/^expelled .* \[1 in\]/)
  await alice.dialog.bye()
  const records = await bill(around)
  assert.deepEqual(
    records.map((line) => line.replace(/bob|carol/, 'X')),
    ['START 0 alice 2', 'INTERIM 1 X 2', 'INTERIM 2 X 3', 'INTERIM 3 X 2', 'INTERIM 4 X 1', 'STOP 5 alice -'],
  )
})
