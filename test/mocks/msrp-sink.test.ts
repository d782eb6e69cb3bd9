// The MSRP sink of a participant: answers by RFC 4975 whatever the chunking, and lets go of what is no MSRP.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { MsrpError, MsrpParser } from '../../mocks/participant/msrp/msrp-parser'
import { MsrpSink } from '../../mocks/participant/msrp/msrp-sink'
import { collectedMemory } from '../collected-memory'

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

/** A reset is an end too. */
function gone(peer: Socket): Promise<void> {
  return new Promise((resolve) => peer.once('close', () => resolve()))
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

test('a body is counted as it comes and cut at 16 MiB, none of it kept', { timeout: 15_000 }, async (t) => {
  const { sink, peer } = await sinkAndPeer(t)
  peer.resume()
  const closed = gone(peer)
  const piece = Buffer.alloc(1024 * 1024, 'x')
  const before = collectedMemory().arrayBuffers
  peer.write('MSRP abce SEND\r\n' + TO + FROM + '\r\n')
  for (let mebibyte = 0; mebibyte < 17 && !peer.destroyed; mebibyte += 1)
    await Promise.race([closed, new Promise<void>((resolve) => peer.write(piece, () => resolve()))])
  await closed
  assert.equal(sink.counts.garbage, 1)
  assert.equal(sink.counts.sends, 0)
  const held = collectedMemory().arrayBuffers - before
  assert.ok(held < 4 * 1024 * 1024, `${held} bytes are held`)
})

test('a body of just under 16 MiB is still a message', () => {
  const parser = new MsrpParser()
  const found = [...parser.feed(Buffer.from('MSRP abcf SEND\r\n\r\n'))]
  for (let mebibyte = 0; mebibyte < 15; mebibyte += 1) found.push(...parser.feed(Buffer.alloc(1024 * 1024, 'x')))
  found.push(...parser.feed(Buffer.from('\r\n-------abcf$\r\n')))
  assert.deepEqual(
    found.map(({ bodyBytes, flag }) => [bodyBytes, flag]),
    [[15 * 1024 * 1024, '$']],
  )
})

for (const users of [1, 2])
  test(`${8 * users} connections and no more, for ${users} who share it`, { timeout: 15_000 }, async (t) => {
    const sink = await MsrpSink.start({ host: '127.0.0.1', port: 0, users })
    const peers: Socket[] = []
    t.after(async () => {
      for (const peer of peers) peer.destroy()
      await sink.close()
    })
    for (let n = 0; n < 8 * users; n += 1) {
      const peer = connect(sink.port, '127.0.0.1')
      peers.push(peer)
      peer.write(request(`conn${n}`, 'SEND'))
      assert.match(await heard(peer, /\$\r\n/), / 200 OK/)
    }
    const surplus = connect(sink.port, '127.0.0.1')
    surplus.on('error', () => undefined)
    surplus.resume()
    await gone(surplus)
    assert.equal(sink.counts.connections, 8 * users)
    peers.pop()?.destroy()
    const giveUp = Date.now() + 3_000
    for (let served = false; !served;) {
      assert.ok(Date.now() < giveUp, 'a place that became free is given again')
      const next = connect(sink.port, '127.0.0.1')
      next.on('error', () => undefined)
      next.write(request('again', 'SEND'))
      served = / 200 OK/.test(await heard(next, /\$\r\n/).catch(() => ''))
      next.destroy()
    }
  })

test('a peer that asks and never reads its answers is let go', { timeout: 15_000 }, async (t) => {
  const { sink, peer } = await sinkAndPeer(t)
  peer.pause()
  const flood = request('flood', 'SEND').repeat(2_000)
  const closed = gone(peer)
  const giveUp = Date.now() + 10_000
  // What the two kernels buffer has to be filled first.
  while (!peer.destroyed && Date.now() < giveUp) {
    const written = new Promise<void>((resolve) => peer.write(flood, () => resolve()))
    await Promise.race([written, closed])
  }
  assert.ok(peer.destroyed, 'it is let go while it does not read')
  await closed
  assert.ok(sink.counts.sends > 1_000, `${sink.counts.sends} answered before`)
})
