// The mock controlling function behind a SUT: what it takes, what it does when told, what it writes down, and what it refuses to do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerPlanOf } from '../../../mocks/controlling-function/answer-plan'
import { ControllingFunction } from '../../../mocks/controlling-function'
import { Bed, BOUNDED, FACTORY, GROUP, QUICK, sdp } from '../../sut/participating/bed'

test(
  'an INVITE to the factory opens a conference each time, one to a group the same again, another URI is 404',
  BOUNDED,
  async (t) => {
    const bed = await Bed.inside(t)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    const [one, two] = [await alice.joins(FACTORY), await bob.joins(FACTORY)]
    const focusOf = ({ response }: typeof one): string => response?.contacts[0]?.uri ?? ''
    assert.match(focusOf(one), /^sip:conf-1@127\.0\.0\.1:\d+$/)
    assert.match(focusOf(two), /^sip:conf-2@127\.0\.0\.1:\d+$/)
    await bed.focusSees(alice, 'in')
    await bed.focusSees(bob, 'in')
    assert.deepEqual(bed.focus.usersIn(focusOf(one)), [alice.aor])
    assert.deepEqual(bed.focus.usersIn('sip:conf-2@im.example'), [bob.aor])
    const carol = await bed.client(t, 'carol')
    await bed.focus.do('invites', [carol.aor])
    await bed.focusSees(carol, 'in')
    const invitation = bed.crossings('toSut', 'INVITE').at(-1)
    assert.equal(invitation?.header('P-Asserted-Identity'), '<sip:conf-2@im.example>', 'the core knows the youngest conference')
    // RFC 4145 §4.1 — it offers to connect, and waits for whom offered that
    const setupIn = (body: Uint8Array | undefined): string | undefined =>
      /^a=setup:(\w+)\r$/m.exec(Buffer.from(body ?? []).toString())?.[1]
    assert.deepEqual([setupIn(one.response?.body), setupIn(invitation?.body)], ['passive', 'active'])
    const [again, also] = [await alice.joins(GROUP), await bob.joins(GROUP)]
    assert.equal(focusOf(again), focusOf(also))
    bed.core.register({ aor: 'sip:other@im.example', participant: 'other', endpoint: bed.focus.endpoint })
    assert.equal((await alice.invite('sip:other@im.example').final).status, 404)
  },
)

test('it holds INVITEs and answers as it is told: accepts, refuses, late; a CANCEL takes them away', BOUNDED, async (t) => {
  const bed = await Bed.inside(t)
  const names = ['alice', 'bob', 'carol'] as const
  const [alice, bob, carol] = await Promise.all(names.map((name) => bed.client(t, name)))
  assert.ok(alice && bob && carol)
  await bed.focus.do('will', ['ring'])
  const [a, b, c] = [alice.invite(GROUP), bob.invite(GROUP), carol.invite(GROUP)]
  for (const user of [alice, bob, carol]) await bed.focusSees(user, 'waiting')
  await bed.focus.do('accepts', [alice.aor])
  await bed.focus.do('refuses', [bob.aor, '486'])
  c.cancel()
  assert.deepEqual([(await a.final).status, (await b.final).status, (await c.final).status], [200, 486, 487])
  await bed.focusSees(carol, 'out')
  await bed.focus.do('will', ['late', '300'])
  const started = Date.now()
  await bob.joins(GROUP)
  assert.ok(Date.now() - started >= 295)
})

test('it crosses a BYE, forgets a leg, cancels its INVITE, and tells the answer to its own last request', BOUNDED, async (t) => {
  const bed = await Bed.inside(t)
  const alice = await bed.client(t, 'alice')
  const dialog = await alice.joins(GROUP)
  await bed.focusSees(alice, 'in')
  await bed.focus.do('crosses', [alice.aor])
  await dialog.bye()
  await bed.focusSees(alice, 'out')
  assert.deepEqual([alice.byes, bed.focus.lastAnswer?.status], [1, 200])
  const again = await alice.joins(GROUP)
  await bed.focusSees(alice, 'in')
  await bed.focus.do('forgets', [alice.aor])
  assert.equal(bed.focus.is(alice.aor, 'out'), true)
  assert.equal((await again.send('MESSAGE', { body: 'x', contentType: 'text/plain' })).status, 481)
  alice.reaction = (invite) => invite.ring()
  await bed.focus.do('invites', [alice.aor, GROUP])
  const statusOf = (): number | undefined => bed.focus.lastAnswer?.status
  assert.equal(statusOf(), undefined)
  await bed.until(
    () => bed.distinct('fromSut', 'INVITE', 180).length === 1,
    () => 'the 180',
  )
  await bed.focus.do('cancels', [alice.aor])
  await bed.focusSees(alice, 'out')
  assert.equal(statusOf(), 487)
})

