// The capture file, read by a second reader: tshark.
import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { pcapng } from '../../reports/pcapng'
import { hostileSlice } from './fixtures/hostile-slice'
import { acr, sampleSlice, sipRequest, SliceWriter, wallClock } from './fixtures/sample-slice'

const hasTshark = spawnSync('tshark', ['-v']).status === 0
const skip = hasTshark || process.env['CI'] === 'true' ? false : 'tshark is not installed (apt-get install tshark)'
const checks = ['ip', 'udp', 'tcp'].flatMap((layer) => ['-o', `${layer}.check_checksum:TRUE`])
const ports = ['-d', 'udp.port==5070,sip', '-d', 'tcp.port==3868,diameter', '-d', 'tcp.port==5071,sip']

/** One line a packet: the fields asked for, joined by `|`. */
function tshark(events: readonly HistoryEvent[], fields: readonly string[], filter?: string): readonly string[] {
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-pcapng-'))
  try {
    const file = path.join(dir, 'traffic.pcapng')
    writeFileSync(file, pcapng({ events, wallClock }))
    const select = filter === undefined ? [] : ['-Y', filter]
    const columns = fields.flatMap((field) => ['-e', field])
    const args = ['-r', file, ...ports, ...checks, ...select, '-T', 'fields', '-E', 'separator=|', ...columns]
    return execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 26 })
      .split('\n')
      .filter((line) => line !== '')
  } finally {
    rmSync(dir, { recursive: true })
  }
}

const problems =
  '_ws.malformed || ip.checksum.status == 0 || udp.checksum.status == 0 || tcp.checksum.status == 0 || _ws.expert.severity >= 0x600000'

test('tshark reads every message of the slice, without fault and with good checksums', { skip }, () => {
  const { events } = sampleSlice()
  const sip = events.filter((event) => event.kind === 'sip').length
  const ch1 = events.filter((event) => event.kind === 'ch1').length
  assert.ok(sip > 10 && ch1 > 10)
  assert.equal(tshark(events, ['frame.number'], 'sip').length, sip)
  assert.equal(tshark(events, ['frame.number'], 'diameter').length, ch1)
  assert.deepEqual(tshark(events, ['frame.number', '_ws.expert.message'], problems), [])
  const good = '(udp.checksum.status == 1 || tcp.checksum.status == 1) && ip.checksum.status == 1'
  assert.equal(tshark(events, ['frame.number'], good).length, sip + ch1)
})

test('times, addresses, ports and the number of the event are those of the history', { skip }, () => {
  const { events } = sampleSlice()
  const fields = ['frame.time_epoch', 'ip.src', 'udp.srcport', 'ip.dst', 'udp.dstport', 'sip.Method', 'frame.comment']
  const [first] = tshark(events, fields, 'sip')
  const invite = events.find((event) => event.kind === 'sip')
  const seconds = (Date.parse(wallClock) / 1000 + (invite?.atUs ?? 0) / 1e6).toFixed(4)
  assert.equal(first, `${seconds}00000|127.0.0.1|5070|127.0.0.1|5060|INVITE|history event #105 (Alice)`)
})

test('the check sees a broken checksum (the tester tested)', { skip }, () => {
  const w = new SliceWriter()
  w.sip('toSut', 'Alice', sipRequest('OPTIONS', 'alice', 1))
  const bytes = Buffer.from(pcapng({ events: w.events, wallClock }))
  bytes.write('BROKEN', bytes.indexOf('OPTIONS'))
  const dir = mkdtempSync(path.join(tmpdir(), 'ch1-pcapng-'))
  writeFileSync(path.join(dir, 'x.pcapng'), bytes)
  const args = [
    '-r',
    path.join(dir, 'x.pcapng'),
    ...ports,
    ...checks,
    '-Y',
    'udp.checksum.status == 0',
    '-T',
    'fields',
    '-e',
    'frame.number',
  ]
  assert.equal(execFileSync('tshark', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim(), '1')
  rmSync(dir, { recursive: true })
})

test('IPv6, mixed families, host names and SIP over TCP are read too', { skip }, () => {
  const add = (w: SliceWriter, transport: 'udp' | 'tcp', local: string, remote: string) =>
    w.add({
      kind: 'sip',
      dir: 'toSut',
      flow: { transport, local, remote },
      bytes: Buffer.from(sipRequest('OPTIONS', 'a', 1)).toString('base64'),
    })
  const w = new SliceWriter()
  add(w, 'udp', '[::1]:5070', '[fe80::12:0:abcd%eth0]:5060')
  add(w, 'udp', '127.0.0.1:5070', '[2001:db8::1]:5060')
  add(w, 'udp', '[::ffff:10.1.2.3]:5070', '[::]:5060')
  add(w, 'udp', '127.0.0.1:5070', 'sut.example:5060')
  add(w, 'tcp', '[::1]:5071', '[::1]:5060')
  assert.deepEqual(tshark(w.events, ['ipv6.src', 'ipv6.dst', 'ip.dst'], 'sip'), [
    '::1|fe80::12:0:abcd|',
    '::ffff:127.0.0.1|2001:db8::1|',
    '::ffff:10.1.2.3|::|',
    `||${tshark(w.events, ['ip.dst'], 'ip')[0] ?? ''}`,
    '::1|::1|',
  ])
  assert.deepEqual(tshark(w.events, ['frame.number', '_ws.expert.message'], problems), [])
})

test('a message over 64 kB is split over segments and put together again', { skip }, () => {
  const w = new SliceWriter()
  w.ch1('fromSut', acr('START', 0, 2))
  const body = 'x'.repeat(150_000)
  const flow = { transport: 'tcp', local: '127.0.0.1:5071', remote: '127.0.0.1:5060' } as const
  w.add({ kind: 'sip', dir: 'toSut', flow, bytes: Buffer.from(sipRequest('MESSAGE', 'a', 1, body)).toString('base64') })
  w.add({ kind: 'sip', dir: 'fromSut', flow, bytes: Buffer.from(sipRequest('OPTIONS', 'a', 2)).toString('base64') })
  assert.deepEqual(tshark(w.events, ['sip.Method', 'tcp.segment.count'], 'sip'), ['MESSAGE|3', 'OPTIONS|'])
  assert.deepEqual(tshark(w.events, ['frame.number', '_ws.expert.message'], problems), [])
})

test('odd lengths and seeded random payloads have good checksums', { skip }, () => {
  const w = new SliceWriter()
  for (let length = 0; length < 40; length += 1) {
    const bytes = Buffer.from(Array.from({ length }, (_, index) => (index * 197 + length * 31) & 0xff)).toString('base64')
    w.add({ kind: 'sip', dir: 'fromSut', flow: { transport: 'udp', local: '10.0.0.1:9', remote: '10.0.0.2:9' }, bytes })
  }
  assert.equal(tshark(w.events, ['frame.number'], 'udp.checksum.status == 1 && ip.checksum.status == 1').length, 40)
})

test('the comment of the file tells the command that reads it; hostile events do no harm', () => {
  const text = Buffer.from(pcapng(sampleSlice())).toString('latin1')
  assert.match(text, /tshark -r traffic\.pcapng -d tcp\.port==3868,diameter -d udp\.port==5070,sip/)
  assert.ok(pcapng(hostileSlice()).length > 0)
  assert.ok(pcapng({ events: [], wallClock: 'never' }).length > 0)
})
