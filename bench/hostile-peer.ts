// A peer that means harm: good messages with seeded faults in them, as fast as the server takes them, again and again after each reset.
import { connect, type Socket } from 'node:net'
import { encodeMessage, type AvpInput, type MessageInput } from '@ch1/diameter'

const FRAMES_PER_CONNECTION = 1_000
/** One message in so many lies about its own length or version, which ends its connection. */
const FRAMING_FAULT_EVERY = 2_000
const OVER_MS = 20_000

/** Numbers from 0 up to 1, the same for the same seed. */
export type Random = () => number

/** A small generator (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** Sends `frames` mutated messages; resolves when the server has taken the last of them. */
export async function sendMutated(port: number, frames: number, random: Random): Promise<void> {
  for (let left = frames; left > 0;) left -= await oneConnection(port, Math.min(left, FRAMES_PER_CONNECTION), random)
}

// A connection of good capabilities and bad messages behind them; gives the number of bad messages sent.
async function oneConnection(port: number, most: number, random: Random): Promise<number> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  const over = ended(socket)
  const messages: Uint8Array[] = []
  let breaks = false
  while (messages.length < most && !breaks) {
    breaks = random() < 1 / FRAMING_FAULT_EVERY
    messages.push(mutated(random, breaks))
  }
  // The server closes its side when it has read all of it.
  socket.end(Buffer.concat([CER, ...messages]))
  await over
  return messages.length
}

/** A golden message with one to four faults behind its first four bytes, or (`breaksFraming`) within them. */
export function mutated(random: Random, breaksFraming: boolean): Uint8Array {
  const any = (below: number): number => Math.floor(random() * below)
  const bytes = (GOLDEN[any(GOLDEN.length)] ?? CER).slice()
  if (breaksFraming) {
    bytes[any(4)] = any(256)
    return bytes
  }
  for (let faults = 1 + any(4); faults > 0; faults--) {
    const at = 4 + any(bytes.length - 4)
    switch (any(5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << any(8))
        break
      case 1:
        bytes[at] = any(256)
        break
      case 2:
        bytes.fill(any(2) * 0xff, at, Math.min(bytes.length, at + 1 + any(32)))
        break
      case 3:
        bytes.copyWithin(at, 4 + any(bytes.length - 4), bytes.length)
        break
      default:
        // The length of some AVP, on a boundary where one may begin.
        bytes[Math.min(bytes.length - 1, 20 + 4 * any((bytes.length - 20) / 4) + 5 + any(3))] = any(256)
    }
  }
  // Capabilities and disconnections in the midst would end the connection: they are tested elsewhere.
  if (bytes[5] === 1 && bytes[6] === 1) bytes[6] = 15
  if (bytes[5] === 0 && bytes[6] === 1 && bytes[7] !== 24) bytes[7] = 15
  return bytes
}

// Gone with FIN or RST: both are a server that is well. Silence is not.
function ended(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const cutOff = setTimeout(() => {
      socket.destroy()
      reject(new Error(`the server did not close within ${OVER_MS} ms`))
    }, OVER_MS)
    socket.resume()
    socket.on('error', () => undefined)
    socket.once('close', () => {
      clearTimeout(cutOff)
      resolve()
    })
  })
}

function message(commandCode: number, applicationId: number, avps: readonly AvpInput[]): Uint8Array {
  const input: MessageInput = {
    commandCode,
    applicationId,
    request: true,
    proxiable: applicationId !== 0,
    hopByHop: 7,
    endToEnd: 7,
    avps: [...(applicationId === 3 ? SESSION : []), ['Origin-Host', 'hostile.example'], ['Origin-Realm', 'example'], ...avps],
  }
  return encodeMessage(input)
}

const SESSION: readonly AvpInput[] = [['Session-Id', 'hostile.example;1;1;one']]
const CER = message(257, 0, [
  ['Host-IP-Address', '127.0.0.1'],
  ['Vendor-Id', 0],
  ['Product-Name', 'hostile'],
  ['Acct-Application-Id', 3],
])

const ims = (type: number, number: number): Uint8Array =>
  message(271, 3, [
    ['Destination-Realm', 'charging.example'],
    ['Accounting-Record-Type', type],
    ['Accounting-Record-Number', number],
    ['Acct-Application-Id', 3],
    ['Event-Timestamp', new Date('2026-11-23T10:04:07Z')],
    ['Service-Context-Id', '1.SIMPLE_IM@openmobilealliance.org'],
    [
      'Service-Information',
      [
        [
          'Subscription-Id',
          [
            ['Subscription-Id-Type', 2],
            ['Subscription-Id-Data', 'sip:bob@home.example'],
          ],
        ],
        [
          'IMS-Information',
          [
            ['Event-Type', [['SIP-Method', 'INVITE']]],
            ['Node-Functionality', 6],
            ['User-Session-Id', 'a84b4c76e66710@home.example'],
            ['Calling-Party-Address', 'sip:alice@home.example'],
          ],
        ],
        ['PoC-Information', [['Number-Of-Participants', 3]]],
      ],
    ],
  ])

const GOLDEN: readonly Uint8Array[] = [ims(2, 0), ims(3, 1), ims(4, 2), ims(1, 0), message(280, 0, []), message(271, 3, [])]
