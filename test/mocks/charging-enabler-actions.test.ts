// Every action of the Charging Enabler's rules, seen on the wire by a client: answers, spoilt answers, ends of connections.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { avpsAt, scalarAt } from '@ch1/diameter'
import type { Spoilt } from '../../mocks/charging-enabler'
import { enablerBed } from './enabler-bed'
import { acr, bytesOf } from './raw-ctf'

test('answer: any result code, 3xxx with the E bit and no other', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  for (const [resultCode, error] of [
    [2002, false],
    [3002, true],
    [4002, false],
    [5012, false],
    [5998, false],
    [1, false],
  ] as const) {
    enabler.on({}).once().answer(resultCode)
    const answer = await client.ask({})
    assert.deepEqual([scalarAt(answer, 'Result-Code'), answer.error], [resultCode, error])
  }
})

test('answer: with Acct-Interim-Interval, with extra AVPs, without some', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  enabler
    .on({})
    .once()
    .answer(2001, {
      interimIntervalS: 900,
      add: [
        ['Error-Message', 'disk nearly full'],
        ['Failed-AVP', [['User-Name', 'x']]],
        { code: 9999, vendorId: 0, flags: 0, data: Uint8Array.of(1, 2, 3) },
      ],
      omit: ['Acct-Application-Id', 'Origin-State-Id'],
    })
  const answer = await client.ask({})
  assert.equal(scalarAt(answer, 'Acct-Interim-Interval'), 900)
  assert.equal(scalarAt(answer, 'Error-Message'), 'disk nearly full')
  assert.equal(avpsAt(answer, 'Failed-AVP/User-Name').length, 1)
  assert.deepEqual([...(avpsAt(answer, 'AVP 9999')[0]?.data ?? [])], [1, 2, 3])
  assert.deepEqual(
    ['Acct-Application-Id', 'Origin-State-Id', 'Session-Id'].map((name) => avpsAt(answer, name).length),
    [0, 0, 1],
  )
  assert.deepEqual(answer.faults, [])
})

test('answer: the Session-Id and the Result-Code can be left out too', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  enabler
    .on({})
    .once()
    .answer(2001, { omit: ['Session-Id', 'Result-Code'] })
  const answer = await client.ask({})
  assert.deepEqual([scalarAt(answer, 'Session-Id'), scalarAt(answer, 'Result-Code')], [undefined, undefined])
})

test('answer: with another record number', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  enabler.on({}).once().answer(2001, { recordNumber: 77 })
  enabler.on({}).once().answer(2001, { recordNumber: 'wrong' })
  assert.equal(scalarAt(await client.ask({ number: 5 }), 'Accounting-Record-Number'), 77)
  assert.equal(scalarAt(await client.ask({ number: 5 }), 'Accounting-Record-Number'), 6)
})

test('answer: with a wrong hop-by-hop, which nobody has asked with', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().answer(2001, { hopByHop: 'wrong' })
  enabler.on({}).once().answer(2001, { hopByHop: 42 })
  assert.equal((await client.ask({ hopByHop: 7, avps: acr() })).hopByHop, 1007)
  assert.equal((await client.ask({ hopByHop: 8, avps: acr() })).hopByHop, 42)
})

test('answer: with a wrong end-to-end', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().answer(2001, { endToEnd: 'wrong' })
  const answer = await client.ask({ hopByHop: 7, endToEnd: 0xffff_ffff, avps: acr() })
  assert.deepEqual([answer.hopByHop, answer.endToEnd], [7, 999])
})

test('answer: with the E bit against the rule', async (t) => {
  const { enabler, ctf } = await enablerBed(t)
  const client = await ctf()
  enabler.on({}).once().answer(2001, { errorBit: true })
  enabler.on({}).once().answer(3004, { errorBit: false })
  assert.equal((await client.ask({})).error, true)
  assert.equal((await client.ask({})).error, false)
})

test('answerTwice: the same answer twice', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().answerTwice(2001)
  client.write(bytesOf({ hopByHop: 3, avps: acr() }))
  client.write(bytesOf({ hopByHop: 4, avps: acr({ number: 1 }) }))
  await client.until(() => client.messages.length === 4)
  assert.deepEqual(
    client.messages.slice(1).map((answer) => answer.hopByHop),
    [3, 3, 4],
  )
  const [, first, second] = client.messages
  assert.deepEqual(first?.bytes, second?.bytes)
})

test('answerAfterResend: the late answer to the first copy comes when the resend does, and before its own', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t)
  const client = await raw()
  enabler.on({ type: 'interim' }).named('late').answerAfterResend(2001)
  client.write(bytesOf({ hopByHop: 3, endToEnd: 9, avps: acr({ number: 1 }) }))
  assert.equal((await client.ask({ hopByHop: 4, avps: acr({ type: 2 }) })).hopByHop, 4)
  client.write(bytesOf({ hopByHop: 5, endToEnd: 9, resent: true, avps: acr({ number: 1 }) }))
  await client.until(() => client.messages.length === 4)
  assert.deepEqual(
    client.messages.slice(1).map((answer) => answer.hopByHop),
    [4, 3, 5],
  )
  const rules = facts.flatMap((fact) => (fact.kind === 'ch1' && fact.dir === 'toSut' ? [fact.rule] : []))
  assert.deepEqual(rules, [undefined, 'default', 'late', 'late'])
})

