// The peer state machine without sockets and without waiting.
import assert from 'node:assert/strict'
import {
  decodeMessage,
  encodeMessage,
  EndToEndIds,
  type AvpInput,
  type DiameterMessage,
  type Identity,
  type MessageInput,
} from '@ch1/diameter'
import { PeerMachine } from '../../packages/diameter/src/peer/peer-machine'
import { ManualClock } from './manual-clock'

/** Tw of the machine under test, in ms. */
export const TW = 30_000
/** Who the machine is. */
export const us: Identity = {
  originHost: 'cdf1.charging.example',
  originRealm: 'charging.example',
  productName: 'test',
  vendorId: 0,
  supportedVendorIds: [10415],
  acctApplicationIds: [3],
  originStateId: 9,
}
/** Who it talks to. */
export const them: readonly AvpInput[] = [
  ['Origin-Host', 'im1.im.example'],
  ['Origin-Realm', 'im.example'],
]

/** A started machine with a clock that the test moves; what it sends and what it tells are noted. */
export function rig(role: 'initiator' | 'responder', { identity = us, random = 0.5 } = {}) {
  const clock = new ManualClock(random)
  const log: string[] = []
  const sent: DiameterMessage[] = []
  const machine = new PeerMachine({
    role,
    identity,
    localAddress: '192.0.2.7',
    twMs: TW,
    cerTimeoutMs: 10_000,
    clock,
    endToEndIds: new EndToEndIds(0, () => 0),
    maxPendingRequests: 1000,
    port: {
      send: (bytes) => void sent.push(decodeMessage(bytes)),
      end: () => void log.push('end'),
      reset: () => void log.push('reset'),
      state: (state, why) => void log.push(why === undefined ? state : `${state}: ${why}`),
      identified: ({ originHost = '?', originRealm = '?', disconnectCause }) =>
        void log.push(disconnectCause === undefined ? `peer ${originHost} ${originRealm}` : `peer leaves ${disconnectCause}`),
      request: ({ commandCode }) => void log.push(`request ${commandCode}`),
      answer: ({ hopByHop }) => void log.push(`answer ${hopByHop}`),
    },
  })
  machine.start()
  const receive = (input: Partial<MessageInput>): void =>
    machine.receive(
      decodeMessage(
        encodeMessage({ commandCode: 280, applicationId: 0, request: true, hopByHop: 1, endToEnd: 2, avps: them, ...input }),
      ),
    )
  const answer = (request: DiameterMessage | undefined, ...avps: readonly AvpInput[]): void =>
    receive({
      commandCode: request?.commandCode ?? 0,
      request: false,
      hopByHop: request?.hopByHop ?? 0,
      avps: [...avps, ...them],
    })
  return { machine, clock, log, sent, receive, answer, last: () => sent.at(-1) }
}

/** The same in state open, nothing noted yet. */
export function openRig(role: 'initiator' | 'responder' = 'responder', options = {}) {
  const r = rig(role, options)
  if (role === 'responder') r.receive({ commandCode: 257, avps: [...them, ['Acct-Application-Id', 3]] })
  else r.answer(r.last(), ['Result-Code', 2001])
  assert.equal(r.machine.state, 'open')
  r.log.length = 0
  r.sent.length = 0
  return r
}

/** The AVPs of a message, by name. */
export const names = (m: DiameterMessage | undefined): readonly string[] => m?.avps.map(({ name }) => name) ?? []

/** An ACR without AVPs. */
export function request(hopByHop: number): Uint8Array {
  return encodeMessage({ commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop, endToEnd: 2, avps: [] })
}
