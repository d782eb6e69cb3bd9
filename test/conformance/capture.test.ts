// A capture of the loopback interface, made by tcpdump while a run goes on, agrees with the history byte for byte.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { Segment } from '../../capture/internet'
import type { HistoryEvent } from '../../judge/history/events'
import { disagreements } from './capture-agreement'
import { hasProgram, hasSipp, missing } from './foreign-programs'
import { captureLoopback, NoCapture } from './loopback-capture'
import { freeTcp, freeUdp } from './outside-server'
import { newFolder, runArgs, start, story } from './run-process'
import { allEvents } from './stored-history'
import { tcpStreams } from './tcp-streams'

const PURPOSES = ['TP_ARR_001', 'TP_ARR_007', 'TP_DEP_001', 'TP_NEG_005', 'TP_SEQ_001'] as const

interface Captured {
  readonly packets: readonly Segment[]
  readonly history: readonly HistoryEvent[]
}

let captured: Promise<Captured | { readonly why: string }> | undefined

test('capture: tcpdump saw every SIP datagram and every CH-1 byte of the history, and none besides', async (t) => {
  const run = await capturedRun(t)
  if (!run) return
  const { packets, history } = run
  assert.deepEqual(disagreements(packets, history), [])
  for (const dir of ['toSut', 'fromSut'] as const) {
    const of = (kind: 'sip' | 'ch1'): number => history.filter((one) => one.kind === kind && one.dir === dir).length
    assert.ok(of('sip') > 30, `${of('sip')} SIP messages ${dir}`)
    assert.ok(of('ch1') > 10, `${of('ch1')} CH-1 messages ${dir}`)
  }
  const ran = new Set(history.flatMap((one) => (one.kind === 'scenario' ? [one.testPurpose] : [])))
  for (const id of PURPOSES) assert.ok(ran.has(id), `${id} ran`)
})

for (const kind of ['sip', 'ch1'] as const)
  for (const dir of ['toSut', 'fromSut'] as const) {
    const isOne = (event: HistoryEvent): boolean => event.kind === kind && event.dir === dir
    const plane = kind === 'sip' ? 'SIP' : 'CH-1'

    test(`capture: a history with one ${plane} byte ${dir} changed, or one event left out, doubled or moved, does not agree`, async (t) => {
      const run = await capturedRun(t)
      if (!run) return
      const { packets, history } = run
      const places = history.flatMap((event, i) => (isOne(event) ? [i] : []))
      for (const place of [places[0], places[Math.floor(places.length / 2)], places.at(-1)]) {
        assert.ok(place !== undefined)
        const before = history.slice(0, place)
        const [one, ...after] = history.slice(place)
        assert.ok(one?.kind === 'sip' || one?.kind === 'ch1')
        const edits = {
          changed: [...before, withOneByteChanged(one), ...after],
          'left out': [...before, ...after],
          doubled: [...before, one, one, ...after],
          moved: moved(history, place, isOne),
        }
        for (const [edit, edited] of Object.entries(edits))
          assert.ok(
            disagreements(packets, edited).some((text) => text.startsWith(plane)),
            `event ${place} ${edit}`,
          )
      }
    })
  }

test('capture: a datagram to the core, or bytes to the enabler, that the history does not have, do not agree', async (t) => {
  const run = await capturedRun(t)
  if (!run) return
  const { packets, history } = run
  const sip = history.find((event) => event.kind === 'sip')
  const ch1 = history.find((event) => event.kind === 'ch1')
  assert.ok(sip?.kind === 'sip' && ch1?.kind === 'ch1')
  const stranger = { ...plain, from: '127.0.0.1:9', payload: Buffer.from('hello'), sequence: 8 }
  assert.deepEqual(disagreements([...packets, { ...stranger, transport: 'udp', to: sip.flow.local }], history).length, 1)
  const opens = { ...stranger, transport: 'tcp', to: ch1.flow.local, payload: Buffer.alloc(0), sequence: 7, syn: true } as const
  const says = { ...stranger, transport: 'tcp', to: ch1.flow.local } as const
  assert.deepEqual(disagreements([...packets, opens, says], history).length, 1)
})

