// Accounts from the profile: credentials for who asks, REGISTER where it is wanted, and no password in any history.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DigestServer } from '@ch1/sip'
import type { HistoryFact } from '../../judge/history/events'
import { profileSchema } from '../../judge/profile/schema'
import { passwordOf } from '../../cli/profile'
import { accountOf } from '../../testbed/account'
import { castBed } from './cast-bed'

const LIMIT = { timeout: 15_000 }

function commands(facts: readonly HistoryFact[]): readonly string[] {
  return facts.flatMap((fact) => (fact.kind === 'command' ? [`${fact.participant} ${fact.verb}`] : []))
}

test('a user name is made for each participant; the registrar is the domain of the users', () => {
  const profile = profileSchema.parse({
    name: 'x',
    sut: { name: 'x' },
    addresses: { factory: 'sip:f@im.example', users: 'a.example' },
    account: { username: '{user}@a.example' },
  })
  assert.deepEqual(accountOf(profile, 'bob-0-1', 'secret'), {
    registrar: 'sip:a.example',
    expiresS: 600,
    credentials: { username: 'bob-0-1@a.example', password: 'secret' },
  })
  assert.equal(accountOf(profile, 'bob-0-1', undefined).credentials, undefined)
})

test('a password comes from the environment variable that the profile names, and is missed there', () => {
  const account = { account: { passwordVariable: 'CH1_NO_SUCH_VARIABLE' } }
  const profile = profileSchema.parse({ name: 'x', sut: { name: 'x' }, addresses: { factory: 'sip:f@im.example' }, ...account })
  assert.throws(() => passwordOf(profile), { name: 'UsageError', message: /no CH1_NO_SUCH_VARIABLE/ })
  process.env['CH1_NO_SUCH_VARIABLE'] = 'secret'
  try {
    assert.equal(passwordOf(profile), 'secret')
  } finally {
    delete process.env['CH1_NO_SUCH_VARIABLE']
  }
  assert.equal(passwordOf({ ...profile, account: { ...profile.account, passwordVariable: undefined } }), undefined)
})

test(
  'register: yes registers whoever starts, with credentials, and takes the binding back; both are commands',
  LIMIT,
  async (t) => {
    const { cast, focus, facts } = await castBed(t, { account: { register: 'yes', username: 'tester' }, password: 'secret' })
    const asks = new DigestServer({ realm: 'home.example', password: (user) => (user === 'tester' ? 'secret' : undefined) })
    const granted: string[] = []
    focus.agent.onRequest = (request, respond) => {
      if (asks.verify(request).kind !== 'accepted') return respond(401, undefined, { headers: asks.challenge() })
      granted.push(request.header('Expires') ?? '')
      respond(200, undefined, { headers: [['Contact', `${request.header('Contact') ?? ''};expires=${granted.at(-1)}`]] })
    }
    const bob = await cast.member('Bob')
    assert.equal(bob.lastAnswer?.status, 200)
    await cast.dismiss()
    assert.deepEqual(granted, ['600', '0'])
    assert.deepEqual(commands(facts), ['Bob registers', 'Bob unregisters'])
    const written = facts.map((fact) => ('bytes' in fact ? Buffer.from(fact.bytes, 'base64').toString() : JSON.stringify(fact)))
    assert.ok(!written.some((text) => text.includes('secret')), 'the password stands nowhere')
  },
)

test(
  'a registrar that refuses leaves every word about that participant without its ground; its wire ends all the same',
  LIMIT,
  async (t) => {
    const { cast, focus, facts } = await castBed(t, { account: { register: 'yes' } })
    focus.agent.onRequest = (_, respond) => respond(403)
    const refused = { name: 'NotReached', message: 'Bob could not register: 403 Forbidden' }
    await assert.rejects(cast.member('Bob'), refused)
    await assert.rejects(cast.member('Bob'), refused)
    await cast.leave()
    await cast.dismiss()
    assert.deepEqual(commands(facts), ['Bob registers'])
    assert.ok(facts.some((fact) => fact.kind === 'wire' && fact.state === 'stopped'))
  },
)

test('register: no registers nobody', LIMIT, async (t) => {
  const { cast, focus, facts } = await castBed(t)
  focus.agent.onRequest = (_, respond) => respond(500)
  await cast.member('Bob')
  await cast.dismiss()
  assert.deepEqual(commands(facts), [])
  assert.ok(!facts.some(({ kind }) => kind === 'sip'))
})
