// The records that the load client sends: START, INTERIMs and STOP of many sessions, encoded once, ids and numbers written over a copy.
import { encodeMessage, type AvpInput } from '@ch1/diameter'

const SESSION_DIGITS = '000000000000'
const SESSION_PREFIX = 'ctf1.im.example;1795489433;'
const NUMBER_OF_SESSION_AT = 20 + 8 + SESSION_PREFIX.length
const INTERIMS_PER_SESSION = 8
const SESSIONS_PER_CLIENT = 100_000

const HOP_BY_HOP_AT = 12
const END_TO_END_AT = 16

/** One session's next record, as bytes in a buffer of the caller. */
export class SessionRecords {
  readonly #id: number
  #session: number
  #number = 0

  /** `id` becomes the Hop-by-Hop Identifier of every record, which is sound as long as one is outstanding at a time. */
  constructor(id: number, client: number) {
    this.#id = id
    this.#session = client * SESSIONS_PER_CLIENT
  }

  /** Writes the next record at `at`; gives the offset behind it. After STOP comes the START of a new session. */
  write(into: Buffer, at: number, count: number): number {
    const isLast = this.#number > INTERIMS_PER_SESSION
    const template = this.#number === 0 ? START : isLast ? STOP : INTERIM
    into.set(template.bytes, at)
    into.writeUInt32BE(this.#id, at + HOP_BY_HOP_AT)
    into.writeUInt32BE(count >>> 0, at + END_TO_END_AT)
    into.writeUInt32BE(this.#number, at + template.numberAt)
    let digits = this.#session * 65_536 + this.#id
    for (let place = at + NUMBER_OF_SESSION_AT + SESSION_DIGITS.length - 1; digits > 0; place -= 1) {
      into[place] = 48 + (digits % 10)
      digits = Math.floor(digits / 10)
    }
    this.#number = isLast ? 0 : this.#number + 1
    if (isLast) this.#session += 1
    return at + template.bytes.length
  }
}

interface Template {
  readonly bytes: Uint8Array
  /** Where the value of Accounting-Record-Number stands. */
  readonly numberAt: number
}

const START = template(2)
const INTERIM = template(3)
const STOP = template(4)

/** The longest record, in bytes. */
export const LONGEST_RECORD = Math.max(START.bytes.length, INTERIM.bytes.length, STOP.bytes.length)

// As the reference IM server writes them: RFC 6733 §9.7.1, TS 32.299 §6.2.2, IMS-Information included.
function template(type: number): Template {
  const avps: readonly AvpInput[] = [
    ['Session-Id', `${SESSION_PREFIX}${SESSION_DIGITS}`],
    ['Origin-Host', 'ctf1.im.example'],
    ['Origin-Realm', 'im.example'],
    ['Destination-Realm', 'charging.example'],
    ['Accounting-Record-Type', type],
    ['Accounting-Record-Number', 0],
    ['Acct-Application-Id', 3],
    ['Origin-State-Id', 1_795_489_433],
    ['Event-Timestamp', new Date('2026-11-23T10:04:07Z')],
    ['Service-Context-Id', '1.SIMPLE_IM@openmobilealliance.org'],
    [
      'Service-Information',
      [
        [
          'Subscription-Id',
          [
            ['Subscription-Id-Type', 2],
            ['Subscription-Id-Data', 'sip:alice@home.example'],
          ],
        ],
        [
          'IMS-Information',
          [
            ['Event-Type', [['SIP-Method', 'INVITE']]],
            ['Node-Functionality', 6],
            ['User-Session-Id', '3848276298220188511@alice.home.example'],
            ['Calling-Party-Address', 'sip:alice@home.example'],
            ['Called-Party-Address', 'sip:bob@home.example'],
            [
              'Time-Stamps',
              [
                ['SIP-Request-Timestamp', new Date('2026-11-23T10:04:06Z')],
                ['SIP-Response-Timestamp', new Date('2026-11-23T10:04:07Z')],
              ],
            ],
            ['IMS-Charging-Identifier', '1234bc9876e-icid-of-the-conference'],
          ],
        ],
        ['PoC-Information', [['Number-Of-Participants', 3]]],
      ],
    ],
  ]
  const request = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 0, endToEnd: 0 }
  const bytes = encodeMessage({ ...request, avps })
  return { bytes, numberAt: dataOf(bytes, 485) }
}

// Where the data of a top-level AVP without vendor begins.
function dataOf(bytes: Uint8Array, code: number): number {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 20; at < view.length; at += (view.readUIntBE(at + 5, 3) + 3) & ~3)
    if (view.readUInt32BE(at) === code) return at + 8
  throw new Error(`the record has no AVP ${code}`)
}
