// The devices at which one participant can be called: one as a rule, two when its invitations fork. Each is a user agent of its own, on one wire.
import { parseMessage, SipParseError, TransactionLayer, UserAgent } from '@ch1/sip'
import type { Address, DigestClient, IncomingInvite, SipTransport, TimerValues, Timers } from '@ch1/sip'
import { randomBytes } from 'node:crypto'
import type { WireTransport } from './wire-transport'

const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, UPDATE, MESSAGE'
const SERVED_ANYWHERE = new Set(['OPTIONS', 'INFO', 'NOTIFY', 'MESSAGE'])
const MOST_FORKED_CALLS = 1_000

/** What the devices of a participant have in common. */
export interface DevicesOptions {
  readonly transport: WireTransport
  readonly core: Address
  readonly timers: Timers
  readonly values: TimerValues
  /** URI of the Contact, and its parameters. */
  readonly contact: { readonly uri: string; readonly params: string }
  readonly userAgent: string
  readonly digest: DigestClient | undefined
}

/** A device's share of the wire: it sends like the other, and hears what is for it. */
class Share implements SipTransport {
  readonly reliable = false
  readonly sentBy: SipTransport['sentBy']
  onMessage: (bytes: Uint8Array, from: Address) => void = () => undefined
  readonly #transport: WireTransport

  constructor(transport: WireTransport) {
    this.#transport = transport
    this.sentBy = transport.sentBy
  }

  send(bytes: Uint8Array, to: Address, failed?: (error: Error) => void): void {
    this.#transport.send(bytes, to, failed)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

/** The user agents of one participant. Verbs act through the first; the second only accepts what forks to it. */
export class Devices {
  readonly first: UserAgent
  /** Final status of what answers a MESSAGE outside any dialog. */
  messageStatus = 200
  /** Whether the next invitations reach both devices. */
  forks = false
  readonly #o: DevicesOptions
  readonly #firstShare: Share
  #second:
    { readonly agent: UserAgent; readonly share: Share; readonly tags: Set<string>; readonly calls: Set<string> } | undefined

  constructor(o: DevicesOptions) {
    this.#o = o
    this.#firstShare = new Share(o.transport)
    this.first = this.#agent(this.#firstShare, o.contact.uri)
    o.transport.onMessage = (bytes, from) => this.#hear(bytes, from)
  }

  /** From now on there are two; `onInvite` gets what forks to the second. */
  openSecond(onInvite: (incoming: IncomingInvite) => void): void {
    if (this.#second !== undefined) return
    const share = new Share(this.#o.transport)
    const tags = new Set<string>()
    const newTag = (): string => {
      const tag = `second-${randomBytes(6).toString('hex')}`
      tags.add(tag)
      return tag
    }
    const agent = this.#agent(share, `${this.#o.contact.uri};device=2`, newTag)
    agent.onInvite = onInvite
    this.#second = { agent, share, tags, calls: new Set() }
  }

  async close(): Promise<void> {
    await Promise.all([this.first.close(), this.#second?.agent.close()])
  }

  #agent(transport: Share, uri: string, newTag?: () => string): UserAgent {
    const { timers, values, core, contact, userAgent, digest } = this.#o
    const layer = new TransactionLayer({ transport, timers, values, onFault: (error) => this.#o.transport.noteFault(error) })
    const agent = new UserAgent({
      ...{ layer, nextHop: core, allow: ALLOW, userAgentName: userAgent, digest, newTag },
      contact: `<${uri}>${contact.params}`,
    })
    agent.onRequest = ({ method }, respond) =>
      respond(method === 'MESSAGE' ? this.messageStatus : SERVED_ANYWHERE.has(method) ? 200 : 405)
    return agent
  }

  #hear(bytes: Uint8Array, from: Address): void {
    for (const share of this.#sharesOf(bytes)) share.onMessage(bytes, from)
  }

  // Every message belongs to the device whose tag it bears; an INVITE without To tag that forks belongs to both.
  #sharesOf(bytes: Uint8Array): readonly Share[] {
    const second = this.#second
    const message = second && readable(bytes)
    if (second === undefined || message === undefined) return [this.#firstShare]
    const localTag = message.kind === 'request' ? message.toTag : message.fromTag
    if (localTag !== undefined) return [second.tags.has(localTag) ? second.share : this.#firstShare]
    if (message.kind !== 'request' || message.method !== 'INVITE') return [this.#firstShare]
    const callId = message.callId ?? ''
    // A repeat of an INVITE forks as it did the first time.
    if (this.forks && second.calls.size < MOST_FORKED_CALLS) second.calls.add(callId)
    return second.calls.has(callId) ? [this.#firstShare, second.share] : [this.#firstShare]
  }
}

function readable(bytes: Uint8Array): ReturnType<typeof parseMessage> | undefined {
  try {
    return parseMessage(bytes)
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
