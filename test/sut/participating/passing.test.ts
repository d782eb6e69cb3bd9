// What passes, what does not, and what never comes out twice: repeats, silence, hops, reliable responses, forks, messages outside a session.
import { buildRequest, respond, serialize } from '@ch1/sip'
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { test } from 'node:test'
import { Bed, BOUNDED, GROUP, sdp } from './bed'

const WAYS = [
  { as: 'proxy', callId: 'kept' },
  { as: 'b2bua', callId: 'new' },
] as const

for (const way of WAYS) {
  const { as } = way

  test(`${as}: an INVITE, a 200 or a BYE that comes again does not pass again and is charged once`, BOUNDED, async (t) => {
    const bed = await Bed.inside(t, way)
    const alice = await bed.client(t, 'alice')
    const outgoing = alice.invite(GROUP)
    const { transport } = alice.agent.layer
    await outgoing.final
    await bed.focusSees(alice, 'in')
    const core = { host: '127.0.0.1', port: bed.core.port }
    transport.send(serialize(outgoing.request), core)
    await bed.focus.do('resends', ['200'])
    await outgoing.dialog?.bye()
    await bed.focusSees(alice, 'out')
    const bye = outgoing.dialog?.lastSent.get('BYE')
    assert.ok(bye)
    transport.send(bye, core)
    await bed.focus.do('resends', ['200']) // of the BYE
    await bed.until(
      () => bed.crossings('toSut', 'BYE').length >= 2 && bed.crossings('fromSut', 'BYE', 200).length >= 2,
      () => 'the repeated BYE and its repeated answer',
    )
    assert.ok(bed.crossings('toSut', 'INVITE').length >= 2)
    assert.equal(bed.distinct('fromSut', 'INVITE').length, 1)
    assert.equal(bed.distinct('fromSut', 'BYE').length, 1)
    await bed.nothingMore(t, 2, /^START 0 zoe/)
    assert.deepEqual((await bed.recordTexts(2)).slice(0, 2), ['START 0 alice -', 'STOP 1 alice -'])
  })

  test(
    `${as}: a 2xx whose ACK is late is repeated through the server, and is one arrival, before and after a BYE`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, way)
      const bob = await bed.client(t, 'bob')
      bob.reaction = (invite) => {
        bob.accept(invite)
        const again = invite.lastResponse
        if (again) setTimeout(() => bob.agent.layer.transport.send(again, { host: '127.0.0.1', port: bed.core.port }), 300)
      }
      await bed.focus.do('invites', [bob.aor])
      await bed.focusSees(bob, 'in')
      await bed.focus.do('expels', [bob.aor])
      await bed.focusSees(bob, 'out')
      await bed.until(
        () => bed.crossings('fromSut', 'INVITE', 200).length >= 2,
        () => 'the 200 that came again after the BYE',
      )
      await bed.nothingMore(t, 2, /^START 0 zoe/)
      assert.deepEqual((await bed.recordTexts(2)).slice(0, 2), ['START 0 bob -', 'STOP 1 bob -'])
    },
  )

  test(`${as}: a focus that answers late is waited for; one that never answers costs the user a 408`, BOUNDED, async (t) => {
    const bed = await Bed.inside(t, way)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    await bed.focus.do('will', ['late', '1000'])
    const dialog = await alice.joins(GROUP)
    await bed.focusSees(alice, 'in')
    await bed.focus.do('will', ['silent'])
    assert.equal((await bob.invite(GROUP).final).status, 408)
    await bed.focus.do('will')
    await dialog.bye()
    await bed.focusSees(alice, 'out')
    await bed.nothingMore(t, 2, /^START 0 zoe/)
  })

  test(
    `${as}: a user who does not answer the BYE of the focus is out all the same, and the focus gets no 408`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, way)
      const bob = await bed.client(t, 'bob')
      await bed.focus.do('invites', [bob.aor])
      await bed.focusSees(bob, 'in')
      await bob.agent.close()
      await bed.focus.do('expels', [bob.aor])
      await bed.nothingMore(t, 1, /^START 0 zoe/) // not at the BYE: at its answer, or when none will come
      assert.equal((await bed.recordTexts(4))[3], 'STOP 1 bob -')
      assert.equal((await (await bed.client(t, 'alice')).joins(GROUP)).ended, false)
      await bed.recordTexts(5)
      assert.equal(bed.distinct('fromSut', 'BYE', 408).length, 0)
    },
  )

  test(
    `${as}: a reliable 183 and its PRACK pass, and so do an offer in the 200 and its answer in the ACK`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, way)
      const bob = await bed.client(t, 'bob')
      let offered = ''
      bob.reaction = (invite) => {
        void invite.ringReliably(183).then((prack) => {
          offered = `${prack.method} ${prack.header('RAck') ?? ''}`
          bob.accept(invite)
        })
      }
      const focus = await bed.client(t, 'focus2') // a second focus, for what the mock is not told to do
      const outgoing = focus.agent.invite({
        ...{ uri: bob.aor, from: '<sip:conf-9@im.example>', to: `<${bob.aor}>`, reliable: 'supported' },
        contact: `${focus.agent.contact};isfocus`,
        ack: () => ({ contentType: 'application/sdp', body: sdp('answer') }),
      })
      assert.equal((await outgoing.final).status, 200)
      assert.match(offered, /^PRACK \d+ \d+ INVITE$/)
      await bed.until(
        () => bed.crossings('fromSut', 'ACK').some(({ body }) => Buffer.from(body).includes('answer')),
        () => 'the answer in the ACK',
      )
      assert.equal((await outgoing.dialog?.bye())?.status, 200)
      assert.deepEqual(await bed.recordTexts(2), ['START 0 bob -', 'STOP 1 bob -'])
    },
  )

  test(
    `${as}: a request with no hops left is refused 483, a loop ends, and OPTIONS to the server itself is answered`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, way)
      const alice = await bed.client(t, 'alice')
      const ask = async (method: string, uri: string, hops: string): Promise<number> =>
        (
          await alice.agent.request({
            ...{ method, uri, from: `<${alice.aor}>`, to: `<${uri}>` },
            headers: [['Max-Forwards', hops]],
          })
        ).status
      assert.equal(await ask('MESSAGE', GROUP, '1'), 483)
      assert.equal(await ask('MESSAGE', GROUP, '70'), 405, 'the focus answers')
      assert.equal(await ask('OPTIONS', `sip:${bed.sut.host}:${bed.sut.port}`, '70'), 200)
      assert.equal(await ask('MESSAGE', 'sip:nobody@nowhere.example', '70'), 404)
    },
  )

  test(`${as}: a MESSAGE outside a session passes to a user and makes no record`, BOUNDED, async (t) => {
    const bed = await Bed.inside(t, way)
    const [alice, bob] = [await bed.client(t, 'alice'), await bed.client(t, 'bob')]
    let got = ''
    bob.agent.onRequest = (request, answer) => {
      got = Buffer.from(request.body).toString('latin1')
      answer(202)
    }
    const response = await alice.agent.request({
      ...{ method: 'MESSAGE', uri: bob.aor, from: `<${alice.aor}>`, to: `<${bob.aor}>` },
      ...{ contentType: 'text/plain', body: 'hello' },
    })
    assert.deepEqual([response.status, got], [202, 'hello'])
    await bed.nothingMore(t, 0, /^START 0 zoe/)
  })

  test(
    `${as}: two devices of a user that both answer are one arrival, and the user is gone with the second`,
    BOUNDED,
    async (t) => {
      const bed = await Bed.inside(t, way)
      const bob = await bed.client(t, 'bob')
      bob.reaction = (invite) => {
        bob.accept(invite)
        const second = respond(invite.request, 200, 'OK', {
          toTag: 'other-device',
          headers: [['Contact', bob.agent.contact]],
          ...{ contentType: 'application/sdp', body: sdp('second') },
        })
        bob.agent.layer.transport.send(serialize(second), { host: '127.0.0.1', port: bed.core.port })
      }
      await bed.focus.do('invites', [bob.aor])
      await bed.focusSees(bob, 'in')
      await bed.until(
        () => bed.distinct('fromSut', 'INVITE', 200).length === 2,
        () => "both devices' 200",
      )
      // RFC 3261 §13.2.2.4 — the focus ends the second dialog by a BYE, which nobody answers.
      await bed.until(
        () => bed.crossings('fromSut', 'BYE').length >= 1,
        () => 'the BYE to the second device',
      )
      await bed.nothingMore(t, 1, /^START 0 zoe/)
      await bed.focus.do('expels', [bob.aor])
      await bed.focusSees(bob, 'out')
      assert.equal((await bed.recordTexts(4))[0], 'START 0 bob -')
    },
  )

  test(`${as}: what is no SIP, half of it, an ACK of nothing and a BYE of nothing change nothing`, BOUNDED, async (t) => {
    const bed = await Bed.inside(t, way)
    const socket = createSocket('udp4')
    t.after(() => socket.close())
    const stray = (method: string): Uint8Array =>
      serialize(
        buildRequest({
          ...{ method, uri: 'sip:x@im.example' },
          headers: [
            ...([
              ['Via', `SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK${method}`],
              ['From', '<sip:a@b.example>;tag=1'],
            ] as const),
            ...([
              ['To', '<sip:c@d.example>;tag=2'],
              ['Call-ID', 'nothing'],
              ['CSeq', `1 ${method}`],
            ] as const),
          ],
        }),
      )
    const bytes = [
      Buffer.from('\r\n\r\n'),
      Buffer.from([0, 255, 1]),
      Buffer.from('INVITE sip:x@y SIP/2.0\r\nVia: SIP/2.0/UDP'),
      stray('ACK'),
      stray('BYE'),
    ]
    for (const one of bytes) socket.send(one, bed.sut.port, bed.sut.host)
    const alice = await bed.client(t, 'alice')
    const dialog = await alice.joins(GROUP)
    assert.equal((await dialog.bye()).status, 200)
    assert.deepEqual(await bed.recordTexts(2), ['START 0 alice -', 'STOP 1 alice -'])
  })
}
