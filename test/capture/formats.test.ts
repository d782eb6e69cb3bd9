// A capture says the same in whatever format, byte order, link layer and pieces it comes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tell } from '../judge/good-stories'
import { carriesTcp, commentsOf, framesOf, inLayer, pcapngOf, pcapOf, resegmented, tagged, type MadeFrame } from './capture-files'
import { captured, read, wired } from './story-capture'

const story = wired(tell('TP_SEQ_001').events())
const file = captured(story)
const frames = framesOf(file)
const comments = commentsOf(file)
const ours = read(file, story)
/** Where the story plays. */
const ends = { sutEnds: ['127.0.0.1:5060'], enablerEnds: ['127.0.0.1:3868'], isWhole: true }

function explained(bytes: Uint8Array, o: Parameters<typeof read>[2] = ends): readonly string[] {
  const { judgment } = read(bytes, story, o)
  assert.deepEqual(judgment.findings, [])
  return judgment.explanations.map(
    ({ kind, text }) => `${kind} ${text.replace(/\(event \d+\)/g, '').replace(/[\d.]+ ms/g, 'ms')}`,
  )
}

const told = explained(file, {})

test('capture: either byte order, finer times, unknown blocks and any pieces give the same events', () => {
  assert.ok(told.length >= 5 && told.every((one) => one.startsWith('owed ')), told.join('\n'))
  for (const layout of [
    { isLittle: false },
    { resolution: 9 },
    { strange: true },
    { isLittle: false, resolution: 9, strange: true },
  ])
    assert.deepEqual(read(pcapngOf(frames, { comments, ...layout }), story).events, ours.events, JSON.stringify(layout))
  for (const chunkBytes of [1, 3, 4096]) assert.deepEqual(read(file, story, { chunkBytes }).events, ours.events)
})

test('capture: without our note, in either format and any link layer, the flags tell the ends', () => {
  for (const linkType of [0, 1, 101, 113, 276]) {
    const layered = frames.map(({ atUs, bytes }) => ({ atUs, bytes: inLayer(linkType, bytes) }))
    assert.deepEqual(explained(pcapngOf(layered, { linkType })), told, `pcapng, link type ${linkType}`)
    for (const isLittle of [true, false])
      assert.deepEqual(explained(pcapOf(layered, { linkType, isLittle })), told, `pcap, link type ${linkType}`)
  }
  assert.deepEqual(
    explained(
      pcapOf(
        frames.map(({ atUs, bytes }) => ({ atUs, bytes: tagged(bytes) })),
        { linkType: 1 },
      ),
    ),
    told,
  )
})

test('capture: where both ends are one host, who sends the CER is the SUT', () => {
  assert.deepEqual(explained(pcapOf(frames), { sutEnds: ['127.0.0.1:5060'], isWhole: true }), told)
})

test('capture: segments cut otherwise, sent again and out of order give the same records', () => {
  const cut = frames.flatMap(({ atUs, bytes }): readonly MadeFrame[] => {
    if (!carriesTcp(bytes)) return [{ atUs, bytes }]
    const parts = resegmented(bytes, 100).map((part) => ({ atUs, bytes: part }))
    return [...parts.slice(1).reverse(), ...resegmented(bytes, 70).map((part) => ({ atUs, bytes: part }))]
  })
  assert.ok(cut.length > 2 * frames.length)
  assert.deepEqual(explained(pcapOf(cut)), told)
})

test('capture: without --whole nothing that is missing or unexplained is held against the SUT', () => {
  const none = tell('TP_SEQ_001', { edit: (plan) => (plan.type === 'interim' ? [] : [plan]) }).events()
  const silent = wired(none)
  const { judgment } = read(pcapOf(framesOf(captured(silent))), silent, ends)
  assert.ok(judgment.findings.length > 0, 'whole: what is missing is found')
  const partly = read(pcapOf(framesOf(captured(silent))), silent, { ...ends, isWhole: false })
  assert.deepEqual(partly.judgment.findings, [])
})
