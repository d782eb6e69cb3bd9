// Every section of RFC 4475 on a UDP socket: whether a message is read, what is read out of it, and what comes back.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseMessage, serialize, SipParseError, type SipMessage } from '@ch1/sip'
import { readmeTable, withTable } from './readme-table'
import type { Look, Place, TortureRow } from './row'
import { ROWS, SECTIONS } from './rows'
import { udpBench, type Told } from './udp-bench'

const SOMEWHERE: Place = { agent: { host: '192.0.2.1', port: 5060 }, peer: { host: '192.0.2.9', port: 5099 } }

test('the torture table has each of the 49 sections of RFC 4475 once', () => {
  assert.equal(SECTIONS.length, 49)
  assert.deepEqual(
    ROWS.map(({ section }) => section),
    SECTIONS,
  )
  assert.equal(new Set(ROWS.map(({ id }) => id)).size, 49)
})

for (const row of ROWS) {
  test(`RFC 4475 §${row.section} ${row.id}: the bytes`, () => readOrNot(row))
  test(`RFC 4475 §${row.section} ${row.id}: over UDP`, async (t) => {
    const bench = await udpBench(t)
    const told = await bench.send(row.message(bench.at))
    assert.deepEqual(told.faults, [])
    assert.deepEqual(words(told), expected(row))
    for (const answer of told.answers) looksAt(answer, row.answers ?? [])
  })
}

test('what happens to each message is what RFC 4475 asks for, and where it leaves a choice there is a reason', () => {
  for (const { id, demand, outcome, because } of ROWS) {
    const answer = outcome.kind === 'unreadable' ? outcome.answer : 'status' in outcome ? outcome.status : undefined
    const isRead = outcome.kind !== 'unreadable' && outcome.kind !== 'dropped'
    // A message may be accepted as well-formed, and what it asks for still be refused.
    if (demand === 'accept') assert.ok(isRead && answer !== 400 && (outcome.kind !== 'refused' || because !== undefined), id)
    else if (demand === 'free') assert.ok(because !== undefined, id)
    else assert.equal(answer, demand === 'discard' ? undefined : demand === '400 or mend' ? 400 : demand, id)
  }
})

test('the torture table of the README is the one that is tested', () => {
  const readme = readFileSync(join(__dirname, '../../../packages/sip/README.md'), 'utf8')
  assert.ok(
    withTable(readme, readmeTable(ROWS)) === readme,
    'packages/sip/README.md is stale; run: node -r ./tools/register.js test/sip/torture/write-readme-table.ts',
  )
})

function readOrNot({ message: make, outcome, reads = [] }: TortureRow): void {
  const bytes = make(SOMEWHERE)
  if (outcome.kind === 'unreadable') {
    assert.throws(
      () => parseMessage(bytes),
      (error) => {
        assert.ok(error instanceof SipParseError, String(error))
        assert.deepEqual([error.what, error.clause], [outcome.what, outcome.clause])
        return error.offset >= 0 && error.offset <= bytes.length
      },
    )
    return
  }
  const message = parseMessage(bytes)
  assert.deepEqual(serialize(message), bytes, 'the bytes it was read from')
  const changed = message.append('X-Added', '1')
  const again = parseMessage(serialize(changed))
  assert.deepEqual(
    again.headers.filter(({ key }) => key !== 'x-added'),
    message.headers,
    'every header line of a changed copy',
  )
  assert.deepEqual(again.body, message.body)
  looksAt(message, reads)
}

function looksAt(message: SipMessage, looks: readonly Look[]): void {
  for (const [what, of, value] of looks) assert.deepEqual(of(message), value, what)
}

function words(told: Told): unknown {
  return {
    answers: told.answers.map(({ status, reason }) => `${status} ${reason}`),
    garbage: told.garbage.map(({ what }) => what),
    strays: told.strays.map(({ startLine }) => startLine),
  }
}

function expected({ outcome, message }: TortureRow): unknown {
  const nothing = { answers: [], garbage: [], strays: [] }
  switch (outcome.kind) {
    case 'served':
      return { ...nothing, answers: ['200 OK'] }
    case 'refused':
      return { ...nothing, answers: [`${outcome.status} ${outcome.reason}`] }
    case 'unreadable':
      return {
        ...nothing,
        answers:
          outcome.answer === undefined
            ? []
            : [`${outcome.answer} ${outcome.what.charAt(0).toUpperCase()}${outcome.what.slice(1)}`],
        garbage: [outcome.what],
      }
    case 'dropped':
      return { ...nothing, garbage: [outcome.what] }
    case 'taken':
      return { ...nothing, strays: [parseMessage(message(SOMEWHERE)).startLine] }
  }
}
