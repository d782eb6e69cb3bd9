// TP_PEER_011: which ends of two connections are a good server's, and what decides nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tell } from './good-stories'
import type { StoryOptions } from './story-options'

function told(o: StoryOptions): string {
  const { verdicts, findings } = tell('TP_PEER_011', o).judged()
  const verdict = verdicts.find((one) => one.testPurpose === 'TP_PEER_011')
  assert.deepEqual(findings, [], 'no finding of anybody')
  return `${verdict?.word}: ${verdict?.reason}`
}

test('a server may hang up on the second connection without a CEA', () => {
  assert.match(told({ neighbour: { second: 'hung up on' } }), /^pass: /)
})

test('a server may keep the newer connection, and charge over it', () => {
  assert.match(told({ neighbour: { second: 'preferred' } }), /^pass: .*the older of the two connections ended/)
})

test('whoever took the second connection under another Origin-Host is another node', () => {
  assert.match(told({ neighbour: { second: 'kept by another' } }), /^inconclusive: who took the connection is another node/)
})
