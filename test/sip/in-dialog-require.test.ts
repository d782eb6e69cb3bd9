// Require within a dialog: what is not understood is refused 420, of ACK and CANCEL it is not asked (RFC 3261 §8.2.2.3, §12.2.2).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SipResponse, UserAgentOptions } from '@ch1/sip'
import { AgentBench } from './agent-bench'
import { later, quiet } from './quiet'

const STRANGE = [['Require', 'strange, 100rel, stranger']] as const
const KNOWING: Partial<UserAgentOptions> = { supports: ['100REL'] }

/** Status and Unsupported of an answer that is under way. */
async function answered(bench: AgentBench, answer: Promise<SipResponse>): Promise<readonly unknown[]> {
  await quiet(bench)
  const response = await answer
  return [response.status, response.header('Unsupported')]
}

for (const method of ['INVITE', 'UPDATE', 'INFO', 'MESSAGE', 'OPTIONS', 'REFER', 'SUBSCRIBE', 'NOTIFY', 'BYE', 'WHATEVER']) {
  test(`a ${method} in a session that requires the unknown is refused 420, reaches nobody, and leaves the session as it was`, async () => {
    const bench = new AgentBench({}, KNOWING)
    const { alice, bob } = bench.session()
    const seen: string[] = []
    bob.onRequest = (request, respond) => {
      seen.push(request.method)
      respond(200)
    }
    bob.onRefer = bob.onSubscribe = (): void => void seen.push(method)
    bob.onBye = (): void => void seen.push('BYE')
    const before = bob.dialog.remoteCseq ?? 0
    // A BYE of Alice's own would end her side, whatever comes back: this one is told by hand.
    const request = alice.dialog.request(method, { headers: STRANGE })
    const asked = new Promise<SipResponse>((resolve, reject) => {
      bench.alice.layer.send(
        request,
        { host: '192.0.2.1', port: 5072 },
        { response: resolve, timeout: () => reject(new Error('none')) },
      )
    })
    assert.deepEqual(await answered(bench, asked), [420, 'strange, stranger'])
    assert.deepEqual([seen, bob.ended, bob.dialog.remoteCseq], [[], false, before + 1])
    assert.deepEqual(await answered(bench, alice.send('INFO')), [200, undefined])
    assert.deepEqual(await answered(bench, alice.bye()), [200, undefined])
    assert.deepEqual(seen, ['INFO', 'BYE'])
    assert.deepEqual(bench.faults, [])
  })
}

test('what is understood is served, in whatever case it is written, and so is everything where the owner looks himself', async () => {
  for (const [options, require] of [
    [KNOWING, '100rel'],
    [{}, 'strange'],
  ] as const) {
    const bench = new AgentBench({}, options)
    const { alice, bob } = bench.session()
    bob.onRequest = (_request, respond) => respond(200)
    assert.deepEqual(await answered(bench, alice.send('INFO', { headers: [['Require', require]] })), [200, undefined])
  }
})

test('a request of an ended session, or below the last number, is refused for that and not for what it requires', async () => {
  const bench = new AgentBench({}, KNOWING)
  const { alice } = bench.session()
  const late = alice.dialog.request('INFO', { headers: STRANGE })
  assert.deepEqual(await answered(bench, alice.send('INFO')), [405, undefined])
  const answers: number[] = []
  const say = (): void =>
    void bench.alice.layer.send(
      late,
      { host: '192.0.2.1', port: 5072 },
      { response: ({ status }) => answers.push(status), timeout: () => undefined },
    )
  say()
  await quiet(bench)
  await answered(bench, alice.bye())
  say()
  await quiet(bench)
  assert.deepEqual(answers, [500, 481])
})

test('an ACK is taken and a CANCEL cancels, whatever they require', async () => {
  const bench = new AgentBench({}, KNOWING)
  const outgoing = bench.invite({ ack: () => ({ headers: STRANGE }) })
  const acks: string[] = []
  bench.invited.accept().onAck = (ack) => acks.push(ack.header('Require') ?? '')
  await quiet(bench)
  assert.equal((await outgoing.final).status, 200)
  assert.deepEqual(acks, ['strange, 100rel, stranger'])
  const second = bench.invite()
  bench.invited.ring()
  await quiet(bench)
  const cancel = bench.network.last('INVITE').message
  let cancelled = false
  bench.invited.onCancel = () => (cancelled = true)
  const text = Buffer.from(cancel.bytes)
    .toString('latin1')
    .replace(/INVITE/g, 'CANCEL')
    .replace('\r\n\r\n', '\r\nRequire: strange\r\n\r\n')
  bench.network.transport(5099).send(Buffer.from(text, 'latin1'), { host: '192.0.2.1', port: 5072 })
  await quiet(bench)
  assert.deepEqual([cancelled, (await second.final).status], [true, 487])
})

test('a NOTIFY in a dialog of its own that requires the unknown is refused 420, and the next one is taken', async () => {
  const bench = new AgentBench(KNOWING)
  bench.bob.onSubscribe = (incoming) => {
    const subscription = incoming.accept({ current: () => ({ headers: STRANGE }) })
    setImmediate(() => void subscription.notify({}))
  }
  const subscription = bench.alice.subscribe({
    uri: 'sip:bob@192.0.2.1:5072',
    from: '<sip:a@h>',
    to: '<sip:b@h>',
    event: 'presence',
    expiresS: 60,
  })
  const states: string[] = []
  subscription.onNotify = (_notify, { state }) => states.push(state)
  await later(bench, 1)
  await quiet(bench)
  assert.deepEqual(
    bench.network.words(5071).filter((what) => what.endsWith('NOTIFY')),
    ['420 NOTIFY', '200 NOTIFY'],
  )
  assert.deepEqual(states, ['active'])
})
