// What participants do and what comes of it at a focus, over both wires: the same tests for SIPp and for sockets.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyParts, parseChargingVector, parseMessage } from '@ch1/sip'
import { ENGINES, NO_SIPP, participantBed } from './participant-bed'
import type { Bed } from './participant-bed'

function sutBytes(bed: Bed, dir: 'toSut' | 'fromSut', start: RegExp): readonly string[] {
  return bed.facts.flatMap((fact) => {
    const text = fact.kind === 'sip' && fact.dir === dir ? Buffer.from(fact.bytes, 'base64').toString('latin1') : ''
    return start.test(text) ? [text] : []
  })
}

for (const engine of ENGINES) {
  const limits = { timeout: 20_000, skip: engine === 'sipp' && NO_SIPP }

  test(`${engine}: creates sends an INVITE with the list, in the form an IMS client gives it`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const [alice, bob, carol] = [await bed.participant('Alice'), await bed.participant('Bob'), await bed.participant('Carol')]
    await alice.do('creates', [bob.aor, 'sip:carol-7@home.example'])
    assert.deepEqual(alice.lastAnswer, { status: 200, reason: 'OK' })
    assert.equal(alice.is('in'), true)
    assert.equal(alice.focus, bed.focus.uri)
    assert.deepEqual([await bob.waitFor('in', 3_000), await carol.waitFor('in', 3_000)], [true, true])
    assert.equal(bob.focus, bed.focus.uri)
    const invite = bed.focus.last('INVITE')
    assert.equal(invite.requestUri, 'sip:factory@im.example')
    assert.equal(invite.header('Require'), 'recipient-list-invite')
    assert.equal(invite.header('P-Asserted-Identity'), '<sip:alice-7@home.example>')
    assert.equal(invite.header('Accept-Contact'), '*;+g.oma.sip-im')
    assert.equal(invite.header('User-Agent'), 'ch1-conformance')
    assert.equal(invite.header('Route'), undefined, 'the core took its own')
    const { icid, params } = parseChargingVector(invite.header('P-Charging-Vector') ?? '')
    assert.match(icid ?? '', /^[0-9a-f]{32}$/)
    assert.equal(params.get('orig-ioi'), 'home.example')
    const { port } = bed.wires.get('Alice')?.local ?? {}
    assert.equal(invite.header('Contact'), `<sip:alice-7@127.0.0.1:${port}>;+g.oma.sip-im`)
    const parts = bodyParts(invite)
    assert.deepEqual(
      parts.map((part) => [part.contentType, part.disposition]),
      [
        ['application/sdp', undefined],
        ['application/resource-lists+xml', 'recipient-list'],
      ],
    )
    const list = Buffer.from(parts[1]?.body ?? []).toString()
    assert.deepEqual(
      [...list.matchAll(/entry uri="(.*?)"/g)].map(([, uri]) => uri),
      [bob.aor, carol.aor],
    )
    const answers = sutBytes(bed, 'toSut', /^SIP\/2\.0 200/).map((text) => parseMessage(Buffer.from(text, 'latin1')))
    // RFC 3261 §13.3.1.4 — a 200 goes again until its ACK is there
    const asserted = new Set(answers.map((answer) => answer.header('P-Asserted-Identity')))
    assert.deepEqual([...asserted].sort(), [`<${bob.aor}>`, `<${carol.aor}>`])
    assert.ok(answers.every((answer) => Buffer.from(answer.body).toString().startsWith('v=0') && answer.contacts.length === 1))
  })

  test(
    `${engine}: creates without a list asks for nothing special; a rejoin is a new call with a new charging identifier`,
    limits,
    async (t) => {
      const bed = await participantBed(t, engine)
      const alice = await bed.participant('Alice')
      await alice.do('creates')
      const first = bed.focus.last('INVITE')
      assert.deepEqual([first.header('Require'), first.header('Content-Type')], [undefined, 'application/sdp'])
      await alice.do('leaves')
      assert.equal(await alice.waitFor('out', 3_000), true)
      assert.deepEqual(alice.lastAnswer, { status: 200, reason: 'OK' })
      assert.equal(bed.focus.count('BYE'), 1)
      await alice.do('joins', [alice.focus ?? ''])
      const second = bed.focus.last('INVITE')
      assert.equal(second.requestUri, bed.focus.uri)
      assert.notEqual(second.callId, first.callId)
      assert.notEqual(second.header('P-Charging-Vector'), first.header('P-Charging-Vector'))
      assert.equal(alice.is('in'), true)
    },
  )

  test(`${engine}: a refusal is told, not thrown`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const alice = await bed.participant('Alice')
    bed.focus.answerWith = 403
    await alice.do('joins', [bed.focus.uri])
    assert.deepEqual(alice.lastAnswer, { status: 403, reason: 'Forbidden' })
    assert.deepEqual([alice.is('out'), alice.is('in')], [true, false])
  })

  test(`${engine}: an invitation rings until it is accepted`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    await bob.do('will', ['ring'])
    const invite = bed.focus.invite(bob.aor)
    const statuses: number[] = []
    invite.onProvisional = (response) => statuses.push(response.status)
    assert.equal(await bob.waitFor('ringing', 3_000), true)
    assert.deepEqual([bob.is('in'), bob.is('out')], [false, false])
    await bob.do('accepts')
    assert.equal(await bob.waitFor('in', 3_000), true)
    assert.equal((await invite.final).status, 200)
    assert.deepEqual(statuses, [180])
    assert.equal(bob.is('ringing'), false)
  })

  test(`${engine}: an invitation that rings can be refused, with the code that is told`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    await bob.do('will', ['ring'])
    const invite = bed.focus.invite(bob.aor)
    await bob.waitFor('ringing', 3_000)
    await bob.do('refuses', ['603'])
    assert.equal((await invite.final).status, 603)
    assert.equal(bob.is('out'), true)
  })

  test(`${engine}: a cancelled invitation is answered 487`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    await bob.do('will', ['ring'])
    const invite = bed.focus.invite(bob.aor)
    await bob.waitFor('ringing', 3_000)
    invite.cancel()
    assert.equal((await invite.final).status, 487)
    assert.equal(await bob.waitFor('out', 3_000), true)
    await assert.rejects(bob.do('accepts'), {
      name: 'NotReached',
      message: 'Bob could not do "accepts": the server had given up its invitation by CANCEL',
    })
  })

  test(`${engine}: will refuse answers at once, will silent not at all, will accept again`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    await bob.do('will', ['refuse', '488'])
    assert.equal((await bed.focus.invite(bob.aor).final).status, 488)
    await bob.do('will', ['refuse'])
    assert.equal((await bed.focus.invite(bob.aor).final).status, 486)
    await bob.do('will', ['silent'])
    await assert.rejects(bed.focus.invite(bob.aor).final, { name: 'SipTimeout' })
    assert.deepEqual(sutBytes(bed, 'toSut', /^SIP\/2\.0 1\d\d/), [])
    await bob.do('will')
    assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
  })

  test(`${engine}: leaves right after accepts waits for the ACK, then says BYE`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    await bob.do('will', ['ring'])
    bed.focus.invite(bob.aor)
    await bob.waitFor('ringing', 3_000)
    await bob.do('accepts')
    await bob.do('leaves')
    // It has been said when the verb is over: it can be said again.
    await bob.do('resends', ['BYE'])
    assert.equal(await bob.waitFor('out', 3_000), true)
    const order = sutBytes(bed, 'fromSut', /^ACK/).length + new Set(sutBytes(bed, 'toSut', /^BYE/)).size
    assert.equal(order, 2)
  })

  test(`${engine}: a BYE of the focus puts a participant out`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    bed.focus.invite(bob.aor)
    assert.equal(await bob.waitFor('in', 3_000), true)
    await bed.focus.until(() => bed.focus.legs.length === 1)
    assert.equal((await bed.focus.bye()).status, 200)
    assert.equal(await bob.waitFor('out', 3_000), true)
    await assert.rejects(bob.do('leaves'), {
      name: 'NotReached',
      message: 'Bob could not do "leaves": the server had ended its leg by BYE',
    })
  })

  test(
    `${engine}: adds sends a REFER in the leg; its NOTIFYs are answered 200, and the one referred to is invited`,
    limits,
    async (t) => {
      const bed = await participantBed(t, engine)
      const [alice, bob] = [await bed.participant('Alice'), await bed.participant('Bob')]
      await alice.do('creates')
      await alice.do('adds', [bob.aor])
      assert.equal(await bob.waitFor('in', 3_000), true)
      const refer = bed.focus.last('REFER')
      assert.equal(refer.header('Refer-To'), `<${bob.aor}>`)
      assert.notEqual(refer.toTag, undefined)
      await bed.focus.until(() => bed.focus.responses.filter((response) => response.cseq?.method === 'NOTIFY').length === 2)
      assert.deepEqual(
        bed.focus.responses.filter((response) => response.cseq?.method === 'NOTIFY').map(({ status }) => status),
        [200, 200],
      )
      assert.equal(alice.lastAnswer?.status, 202)
    },
  )

  test(`${engine}: OPTIONS, INFO and re-INVITE within the leg are answered 200, a new offer with SDP`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const bob = await bed.participant('Bob')
    bed.focus.invite(bob.aor)
    await bob.waitFor('in', 3_000)
    await bed.focus.until(() => bed.focus.legs.length === 1)
    assert.equal((await bed.focus.send('OPTIONS')).status, 200)
    assert.equal((await bed.focus.send('INFO')).status, 200)
    const again = await bed.focus.send('INVITE', 'v=0\r\n')
    assert.deepEqual([again.status, again.header('Content-Type'), again.contacts.length], [200, 'application/sdp', 1])
    assert.match(Buffer.from(again.body).toString(), /^v=0/)
    assert.equal(bob.is('in'), true)
  })

  test(`${engine}: resends puts the last INVITE, 200 and BYE on the wire again, byte for byte`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const [alice, bob] = [await bed.participant('Alice'), await bed.participant('Bob')]
    const bothTimes = async (start: RegExp): Promise<void> => {
      await bed.focus.until(() => sutBytes(bed, 'toSut', start).length === 2)
      const [first, second] = sutBytes(bed, 'toSut', start)
      assert.equal(second, first)
    }
    await alice.do('creates', [bob.aor])
    await bob.waitFor('in', 3_000)
    await alice.do('resends', ['INVITE'])
    await bothTimes(/^INVITE/)
    assert.equal(bed.focus.count('INVITE'), 1, 'the focus takes it for a retransmission')
    await bob.do('resends', ['200'])
    await bothTimes(/^SIP\/2\.0 200 OK[\s\S]*CSeq: \d+ INVITE/)
    await alice.do('leaves')
    await alice.waitFor('out', 3_000)
    await alice.do('resends', ['BYE'])
    await bothTimes(/^BYE/)
    await bed.focus.until(() => bed.focus.legs.length === 1)
    await bed.focus.bye()
    await bob.do('resends', ['200'])
    await bothTimes(/^SIP\/2\.0 200 OK[\s\S]*CSeq: \d+ BYE/)
  })

  test(`${engine}: stop gives the counts and the files of the wire, and ends the verbs`, limits, async (t) => {
    const bed = await participantBed(t, engine)
    const alice = await bed.participant('Alice')
    await alice.do('creates')
    await alice.do('leaves')
    await alice.waitFor('out', 3_000)
    const end = await alice.stop()
    // INVITE, ACK, BYE; 200, 200.
    assert.deepEqual([end.sent, end.received, end.unexplained], [3, 2, []])
    assert.equal(end.files.length, engine === 'sipp' ? 4 : 0)
    assert.equal(await alice.stop(), end)
    await assert.rejects(alice.do('creates'), { name: 'TestbedError', what: 'Alice cannot do "creates" after its stop' })
  })
}