test('answerAfterResend: over another connection, the late answer still goes the old way', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const [old, other] = [await raw(), await raw()]
  enabler.on({}).once().answerAfterResend(2001)
  old.write(bytesOf({ hopByHop: 3, endToEnd: 9, avps: acr() }))
  assert.equal((await old.ask({ hopByHop: 4, avps: acr({ number: 1 }) })).hopByHop, 4)
  assert.equal((await other.ask({ hopByHop: 77, endToEnd: 9, resent: true, avps: acr() })).hopByHop, 77)
  await old.until(() => old.messages.length === 3)
  assert.equal(old.messages[2]?.hopByHop, 3)
})

const spoilings: readonly (readonly [Spoilt, (bytes: Buffer) => unknown, unknown])[] = [
  ['version', (bytes) => bytes[0], 2],
  ['shortLength', (bytes) => bytes.readUIntBE(1, 3) - bytes.length, -8],
  ['longLength', (bytes) => bytes.readUIntBE(1, 3) - bytes.length, 0x1_0000],
  ['oddLength', (bytes) => bytes.readUIntBE(1, 3) - bytes.length, -1],
  ['avpLength', (bytes) => bytes.readUIntBE(resultCodeAt(bytes) + 5, 3), 0xff_fff0],
  ['avpZeroLength', (bytes) => bytes.readUIntBE(resultCodeAt(bytes) + 5, 3), 0],
  ['requestBit', (bytes) => bytes.readUInt8(4) & 0x80, 0x80],
  ['reservedBits', (bytes) => bytes.readUInt8(4) & 0x0f, 0x0f],
  ['text', (bytes) => bytes.toString('latin1', 0, 12), 'HTTP/1.1 400'],
]

for (const [how, look, seen] of spoilings) {
  test(`malformed: ${how}`, async (t) => {
    const { enabler, raw, facts } = await enablerBed(t)
    const client = await raw()
    enabler.on({}).once().named('bad').malformed(how)
    const before = client.received.length
    client.write(bytesOf({ avps: acr() }))
    await client.until(() => client.received.length > before + 40)
    assert.equal(look(client.received.subarray(before)), seen)
    // what was sent stands in the history, whatever it was, and says which rule sent it
    const last = facts.at(-1)
    const isWhole = last?.kind === 'ch1' && last.dir === 'toSut' && last.rule === 'bad'
    const isRaw = last?.kind === 'garbage' && last.why === 'sent on purpose, by bad'
    assert.ok(isWhole || isRaw, JSON.stringify(last))
    assert.deepEqual(Buffer.from((last as { readonly bytes: string }).bytes, 'base64'), client.received.subarray(before))
  })
}

test('malformed: truncated, half an answer and then the end', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().malformed('truncated')
  const before = client.received.length
  client.write(bytesOf({ avps: acr() }))
  await client.until(() => client.end !== undefined)
  const half = client.received.subarray(before)
  assert.equal(client.end, 'FIN')
  assert.ok(half.length >= 20 && half.readUIntBE(1, 3) >= 2 * half.length, `${half.length} bytes of ${half.readUIntBE(1, 3)}`)
})

test("malformed: bytes of one's own", async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().malformed({ bytes: '0xdead beef' })
  const before = client.received.length
  client.write(bytesOf({ avps: acr() }))
  await client.until(() => client.received.length === before + 4)
  assert.equal(client.received.subarray(before).toString('hex'), 'deadbeef')
})

test('close: the connection ends in order, behind the answers before it', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({ number: 1 }).once().first({ kind: 'answer', resultCode: 2001 }).close()
  client.write(bytesOf({ avps: acr({ number: 1 }) }))
  await client.until(() => client.end !== undefined)
  assert.deepEqual([client.end, client.messages.length], ['FIN', 2])
})

test('reset: the connection ends with a RST', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({}).once().reset()
  client.write(bytesOf({ avps: acr() }))
  await client.until(() => client.end !== undefined)
  assert.equal(client.end, 'ECONNRESET')
})

for (const cause of [0, 1, 2] as const) {
  test(`disconnect: DPR with cause ${cause}`, async (t) => {
    const { enabler, raw } = await enablerBed(t)
    const client = await raw()
    enabler.on({}).once().disconnect(cause)
    const dpr = await client.ask({ avps: acr() })
    assert.deepEqual([dpr.commandCode, dpr.request, scalarAt(dpr, 'Disconnect-Cause')], [282, true, cause])
    client.write(
      bytesOf({
        commandCode: 282,
        applicationId: 0,
        request: false,
        hopByHop: dpr.hopByHop,
        endToEnd: dpr.endToEnd,
        avps: [
          ['Result-Code', 2001],
          ['Origin-Host', 'im1.im.example'],
          ['Origin-Realm', 'im.example'],
        ],
      }),
    )
    await client.until(() => client.end !== undefined)
    assert.equal(client.end, 'FIN')
  })
}

test('delay with other actions: the connection ends so long after the answer', async (t) => {
  const { enabler, raw } = await enablerBed(t)
  const client = await raw()
  enabler.on({ number: 1 }).first({ kind: 'answer', resultCode: 2001 }, { kind: 'delay', ms: 20 }).close()
  await client.ask({ avps: acr({ number: 1 }) })
  assert.equal((await client.ask({ hopByHop: 2, avps: acr({ number: 2 }) })).hopByHop, 2)
  await client.until(() => client.end !== undefined)
  assert.equal(client.end, 'FIN')
})

function resultCodeAt(bytes: Buffer): number {
  for (let at = 20; at < bytes.length; at += (bytes.readUIntBE(at + 5, 3) + 3) & ~3) if (bytes.readUInt32BE(at) === 268) return at
  throw new Error('no Result-Code')
}
