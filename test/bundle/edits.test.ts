// Ten thousand edits of one byte: none of them passes for what was signed.
import assert from 'node:assert/strict'
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { test } from 'node:test'
import { text } from 'node:stream/consumers'
import { openPromise } from 'yauzl'
import { verifyBundle } from '../../bundle'
import { bundled } from './run-folder'

const EDITS = 10_000

async function contents(file: string): Promise<string> {
  const zip = await openPromise(file)
  const found: string[] = []
  for await (const entry of zip.eachEntry()) found.push(entry.fileName, await text(await zip.openReadStreamPromise(entry)))
  return JSON.stringify(found)
}

// Linear congruential, modulus 2^31 (ISO C's example): the same edits every time.
function randoms(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((state / 0x80000000) * below)
  }
}

test('10,000 random edits of one byte: altered or no bundle; where the file still says intact, every content is what it was', async () => {
  const { file } = await bundled()
  const whole = readFileSync(file)
  const random = randoms(7)
  const before = await contents(file)
  const fd = openSync(file, 'r+')
  const states = { altered: 0, 'not-a-bundle': 0, intact: 0 }
  try {
    for (let i = 0; i < EDITS; i += 1) {
      const at = random(whole.length)
      const byte = ((whole[at] ?? 0) + 1 + random(255)) & 0xff
      writeSync(fd, Uint8Array.of(byte), 0, 1, at)
      const { state } = await verifyBundle(file)
      states[state] += 1
      // deflate has bits that mean nothing, behind the last symbol of an entry: such an edit changes no file
      if (state === 'intact') assert.equal(await contents(file), before, `byte ${at} set to ${byte}`)
      writeSync(fd, whole, at, 1, at)
    }
  } finally {
    closeSync(fd)
  }
  assert.ok(states.intact < EDITS / 500, JSON.stringify(states))
  assert.ok(states.altered > EDITS * 0.9, JSON.stringify(states))
  assert.equal((await verifyBundle(file)).state, 'intact')
})
