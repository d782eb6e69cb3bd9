// Forks seen as such, glare, and the plain methods in and out of dialogs (RFC 3261 §13.2.2.4, §14, §11, §8.2.1).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { glareDelayMs, respond, type InviteOptions, type OutgoingInvite, type SipResponse } from '@ch1/sip'
import { AgentBench } from './agent-bench'
import { quiet } from './quiet'

const ALICE = { host: '192.0.2.1', port: 5071 }

interface Forked {
  readonly bench: AgentBench
  readonly outgoing: OutgoingInvite
  /** A response of the fork with this tag. */
  readonly answer: (status: number, tag: string) => void
  /** Methods the forks received, with the To tag each was meant for. */
  readonly received: () => readonly string[]
}

function forked(o: Partial<InviteOptions> = {}): Forked {
  const bench = new AgentBench()
  const peer = bench.network.transport(5080)
  const outgoing = bench.invite({ uri: 'sip:fork@192.0.2.1:5080', ...o })
  const answer = (status: number, toTag: string): void => {
    const headers = [['Contact', `<sip:${toTag}@192.0.2.1:5080>`]] as const
    peer.send(respond(outgoing.request, status, undefined, { toTag, headers }).bytes, ALICE)
    bench.network.settle()
  }
  const received = (): readonly string[] =>
    bench.network.sent
      .filter(({ to, message }) => to === 5080 && message.toTag !== undefined)
      .map(({ what, message }) => `${what} ${message.toTag ?? ''}`)
  return { bench, outgoing, answer, received }
}

test('each early dialog comes as one of its own', () => {
  const { outgoing, answer } = forked()
  const seen: string[] = []
  outgoing.onProvisional = (response, dialog) =>
    seen.push(`${response.status} ${dialog?.dialog.remoteTag ?? '-'} ${dialog?.dialog.state ?? '-'}`)
  answer(180, 'f1')
  answer(183, 'f2')
  answer(180, 'f1')
  assert.deepEqual(seen, ['180 f1 early', '183 f2 early', '180 f1 early'])
  assert.deepEqual(
    outgoing.dialogs.map(({ dialog }) => dialog.remoteTarget),
    ['sip:f1@192.0.2.1:5080', 'sip:f2@192.0.2.1:5080'],
  )
})

test('the first 2xx is the session; the others are acknowledged, told, and ended by BYE in their own dialogs', async () => {
  const { outgoing, answer, received } = forked()
  const told: string[] = []
  outgoing.onAnswered = (_response, dialog) => told.push(`answered ${dialog.dialog.remoteTag}`)
  outgoing.onSurplus = (response, dialog) => told.push(`surplus ${response.toTag ?? ''} ${[...dialog.lastSent.keys()].join('+')}`)
  answer(180, 'f1')
  for (const tag of ['f2', 'f1', 'f3', 'f2']) answer(200, tag)
  assert.deepEqual(told, ['answered f2', 'surplus f1 INVITE+ACK', 'surplus f3 INVITE+ACK'])
  assert.deepEqual(received(), ['ACK f2', 'ACK f1', 'BYE f1', 'ACK f3', 'BYE f3', 'ACK f2'])
  assert.deepEqual(
    outgoing.dialogs.map(({ dialog, ended }) => `${dialog.remoteTag} ${ended}`),
    ['f1 true', 'f2 false', 'f3 true'],
  )
  assert.equal((await outgoing.final).toTag, 'f2')
})

test('a surplus dialog that its owner ended already gets no second BYE', () => {
  const { outgoing, answer, received } = forked()
  outgoing.onSurplus = (_response, dialog) => void dialog.bye([['Reason', 'SIP;cause=200']])
  answer(200, 'f1')
  answer(200, 'f2')
  assert.deepEqual(received(), ['ACK f1', 'ACK f2', 'BYE f2'])
})

test('keepForks keeps them all', () => {
  const { outgoing, answer, received } = forked({ keepForks: true })
  const told: string[] = []
  outgoing.onAnswered = (_response, dialog) => told.push(dialog.dialog.remoteTag)
  outgoing.onSurplus = () => assert.fail('none is surplus')
  answer(200, 'f1')
  answer(200, 'f2')
  assert.deepEqual(
    [told, received()],
    [
      ['f1', 'f2'],
      ['ACK f1', 'ACK f2'],
    ],
  )
})

test('after a cancel, every 2xx that crossed it is acknowledged and ended', () => {
  const { outgoing, answer, received } = forked()
  outgoing.onAnswered = () => assert.fail('it was cancelled')
  outgoing.onSurplus = () => assert.fail('none is surplus')
  answer(180, 'f1')
  outgoing.cancel()
  answer(200, 'f1')
  answer(200, 'f2')
  assert.deepEqual(received(), ['ACK f1', 'BYE f1', 'ACK f2', 'BYE f2'])
})

