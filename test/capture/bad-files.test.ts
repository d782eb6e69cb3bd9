// What is wrong with a capture is one error with its place and its mend; what is missing in it is never held against the SUT.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaptureError, readCapture } from '../../capture'
import type { Judgment } from '../../judge/verdict'
import { testPurpose } from '../../judge/requirements/test-purposes'
import { tell } from '../judge/good-stories'
import { carriesTcp, commentsOf, framesOf, pcapngOf, pcapOf } from './capture-files'
import { captured, read, wired } from './story-capture'

const story = wired(tell('TP_SEQ_001').events())
const file = Buffer.from(captured(story))
const frames = framesOf(file)
const comments = commentsOf(file)
const ends = { sutEnds: ['127.0.0.1:5060'], enablerEnds: ['127.0.0.1:3868'], isWhole: true }

function errorOf(bytes: Uint8Array): CaptureError {
  try {
    read(bytes, story, ends)
  } catch (error) {
    assert.ok(error instanceof CaptureError, String(error))
    return error
  }
  throw new Error('it was read')
}

function whys({ verdicts }: Judgment): readonly string[] {
  return [...new Set(verdicts.filter((one) => testPurpose(one.testPurpose)?.runWide).map((one) => `${one.word}: ${one.reason}`))]
}

const block = (hex: string): Buffer => Buffer.from(hex.replace(/ /g, ''), 'hex')
const empty = Buffer.from(pcapngOf([], {}))

const bad: readonly (readonly [name: string, bytes: Uint8Array, what: RegExp, where: RegExp])[] = [
  ['nothing', Buffer.alloc(0), /a file of 0 bytes is no capture/, /byte 0/],
  ['a text', Buffer.from('{"n":0}\n'), /no capture: it begins 7b 22 6e 22/, /byte 0/],
  ['gzip', block('1f8b0800'), /no capture: it begins 1f 8b/, /byte 0/],
  ['no magic', block('0a0d0d0a 1c000000 deadbeef'), /without the byte-order magic/, /block 1 at byte 0/],
  ['length 0', Buffer.concat([empty, block('06000000 00000000')]), /a block of length 0/, /block 3 at byte 64/],
  ['length 13', Buffer.concat([empty, block('06000000 0d000000')]), /a block of length 13/, /block 3/],
  ['a length of 4 GiB', Buffer.concat([empty, block('06000000 fcffffff')]), /claims 4294967292 bytes/, /block 3/],
  [
    '4 GiB of an unknown type',
    Buffer.concat([empty, block('ad0b0000 fcffffff')]),
    /ends within a block of 4294967292/,
    /block 3/,
  ],
  [
    'two lengths',
    Buffer.concat([empty, block('06000000 10000000 00000000 14000000')]),
    /length is 16 at its begin and 20/,
    /block 3/,
  ],
  ['an interface that is not there', pcapngOf(frames).fill(9, 72, 73), /a packet of interface 9/, /block 3 at byte 64/],
  ['a packet longer than its block', pcapngOf(frames).fill(255, 84, 87), /of a block that has/, /block 3 at byte 64/],
  [
    'no time',
    Buffer.concat([empty, block('03000000 14000000 04000000 45000000 14000000')]),
    /a packet without a time/,
    /frame 1/,
  ],
  ['a link layer', pcapngOf(frames, { linkType: 147 }), /link type 147 is not read/, /frame 1/],
  ['no frame', empty, /no frame in it/, /whole file/],
  ['a .pcap frame of 4 GiB', pcapOf(frames).fill(255, 32, 36), /a frame that claims 4294967295 bytes/, /frame 1 at byte 24/],
  ['two captures of ours', Buffer.concat([file, file]), /two captures in one file/, /section 2/],
  ['an earlier suite', pcapngOf(frames, { comments: comments.slice(1) }), /a capture of an earlier suite/, /comment/],
]

for (const [name, bytes, what, where] of bad)
  test(`capture: ${name} is refused with its place and a mend`, () => {
    const error = errorOf(bytes)
    assert.match(error.message, what)
    assert.match(error.where, where)
    assert.ok(error.mend.length > 10)
  })

test('capture: cut off at any byte it is read up to there or refused with the place; it never finds anything, and throws nothing else', () => {
  const original = [file, Buffer.from(pcapOf(frames))]
  for (const whole of original)
    for (let length = 0; length < whole.length; length += length < 600 ? 1 : 97) {
      try {
        const { judgment } = read(whole.subarray(0, length), story, ends)
        assert.deepEqual(judgment.findings, [], `${length} bytes`)
      } catch (error) {
        assert.ok(error instanceof CaptureError, `${length} bytes: ${String(error)}`)
      }
    }
})

test('capture: cut between two packets, as editcap leaves it, nothing is found of what came behind', () => {
  let at = 0
  let cuts = 0
  for (; at < file.length; at += file.readUInt32LE(at + 4), cuts += 1)
    if (at > 0) {
      try {
        assert.deepEqual(read(file.subarray(0, at), story, ends).judgment.findings, [], `${at} bytes`)
      } catch (error) {
        assert.ok(error instanceof CaptureError, `${at} bytes: ${String(error)}`) // before the first packet
      }
    }
  assert.ok(cuts > 20)
})

test('capture: any bytes changed, it is read or refused, and throws nothing else', () => {
  let seed = 1
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
    return (seed >>> 8) % below
  }
  let refused = 0
  for (let k = 0; k < 600; k += 1) {
    const edited = Buffer.from(k % 2 === 0 ? file : pcapOf(frames))
    for (let j = 0; j <= k % 5; j += 1) edited[random(edited.length)] = random(256)
    try {
      read(edited, story, ends)
    } catch (error) {
      assert.ok(error instanceof CaptureError, `round ${k}: ${String(error)}`)
      refused += 1
    }
  }
  assert.ok(refused > 20 && refused < 580, `${refused} refused`)
})

