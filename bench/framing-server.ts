// What framing and answering alone cost: the same peers as the Charging Enabler's, each ACR answered 2001 unread, nothing written down.
import { DiameterServer, encodeMessage } from '@ch1/diameter'

const RECORD_TYPE = 480
const RECORD_NUMBER = 485

const HEAD_BYTES = 20
// ACA without Session-Id: everything that is the same for all, and the places of what is not.
const TAIL = encodeMessage({
  commandCode: 271,
  applicationId: 3,
  request: false,
  hopByHop: 0,
  endToEnd: 0,
  avps: [
    ['Result-Code', 2001],
    ['Origin-Host', 'cdf1.charging.example'],
    ['Origin-Realm', 'charging.example'],
    ['Accounting-Record-Type', 0],
    ['Accounting-Record-Number', 0],
    ['Acct-Application-Id', 3],
    ['Origin-State-Id', 1],
  ],
}).subarray(HEAD_BYTES)
const TYPE_AT = find(TAIL, 0, RECORD_TYPE) + 8
const NUMBER_AT = find(TAIL, 0, RECORD_NUMBER) + 8

/** The ACA to an ACR: identifiers, Session-Id (the first AVP), record type and number are copied. */
function answerTo(request: Uint8Array): Uint8Array {
  const sessionBytes = lengthAt(request, HEAD_BYTES)
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + sessionBytes + TAIL.length)
  bytes.set(request.subarray(0, HEAD_BYTES + sessionBytes))
  bytes.set(TAIL, HEAD_BYTES + sessionBytes)
  bytes[1] = 0
  bytes[2] = bytes.length >> 8
  bytes[3] = bytes.length & 0xff
  bytes[4] = 0x40
  copyValue(request, RECORD_TYPE, bytes, HEAD_BYTES + sessionBytes + TYPE_AT)
  copyValue(request, RECORD_NUMBER, bytes, HEAD_BYTES + sessionBytes + NUMBER_AT)
  return bytes
}

function copyValue(request: Uint8Array, code: number, answer: Uint8Array, to: number): void {
  const from = find(request, HEAD_BYTES, code) + 8
  for (let i = 0; i < 4; i += 1) answer[to + i] = request[from + i] ?? 0
}

// The offset of the first AVP with a code below 65536, which is known to be there.
function find(bytes: Uint8Array, from: number, code: number): number {
  let at = from
  while (at < bytes.length && (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) !== code) at += lengthAt(bytes, at)
  return at
}

// With padding; at least a header's, so that no length can stop the walk.
function lengthAt(bytes: Uint8Array, at: number): number {
  const length = ((bytes[at + 5] ?? 0) << 16) | ((bytes[at + 6] ?? 0) << 8) | (bytes[at + 7] ?? 0)
  return Math.max(8, (length + 3) & ~3)
}

void DiameterServer.listen({
  host: '127.0.0.1',
  port: Number(process.argv[2] ?? 0),
  identity: {
    originHost: 'cdf1.charging.example',
    originRealm: 'charging.example',
    productName: 'ch1 bench',
    vendorId: 0,
    supportedVendorIds: [10_415],
    acctApplicationIds: [3],
  },
  onFrame: (request, _link, answer) => {
    answer(answerTo(request))
    return true
  },
  onRequest: (request, _link, answer) => answer(answerTo(request.bytes)),
})
