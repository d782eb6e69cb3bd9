// Every verb over every wire: what goes over the wire towards a focus, row by row, and which verb a wire cannot carry.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyParts, CONFERENCE_INFO, DigestServer, parseMessage, readResourceLists, respond, writeConferenceInfo } from '@ch1/sip'
import type { ConferenceInfo, IncomingRefer, NotifierSubscription, SipRequest } from '@ch1/sip'
import { NEEDS_OF_VERBS, PARTICIPANT_VERBS, WHY_NOT_SIPP, WireCannot } from '../../../mocks/participant'
import type { Account } from '../../../mocks/participant'
import { ENGINES, NO_SIPP, participantBed } from '../participant-bed'
import type { Bed } from '../participant-bed'
import { SipBox } from '../sip-box'
import { crossed, flow, sent, until } from './wire-log'

const ACCOUNT: Account = {
  credentials: { username: 'bob', password: 'secret' },
  registrar: 'sip:home.example',
  expiresS: 600,
}

interface Row {
  /** The commands that the row is about: a verb, for `will` with its word. */
  readonly of: readonly string[]
  readonly says: string
  readonly play: (bed: Bed) => Promise<void>
}

/** Bob, and whoever is to wait until the focus has its leg with him. */
async function bobIn(bed: Bed, account?: Account) {
  const bob = await bed.participant('Bob', account)
  await bob.do('joins', [bed.focus.uri])
  await until(() => bed.focus.legs.length === 1 && sent(bed, /^ACK/).length >= 1)
  return bob
}

/** The REFER that this makes, accepted by the focus as one whose targets it could read. */
async function referred(bed: Bed, doing: () => Promise<void>): Promise<SipRequest> {
  const [leg] = bed.focus.legs
  assert.ok(leg)
  const came = new Promise<IncomingRefer>((resolve) => (leg.onRefer = resolve))
  await doing()
  const incoming = await came
  void incoming.accept()?.tell(200)
  await until(() => flow(bed).includes('← 202 REFER'))
  return incoming.request
}