const tcp = frames.findIndex(({ bytes }, i) => i > 12 && carriesTcp(bytes))
const without = frames.filter((_, i) => i !== tcp)
const edits = {
  'a TCP segment is missing': {
    frames: without,
    why: /\d+ bytes of a TCP stream from 127\.0\.0\.1:\d+ to 127\.0\.0\.1:\d+ are missing/,
  },
  'a frame was stored short': {
    frames: frames.map((one, i) => (i === tcp ? { ...one, bytes: one.bytes.subarray(0, 60), original: one.bytes.length } : one)),
    why: /bytes of a TCP stream/,
  },
  'a SIP datagram was stored short': {
    frames: frames.map((one, i) =>
      i === frames.findIndex(({ bytes }) => bytes[9] === 17)
        ? { ...one, bytes: one.bytes.subarray(0, 120), original: one.bytes.length }
        : one,
    ),
    why: /frame \d+ was stored without its last \d+ bytes/,
  },
  'an IP fragment': {
    frames: frames.map((one, i) => (i === tcp ? { ...one, bytes: Buffer.from(one.bytes).fill(0x20, 6, 7) } : one)),
    why: /is an IP fragment; fragments are not put together/,
  },
  'frames dropped before one': {
    frames: frames.map((one, i) => (i === tcp ? { ...one, dropped: 3 } : one)),
    why: /lost 3 frames before frame/,
  },
  'times that fall back': {
    frames: frames.map((one, i) => (i === tcp ? { ...one, atUs: one.atUs - 900_000 } : one)),
    why: /fall back/,
  },
} as const

for (const [name, edit] of Object.entries(edits))
  test(`capture: ${name}: told, and what is behind it is inconclusive, never a fail`, () => {
    const { judgment, events } = read(pcapngOf(edit.frames, { comments }), story)
    assert.match(events.flatMap((one) => (one.kind === 'unseen' ? [one.why] : [])).join('\n'), edit.why)
    assert.deepEqual(judgment.findings, [])
    assert.ok(
      whys(judgment).every((one) => one.startsWith('inconclusive: ')),
      whys(judgment).join('\n'),
    )
    assert.ok(whys(judgment).some((one) => edit.why.test(one)))
  })

test('capture: where the capturing program lost frames somewhere, a breach that was found before is in doubt too', () => {
  const faulty = wired(tell('TP_SEQ_001', { edit: (plan) => (plan.type === 'start' ? [] : [plan]) }).events())
  const bytes = captured(faulty)
  assert.ok(read(bytes, faulty).judgment.findings.length > 0)
  const { judgment } = read(pcapngOf(framesOf(bytes), { comments: commentsOf(bytes), lost: 7 }), faulty)
  assert.deepEqual(judgment.findings, [])
  const doubt = judgment.verdicts.find((one) => one.testPurpose === 'TP_SEQ_001')
  assert.equal(doubt?.word, 'inconclusive')
  assert.match(doubt.reason, /^\S+ may be broken \(.*\), but the capturing program lost 7 frames/)
})

test('capture: what was found before a gap stays found', () => {
  const faulty = wired(tell('TP_SEQ_001', { edit: (plan) => (plan.type === 'start' ? [] : [plan]) }).events())
  const bytes = captured(faulty)
  const all = framesOf(bytes)
  const last = all.findLastIndex((one) => carriesTcp(one.bytes))
  const gone = all.map((one, i) => (i === last ? { ...one, dropped: 1 } : one))
  const { judgment } = read(pcapngOf(gone, { comments: commentsOf(bytes) }), faulty)
  assert.ok(judgment.findings.some((one) => one.rule === 'start-missing'))
})

test('capture: without CH-1 nothing is said of records', () => {
  const sip = frames.filter(({ bytes }) => bytes[9] === 17)
  const { judgment, counts } = read(pcapOf(sip), story, ends)
  assert.equal(counts.ch1, 0)
  assert.ok(counts.sip > 5)
  assert.deepEqual(judgment.findings, [])
  assert.deepEqual(whys(judgment), ['inconclusive: the CH-1 peer was never open'])
})

test('capture: SIP and Diameter of others are counted, not judged', () => {
  const { counts } = read(pcapOf(frames), story, { sutEnds: ['10.0.0.9'], enablerEnds: [], isWhole: true })
  assert.equal(counts.sip + counts.ch1, 0)
  assert.ok(counts.others.size > 1)
})

test('capture: 256 MB of other traffic pass through in bounded memory', () => {
  const frame = pcapngOf([{ atUs: 1_700_000_000_000_000, bytes: udp(1400) }]).subarray(64)
  const chunk = Buffer.concat(new Array<Uint8Array>(700).fill(frame))
  let most = 0
  let seen = 0
  const begun = process.memoryUsage().arrayBuffers
  for (const item of readCapture(
    (function* () {
      yield empty
      for (let bytes = 0; bytes < 256 * 1024 * 1024; bytes += chunk.length) yield chunk
    })(),
  )) {
    if (item.kind === 'frame') seen += 1
    if (seen % 50_000 === 0) most = Math.max(most, process.memoryUsage().arrayBuffers - begun)
  }
  assert.ok(seen > 180_000, `${seen} frames`)
  assert.ok(most < 32 * 1024 * 1024, `${most} bytes`)
})

/** An IPv4 packet with a datagram that is no SIP. */
function udp(length: number): Uint8Array {
  const packet = Buffer.alloc(length)
  packet.writeUInt8(0x45, 0)
  packet.writeUInt16BE(length, 2)
  packet.writeUInt8(17, 9)
  packet.writeUInt16BE(length - 20, 24)
  return packet
}
