// A crowd is read by SIPp, which finds header fields by their text: a SUT that writes in other legal ways must not make it fail, nor
// make it send what is no SIP.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { test } from 'node:test'
import { parseMessage, type SipRequest } from '@ch1/sip'
import type { Recorder } from '../../judge/history/events'
import { comesAndGoes } from '../../mocks/crowd'
import { SipCore } from '../../mocks/sip-core'
import { inPlainWords } from '../../mocks/sip-core/plain-words'
import { freePorts, skip, temporaryFolder } from '../sipp-wrapper/live-agent'

// RFC 3261 §21.1, RFC 6228
const PROVISIONAL = ['100 Trying', '180 Ringing', '181 Forwarded', '182 Queued', '183 Progress', '199 Gone']

/** RFC 3261 §7.3.1, §7.3.3, §25.1 — compact names, blanks before colons, folded lines, names in quotes, no order. */
function oddly(request: SipRequest, status: string, focus: string): string {
  const to = (request.header('To') ?? '').replace('>', '>;x=1')
  return [
    `SIP/2.0 ${status}`,
    `CSEQ : ${String(request.cseq?.number)}  ${request.method}`,
    `m:\t"the room, \\"no <9>\\";tag=no" <${focus}>;isfocus;expires=9`,
    `t : "one;tag=two" ${to}${to.includes('tag=') ? '' : "\r\n\t; tag=a%b'c"}`,
    `f:${(request.header('From') ?? '').replace('>;', '>\r\n ;')}`,
    `v : ${request.list('Via').join(' ,\r\n ')}`,
    ...request.all('Record-Route').map((route) => `record-route:${route}`),
    `i:${request.callId ?? ''}`,
    'X-Odd : "CSeq: 9 BYE"',
    'l :0',
    '',
    '',
  ].join('\r\n')
}

for (const address of ['+49-30;isub=7@127.0.0.1', 'conf@[::1]'])
  test(`a crowd comes and goes at ${address}, which writes in odd ways, and sends nothing but SIP`, { skip }, async (t) => {
    const host = address.endsWith(']') ? '::1' : '127.0.0.1'
    const focus = createSocket(host === '::1' ? 'udp6' : 'udp4')
    focus.bind(0, host)
    await once(focus, 'listening')
    t.after(() => focus.close())
    const { port } = focus.address()
    const uri = `sip:${address}:${port};transport=UDP`
    const seen: string[] = []
    focus.on('message', (bytes, from) => {
      seen.push(bytes.toString().split('\r\n')[0] ?? '')
      const request = parseMessage(bytes) as SipRequest
      if (request.method === 'ACK') return
      const say = (status: string): void => focus.send(oddly(request, status, uri), from.port, from.address)
      if (request.method === 'INVITE') for (const status of PROVISIONAL) say(status)
      say('200 OK')
    })
    const events: Parameters<Recorder>[0][] = []
    const record: Recorder = (event) => events.push(event)
    const core = await SipCore.start({ host, port: 0, sut: { host, port }, record, networkHeaders: {} })
    t.after(() => core.close())
    const result = await comesAndGoes({
      members: ['one', 'two', 'three'],
      domain: 'home.example',
      focus: uri,
      core: core.forParticipants,
      ports: await freePorts(),
      dir: temporaryFolder(t),
      arrivalsPerSecond: 100,
      t1Ms: 50,
      sdp: 'v=0\r\n',
      headers: [],
      contactParams: '',
      users: core,
      record,
      signal: new AbortController().signal,
    })
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'garbage'),
      [],
    )
    assert.ok(result.isSuccess, result.problems.join('\n'))
    assert.equal(seen.filter((line) => line.startsWith(`BYE ${uri} SIP`)).length, 3)
  })

test('plain words: every value is kept, a broken address is left as it is', () => {
  const lines = [
    'SIP/2.0 200 OK',
    'X-Odd :  a ;b',
    'v: SIP / 2.0 / UDP h;branch=1, SIP/2.0/UDP i;branch=2',
    'm: "a, b" <sip:x@y>;q=1,\r\n <sip:z@y>',
    't: "t" <sip:t@y> ; tag=7',
    'f: <sip:f@y',
    'i: c',
    'CSeq:1   INVITE',
    'l: 2',
    '',
    'hi',
  ]
  assert.equal(
    Buffer.from(inPlainWords(parseMessage(Buffer.from(lines.join('\r\n')))).bytes).toString(),
    [
      'SIP/2.0 200 OK',
      'Via: SIP / 2.0 / UDP h;branch=1',
      'Via: SIP/2.0/UDP i;branch=2',
      'From: <sip:f@y',
      'To: <sip:t@y>;tag=7',
      'Contact: <sip:x@y>;q=1, <sip:z@y>',
      'Call-ID: c',
      'CSeq: 1 INVITE',
      'X-Odd: a ;b',
      'Content-Length: 2',
      '',
      'hi',
    ].join('\r\n'),
  )
})
