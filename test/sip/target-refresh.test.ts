// The target of a dialog follows the Contact of what is accepted, and of nothing that is refused (RFC 3261 §12.2.2, RFC 6665 §4.1).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AgentBench } from './agent-bench'
import { quiet } from './quiet'
import { watched } from './subscription-bench'

const ELSEWHERE = [['Contact', '<sip:elsewhere@192.0.2.1:5071>']] as const

for (const [method, status, target] of [
  ['INVITE', 200, 'sip:elsewhere@192.0.2.1:5071'],
  ['UPDATE', 200, 'sip:elsewhere@192.0.2.1:5071'],
  ['INVITE', 488, 'sip:alice@192.0.2.1:5071'],
  ['UPDATE', 488, 'sip:alice@192.0.2.1:5071'],
  ['INFO', 200, 'sip:alice@192.0.2.1:5071'],
] as const) {
  test(`a Contact in ${method} that is answered ${status}: requests of the other side go to ${target}`, async () => {
    const bench = new AgentBench()
    const { alice, bob } = bench.session()
    const targets: string[] = []
    bob.onRequest = (_request, respond): void => {
      targets.push(bob.dialog.remoteTarget)
      respond(status)
    }
    const answer = alice.send(method, { headers: ELSEWHERE })
    await quiet(bench)
    assert.equal((await answer).status, status)
    void bob.bye()
    await quiet(bench)
    assert.deepEqual(targets, ['sip:alice@192.0.2.1:5071'], 'until it is answered, nothing changes')
    assert.equal(bench.network.last('BYE').message.startLine, `BYE ${target} SIP/2.0`)
  })
}

test('an UPDATE that is refused for what it requires changes no target', async () => {
  const bench = new AgentBench({}, { supports: [] })
  const { alice, bob } = bench.session()
  void alice.send('UPDATE', { headers: [...ELSEWHERE, ['Require', 'strange']] })
  await quiet(bench)
  assert.equal(bob.dialog.remoteTarget, 'sip:alice@192.0.2.1:5071')
})

test('the Contact of a NOTIFY that is accepted is where the next SUBSCRIBE goes, that of one refused is not', async () => {
  for (const [status, target] of [
    [200, 'sip:elsewhere@192.0.2.1:5072'],
    [500, 'sip:bob@192.0.2.1:5072'],
  ] as const) {
    const { bench, subscription, notifier } = await watched()
    subscription.onNotify = (_notify, _state, respond): void => respond(status)
    void notifier().notify({ headers: [['Contact', '<sip:elsewhere@192.0.2.1:5072>']] })
    await quiet(bench)
    void subscription.refresh()
    await quiet(bench)
    assert.equal(bench.network.last('SUBSCRIBE').message.startLine, `SUBSCRIBE ${target} SIP/2.0`)
  }
})