test('after glare, the two sides wait for times that cannot meet', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const both = [alice.send('INVITE'), bob.send('INVITE')]
  await quiet(bench)
  assert.deepEqual(
    (await Promise.all(both)).map(({ status }) => status),
    [491, 491],
  )
  const least = (): number => 0
  const most = (below: number): number => below - 1
  assert.deepEqual([glareDelayMs(alice, least), glareDelayMs(alice, most)], [2100, 4000])
  assert.deepEqual([glareDelayMs(bob, least), glareDelayMs(bob, most)], [0, 2000])
  bob.onRequest = (_request, answer) => answer(200)
  const again = alice.send('INVITE')
  await quiet(bench)
  assert.equal((await again).status, 200)
})

test('OPTIONS in and out of a dialog: what is allowed, accepted, supported and notified', async () => {
  const bench = new AgentBench(
    {},
    {
      supports: ['timer', '100rel'],
      accept: 'application/sdp, text/plain',
      allow: 'INVITE, OPTIONS',
      allowEvents: ['conference'],
    },
  )
  const { alice } = bench.session()
  const outside = bench.alice.request({ method: 'OPTIONS', uri: 'sip:bob@192.0.2.1:5072', from: '<sip:a@h>', to: '<sip:b@h>' })
  const inside = alice.send('OPTIONS')
  await quiet(bench)
  for (const answer of [await outside, await inside]) {
    assert.deepEqual(
      [answer.status, ...['Allow', 'Accept', 'Supported', 'Allow-Events'].map((name) => answer.header(name))],
      [200, 'INVITE, OPTIONS', 'application/sdp, text/plain', 'timer, 100rel', 'conference'],
    )
  }
  const other = bench.bob.request({ method: 'OPTIONS', uri: 'sip:alice@192.0.2.1:5071', from: '<sip:b@h>', to: '<sip:a@h>' })
  await quiet(bench)
  const answer = await other
  assert.deepEqual(
    [answer.header('Accept'), answer.header('Supported'), answer.header('Allow-Events')],
    ['application/sdp', undefined, undefined],
  )
})

test('MESSAGE and INFO reach their owner with body and type, in and out of a dialog', async () => {
  const bench = new AgentBench()
  const { alice, bob } = bench.session()
  const seen: string[] = []
  const take =
    (where: string) =>
    (
      request: { method: string; body: Uint8Array; header(name: string): string | undefined },
      answer: (status: number) => void,
    ) => {
      seen.push(`${where} ${request.method} ${request.header('Content-Type') ?? ''} ${Buffer.from(request.body).toString()}`)
      answer(200)
    }
  bob.onRequest = take('inside')
  bench.bob.onRequest = take('outside')
  const text = { body: 'grüezi', contentType: 'text/plain' }
  const answers: Promise<SipResponse>[] = [
    ...['MESSAGE', 'INFO'].map((method) => alice.send(method, text)),
    bench.alice.request({ method: 'MESSAGE', uri: 'sip:bob@192.0.2.1:5072', from: '<sip:a@h>', to: '<sip:b@h>', ...text }),
  ]
  await quiet(bench)
  assert.deepEqual(
    (await Promise.all(answers)).map(({ status }) => status),
    [200, 200, 200],
  )
  assert.deepEqual(seen, [
    'inside MESSAGE text/plain grüezi',
    'inside INFO text/plain grüezi',
    'outside MESSAGE text/plain grüezi',
  ])
  assert.equal(bench.network.last('MESSAGE').message.header('Contact'), undefined, 'RFC 3428 §9: MESSAGE makes no dialog')
})

test('methods that nobody serves: 405 with Allow, 501 when nobody knows them, in and out of a dialog; NOTIFY of nothing 481', async () => {
  const bench = new AgentBench()
  const { alice } = bench.session()
  for (const method of ['PUBLISH', 'SUBSCRIBE', 'REFER', 'MESSAGE', 'WHATEVER']) {
    const answers = [
      alice.send(method),
      bench.alice.request({ method, uri: 'sip:bob@192.0.2.1:5072', from: '<sip:a@h>', to: '<sip:b@h>' }),
    ]
    await quiet(bench)
    for (const answer of await Promise.all(answers))
      assert.deepEqual(
        [answer.status, answer.header('Allow')],
        [method === 'WHATEVER' ? 501 : 405, 'INVITE, ACK, CANCEL, BYE, OPTIONS'],
        method,
      )
  }
  const notify = alice.send('NOTIFY', {
    headers: [
      ['Event', 'refer'],
      ['Subscription-State', 'active'],
    ],
  })
  await quiet(bench)
  assert.equal((await notify).status, 481)
})
