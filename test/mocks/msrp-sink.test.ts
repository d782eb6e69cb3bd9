// The MSRP sink of a participant: answers by RFC 4975 whatever the chunking, and lets go of what is no MSRP.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { MsrpError, MsrpParser } from '../../mocks/participant/msrp/msrp-parser'
import { MsrpSink } from '../../mocks/participant/msrp/msrp-sink'

const TO = 'To-Path: msrp://127.0.0.1:9/bob;tcp\r\n'
const FROM = 'From-Path: msrp://relay.example:1/r;tcp msrp://sut.example:2/s;tcp\r\n'

function request(id: string, method: string, headers = '', body?: string, flag = '$'): string {
  const content = body === undefined ? '' : `\r\n${body}\r\n`
  return `MSRP ${id} ${method}\r\n${TO}${FROM}${headers}${content}-------${id}${flag}\r\n`
}

async function sinkAndPeer(t: TestContext, halfMs?: number): Promise<{ sink: MsrpSink; peer: Socket }> {
  const sink = await MsrpSink.start({ host: '127.0.0.1', port: 0, ...(halfMs === undefined ? {} : { halfMs }) })
  const peer = connect(sink.port, '127.0.0.1')
  peer.on('error', () => undefined)
  t.after(async () => {
    peer.destroy()
    await sink.close()
  })
  await once(peer, 'connect')
  return { sink, peer }
}

async function heard(peer: Socket, until: RegExp): Promise<string> {
  let text = ''
  for await (const chunk of peer.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (until.test(text)) return text
  }
  return text
}

test('a SEND has its 200: same transaction, paths swapped, only the last hop addressed', async (t) => {
  const { sink, peer } = await sinkAndPeer(t)
  peer.write(request('abcd1', 'SEND', 'Message-ID: m1\r\n'))
  assert.equal(
    await heard(peer, /-------abcd1\$\r\n/),
    'MSRP abcd1 200 OK\r\nTo-Path: msrp://relay.example:1/r;tcp\r\nFrom-Path: msrp://127.0.0.1:9/bob;tcp\r\n-------abcd1$\r\n',
  )
  assert.equal(sink.counts.sends, 1)
})

test('a success report is made when asked, at the end of the message, for all its octets', async (t) => {
  const { sink, peer } = await sinkAndPeer(t)
  const headers = (range: string): string =>
    `Message-ID: m2\r\nSuccess-Report: yes\r\nByte-Range: ${range}\r\nContent-Type: text/plain\r\n`
  peer.write(request('abcd2', 'SEND', headers('1-4/8'), 'abcd', '+') + request('abcd3', 'SEND', headers('5-8/8'), 'efgh'))
  const text = await heard(peer, /REPORT[^]*\$\r\n$/)
  assert.match(text, /^MSRP abcd2 200 OK[^]*MSRP abcd3 200 OK/)
  assert.equal(text.match(/REPORT/g)?.length, 1)
  assert.match(text, /To-Path: msrp:\/\/relay\.example:1\/r;tcp msrp:\/\/sut\.example:2\/s;tcp\r\n/)
  assert.match(text, /Message-ID: m2\r\nByte-Range: 1-8\/8\r\nStatus: 000 200 OK\r\n/)
  assert.equal(sink.counts.bodyBytes, 8)
})

test('AUTH is answered 501; a REPORT and a SEND that wants no response are answered nothing', async (t) => {
  const { sink, peer } = await sinkAndPeer(t)
  peer.write(request('abcd4', 'REPORT') + request('abcd5', 'SEND', 'Failure-Report: no\r\n') + request('abcd6', 'AUTH'))
  assert.match(await heard(peer, /abcd6\$/), /^MSRP abcd6 501 /)
  assert.equal(sink.counts.reports, 1)
})

test('garbage, and a message that does not end, cost the connection', async (t) => {
  const one = await sinkAndPeer(t)
  one.peer.resume().write('GET / HTTP/1.1')
  await once(one.peer, 'close')
  assert.equal(one.sink.counts.garbage, 1)
  const two = await sinkAndPeer(t, 50)
  two.peer.resume().write('MSRP abcd7 SEND\r\n')
  await once(two.peer, 'close')
})

test('any cut of the stream gives the same messages', () => {
  const text = request('abcd8', 'SEND', 'Content-Type: text/plain\r\n', 'x\r\n-------abc', '#') + request('abcd9', 'SEND')
  const whole = [...new MsrpParser().feed(Buffer.from(text))]
  assert.deepEqual(
    whole.map(({ transaction, bodyBytes, flag }) => [transaction, bodyBytes, flag]),
    [
      ['abcd8', 13, '#'],
      ['abcd9', 0, '$'],
    ],
  )
  for (let size = 1; size < 40; size += 1) {
    const parser = new MsrpParser()
    const found = []
    for (let at = 0; at < text.length; at += size) found.push(...parser.feed(Buffer.from(text.slice(at, at + size))))
    assert.deepEqual(found, whole)
    assert.equal(parser.half, false)
  }
})

test('a head that does not end is cut', () => {
  const parser = new MsrpParser()
  assert.throws(() => [...parser.feed(Buffer.from(`MSRP abcd SEND\r\nX: ${'y'.repeat(9_000)}`))], MsrpError)
})
