// What needs an account: registering, and an INVITE that is challenged.
import assert from 'node:assert/strict'
import { DigestServer } from '@ch1/sip'
import type { SipRequest } from '@ch1/sip'
import { sent } from '../wire-log'
import { ACCOUNT, bobIn, type Row } from './row'

export const accountRows: readonly Row[] = [
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
      const bob = await bobIn(bed, ACCOUNT)
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
]
