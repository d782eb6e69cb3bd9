// A second reader of all that we send on CH-1: tshark finds each message to be Diameter, and no fault in any.
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { encodeMessage, MessageFramer, type AvpInput, type MessageInput } from '@ch1/diameter'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { embeddedRun } from '../conformance/embedded-run'
import { histories } from '../conformance/stored-history'
import { needs } from './foreign-process'
import { opinionOf, TSHARK } from './tshark'
import { Witness } from './witness'

const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
const LIMIT_MS = 20_000

const ORIGIN: readonly AvpInput[] = [
  ['Origin-Host', 'ctf1.im.example'],
  ['Origin-Realm', 'im.example'],
]
const RECORD = record(2, 0)
const PROXY_INFO: AvpInput = [
  'Proxy-Info',
  [
    ['Proxy-Host', 'dra1.transit.example'],
    ['Proxy-State', Buffer.from('state of the agent')],
  ],
]

/** Every kind of answer the enabler has without a rule: request → Result-Code. */
const REQUESTS: readonly (readonly [string, Partial<MessageInput>, number])[] = [
  ['a good record', { avps: RECORD }, 2001],
  ['through agents', { avps: [...RECORD, ['User-Name', 'sip:alice@home.example'], PROXY_INFO, PROXY_INFO] }, 2001],
  ['another command', { commandCode: 275, avps: RECORD }, 3001],
  ['another application', { applicationId: 4, avps: RECORD }, 3007],
  ['no record type', { avps: record(undefined, 0) }, 5005],
  ['no record number', { avps: record(2, undefined) }, 5005],
  ['a record type that is none', { avps: record(9, 0) }, 5004],
  ['a watchdog', { commandCode: 280, applicationId: 0, proxiable: false, avps: ORIGIN }, 2001],
  ['the end', { commandCode: 282, applicationId: 0, proxiable: false, avps: [...ORIGIN, ['Disconnect-Cause', 0]] }, 2001],
]

const ONLY_UNKNOWN = /^\d+\t271\t\thistory event #\d+ \(cdf1 connection \d+\),Unknown AVP 99999 [^,]*,[^,]*,Unknown Vendor,[^,]*$/

test('tshark reads both sides of a whole certification run without fault', async (t) => {
  if (!needs(t, TSHARK)) return
  const { out } = await embeddedRun()
  const stored = histories(out)
  assert.ok(stored.size > 0)
  for (const [file, events] of stored) {
    const opinion = opinionOf(events)
    assert.ok(opinion.shown > 50, `${file} has only ${opinion.shown} messages`)
    // TP_ERR_024 has the enabler add an AVP that nobody knows, tshark neither; whatever else is said of such a message counts
    const faults = opinion.faults.filter((fault) => !ONLY_UNKNOWN.test(fault))
    assert.deepEqual({ ...opinion, faults }, { shown: opinion.shown, read: opinion.shown, faults: [] }, file)
  }
})

