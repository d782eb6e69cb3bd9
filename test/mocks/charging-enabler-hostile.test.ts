// Whatever octets come to the Diameter port: what goes back keeps to the grammar, the connection ends, and the next good peer is answered.
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { checkMessage, MessageFramer, scalarAt } from '@ch1/diameter'
import fc from 'fast-check'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { enablerBed } from './enabler-bed'
import { acr, bytesOf, GOOD_CER } from './raw-ctf'

const CER = bytesOf({ commandCode: 257, applicationId: 0, avps: GOOD_CER })
const ACR = bytesOf({ avps: acr() })

/** What stands before the octets nobody thought of: nothing, half a CER, a whole one, records, the header of one. */
const BEFORE = [
  Buffer.alloc(0),
  CER.subarray(0, 31),
  CER,
  Buffer.concat([CER, ACR, ACR]),
  Buffer.concat([CER, ACR.subarray(0, 20)]),
]
const octets = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }),
  // a message, with some of its octets changed
  fc
    .tuple(
      fc.constantFrom(CER, ACR),
      fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
    )
    .map(([good, changes]) => {
      const bytes = good.slice()
      for (const [at, value] of changes) bytes[at % bytes.length] = value
      return bytes
    }),
)

const ECHOED = /^(Failed-AVP|Session-Id|User-Name|Proxy-Info)\b/

/** Sends all of it and our end; what came back until the connection was gone. */
function visit(port: number, bytes: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const came: Buffer[] = []
    const socket = connect({ host: '127.0.0.1', port })
    const cutOff = setTimeout(
      () => reject(new Error(`the connection did not end: ${Buffer.from(bytes).toString('hex')}`)),
      15_000,
    )
    // a reset is the answer of RFC 6733 §2.1 to a stream that cannot be framed
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => came.push(chunk))
    socket.once('close', () => {
      clearTimeout(cutOff)
      resolve(Buffer.concat(came))
    })
    socket.end(bytes)
  })
}

// What is at fault in a request is shown in Failed-AVP as it came, and what ties the answer to it comes back as it came: no fault of ours.
function faultsIn(answer: Uint8Array): readonly string[] {
  return checkMessage(answer).flatMap(({ level, rule, path, problem, clause }) =>
    ECHOED.test(path) || rule === 'application' || level !== 'MUST' ? [] : [`${path}: ${problem} (${clause})`],
  )
}

test('law: whatever octets come to the Diameter port, answers keep to the grammar and the next good peer is served', async (t) => {
  const { enabler, raw, facts } = await enablerBed(t, { grammar: 'answer' })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...BEFORE), octets, async (before, rest) => {
      const came = await visit(enabler.port, Buffer.concat([before, rest]))
      for (const answer of new MessageFramer().push(came))
        assert.deepEqual(faultsIn(answer), [], Buffer.from(answer).toString('hex'))
    }),
    { numRuns: 300, includeErrorInReport: true },
  )
  const good = await raw()
  assert.equal(scalarAt(await good.ask({ avps: acr() }), 'Result-Code'), 2001)
  const states = facts.flatMap((fact) => (fact.kind === 'peer' ? [fact.state] : []))
  const count = (state: string): number => states.filter((one) => one === state).length
  assert.equal(count('connected') - count('closed'), 1, 'every visitor is gone')
  assert.equal(enabler.openPeers(), 1)
})

test('law: whatever octets come to the TLS port, the next good connection can be made', async (t) => {
  if (!needs(t, OPENSSL)) return
  const { cert, key } = pemTexts(authority().issue('cdf1.charging.example'))
  const { enabler, facts } = await enablerBed(t, { tls: { cert, key } })
  await fc.assert(
    fc.asyncProperty(octets, async (bytes) => {
      await visit(enabler.port, Buffer.concat([Buffer.of(22, 3, 1), bytes]))
    }),
    { numRuns: 50 },
  )
  assert.ok(facts.every((fact) => fact.kind === 'peer' && fact.state === 'refused'))
})