const rows: readonly Row[] = [
  {
    of: ['creates', 'joins', 'leaves'],
    says: 'INVITE, ACK, BYE',
    play: async (bed) => {
      const alice = await bed.participant('Alice')
      await alice.do('creates')
      await alice.do('leaves')
      assert.equal(await alice.waitFor('out', 3_000), true)
      await alice.do('joins', [bed.focus.uri])
      await until(() => sent(bed, /^ACK/).length === 2)
      assert.deepEqual(flow(bed), [
        ...['→ INVITE', '← 200 INVITE', '→ ACK', '→ BYE', '← 200 BYE', '→ INVITE', '← 200 INVITE', '→ ACK'],
      ])
    },
  },
  {
    of: ['calls', 'cancels'],
    says: 'the CANCEL leaves after the ringing, is for that INVITE alone, and the 487 is acknowledged',
    play: async (bed) => {
      bed.focus.agent.onInvite = (incoming) => incoming.ring()
      const bob = await bed.participant('Bob')
      await bob.do('calls', [bed.focus.uri])
      assert.equal(bob.is('out'), false, 'a call is under way')
      await bob.do('cancels')
      assert.deepEqual(bob.lastAnswer, { status: 487, reason: 'Request Terminated' })
      assert.equal(bob.is('out'), true)
      await until(
        () => flow(bed).length === 6,
        () => flow(bed),
      )
      assert.deepEqual([...flow(bed)].sort(), ['← 180 INVITE', '← 200 CANCEL', '← 487 INVITE', '→ ACK', '→ CANCEL', '→ INVITE'])
      const [invite, cancel] = [sent(bed, /^INVITE/)[0]?.message, sent(bed, /^CANCEL/)[0]?.message]
      assert.ok(invite?.kind === 'request' && cancel?.kind === 'request')
      // RFC 3261 §9.1 — same Request-URI, Call-ID, From, number and top Via.
      for (const name of ['Call-ID', 'From', 'To', 'Via']) assert.equal(cancel.header(name), invite.header(name), name)
      assert.deepEqual([cancel.requestUri, cancel.cseq?.number], [invite.requestUri, invite.cseq?.number])
    },
  },
  {
    of: ['cancels'],
    says: 'a 200 that comes before the CANCEL could leave is acknowledged and ended by BYE; after that there is nothing to cancel',
    play: async (bed) => {
      const server = await SipBox.open()
      bed.core.setSut(server.address)
      const bob = await bed.participant('Bob')
      await assert.rejects(bob.do('cancels'), { name: 'TestbedError', instead: 'it has called nobody' })
      await bob.do('calls', ['sip:conf-1@im.example'])
      const invite = parseMessage(Buffer.from(await server.next(), 'latin1')) as SipRequest
      const cancelling = bob.do('cancels')
      const headers = [['Contact', `<sip:conf-1@${server.at}>;isfocus`]] as const
      server.send(Buffer.from(respond(invite, 200, 'OK', { toTag: 'f', headers }).bytes).toString('latin1'), bed.core.port)
      await cancelling
      await until(
        () => flow(bed).includes('→ BYE'),
        () => flow(bed),
      )
      assert.deepEqual(flow(bed), ['→ INVITE', '← 200 INVITE', '→ ACK', '→ BYE'])
      server.close()
      assert.equal(bob.is('in'), false)
      await assert.rejects(bob.do('cancels'), {
        name: 'NotReached',
        message: 'Bob could not cancel: its INVITE had its final response already',
      })
    },
  },
  {
    of: ['adds'],
    says: 'one by REFER with its address in Refer-To',
    play: async (bed) => {
      const bob = await bobIn(bed)
      const carol = await bed.participant('Carol')
      await bob.do('adds', [carol.aor])
      assert.equal(await carol.waitFor('in', 3_000), true)
      const refer = bed.focus.last('REFER')
      assert.deepEqual([refer.header('Refer-To'), refer.body.length], [`<${carol.aor}>`, 0])
      await until(() => sent(bed, /^SIP\/2\.0 200 OK[^]*CSeq: \d+ NOTIFY/).length === 2)
      assert.equal(bob.lastAnswer?.status, 202)
    },
  },
  {
    of: ['adds'],
    says: 'several by one multiple REFER with the list (RFC 5368)',
    play: async (bed) => {
      const bob = await bobIn(bed)
      const list = ['sip:carol-7@home.example', 'sip:dave-7@home.example', 'sip:erin-7@home.example']
      const refer = await referred(bed, () => bob.do('adds', list))
      assert.deepEqual(refer.list('Require'), ['multiple-refer', 'norefersub'])
      assert.equal(refer.header('Refer-Sub'), 'false')
      const [, id] = /^<cid:(.*)>$/.exec(refer.header('Refer-To') ?? '') ?? []
      const part = bodyParts(refer).find(({ contentType }) => contentType === 'application/resource-lists+xml')
      assert.equal(part?.disposition, 'recipient-list')
      assert.equal(part.headers.find(({ name }) => name === 'Content-ID')?.value, `<${id}>`)
      assert.deepEqual(
        readResourceLists(part.body).entries.map(({ uri }) => uri),
        list,
      )
    },
  },
  {
    of: ['removes'],
    says: 'REFER with method=BYE in its leg (RFC 4579)',
    play: async (bed) => {
      const bob = await bobIn(bed)
      const refer = await referred(bed, () => bob.do('removes', ['sip:carol-7@home.example']))
      assert.equal(refer.header('Refer-To'), '<sip:carol-7@home.example;method=BYE>')
      assert.notEqual(refer.toTag, undefined)
    },
  },
  {
    of: ['drops'],
    says: 'no BYE, no answer, no retransmission, nothing',
    play: async (bed) => {
      const bob = await bobIn(bed)
      const before = sent(bed, /./).length
      await bob.do('drops')
      assert.deepEqual([bob.is('in'), bob.is('out')], [false, true])
      bed.focus.send('OPTIONS').catch(() => undefined)
      await until(() => crossed(bed).filter(({ text }) => text.startsWith('OPTIONS')).length > 3)
      bed.focus.invite(bob.aor)
      await until(() => crossed(bed).filter(({ dir, text }) => dir === 'fromSut' && text.startsWith('INVITE')).length > 2)
      assert.deepEqual([bob.is('in'), bob.is('out')], [false, true], 'it hears nothing either')
      assert.equal(sent(bed, /./).length, before)
      await assert.rejects(bob.do('leaves'), {
        name: 'TestbedError',
        instead: 'it dropped silently; nothing of it is left',
      })
    },
  },
  {
    of: ['drops'],
    says: 'what it was still repeating is not repeated any more',
    play: async (bed) => {
      const silent = await SipBox.open()
      bed.core.setSut(silent.address)
      const bob = await bed.participant('Bob')
      await bob.do('calls', ['sip:conf-1@im.example'])
      await silent.next()
      await bob.do('drops')
      const before = sent(bed, /^INVITE/).length
      await new Promise((resolve) => setTimeout(resolve, 350))
      assert.equal(sent(bed, /^INVITE/).length, before)
      silent.close()
    },
  },
  {
    of: ['reinvites'],
    says: 'an INVITE in the leg with a new offer and the next number; its 200 is acknowledged',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('reinvites')
      assert.equal(bob.lastAnswer?.status, 200)
      await until(() => sent(bed, /^ACK/).length === 2)
      const [first, second] = sent(bed, /^INVITE/).map(({ message }) => message)
      assert.ok(first && second)
      assert.deepEqual([second.callId, second.fromTag, second.cseq?.number], [first.callId, first.fromTag, 2])
      assert.notEqual(second.toTag, undefined)
      assert.equal(second.header('Content-Type'), 'application/sdp')
      assert.notDeepEqual(Buffer.from(second.body), Buffer.from(first.body), 'a new MSRP path')
      assert.equal(bob.is('in'), true)
    },
  },
  {
    of: ['subscribes', 'unsubscribes'],
    says: 'SUBSCRIBE for the conference package; its NOTIFYs make the roster, a gap is mended by a refresh, Expires 0 ends it',
    play: async (bed) => {
      const entity = 'sip:conf-1@im.example'
      const user = (name: string) => ({ entity: `sip:${name}@home.example`, state: 'full' as const, endpoints: [] })
      let version = 0
      let given: NotifierSubscription | undefined
      let partialNext = false
      bed.focus.agent.onSubscribe = (incoming) => {
        given = incoming.accept({
          current: () => {
            const state = partialNext ? 'partial' : 'full'
            partialNext = false
            const info: ConferenceInfo = { entity, version: (version += 1), state }
            const users = { state: 'full' as const, users: [user('alice'), user('bob')] }
            return { body: writeConferenceInfo(state === 'full' ? { ...info, users } : info), contentType: CONFERENCE_INFO }
          },
        })
      }
      const bob = await bobIn(bed)
      await assert.rejects(bob.do('unsubscribes'), { instead: 'it has subscribed to nothing' })
      await bob.do('subscribes')
      assert.equal(bob.lastAnswer?.status, 200)
      assert.equal(await bob.waitFor('informed', 3_000), true)
      assert.deepEqual(
        bob.roster?.users.map((one) => one.entity),
        ['sip:alice@home.example', 'sip:bob@home.example'],
      )
      const subscribe = sent(bed, /^SUBSCRIBE/)[0]?.message as SipRequest
      assert.equal(subscribe.requestUri, bed.focus.uri)
      assert.deepEqual(
        ['Event', 'Accept', 'Expires'].map((name) => subscribe.header(name)),
        ['conference', CONFERENCE_INFO, '3600'],
      )
      assert.notEqual(subscribe.callId, bed.focus.last('ACK').callId, 'a dialog of its own')
      // A partial state two versions on: the one between was missed.
      version += 1
      partialNext = true
      await given?.notify()
      await until(() => sent(bed, /^SUBSCRIBE/).length === 2 && bob.roster?.version === version)
      await bob.do('unsubscribes')
      assert.equal(
        sent(bed, /^SUBSCRIBE/)
          .at(-1)
          ?.message.header('Expires'),
        '0',
      )
      await until(() => !bob.is('informed'))
      assert.equal(bob.roster?.users.length, 2, 'what was told last stays to be read')
      await assert.rejects(bob.do('unsubscribes'), { name: 'NotReached' })
    },
  },
  {
    of: ['will accept', 'will ring', 'will refuse', 'will silent', 'accepts', 'refuses'],
    says: 'what was there before goes on',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['refuse', '603'])
      assert.equal((await bed.focus.invite(bob.aor).final).status, 603)
      await bob.do('will', ['ring'])
      const ringing = bed.focus.invite(bob.aor)
      assert.equal(await bob.waitFor('ringing', 3_000), true)
      await bob.do('refuses', ['480'])
      assert.equal((await ringing.final).status, 480)
      await bob.do('will', ['silent'])
      const silent = bed.focus.invite(bob.aor)
      await until(() => sent(bed, /^SIP\/2\.0 [1-6]/).length === 3)
      await new Promise((resolve) => setTimeout(resolve, 50))
      await bob.do('accepts')
      assert.equal((await silent.final).status, 200)
      await bob.do('will', ['accept'])
      assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
    },
  },
  {
    of: ['will late'],
    says: 'after its time, 180 and then 200',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['late', '200'])
      const began = Date.now()
      assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
      assert.ok(Date.now() - began >= 195, `${Date.now() - began} ms`)
      await until(() => bob.is('in'))
      assert.deepEqual(flow(bed), ['← INVITE', '→ 180 INVITE', '→ 200 INVITE', '← ACK'])
    },
  },
  {
    of: ['will late'],
    says: "its time is not waited for when the server cancels before: 487, and the time's end does nothing",
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['late', '150'])
      const invite = bed.focus.invite(bob.aor)
      await bob.waitFor('ringing', 3_000)
      invite.cancel()
      assert.equal((await invite.final).status, 487)
      await new Promise((resolve) => setTimeout(resolve, 200))
      await bob.do('will', ['accept'])
      assert.equal(sent(bed, /^SIP\/2\.0 200 OK[^]*CSeq: \d+ INVITE/).length, 0)
    },
  },
  {
    of: ['will late'],
    says: "without a time, its 200 crosses the server's CANCEL: 200 to the INVITE first, then 200 to the CANCEL",
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['late'])
      const invite = bed.focus.invite(bob.aor)
      await bob.waitFor('ringing', 3_000)
      invite.cancel()
      assert.equal((await invite.final).status, 200)
      assert.equal(await bob.waitFor('out', 3_000), true)
      const line = flow(bed)
      assert.deepEqual(line.slice(0, 3), ['← INVITE', '→ 180 INVITE', '← CANCEL'])
      assert.equal(line[3], '→ 200 INVITE')
      for (const owed of ['→ 200 CANCEL', '← ACK', '← BYE'])
        await until(
          () => flow(bed).includes(owed),
          () => flow(bed),
        )
    },
  },
  {
    of: ['will twice'],
    says: 'the 200 leaves two times at once, byte for byte',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['twice'])
      assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
      await until(() => bob.is('in') && sent(bed, /^SIP\/2\.0 200/).length === 2)
      const [one, two] = sent(bed, /^SIP\/2\.0 200/)
      assert.equal(two?.text, one?.text)
      await until(() => crossed(bed).filter(({ text }) => text.startsWith('ACK')).length === 2)
    },
  },
  {
    of: ['will fork'],
    says: 'two 2xx with To tags and Contacts of their own to one INVITE; the surplus one is released by the focus, the other stays',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['fork'])
      const invite = bed.focus.invite(bob.aor)
      assert.equal((await invite.final).status, 200)
      await until(
        () => flow(bed).filter((line) => line === '→ 200 BYE').length === 1,
        () => flow(bed),
      )
      const answers = sent(bed, /^SIP\/2\.0 200 OK[^]*CSeq: \d+ INVITE/).map(({ message }) => message)
      assert.equal(new Set(answers.map(({ toTag }) => toTag)).size, 2)
      assert.equal(new Set(answers.map(({ callId }) => callId)).size, 1)
      assert.equal(new Set(answers.map((answer) => answer.header('Contact'))).size, 2)
      assert.equal(bob.is('in'), true, 'one leg is left')
      await bob.do('leaves')
      assert.equal(await bob.waitFor('out', 3_000), true)
      await bob.do('will', ['accept'])
      assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
      await until(() => bob.is('in'))
      const last = sent(bed, /^SIP\/2\.0 200 OK[^]*CSeq: \d+ INVITE/).at(-1)
      assert.doesNotMatch(last?.message.toTag ?? '', /^second-/, 'it forks no more')
    },
  },
  {
    of: ['withholds'],
    says: 'the 200 is never acknowledged, however often it is repeated, and the leg does not count; it can leave',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('withholds', ['ACK'])
      await bob.do('joins', [bed.focus.uri])
      assert.deepEqual(bob.lastAnswer, { status: 200, reason: 'OK' })
      await until(() => crossed(bed).filter(({ text }) => text.startsWith('SIP/2.0 200')).length >= 3)
      assert.equal(sent(bed, /^ACK/).length, 0)
      assert.deepEqual([bob.is('in'), bob.is('out')], [false, false])
      await bob.do('leaves')
      assert.equal(await bob.waitFor('out', 3_000), true)
      assert.equal(sent(bed, /^ACK/).length, 0)
    },
  },
  {
    of: ['crosses'],
    says: "its BYE and the server's meet: BYE before the 200 to the server's, both answered",
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('crosses', ['BYE'])
      const answer = await bed.focus.bye()
      assert.equal(answer.status, 200)
      assert.equal(await bob.waitFor('out', 3_000), true)
      const line = flow(bed).slice(3)
      assert.deepEqual(line.slice(0, 2), ['← BYE', '→ BYE'])
      assert.ok(line.includes('→ 200 BYE'), line.join(', '))
      await until(() => flow(bed).includes('← 200 BYE'))
      assert.equal(bob.lastAnswer?.status, 200)
    },
  },
  {
    of: ['registers', 'unregisters'],
    says: 'REGISTER for its address of record; a challenge is answered; 0 seconds end it',
    play: async (bed) => {
      const asks = new DigestServer({ realm: 'home.example', password: (user) => (user === 'bob' ? 'secret' : undefined) })
      bed.focus.agent.onRequest = (request, respond) => {
        if (asks.verify(request).kind !== 'accepted') return respond(401, undefined, { headers: asks.challenge() })
        const expires = request.header('Expires') ?? ''
        respond(200, undefined, { headers: [['Contact', `${request.header('Contact') ?? ''};expires=${expires}`]] })
      }
      const bob = await bed.participant('Bob', ACCOUNT)
      await assert.rejects(bob.do('unregisters'), { instead: 'it has not registered' })
      await bob.do('registers')
      assert.deepEqual(bob.lastAnswer, { status: 200, reason: 'OK' })
      await bob.do('unregisters')
      assert.deepEqual(bob.lastAnswer, { status: 200, reason: 'OK' })
      const registers = sent(bed, /^REGISTER/).map(({ message }) => message as SipRequest)
      assert.deepEqual(
        registers.map((one) => [
          one.requestUri,
          one.header('Expires'),
          one.cseq?.number,
          one.header('Authorization') !== undefined,
        ]),
        [
          ['sip:home.example', '600', 1, false],
          ['sip:home.example', '600', 2, true],
          ['sip:home.example', '0', 3, true],
        ],
      )
      assert.equal(new Set(registers.map(({ callId }) => callId)).size, 1)
      assert.match(registers[0]?.header('To') ?? '', /^<sip:bob-7@home\.example>$/)
      await assert.rejects(bob.do('unregisters'), { name: 'NotReached' })
    },
  },
  {
    of: ['joins'],
    says: 'a 407 to its INVITE is answered with credentials, the same call with the next number; wrong ones end as a refusal',
    play: async (bed) => {
      const asks = new DigestServer({ realm: 'im.example', status: 407, password: () => 'secret' })
      const attend = bed.focus.agent.onInvite
      bed.focus.agent.onInvite = (incoming) => {
        if (asks.verify(incoming.request).kind === 'accepted') attend(incoming)
        else incoming.refuse(407, { headers: asks.challenge() })
      }
      const bob = await bobIn2(bed)
      assert.deepEqual(bob.lastAnswer, { status: 200, reason: 'OK' })
      const [first, second] = sent(bed, /^INVITE/).map(({ message }) => message)
      assert.equal(first?.header('Proxy-Authorization'), undefined)
      assert.match(second?.header('Proxy-Authorization') ?? '', /username="bob"/)
      assert.deepEqual([second?.callId, second?.cseq?.number], [first?.callId, 2])
      const carol = await bed.participant('Carol', { ...ACCOUNT, credentials: { username: 'carol', password: 'wrong' } })
      await carol.do('joins', [bed.focus.uri])
      assert.equal(carol.lastAnswer?.status, 407)
      const dave = await bed.participant('Dave')
      await dave.do('joins', [bed.focus.uri])
      assert.equal(dave.lastAnswer?.status, 407)
    },
  },
  {
    of: ['resends'],
    says: 'the last INVITE again',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('resends', ['INVITE'])
      await until(() => sent(bed, /^INVITE/).length === 2)
      const [one, two] = sent(bed, /^INVITE/)
      assert.equal(two?.text, one?.text)
    },
  },
]