test('tshark reads every kind of answer of the enabler without fault', async (t) => {
  if (!needs(t, TSHARK)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  const socket = connect(enabler.port, '127.0.0.1')
  try {
    socket.write(request(0, { commandCode: 257, applicationId: 0, proxiable: false, avps: capabilities(3) }))
    for (const [i, [, input]] of REQUESTS.entries()) socket.write(request(i + 1, input))
    const answers = await read(socket, REQUESTS.length + 1)
    assert.deepEqual(answers.map(resultCodeOf), [2001, ...REQUESTS.map(([, , resultCode]) => resultCode)], seen.story())
    const refused = connect(enabler.port, '127.0.0.1')
    refused.write(request(0, { commandCode: 257, applicationId: 0, proxiable: false, avps: capabilities(4) }))
    assert.deepEqual((await read(refused, 1)).map(resultCodeOf), [5010])
    // a protocol error: the E bit, and the form of RFC 6733 §7.2
    enabler.on({ on: 'cer' }).once().refuse(3010)
    const unknown = connect(enabler.port, '127.0.0.1')
    unknown.write(request(0, { commandCode: 257, applicationId: 0, proxiable: false, avps: capabilities(3) }))
    assert.deepEqual((await read(unknown, 1)).map(resultCodeOf), [3010])
    const opinion = opinionOf(seen.events)
    assert.equal(opinion.shown, 2 * (REQUESTS.length + 3))
    assert.deepEqual(opinion, { shown: opinion.shown, read: opinion.shown, faults: [] })
  } finally {
    socket.destroy()
    await enabler.close()
  }
})

test('tshark reads the answers that rules make, malformed ones aside, without fault', async (t) => {
  if (!needs(t, TSHARK)) return
  const seen = new Witness()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  enabler.on({ number: 1 }).answer(2001, { interimIntervalS: 300, add: [['Error-Message', 'in words'], PROXY_INFO] })
  enabler.on({ number: 2 }).answer(4002)
  enabler.on({ number: 3 }).answer(3004)
  enabler.on({ number: 4 }).answerTwice(5012)
  enabler.on({ number: 5 }).answer(2001, { recordNumber: 77, hopByHop: 'wrong', endToEnd: 'wrong' })
  enabler.on({ number: 6 }).first({ kind: 'answer', resultCode: 5002 }).disconnect(1)
  const expected = [2001, 2001, 4002, 3004, 5012, 5012, 2001, 5002]
  const socket = connect(enabler.port, '127.0.0.1')
  try {
    socket.write(request(0, { commandCode: 257, applicationId: 0, proxiable: false, avps: capabilities(3) }))
    for (const number of [1, 2, 3, 4, 5, 6]) socket.write(request(number, { avps: record(2, number) }))
    assert.deepEqual((await read(socket, expected.length)).map(resultCodeOf), expected, seen.story())
    assert.ok(await seen.until(() => seen.count('toSut', 282, true) === 1, LIMIT_MS), 'the DPR')
    const opinion = opinionOf(seen.events)
    assert.equal(opinion.shown, 7 + expected.length + 1)
    assert.deepEqual(opinion, { shown: opinion.shown, read: opinion.shown, faults: [] })
  } finally {
    socket.destroy()
    await enabler.close()
  }
})

test('what is malformed, or unknown to tshark, would be noticed', (t) => {
  if (!needs(t, TSHARK)) return
  const seen = new Witness()
  const flow = { transport: 'tcp', local: '127.0.0.1:3868', remote: '127.0.0.1:40000' } as const
  const tell = (bytes: Uint8Array): number =>
    seen.record({
      kind: 'ch1',
      dir: 'toSut',
      door: 'diameter',
      enabler: 'cdf1',
      conn: 1,
      flow,
      bytes: Buffer.from(bytes).toString('base64'),
    })
  tell(request(1, { avps: [...RECORD, { code: 485, vendorId: 0, flags: 0x40, data: new Uint8Array(3) }] }))
  tell(request(2, { avps: [...RECORD, { code: 999_999, vendorId: 10415, flags: 0xc0, data: new Uint8Array(4) }] }))
  tell(request(3, { avps: RECORD }))
  const { shown, read: taken, faults } = opinionOf(seen.events)
  assert.deepEqual([shown, taken], [3, 3])
  assert.deepEqual(
    faults.map((line) => line.split('\t')[0]),
    ['1', '2'],
  )
})

/** The AVPs of an ACR; a type or number that is not given is left out. */
function record(type: number | undefined, number: number | undefined): readonly AvpInput[] {
  return [
    ['Session-Id', 'ctf1.im.example;1;2'],
    ...ORIGIN,
    ['Destination-Realm', 'charging.example'],
    ...(type === undefined ? [] : [['Accounting-Record-Type', type] as const]),
    ...(number === undefined ? [] : [['Accounting-Record-Number', number] as const]),
    ['Acct-Application-Id', 3],
  ]
}

function request(id: number, input: Partial<MessageInput>): Uint8Array {
  const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 100 + id, endToEnd: 200 + id }
  return encodeMessage({ ...header, avps: [], ...input })
}

function capabilities(acctApplicationId: number): readonly AvpInput[] {
  return [
    ...ORIGIN,
    ['Host-IP-Address', '127.0.0.1'],
    ['Vendor-Id', 0],
    ['Product-Name', 'ch1-conformance test'],
    ['Acct-Application-Id', acctApplicationId],
  ]
}

/** The next `count` messages that come. */
function read(socket: Socket, count: number): Promise<readonly Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const framer = new MessageFramer()
    const messages: Uint8Array[] = []
    const limit = setTimeout(() => reject(new Error(`${messages.length} of ${count} messages came`)), LIMIT_MS)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      messages.push(...framer.push(chunk))
      if (messages.length < count) return
      clearTimeout(limit)
      resolve(messages.slice(0, count))
    })
  })
}

// Its first AVP 268, found by walking the top level.
function resultCodeOf(bytes: Uint8Array): number | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 20; at + 8 <= view.length; at += (view.readUIntBE(at + 5, 3) + 3) & ~3)
    if (view.readUInt32BE(at) === 268) return view.readUInt32BE(at + 8)
  return undefined
}
