// A whole run over a wire that loses and doubles: the server is right, so nothing may say that it is wrong.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { against, freePorts, outsideServer } from './outside-server'
import { ch1, newFolder, ROOT, runArgs, story, verdictsOf } from './run-process'
import { allEvents } from './stored-history'

const TROUBLE = '{ loss: 0.1, duplication: 0.1, delay: 0.02, reordering: 0.02, delayMs: 40 }'

/** Arrivals, departures, sequences and silence, with one, two and three participants, refusals, expulsions and resends. */
const PURPOSES = [
  ...['TP_ARR_001', 'TP_ARR_002', 'TP_ARR_003', 'TP_ARR_005', 'TP_ARR_006', 'TP_ARR_008', 'TP_ARR_010', 'TP_ARR_014'],
  ...['TP_DEP_001', 'TP_DEP_002', 'TP_DEP_003', 'TP_DEP_006', 'TP_DEP_007', 'TP_DEP_015', 'TP_SEQ_001', 'TP_SEQ_004'],
  ...['TP_NEG_001', 'TP_NEG_005', 'TP_NEG_009', 'TP_NEG_010'],
]

/** The reference profile with trouble in both directions, and time for what has to be sent again. */
function impairedProfile(): string {
  const text = readFileSync(path.join(ROOT, 'profiles', 'reference.yaml'), 'utf8')
  const changed = text
    .replace(/^ {2}(toSut|fromSut): .*$/gm, `  $1: ${TROUBLE}`)
    .replace(/^ {2}seed: .*$/m, '  seed: 20261128')
    .replace(/^ {2}(givenMs|preflightMs): .*$/gm, '  $1: 10000')
  assert.equal(changed.split(TROUBLE).length, 3, 'both directions')
  const file = path.join(newFolder(), 'impaired.yaml')
  writeFileSync(file, changed)
  return file
}

test('under loss and duplication no purpose fails: each passes or is inconclusive, and most pass', async () => {
  const listening = await freePorts()
  // Bob's answer may need to be sent again: the server must not give up on him meanwhile.
  const server = await outsideServer(listening, undefined, ['--no-answer', '4000'])
  try {
    const out = newFolder()
    const only = PURPOSES.flatMap((id) => ['--only', id])
    const ended = await ch1(...runArgs(out, '--profile', impairedProfile(), ...only, ...against(server, listening)))
    const { results, summary } = verdictsOf(out)
    const worse = results.filter(({ verdict }) => !['pass', 'inconclusive', 'not-applicable'].includes(verdict))
    assert.deepEqual(
      worse.map(({ id, verdict, reason }) => `${id} ${verdict}: ${reason}`),
      [],
      story(ended),
    )
    assert.ok(ended.code === 0 || ended.code === 2, story(ended))
    assert.ok(summary.pass + summary.inconclusive >= PURPOSES.length, story(ended))
    assert.ok(summary.pass > summary.inconclusive, story(ended))
    const events = allEvents(out)
    const impaired = events.filter((event) => event.kind === 'impaired')
    for (const what of ['lost', 'duplicated', 'delayed'] as const)
      assert.ok(
        impaired.some((one) => one.what === what),
        what,
      )
    for (const { of, what } of impaired) {
      const event = events[of]
      assert.ok(event?.kind === 'sip' && event.n === of, `#${of} is a SIP message`)
      assert.equal(event.lost === true, what === 'lost' && event.dir === 'toSut', `#${of}`)
    }
  } finally {
    await server.stop()
  }
})
