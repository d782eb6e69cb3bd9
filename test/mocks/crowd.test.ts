// A crowd is gone only when each BYE has its own answer: SIPp alone takes any 200 of the call for it.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { test, type TestContext } from 'node:test'
import { parseMessage, type SipRequest } from '@ch1/sip'
import { comesAndGoes } from '../../mocks/crowd'
import { freePorts, skip, temporaryFolder } from '../sipp-wrapper/live-agent'

/** Lets everybody in; to a BYE it answers, or sends what it said to the INVITE once more and nothing else. */
async function focusThat(t: TestContext, onBye: 'answers' | 'repeats the 200 to the INVITE'): Promise<{ readonly port: number }> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  const toInvite = new Map<string, string>()
  socket.on('message', (bytes, from) => {
    const request = parseMessage(bytes) as SipRequest
    if (request.method === 'ACK') return
    const call = request.callId ?? ''
    const ok = toOk(request)
    if (request.method === 'INVITE') toInvite.set(call, ok)
    const answer = request.method === 'INVITE' || onBye === 'answers' ? ok : (toInvite.get(call) ?? ok)
    socket.send(answer, from.port, from.address)
  })
  return { port: socket.address().port }
}

function toOk(request: SipRequest): string {
  const copied = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${request.header(name) ?? ''}`)
  const to = request.header('To') ?? ''
  const tag = to.includes('tag=') ? '' : ';tag=focus'
  return ['SIP/2.0 200 OK', ...copied, `To: ${to}${tag}`, 'Contact: <sip:conf@127.0.0.1>', 'Content-Length: 0', '', ''].join(
    '\r\n',
  )
}

for (const onBye of ['answers', 'repeats the 200 to the INVITE'] as const)
  test(`a crowd whose focus ${onBye}`, { skip }, async (t) => {
    const { port } = await focusThat(t, onBye)
    const result = await comesAndGoes({
      members: ['one', 'two', 'three'],
      domain: 'home.example',
      focus: `sip:conf@127.0.0.1:${port}`,
      core: { host: '127.0.0.1', port },
      ports: await freePorts(),
      dir: temporaryFolder(t),
      arrivalsPerSecond: 100,
      t1Ms: 50,
      patienceMs: 3200,
      sdp: 'v=0\r\n',
      headers: [],
      contactParams: '',
      users: { register: () => undefined, unregister: () => undefined },
      record: () => 0,
      signal: new AbortController().signal,
    })
    assert.equal(result.isSuccess, onBye === 'answers', result.problems.join('\n'))
  })
