// The Rf client with the binding it speaks: Diameter, or our experimental HTTP binding. Everything above knows records only.
import { EndToEndIds, encodeMessage, type MessageInput } from '@ch1/diameter'
import { systemTimers } from '@ch1/sip'
import { bindingOf, type Ch1Address, type ImServerOptions } from '../options'
import { accountingRequest, type AcrOrigin, type SendingIds } from './accounting-request'
import { httpRecord } from './http-record'
import { HttpPeers } from './http-peers'
import type { StampedRecord } from './record'
import { RfClient, type RfRoute } from './rf-client'
import { RfPeers, type RfPeersEvents } from './rf-peers'
import type { Seams } from './seams'

/** Takes records and delivers them. */
export interface ChargingClient {
  submit(record: StampedRecord): void
  start(): void
  close(): Promise<void>
}

interface ClientParts {
  readonly options: ImServerOptions
  readonly origin: AcrOrigin
  readonly seams: Seams
  readonly log: (line: string) => void
}

interface Peers<M> extends RfRoute<M> {
  start(): void
  close(): Promise<void>
}

/** The client for the binding that the addresses name. */
export function chargingClient(parts: ClientParts): ChargingClient {
  const { options, origin } = parts
  const { tcMs, twMs, acrResendMs, acrResends, httpVersion } = options
  if (options.ch1.some((address) => bindingOf(address) === 'http')) {
    const answerMs = 2 * acrResendMs * (acrResends + 1)
    const urls = options.ch1.map(urlOf)
    return client(parts, httpRecord, (on) => new HttpPeers({ urls, version: httpVersion, tcMs, twMs, answerMs, on }))
  }
  return client(
    parts,
    (acr) => encodeMessage(acr),
    (on) => new RfPeers({ ch1: options.ch1, origin, timers: { tcMs, twMs }, on }),
  )
}

function client<M>(
  { options, origin, seams, log }: ClientParts,
  encode: (acr: MessageInput) => M,
  peersWith: (on: RfPeersEvents) => Peers<M>,
): ChargingClient {
  const ids = new EndToEndIds(origin.originStateId)
  const peers = peersWith({
    opened: (peer) => rf.peerOpened(peer),
    lost: (peer) => rf.peerLost(peer),
    answered: (answer) => rf.answered(answer),
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
    acrResends: options.acrResends,
    log,
  })
  return {
    submit: (record) => rf.submit(record),
    start: () => peers.start(),
    close: async () => {
      rf.close()
      await peers.close()
    },
  }
}

function urlOf({ scheme, host, port }: Ch1Address): string {
  return `${scheme ?? 'http'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
