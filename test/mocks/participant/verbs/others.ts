// Asking the focus to bring others in or put them out, and to tell who is there.
import assert from 'node:assert/strict'
import { bodyParts, CONFERENCE_INFO, readResourceLists, writeConferenceInfo } from '@ch1/sip'
import type { ConferenceInfo, IncomingRefer, NotifierSubscription, SipRequest } from '@ch1/sip'
import type { Bed } from '../../participant-bed'
import { until } from '../../until'
import { flow, sent } from '../wire-log'
import { bobIn, type Row } from './row'

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

export const otherRows: readonly Row[] = [
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
      // one that is slow to be answered goes out again (RFC 3261 §17.1.2.2)
      const asked = (): number => new Set(sent(bed, /^SUBSCRIBE/).map(({ message }) => message.header('CSeq'))).size
      await until(() => asked() === 2 && bob.roster?.version === version)
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
]
