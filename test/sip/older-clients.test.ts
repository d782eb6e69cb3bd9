// Callers that know RFC 2543 only: no magic cookie, no tag, no Contact (RFC 3261 §8.1.1.7, §12.1.1, §17.2.3).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InviteDialog } from '@ch1/sip'
import { AgentBench } from './agent-bench'
import { wire } from './wire-text'

const VIA = 'Via: SIP/2.0/UDP 192.0.2.1:5090'
const FROM = 'From: <sip:old@192.0.2.1:5090>'

/** An older caller on port 5090; `say` sends a request of these lines to Bob, who takes every call. */
function olderCaller(): {
  readonly bench: AgentBench
  readonly sessions: readonly InviteDialog[]
  readonly say: (method: string, number: number, ...lines: readonly string[]) => void
  readonly heard: () => readonly string[]
} {
  const bench = new AgentBench()
  const sessions: InviteDialog[] = []
  bench.bob.onInvite = (incoming) => sessions.push(incoming.accept())
  const peer = bench.network.transport(5090)
  const say = (method: string, number: number, ...lines: readonly string[]): void => {
    const all = [`${method} sip:bob@h SIP/2.0`, ...lines, 'Call-ID: old-1', `CSeq: ${number} ${method}`]
    peer.send(wire(all), { host: '192.0.2.1', port: 5072 })
    bench.network.settle()
  }
  const heard = (): readonly string[] => bench.network.sent.filter(({ to }) => to === 5090).map(({ what }) => what)
  return { bench, sessions, say, heard }
}

test('a whole call of an older caller: its repeats and its ACK are known without branch and tag, our BYE goes to its From', () => {
  const { bench, sessions, say, heard } = olderCaller()
  const acks: string[] = []
  say('INVITE', 1, VIA, FROM, 'To: <sip:bob@h>')
  say('INVITE', 1, VIA, FROM, 'To: <sip:bob@h>')
  const [session, ...more] = sessions
  assert.ok(session)
  assert.deepEqual([more, heard()], [[], ['200 INVITE']])
  session.onAck = (ack) => acks.push(ack.method)
  const to = bench.network.last('200 INVITE').message.header('To') ?? ''
  say('ACK', 1, VIA, FROM, `To: ${to}`)
  assert.deepEqual(acks, ['ACK'])
  void session.bye()
  bench.network.settle()
  const bye = bench.network.last('BYE')
  assert.deepEqual([bye.to, bye.message.startLine], [5090, 'BYE sip:old@192.0.2.1:5090 SIP/2.0'])
  assert.deepEqual([bye.message.header('From'), bye.message.header('To')], [to, '<sip:old@192.0.2.1:5090>'])
  assert.deepEqual(bench.faults, [])
})

test('an older caller’s BYE ends the session', () => {
  const { bench, sessions, say, heard } = olderCaller()
  say('INVITE', 1, VIA, FROM, 'To: <sip:bob@h>')
  const to = `To: ${bench.network.last('200 INVITE').message.header('To') ?? ''}`
  say('ACK', 1, VIA, FROM, to)
  say('BYE', 2, VIA, FROM, to)
  assert.deepEqual([sessions[0]?.ended, heard()], [true, ['200 INVITE', '200 BYE']])
})

const wanting: readonly (readonly [name: string, lines: readonly string[], heard: string])[] = [
  ['neither cookie nor tag', [VIA, FROM], '200 INVITE'],
  ['a branch of its own making and no tag', [`${VIA};branch=1`, FROM], '200 INVITE'],
  ['a cookie', [`${VIA};branch=z9hG4bK1`, FROM], '400 INVITE'],
  ['a tag', [VIA, `${FROM};tag=1`], '400 INVITE'],
  ['two Contacts', [VIA, FROM, 'Contact: <sip:a@h>, <sip:b@h>'], '400 INVITE'],
]
for (const [name, lines, answer] of wanting) {
  test(`an INVITE without one Contact, whose sender writes ${name}: ${answer}`, () => {
    const { say, heard } = olderCaller()
    say('INVITE', 1, ...lines, 'To: <sip:bob@h>')
    assert.deepEqual(heard(), [answer])
  })
}