test(
  'all its SIP crosses the core on both sides of the SUT, its commands and its wire are in the history',
  BOUNDED,
  async (t) => {
    const bed = await Bed.inside(t)
    const bob = await bed.client(t, 'bob')
    await bed.focus.do('invites', [bob.aor, GROUP])
    await bed.focusSees(bob, 'in')
    await bed.focus.do('expels', [bob.aor])
    await bed.focusSees(bob, 'out')
    for (const dir of ['toSut', 'fromSut'] as const)
      for (const method of ['INVITE', 'ACK', 'BYE']) assert.equal(bed.distinct(dir, method).length, 1, `${method} ${dir}`)
    const ours = bed.facts.flatMap((fact) => (fact.kind === 'sip' && fact.party === 'controlling function' ? [fact.dir] : []))
    assert.ok(ours.includes('toSut') && ours.includes('fromSut'))
    await bed.focus.stop()
    assert.deepEqual(
      bed.facts.flatMap((fact) => {
        if (fact.kind === 'command') return [[fact.participant, fact.verb, ...fact.args].join(' ')]
        return fact.kind === 'wire' ? [`${fact.participant} ${fact.state} ${fact.aor}`] : []
      }),
      [
        `controlling function started ${FACTORY}`,
        `controlling function invites ${bob.aor} ${GROUP}`,
        `controlling function expels ${bob.aor}`,
        `controlling function stopped ${FACTORY}`,
      ],
    )
  },
)

test('an INVITE that nobody answers is out after 64·T1, and a wait that is not met is false in time', BOUNDED, async (t) => {
  const bed = await Bed.inside(t)
  const bob = await bed.client(t, 'bob')
  bob.reaction = () => undefined
  await bob.agent.close()
  await bed.focus.do('invites', [bob.aor, GROUP])
  assert.equal(await bed.focus.waitFor(bob.aor, 'in', 200), false)
  assert.equal(bed.focus.is(bob.aor, 'waiting'), true)
  assert.equal(await bed.focus.waitFor(bob.aor, 'out', 9_000), true)
  assert.equal(bed.focus.lastAnswer?.status, 408, 'the answer of the SUT, whose 100 stopped our timer B')
})

test('what it cannot do is our own trouble, told with what stands against it', BOUNDED, async (t) => {
  const bed = await Bed.inside(t)
  const told = (verb: Parameters<ControllingFunction['do']>[0], args: readonly string[], message: RegExp): Promise<void> =>
    assert.rejects(bed.focus.do(verb, args), { name: 'TestbedError', message })
  await told('expels', ['sip:bob@home.example'], /cannot do "expels" with sip:bob@home\.example[^]*nobody of that name/)
  await assert.rejects(bed.focus.do('expels', ['sip:bob@home.example']), { instead: 'nobody of that name in a conference' })
  await told('accepts', ['sip:bob@home.example'], /no INVITE of that user that waits/)
  await told('cancels', ['sip:bob@home.example'], /cannot cancel the INVITE to sip:bob@home\.example/)
  await told('crosses', ['sip:bob@home.example'], /nobody of that name/)
  await told('invites', ['sip:bob@home.example', 'sip:no@im.example'], /no conference is sip:no@im\.example/)
  await told('invites', [], /no argument; it needs an address of record/)
  await told('invites', ['bob'], /cannot do "invites bob"/)
  await told('will', ['dance'], /words other than accept, ring/)
  await told('resends', ['INVITE'], /it has sent none/)
  await told('resends', ['ACK'], /a word other than INVITE, BYE, 200/)
  await bed.focus.stop()
  await told('will', [], /after its stop/)
  const at = { host: '127.0.0.1', port: bed.core.port }
  const taken = {
    core: at,
    ...at,
    factoryUri: FACTORY,
    values: QUICK,
    sdp,
    userAgent: 'x',
    register: () => undefined,
    record: () => 0,
  }
  await assert.rejects(ControllingFunction.start(taken), { name: 'TestbedError', message: /socket of the controlling function/ })
})

test('the words of `will`', () => {
  assert.deepEqual(answerPlanOf([]), { kind: 'accept' })
  assert.deepEqual(answerPlanOf(['refuse']), { kind: 'refuse', status: 403 })
  assert.deepEqual(answerPlanOf(['late', '20']), { kind: 'late', ms: 20 })
  for (const words of [
    ['late'],
    ['late', '9999999'],
    ['late', '600001'],
    ['late', '-1'],
    ['refuse', '200'],
    ['refuse', '7xx'],
    ['silent', 'x'],
  ])
    assert.equal(answerPlanOf(words), undefined, words.join(' '))
})
