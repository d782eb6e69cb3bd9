// The Rf client with the binding it speaks: Diameter, or our experimental HTTP binding. Everything above knows records only.
import { EndToEndIds, encodeMessage, type MessageInput } from '@ch1/diameter'
import { systemTimers, uriHost, type Address } from '@ch1/sip'
import { bindingOf, type Ch1Address, type ImServerOptions } from '../options'
import { accountingRequest, type AcrOrigin, type SendingIds } from './accounting-request'
import { httpRecord } from './http-record'
import { HttpPeers } from './http-peers'
import type { StampedRecord } from './record'
import type { RecordStore, StoredRecord } from './rf/record-store'
import { RfClient, type RfDemands } from './rf/rf-client'
import { RfPeers, type RfPeersEvents } from './rf/rf-peers'
import type { RfRoute } from './rf/rf-route'
import type { RfBoundary, Seams } from './seams'
import type { Behaviour } from './trigger/behaviour'

/** Takes records and delivers them. */
export interface ChargingClient {
  submit(record: StampedRecord): void
  /** Whether any record waits for its answer. */
  isWaiting(): boolean
  /** Whether records of this session wait behind the outstanding one. */
  isBehind(sessionId: string): boolean
  start(): void
  /** Listens for Charging Enablers that connect to us; undefined over HTTP, where nobody does. @throws SutError */
  listen(at: Address): Promise<Address | undefined>
  close(): Promise<void>
}

/** What a client is made of. */
export interface ClientParts {
  readonly options: ImServerOptions
  readonly origin: AcrOrigin
  readonly seams: Seams
  readonly demands?: RfDemands
  /** Where records outlive the process, and what an earlier one left there. */
  readonly buffer?: { readonly store: RecordStore; readonly left: readonly StoredRecord[] }
  readonly behaviour: Behaviour
  readonly log: (line: string) => void
}

interface Peers<M> extends RfRoute<M> {
  start(): void
  listen?(at: Address): Promise<Address>
  close(): Promise<void>
}

/** The client for the binding that the addresses name. */
export function chargingClient(parts: ClientParts): ChargingClient {
  const { options, origin } = parts
  const { variants } = parts.behaviour
  const { tcMs, twMs, acrResendMs, acrResends, httpVersion } = options
  if (options.ch1.some((address) => bindingOf(address) === 'http')) {
    const answerMs = 2 * acrResendMs * (acrResends + 1)
    const urls = options.ch1.map(urlOf)
    return client(parts, httpRecord, (on) => new HttpPeers({ urls, version: httpVersion, tcMs, twMs, answerMs, on }))
  }
  return client(
    parts,
    (acr) => encodeMessage(acr),
    (on) =>
      new RfPeers({
        ch1: options.ch1.flatMap((one) => Array.from({ length: variants.connections ?? 1 }, () => one)),
        origin,
        timers: { tcMs, twMs },
        reopenAfter: options.reopenAfter,
        sharing: variants.connections !== undefined,
        renewAfter: variants.renewAfter,
        ...('called' in parts.seams && { called: (refuse, drop) => parts.seams.called?.(refuse, drop) }),
        ...('socket' in parts.seams && { made: (socket) => parts.seams.socket?.(socket) }),
        on,
      }),
  )
}

function client<M>(
  { options, origin, seams, demands, buffer, behaviour, log }: ClientParts,
  encode: (acr: MessageInput) => M,
  peersWith: (on: RfPeersEvents) => Peers<M>,
): ChargingClient {
  const { choices, variants } = behaviour
  const ids = new EndToEndIds(origin.originStateId)
  const boundary = boundaryWith(seams, {
    submit: (record) => rf.submit(record),
    opened: (peer) => rf.peerOpened(peer),
    lost: (peer) => rf.peerLost(peer),
    answered: (answer) => rf.answered(answer),
    usable: (_record, _peer, isNext) => isNext,
    sent: () => {},
  })
  const peers = peersWith({
    opened: (peer) => boundary.opened(peer),
    lost: (peer) => boundary.lost(peer),
    answered: (answer) => boundary.answered(answer),
    log,
  })
  const rf: RfClient<M> = new RfClient<M>({
    route: peers,
    encode: (record: StampedRecord, sending: SendingIds) => {
      const acr = accountingRequest(record, origin, sending)
      return encode(seams.acr ? seams.acr(acr) : acr)
    },
    nextEndToEnd: () => ids.next(),
    timers: systemTimers,
    acrResendMs: options.acrResendMs,
    acrResends: variants.noResends === true ? 0 : options.acrResends,
    doubtsAfterLoss: variants.renewAfter !== undefined,
    storedRetryMs: options.storedRetryMs,
    maxBuffered: options.maxBuffered,
    realtime: options.realtime,
    onFailedAnswer: choices['P-5XXX'],
    buffering: choices['P-BUF'],
    ...(buffer && { store: buffer.store }),
    ...(demands && { demands }),
    ...(seams.rf && { boundary }),
    log,
  })
  rf.restore(buffer?.left ?? [])
  return {
    submit: (record) => boundary.submit(record),
    isWaiting: () => rf.size > 0,
    isBehind: (sessionId) => rf.isBehind(sessionId),
    start: () => peers.start(),
    listen: async (at) => peers.listen?.(at),
    close: async () => {
      rf.close()
      await peers.close()
    },
  }
}

/** The boundary with what a mutant makes of it. */
function boundaryWith(seams: Seams, next: RfBoundary): RfBoundary {
  return seams.rf ? { ...next, ...seams.rf(next) } : next
}

function urlOf({ scheme, host, port }: Ch1Address): string {
  return `${scheme ?? 'http'}://${uriHost(host)}:${port}`
}
