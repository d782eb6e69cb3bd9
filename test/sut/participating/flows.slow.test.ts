// The reference server as participating function, between users and a controlling function: every message passes, both ways, by each way of passing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bed, BOUNDED, FACTORY, GROUP, PASSINGS, sdp } from './bed'

for (const passing of PASSINGS) {
  const bedOf = (t: Parameters<typeof Bed.open>[0]): Promise<Bed> => Bed.open(t, ['--passing', passing])

  test(
    `${passing}: a user joins a group and leaves: INVITE, 200, ACK and BYE pass, START and STOP are made`,
    BOUNDED,
    async (t) => {
      const bed = await bedOf(t)
      const alice = await bed.client(t, 'alice')
      const dialog = await alice.joins(GROUP)
      await bed.focusSees(alice, 'in')
      assert.match(dialog.response?.contacts[0]?.uri ?? '', /^sip:friends@/)
      assert.equal(dialog.response?.contacts[0]?.params.has('isfocus'), true)
      assert.match(Buffer.from(dialog.response.body).toString(), /^v=0/, 'the answer of the focus')
      assert.equal((await dialog.bye()).status, 200)
      await bed.focusSees(alice, 'out')
      assert.deepEqual(await bed.recordTexts(2), ['START 0 alice -', 'STOP 1 alice -'])
      const [start, stop] = bed.records
      assert.equal(start?.session, stop?.session)
      assert.deepEqual([start?.role, stop?.role], [0, 0])
      assert.deepEqual([start?.method, stop?.method, start?.service, stop?.service], ['INVITE', 'BYE', 105, 104])
      assert.deepEqual([start?.cause, stop?.cause], [undefined, 0])
      const [invite] = bed.crossings('toSut', 'INVITE')
      assert.equal(start?.callId, invite?.callId)
      assert.match(invite?.header('P-Charging-Vector') ?? '', new RegExp(`icid-value=${String(start?.icid)}`))
    },
  )

  test(
    `${passing}: the focus invites a user and expels it: 180, 200, ACK and BYE pass, START and STOP are made`,
    BOUNDED,
    async (t) => {
      const bed = await bedOf(t)
      const bob = await bed.client(t, 'bob')
      bob.reaction = (invite) => {
        invite.ring()
        setTimeout(() => bob.accept(invite), 100)
      }
      await bed.focus.do('invites', [bob.aor, GROUP])
      await bed.focusSees(bob, 'in')
      assert.equal(bed.distinct('toSut', 'INVITE', 180).length, 1)
      assert.equal(bed.distinct('fromSut', 'INVITE', 180).length, 1)
      await bed.until(
        () => bed.crossings('fromSut', 'ACK').length >= 1,
        () => 'the ACK of the focus at the user',
      )
      await bed.focus.do('expels', [bob.aor])
      await bed.focusSees(bob, 'out')
      assert.equal(bob.byes, 1)
      assert.equal(bed.focus.lastAnswer?.status, 200)
      assert.deepEqual(await bed.recordTexts(2), ['START 0 bob -', 'STOP 1 bob -'])
      assert.deepEqual(
        bed.records.map(({ service, method }) => [service, method]),
        [
          [103, 'INVITE'],
          [104, 'BYE'],
        ],
      )
    },
  )

  test(`${passing}: the invited user leaves by a BYE of its own`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const bob = await bed.client(t, 'bob')
    await bed.focus.do('invites', [bob.aor])
    await bed.focusSees(bob, 'in')
    assert.equal((await bob.accepted[0]?.bye())?.status, 200)
    await bed.focusSees(bob, 'out')
    assert.deepEqual(await bed.recordTexts(2), ['START 0 bob -', 'STOP 1 bob -'])
  })

  test(`${passing}: what identifies a dialog is as the way of passing says`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const alice = await bed.client(t, 'alice')
    await alice.joins(FACTORY)
    await bed.focusSees(alice, 'in')
    const [came] = bed.crossings('toSut', 'INVITE')
    const [went] = bed.crossings('fromSut', 'INVITE')
    assert.ok(came && went)
    assert.equal(came.callId === went.callId, passing !== 'b2bua-new-call-id')
    assert.equal(came.fromTag === went.fromTag, passing === 'proxy')
    assert.equal(came.header('Contact') === went.header('Contact'), passing === 'proxy')
    assert.equal(went.list('Via').length, passing === 'proxy' ? 3 : 1)
    assert.equal(went.list('Record-Route').length, passing === 'proxy' ? 2 : 0)
    assert.match(went.header('P-Asserted-Identity') ?? '', /alice@home\.example/)
    assert.equal(went.header('P-Charging-Vector'), came.header('P-Charging-Vector'))
    assert.equal(went.header('Max-Forwards'), String(Number(came.header('Max-Forwards')) - 1))
    assert.deepEqual(went.body, came.body)
  })

  test(`${passing}: re-INVITE, UPDATE and MESSAGE pass both ways and make no record`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const alice = await bed.client(t, 'alice')
    const dialog = await alice.joins(GROUP)
    await bed.focusSees(alice, 'in')
    const seen: string[] = []
    dialog.onRequest = (request, respond) => {
      seen.push(`${request.method} ${Buffer.from(request.body).toString('latin1').slice(0, 5)}`)
      const answer = request.method === 'INVITE' ? { contentType: 'application/sdp', body: sdp('again') } : {}
      respond(200, undefined, answer)
    }
    assert.equal((await dialog.send('INVITE', { contentType: 'application/sdp', body: sdp('new') })).status, 200)
    assert.equal((await dialog.send('UPDATE')).status, 200)
    assert.equal((await dialog.send('MESSAGE', { contentType: 'text/plain', body: 'hello' })).status, 200)
    for (const verb of ['reinvites', 'updates', 'messages'] as const) {
      await bed.focus.do(verb, [alice.aor, 'hi all'])
      await bed.until(
        () => bed.focus.lastAnswer !== undefined,
        () => `the answer to ${verb}`,
      )
      assert.equal(bed.focus.lastAnswer?.status, 200, verb)
    }
    assert.deepEqual(seen, ['INVITE v=0\r\n', 'UPDATE ', 'MESSAGE hi al'])
    // Each re-INVITE was acknowledged from end to end: neither side repeats its 200.
    assert.equal(bed.distinct('toSut', 'ACK').length, 3)
    assert.equal(bed.distinct('fromSut', 'ACK').length, 3)
    await bed.nothingMore(t, 1, /^START 0 zoe/)
    assert.equal((await dialog.bye()).status, 200)
    assert.equal((await bed.recordTexts(4))[3], 'STOP 1 alice -')
  })

  test(`${passing}: refusals pass both ways and make no record`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    await bed.focus.do('will', ['refuse', '403'])
    const refused = await alice.invite(GROUP).final
    assert.deepEqual([refused.status, refused.list('Via').length], [403, 1])
    bob.reaction = (invite) => invite.refuse(603)
    await bed.focus.do('invites', [bob.aor])
    await bed.focusSees(bob, 'out')
    assert.equal(bed.focus.lastAnswer?.status, 603)
    bob.reaction = (invite) => invite.refuse(302, { headers: [['Contact', '<sip:bob@elsewhere.example>']] })
    await bed.focus.do('invites', [bob.aor])
    await bed.focusSees(bob, 'out')
    const [moved] = bed.crossings('fromSut', 'INVITE', 302)
    assert.equal(moved?.header('Contact'), '<sip:bob@elsewhere.example>', 'the Contact of a redirection passes as it is')
    await bed.focus.do('will')
    await bed.nothingMore(t, 0, /^START 0 zoe/)
  })

  test(`${passing}: a CANCEL of the user and one of the focus end the INVITE beyond: 487, and no record`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    await bed.focus.do('will', ['ring'])
    const outgoing = alice.invite(GROUP)
    await bed.focusSees(alice, 'waiting')
    outgoing.cancel()
    assert.equal((await outgoing.final).status, 487)
    await bed.focusSees(alice, 'out')
    bob.reaction = (invite) => invite.ring()
    await bed.focus.do('invites', [bob.aor])
    await bed.until(
      () => bed.distinct('fromSut', 'INVITE', 180).length === 2,
      () => 'the 180 of Bob at the focus',
    )
    await bed.focus.do('cancels', [bob.aor])
    await bed.focusSees(bob, 'out')
    assert.equal(bed.focus.lastAnswer?.status, 487)
    assert.equal(bed.distinct('fromSut', 'CANCEL').length, 2)
    await bed.focus.do('will')
    await bed.nothingMore(t, 0, /^START 0 zoe/)
  })

  test(`${passing}: BYEs that cross pass both, each is answered 200, and one STOP is made`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const alice = await bed.client(t, 'alice')
    const dialog = await alice.joins(GROUP)
    await bed.focusSees(alice, 'in')
    await bed.focus.do('crosses', [alice.aor])
    assert.equal((await dialog.bye()).status, 200)
    await bed.focusSees(alice, 'out')
    assert.equal(bed.focus.lastAnswer?.status, 200, 'the BYE of the focus reached the user')
    assert.equal(alice.byes, 1)
    assert.equal(bed.distinct('fromSut', 'BYE').length, 2)
    await bed.nothingMore(t, 2, /^START 0 zoe/)
    assert.deepEqual((await bed.recordTexts(2)).slice(0, 2), ['START 0 alice -', 'STOP 1 alice -'])
  })

  test(`${passing}: a user's BYE that crosses the BYE of the focus: one STOP is made`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const alice = await bed.client(t, 'alice')
    const dialog = await alice.joins(GROUP)
    await bed.focusSees(alice, 'in')
    dialog.onBye = () => void dialog.bye() // leaves before the 200 does
    await bed.focus.do('expels', [alice.aor])
    await bed.focusSees(alice, 'out')
    await bed.until(
      () => bed.distinct('fromSut', 'BYE', 200).length === 2,
      () => 'an answer to each BYE',
    )
    await bed.nothingMore(t, 2, /^START 0 zoe/)
  })

  test(`${passing}: a BYE to a side that knows the leg no more: its 481 passes, and one STOP is made`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    const dialog = await alice.joins(GROUP)
    await bed.focus.do('invites', [bob.aor, GROUP])
    await bed.focusSees(alice, 'in')
    await bed.focusSees(bob, 'in')
    await bed.focus.do('forgets', [alice.aor])
    assert.equal((await dialog.bye()).status, 481)
    bob.accepted[0]?.abandon()
    await bed.focus.do('expels', [bob.aor])
    await bed.focusSees(bob, 'out')
    assert.equal(bed.focus.lastAnswer?.status, 481)
    const texts = await bed.recordTexts(4)
    assert.deepEqual([...texts].sort(), ['START 0 alice -', 'START 0 bob -', 'STOP 1 alice -', 'STOP 1 bob -'])
    await bed.nothingMore(t, 4, /^START 0 zoe/)
  })

  test(`${passing}: a user who leaves and comes back by the Contact it was shown is a new session`, BOUNDED, async (t) => {
    const bed = await bedOf(t)
    const alice = await bed.client(t, 'alice')
    const first = await alice.joins(FACTORY)
    await bed.focusSees(alice, 'in')
    const focus = first.response?.contacts[0]?.uri ?? ''
    await first.bye()
    await bed.focusSees(alice, 'out')
    await bed.recordTexts(2) // her next session waits for no record of this one: only within a session there is an order
    const again = await alice.joins(focus)
    await bed.focusSees(alice, 'in')
    assert.deepEqual(bed.focus.usersIn('sip:conf-1@im.example'), [alice.aor])
    await again.bye()
    assert.deepEqual(await bed.recordTexts(4), ['START 0 alice -', 'STOP 1 alice -', 'START 0 alice -', 'STOP 1 alice -'])
    const [one, two, three, four] = bed.records.map(({ session }) => session)
    assert.deepEqual([one === two, three === four, one === three], [true, true, false])
  })
}
