// The legs of a participant's own: how they begin, change, end, or fall silent.
import assert from 'node:assert/strict'
import { parseMessage, respond } from '@ch1/sip'
import type { SipRequest } from '@ch1/sip'
import { SipBox } from '../../sip-box'
import { QUICK } from '../../tiny-focus'
import { until } from '../../until'
import { crossed, flow, sent } from '../wire-log'
import { bobIn, type Row } from './row'

export const callRows: readonly Row[] = [
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
      // Timer A would have sent it after T1 and again after 2·T1 (RFC 3261 §17.1.1.2).
      await new Promise((resolve) => setTimeout(resolve, 3.5 * QUICK.t1Ms))
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
