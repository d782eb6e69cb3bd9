// What a participant says in its leg beside the call, and how its answers look on the wire.
import assert from 'node:assert/strict'
import { until } from '../../until'
import { sent } from '../wire-log'
import { bobIn, type Row } from './row'

export const habitRows: readonly Row[] = [
  {
    of: ['sends'],
    says: 'OPTIONS, INFO, MESSAGE in its leg, and no other word',
    play: async (bed) => {
      const bob = await bobIn(bed)
      for (const method of ['OPTIONS', 'INFO', 'MESSAGE']) {
        await bob.do('sends', [method])
        assert.equal(sent(bed, new RegExp(`^${method}`)).length, 1)
        assert.ok(bob.lastAnswer)
      }
      await assert.rejects(bob.do('sends', ['BYE']), {
        name: 'TestbedError',
        instead: 'a word other than OPTIONS, INFO, MESSAGE',
      })
    },
  },
  {
    of: ['strays'],
    says: 'a BYE of a Call-ID that nobody knows is refused, and it stays in',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('strays', ['call'])
      const [invite, bye] = [sent(bed, /^INVITE/)[0]?.message, sent(bed, /^BYE/)[0]?.message]
      assert.notEqual(bye?.callId, invite?.callId)
      assert.equal(bob.lastAnswer?.status, 481)
      assert.equal(bob.is('in'), true)
    },
  },
  {
    of: ['strays tags'],
    says: 'a BYE of its Call-ID with tags of no dialog is refused, and it stays in',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('strays', ['tags'])
      const [invite, bye] = [sent(bed, /^INVITE/)[0]?.message, sent(bed, /^BYE/)[0]?.message]
      assert.equal(bye?.callId, invite?.callId)
      assert.notEqual(bye?.fromTag, invite?.fromTag)
      assert.equal(bob.lastAnswer?.status, 481)
      assert.equal(bob.is('in'), true)
    },
  },
  {
    of: ['answersBye'],
    says: 'late: the 200 to the BYE waits; 481 in its place; no word that is none',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('answersBye', ['late', '300'])
      const began = Date.now()
      assert.equal((await bed.focus.bye()).status, 200)
      assert.ok(Date.now() - began >= 290, `${Date.now() - began} ms`)
      const carol = await bed.participant('Carol')
      await carol.do('answersBye', ['481'])
      await carol.do('joins', [bed.focus.uri])
      await until(() => bed.focus.legs.length > 0 && sent(bed, /^ACK/).length >= 2)
      assert.equal((await bed.focus.bye()).status, 481)
      await assert.rejects(carol.do('answersBye', ['late', 'soon']), { instead: 'words other than late MS, 481, never' })
      await assert.rejects(carol.do('answersBye', ['200']), { instead: 'words other than late MS, 481, never' })
    },
  },
  {
    of: ['messages'],
    says: 'a MESSAGE outside any dialog, with its text, to a URI that must be named',
    play: async (bed) => {
      const bob = await bobIn(bed)
      await bob.do('messages', [bed.focus.uri, 'good day'])
      const [message] = sent(bed, /^MESSAGE/)
      assert.equal(message?.message.toTag, undefined)
      assert.notEqual(message?.message.callId, sent(bed, /^INVITE/)[0]?.message.callId)
      assert.ok(message?.text.endsWith('\r\n\r\ngood day'), message?.text)
      assert.ok(bob.lastAnswer)
      await assert.rejects(bob.do('messages'), { instead: 'no argument; it needs the URI of a user or a focus' })
    },
  },
  {
    of: ['answersMessage'],
    says: 'this status instead of 200 to a MESSAGE outside any dialog, and none that is not final',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      const ask = (): Promise<{ readonly status: number }> => bed.focus.message(bob.aor)
      assert.equal((await ask()).status, 200)
      await bob.do('answersMessage', ['403'])
      assert.equal((await ask()).status, 403)
      for (const code of ['100', '700', 'no'])
        await assert.rejects(bob.do('answersMessage', [code]), { instead: 'a final status is 200 to 699' })
    },
  },
  {
    of: ['agrees', 'forgets'],
    says: 'its 200 takes the session timer that is offered, and a refresh is answered 481',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('agrees', ['sessions'])
      await bob.do('forgets', ['refreshes'])
      assert.equal((await bed.focus.invite(bob.aor).final).header('Session-Expires'), undefined, 'nothing was offered')
      await until(() => bob.is('in'))
      assert.equal((await bed.focus.send('UPDATE')).status, 481)
      await assert.rejects(bob.do('agrees', ['more']), { instead: 'a word other than sessions' })
      await assert.rejects(bob.do('forgets', ['all']), { instead: 'a word other than refreshes' })
    },
  },
  {
    of: ['requires'],
    says: 'its INVITE demands the extension',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('requires', ['nobody-knows-this'])
      await bob.do('joins', [bed.focus.uri])
      assert.equal(sent(bed, /^INVITE/)[0]?.message.header('Require'), 'nobody-knows-this')
    },
  },
  {
    of: ['will other'],
    says: 'a 2xx other than 200',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['other', '202'])
      assert.equal((await bed.focus.invite(bob.aor).final).status, 202)
      await until(() => bob.is('in'))
      await assert.rejects(bob.do('will', ['other', '200']), { name: 'TestbedError' })
    },
  },
  {
    of: ['will challenge'],
    says: '407 with a challenge; whoever comes with credentials is let in',
    play: async (bed) => {
      const bob = await bed.participant('Bob')
      await bob.do('will', ['challenge'])
      const answer = await bed.focus.invite(bob.aor).final
      assert.equal(answer.status, 407)
      assert.match(answer.header('Proxy-Authenticate') ?? '', /^Digest realm="home\.example", nonce="[0-9a-f]{24}"/)
      assert.equal(bob.is('ringing'), false)
    },
  },
]