function bobIn2(bed: Bed) {
  return bobIn(bed, ACCOUNT)
}

const WILL = ['accept', 'ring', 'refuse', 'silent', 'late', 'twice', 'fork'].map((word) => `will ${word}`)

test('no verb and no word of will is without a row', () => {
  const covered = new Set(rows.flatMap(({ of }) => of))
  const all = [...PARTICIPANT_VERBS.filter((verb) => verb !== 'will'), ...WILL]
  assert.deepEqual([...covered].sort(), [...all].sort())
})

test('what a wire cannot carry is known by name', () => {
  assert.deepEqual(NEEDS_OF_VERBS, { 'will fork': 'sameCallIdTwice' })
})

for (const engine of ENGINES) {
  const limits = { timeout: 20_000, skip: engine === 'sipp' && NO_SIPP }
  for (const { of, says, play } of rows) {
    const needs = of.map((command) => NEEDS_OF_VERBS[command]).find((need) => need !== undefined)
    if (engine === 'sipp' && needs !== undefined) {
      test(`sipp: ${of.join(', ')}: cannot be carried, and says why`, limits, async (t) => {
        const bed = await participantBed(t, 'sipp')
        const bob = await bed.participant('Bob')
        const [verb, ...args] = (of[0] ?? '').split(' ')
        await assert.rejects(bob.do(verb as 'will', args), (error) => {
          assert.ok(error instanceof WireCannot)
          assert.equal(error.ability, needs)
          assert.equal(error.instead, WHY_NOT_SIPP[needs])
          assert.match(error.message, /Bob cannot do "will fork" over sipp[^]*different From or To tags[^]*--engine socket$/)
          return true
        })
        // It is as it was: the next invitation is accepted, once.
        assert.equal((await bed.focus.invite(bob.aor).final).status, 200)
        await until(() => bob.is('in'))
        assert.equal(sent(bed, /^SIP\/2\.0 200/).length, 1)
      })
      continue
    }
    test(`${engine}: ${of.join(', ')}: ${says}`, limits, async (t) => play(await participantBed(t, engine)))
  }
}
