// A Diameter node that both listens and connects: never more than one open connection to each peer (RFC 6733 §5.6).
import { RESULT } from '../commands'
import type { DiameterMessage } from '../message'
import { judgeCer, remoteIdentityOf } from '../peer/capabilities-exchange'
import { hostKey, isSameHost } from '../peer/election'
import type { NodePeerEvent, NodePeerState } from '../peer/peer-table'
import { PeerClosed, type CerDecision, type DwrHandler, type FrameHandler, type Identity } from '../peer/peer-types'
import type { PeerEvents, PeerLink, PeerTimers, ReopenAfter, RequestHandler } from '../peer/peer-types'
import type { ClientOptions } from './diameter-client'
import { DiameterServer, type ServerOptions } from './diameter-server'
import type { Limits } from './limits'
import { NodeConnections, type NodePeerView } from './node-connections'
import { DEFAULT_TIMERS } from './peer-socket'
import { relayedEvents } from './relayed-events'

/** A peer the node knows. */
export interface NodePeerConfig {
  readonly originHost: string
  /** Where it listens; without this it is only waited for. */
  readonly connectTo?: Pick<ClientOptions, 'host' | 'port' | 'tls'>
}

/** What a node needs to know. */
export interface NodeOptions {
  readonly identity: Identity
  /** Where it listens; without this it only connects. */
  readonly listen?: Pick<ServerOptions, 'host' | 'port' | 'tls'>
  readonly peers: readonly NodePeerConfig[]
  /** False (default): a CER of somebody else is answered 3010. */
  readonly acceptsUnknown?: boolean
  readonly timers?: Partial<PeerTimers>
  readonly limits?: Partial<Limits>
  readonly reopenAfter?: ReopenAfter
  /** Of all connections. Those initiated and those received are counted apart: `conn` alone does not tell them from each other. */
  readonly events?: PeerEvents
  /** The state of RFC 6733 §5.6 changed. */
  readonly onPeerState?: (originHost: string, state: NodePeerState, before: NodePeerState, event: NodePeerEvent) => void
  readonly onRequest: RequestHandler
  readonly onFrame?: FrameHandler
  readonly onDwr?: DwrHandler
  readonly onAnswer?: (answer: DiameterMessage, originHost: string) => void
}

/** Peers are named by Origin-Host, letters in either case. */
export class DiameterNode {
  readonly #o: NodeOptions
  readonly #peers = new Map<string, NodeConnections>()
  /** Those that are known for as long as they are there. */
  readonly #passing = new Set<string>()
  #server: DiameterServer | undefined

  private constructor(o: NodeOptions) {
    this.#o = o
    for (const peer of o.peers) this.#add(peer)
  }

