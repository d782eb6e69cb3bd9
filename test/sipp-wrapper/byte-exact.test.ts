// The bytes on the wire are the bytes that were given, whatever they are, and the other way round.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hubMethods, hubStatusCodes } from '../../packages/sipp-wrapper/src/agent/hub-vocabulary'
import { Inbox, sip, skip, startAgent, UdpPeer } from './live-agent'

test('what is sent arrives byte for byte, with and without body, Content-Length right, wrong or absent', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const odd =
    'MESSAGE  sip:b@x;a=[call_id]  SIP/2.0\r\nsubject :  [len] \\x41 $1 \r\n folded\r\ni: exact-9\r\nl:0007\r\nX:\r\n\r\n'
  const rows: readonly (readonly [string, Buffer])[] = [
    ['no body', sip('INVITE sip:b@x SIP/2.0', 'exact-1', '1 INVITE')],
    ['a body', sip('INVITE sip:b@x SIP/2.0', 'exact-1', '1 INVITE', 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\n')],
    ['a body that ends in blank lines', sip('INFO sip:b@x SIP/2.0', 'exact-2', '2 INFO', 'a\r\n\r\n\r\n\r\n')],
    ['a body without line end', sip('SIP/2.0 200 OK', 'exact-2', '2 INFO', 'x')],
    [
      'a body of keywords',
      sip('MESSAGE sip:b@x SIP/2.0', 'exact-3', '3 MESSAGE', '[call_id] [len] [$body] [last_Via:] ]]> &amp; %s'),
    ],
    [
      'Latin-1 and UTF-8',
      Buffer.from(sip('MESSAGE sip:b@x SIP/2.0', 'exact-3', '3 MESSAGE', 'Zürich €').toString('latin1') + 'é\xff', 'latin1'),
    ],
    ['an empty reason', sip('SIP/2.0 404 ', 'exact-4', '1 BYE')],
    [
      'a Content-Length that lies',
      Buffer.from(sip('BYE sip:b@x SIP/2.0', 'exact-4', '1 BYE').toString('latin1').replace('Length: 0', 'Length: 99')),
    ],
    ['no Content-Length, odd blanks, short names, folding', Buffer.from(odd)],
    ['the same with a body', Buffer.from(`${odd}body`)],
    ['a Call-ID with slashes', sip('OPTIONS sip:b@x SIP/2.0', 'a///b', '1 OPTIONS')],
    ['3.5 kB', sip('NOTIFY sip:b@x SIP/2.0', 'exact-5', '1 NOTIFY', 'n'.repeat(3_500))],
    ['60 kB', sip('NOTIFY sip:b@x SIP/2.0', 'exact-5', '2 NOTIFY', 'word\r\n'.repeat(10_000))],
  ]
  for (const [name, message] of rows) {
    await agent.send(message)
    assert.deepEqual((await peer.next()).toString('latin1'), message.toString('latin1'), name)
  }
  assert.equal(agent.sentCount, rows.length)
})

test('every method and every status code of the hub goes out as given', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  for (const start of [
    ...hubMethods.map((method) => `${method} sip:b@x SIP/2.0`),
    ...hubStatusCodes.map((code) => `SIP/2.0 ${code} Why`),
  ]) {
    for (const body of ['', 'body']) {
      const message = sip(start, 'all', '1 INVITE', body)
      await agent.send(message)
      assert.equal((await peer.next()).toString('latin1'), message.toString('latin1'))
    }
  }
})

test('any carriable header text and body arrives unchanged', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const byte = fc.integer({ min: 1, max: 0xff }).filter((value) => value !== 0x1b && value !== 0xfe)
  const text = (banned: RegExp): fc.Arbitrary<string> =>
    fc.array(byte, { maxLength: 60 }).map((values) => String.fromCharCode(...values).replace(banned, '.'))
  const message = fc
    .record({ uri: text(/[\r\n]/g), value: text(/[\r\n]/g), body: text(/$^/g), call: fc.integer({ min: 0, max: 5 }) })
    .map(({ uri, value, body, call }) => {
      const head = `INVITE ${uri} SIP/2.0\r\nX-Any: ${value}\r\nTo: <sip:b@x>\r\nCall-ID: any-${call}\r\nCSeq: 1 INVITE\r\n\r\n`
      return Buffer.from(head + body, 'latin1')
    })
  const property = fc.asyncProperty(message, async (bytes) => {
    await agent.send(bytes)
    assert.equal((await peer.next()).toString('latin1'), bytes.toString('latin1'))
  })
  await fc.assert(property, { numRuns: 100 })
})

test('what arrives is told byte for byte, whatever its method, code or CSeq', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const agent = await startAgent(t, peer.port)
  const inbox = new Inbox(agent)
  const trace = '-----------------------------------------------'
  const rows: readonly (readonly [string, Buffer])[] = [
    ['a request that makes a call', sip('INVITE sip:a@x SIP/2.0', 'in-1', '1 INVITE', 'v=0\r\n')],
    ['a code nobody lists', sip('SIP/2.0 299 Odd', 'in-1', '1 INVITE')],
    ['the same again', sip('SIP/2.0 299 Odd', 'in-1', '1 INVITE')],
    ['a CSeq method nobody sends', sip('SIP/2.0 200 OK', 'in-1', '1 FOO')],
    ['an unknown method', sip('FOO sip:a@x SIP/2.0', 'in-1', '2 FOO')],
    ['a response that belongs to nothing', sip('SIP/2.0 481 Gone', 'in-2', '7 BYE')],
    [
      'a body that looks like a trace',
      sip(
        'MESSAGE sip:a@x SIP/2.0',
        'in-3',
        '1 MESSAGE',
        `\n${trace} 2001-01-01 00:00:00.000000\nUDP message sent (3 bytes):\n\nabc\n`,
      ),
    ],
    ['no To', Buffer.from(sip('OPTIONS sip:a@x SIP/2.0', 'in-4', '1 OPTIONS').toString('latin1').replace('To:', 'Ot:'))],
    [
      'Latin-1',
      Buffer.from(sip('MESSAGE sip:a@x SIP/2.0', 'in-5', '1 MESSAGE').toString('latin1') + '\xe9\xfe\x1b\xff', 'latin1'),
    ],
    ['40 kB', sip('NOTIFY sip:a@x SIP/2.0', 'in-5', '2 NOTIFY', 'x'.repeat(40_000))],
  ]
  for (const [name, message] of rows) {
    peer.send(message, agent)
    assert.equal((await inbox.next()).toString('latin1'), message.toString('latin1'), name)
  }
  assert.equal(agent.receivedCount, rows.length)
  assert.equal(peer.unread, 0, 'SIPp answered nothing of its own')
})
