// What a participant does when it is invited.
import assert from 'node:assert/strict'
import { until } from '../../until'
import { crossed, flow, sent } from '../wire-log'
import type { Row } from './row'

export const invitedRows: readonly Row[] = [
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
      const invites = (): number => crossed(bed).filter(({ dir, text }) => dir === 'fromSut' && text.startsWith('INVITE')).length
      const answers = (): readonly string[] => flow(bed).filter((line) => /^→ \d/.test(line))
      const before = invites()
      const silent = bed.focus.invite(bob.aor)
      await until(() => invites() >= before + 2) // repeated, so Bob had it a T1 ago
      assert.deepEqual(answers(), ['→ 603 INVITE', '→ 180 INVITE', '→ 480 INVITE'])
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
]