test('capture: a stream is put together from segments that were resent, cut otherwise, out of order, and past 2³²', () => {
  const isn = 0xffff_fffe // its first byte is number 2³² - 1
  assert.equal(
    tcpStreams([syn(isn), segment(isn, 3, 'defg'), segment(isn, 0, 'abc')])
      .get('a:1 b:2')
      ?.toString(),
    'abcdefg',
  )
  const resent = [
    syn(isn),
    syn(isn),
    segment(isn, 0, 'abc'),
    segment(isn, 0, 'abcde'),
    segment(isn, 2, 'cdefg'),
    segment(isn, 1, 'b'),
  ]
  assert.equal(tcpStreams(resent).get('a:1 b:2')?.toString(), 'abcdefg')
  const twice = [syn(5), segment(5, 0, 'one'), syn(900), segment(900, 0, 'two')]
  assert.equal(tcpStreams(twice).get('a:1 b:2')?.toString(), 'onetwo')
  assert.throws(() => tcpStreams([syn(isn), segment(isn, 3, 'defg')]), /3 bytes of a TCP stream were not captured/)
  assert.throws(() => tcpStreams([segment(isn, 3, 'defg')]), /beginning was not captured/)
})

/** Of a segment what the tests say nothing of. */
const plain = { kind: 'segment', missing: 0, acknowledged: undefined, syn: false, fin: false, rst: false } as const

/** One run with its capture, made when first asked for. */
async function capturedRun(t: TestContext): Promise<Captured | undefined> {
  if (!hasProgram(t, 'tcpdump') || !(await hasSipp(t))) return undefined
  captured ??= captureRun()
  const run = await captured
  if ('packets' in run) return run
  missing(t, run.why)
  return undefined
}

async function captureRun(): Promise<Captured | { readonly why: string }> {
  const port = await freePort()
  const capture = await captureLoopback(port).catch((error: unknown) => {
    if (error instanceof NoCapture) return { why: `tcpdump cannot capture here: ${error.message}` }
    throw error
  })
  if ('why' in capture) return capture
  const out = newFolder()
  const listen = ['--listen-sip', `127.0.0.1:${port}`, '--listen-ch1', `127.0.0.1:${port}`]
  const { ended } = start(runArgs(out, '--only', ...PURPOSES, '--engine', 'sipp', '--parallel', '1', ...listen))
  const how = await ended
  const packets = await capture.stop()
  assert.equal(how.code, 0, story(how))
  return { packets, history: allEvents(out) }
}

/** A number that is free as a UDP and as a TCP port, below those that the system gives to whoever asks for any. */
async function freePort(): Promise<number> {
  for (let tried = 0; tried < 50; tried += 1) {
    const port = 26_000 + ((process.pid + 7 * tried) % 1000)
    const free = await Promise.all([freeUdp(port), freeTcp(port)]).catch(() => undefined)
    if (free) return port
  }
  throw new Error('no free port between 26000 and 27000')
}

function withOneByteChanged(event: HistoryEvent & { readonly kind: 'sip' | 'ch1' }): HistoryEvent {
  const bytes = Buffer.from(event.bytes, 'base64')
  const last = bytes.length - 1
  bytes[last] = (bytes[last] ?? 0) ^ 1
  return { ...event, bytes: bytes.toString('base64') }
}

/** The event at `place` behind (the last one: before) its nearest like that says something else. */
function moved(
  history: readonly HistoryEvent[],
  place: number,
  alike: (event: HistoryEvent) => boolean,
): readonly HistoryEvent[] {
  const one = history[place]
  const other = (event: HistoryEvent, i: number): boolean =>
    alike(event) && i !== place && 'bytes' in event && one !== undefined && 'bytes' in one && event.bytes !== one.bytes
  const later = history.findIndex((event, i) => i > place && other(event, i))
  const partner = later >= 0 ? later : history.findLastIndex((event, i) => i < place && other(event, i))
  const result = [...history]
  ;[result[place], result[partner]] = [result[partner] as HistoryEvent, one as HistoryEvent]
  return result
}

function syn(isn: number): Segment {
  return { ...plain, transport: 'tcp', from: 'a:1', to: 'b:2', payload: Buffer.alloc(0), sequence: isn, syn: true }
}

function segment(isn: number, at: number, text: string): Segment {
  const sequence = (isn + 1 + at) >>> 0
  return { ...plain, transport: 'tcp', from: 'a:1', to: 'b:2', payload: Buffer.from(text), sequence }
}