  /**
   * Listens, and begins to connect to the peers that have an address. Rejects with the system's error of listening, or a `CodecError` for
   * an identity that cannot be sent.
   */
  static async start(o: NodeOptions): Promise<DiameterNode> {
    const self = new DiameterNode(o)
    if (o.listen !== undefined) self.#server = await DiameterServer.listen(self.#serverOptions(o.listen))
    for (const peer of self.#peers.values()) peer.start()
    return self
  }

  /** The port listened on; undefined when the node only connects. */
  get port(): number | undefined {
    return this.#server?.port
  }

  /** All peers, those configured first. */
  get peers(): readonly NodePeerView[] {
    return [...this.#peers.values()].map((peer) => peer.view)
  }

  /** One peer; undefined for one that is unknown. */
  peer(originHost: string): NodePeerView | undefined {
    return this.#peers.get(hostKey(originHost))?.view
  }

  /** Adds a peer, and connects to it where it has an address. False: there is one of that name. */
  addPeer(peer: NodePeerConfig): boolean {
    if (this.#peers.has(hostKey(peer.originHost))) return false
    this.#add(peer).start()
    return true
  }

  /** Sends a request on the open connection; its answer goes to `onAnswer`. Throws `PeerClosed` where there is none, or it is suspect. */
  request(originHost: string, build: (ids: { readonly hopByHop: number }) => Uint8Array): { readonly hopByHop: number } {
    const peer = this.#peers.get(hostKey(originHost))
    if (peer === undefined) throw new PeerClosed(`${originHost} is no peer of ${this.#o.identity.originHost}`)
    return peer.request(build)
  }

  /** Says goodbye to a peer with a Disconnect-Cause, and does not connect to it again until `connect`. It may still connect to us. */
  disconnect(originHost: string, cause: number): void {
    this.#peers.get(hostKey(originHost))?.stop(cause)
  }

  /** Connects, after `disconnect` or after a DPR that asked not to come back. */
  connect(originHost: string): void {
    this.#peers.get(hostKey(originHost))?.start()
  }

  /** Stops listening, says goodbye to all peers (cause REBOOTING), closes all connections within 300 ms. */
  async close(): Promise<void> {
    await Promise.all([...[...this.#peers.values()].map((peer) => peer.close()), this.#server?.close()])
  }

  #add({ originHost, connectTo }: NodePeerConfig): NodeConnections {
    const { identity, timers, limits, events, reopenAfter, onRequest, onFrame, onDwr, onPeerState, onAnswer } = this.#o
    const peer = new NodeConnections({
      localHost: identity.originHost,
      originHost,
      timers: { ...DEFAULT_TIMERS, ...timers },
      reopenAfter: reopenAfter ?? 'watchdog',
      server: () => this.#server,
      onPeerState: (state, before, event) => {
        onPeerState?.(originHost, state, before, event)
        if (state === 'Closed') this.#forget(originHost)
      },
      onAnswer: (answer) => onAnswer?.(answer, originHost),
      restarted: (link, now, before) => events?.restarted?.(link, now, before),
      ...(connectTo === undefined
        ? {}
        : {
            initiate: {
              ...connectTo,
              identity,
              onRequest,
              ...(timers === undefined ? {} : { timers }),
              ...(limits === undefined ? {} : { limits }),
              ...(events === undefined ? {} : { events }),
              ...(reopenAfter === undefined ? {} : { reopenAfter }),
              ...(onFrame === undefined ? {} : { onFrame }),
              ...(onDwr === undefined ? {} : { onDwr }),
            },
          }),
    })
    this.#peers.set(hostKey(originHost), peer)
    return peer
  }

  #forget(originHost: string): void {
    const key = hostKey(originHost)
    if (this.#passing.delete(key)) this.#peers.delete(key)
  }

  #serverOptions(listen: Pick<ServerOptions, 'host' | 'port' | 'tls'>): ServerOptions {
    const { identity, timers, limits, events, onRequest, onFrame, onDwr } = this.#o
    return {
      ...listen,
      identity,
      onRequest,
      onCer: (cer, link) => this.#judge(cer, link),
      events: relayedEvents(events, {
        restarted: (link, now) => this.#peerOf(link)?.heardStateId(link, now),
        state: (state, link, why) => {
          events?.state?.(state, link, why)
          queueMicrotask(() => this.#peerOf(link)?.receivedState(state, link))
        },
      }),
      ...(timers === undefined ? {} : { timers }),
      ...(limits === undefined ? {} : { limits }),
      ...(onFrame === undefined ? {} : { onFrame }),
      ...(onDwr === undefined ? {} : { onDwr }),
    }
  }

  #peerOf({ remoteIdentity: { originHost } }: PeerLink): NodeConnections | undefined {
    return originHost === undefined ? undefined : this.#peers.get(hostKey(originHost))
  }

  // Process-CER (RFC 6733 §5.6.3): what makes it impossible is answered at once; the rest is a matter of the peer's state.
  #judge(cer: DiameterMessage, link: PeerLink): CerDecision | Promise<CerDecision> {
    const { identity, acceptsUnknown } = this.#o
    const { originHost } = remoteIdentityOf(cer)
    if (originHost === undefined || judgeCer(cer, identity).resultCode !== RESULT.SUCCESS) return undefined
    if (isSameHost(originHost, identity.originHost)) {
      return { resultCode: RESULT.UNABLE_TO_COMPLY, errorMessage: `${originHost} is the name of this node itself` }
    }
    const known = this.#peers.get(hostKey(originHost))
    // RFC 6733 §5.3 — a peer we do not know.
    if (known === undefined && acceptsUnknown !== true) {
      return { resultCode: RESULT.UNKNOWN_PEER, errorMessage: `${originHost} is no peer of ${identity.originHost}` }
    }
    // A second CER on the connection that is in use changes nothing of the peer's state.
    if (known?.view.link === link) return undefined
    if (known === undefined) this.#passing.add(hostKey(originHost))
    const peer = known ?? this.#add({ originHost })
    return new Promise((resolve) => queueMicrotask(() => peer.receivedCer(link, resolve)))
  }
}
