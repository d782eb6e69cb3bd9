// What the other side of a connection told of itself, and what changed in that.
import type { DiameterMessage } from '../message'
import { remoteIdentityOf } from './capabilities-exchange'
import { disconnectCauseOf } from './disconnect-peer'
import type { RemoteIdentity } from './peer-types'

/** Who wants to know. */
export interface RemotePeerPort {
  identified(remote: RemoteIdentity): void
  restarted?(now: number, before: number): void
}

/** Notices restarts by the Origin-State-Id. */
export class RemotePeer {
  readonly #port: RemotePeerPort
  readonly #stateIdBefore: ((remote: RemoteIdentity) => number | undefined) | undefined
  #identity: RemoteIdentity = {}

  /** `stateIdBefore` tells the Origin-State-Id of an earlier connection. */
  constructor(port: RemotePeerPort, stateIdBefore?: (remote: RemoteIdentity) => number | undefined) {
    this.#port = port
    this.#stateIdBefore = stateIdBefore
  }

  get identity(): RemoteIdentity {
    return this.#identity
  }

  /** By a CER or CEA. */
  introduced(message: DiameterMessage): void {
    const identity = remoteIdentityOf(message)
    this.#change(identity, this.#stateIdBefore?.(identity))
  }

  /** By a DWR or DWA, which may tell another Origin-State-Id. */
  told(message: DiameterMessage): void {
    const { originStateId } = remoteIdentityOf(message)
    const before = this.#identity.originStateId
    if (originStateId !== undefined && originStateId !== before) this.#change({ ...this.#identity, originStateId }, before)
  }

  /** By a DPR; gives its cause. */
  saidGoodbye(dpr: DiameterMessage): number | undefined {
    const disconnectCause = disconnectCauseOf(dpr)
    if (disconnectCause !== undefined) this.#change({ ...this.#identity, disconnectCause }, undefined)
    return disconnectCause
  }

  // RFC 6733 §8.16 — it grows with every loss of state; 0 tells nothing.
  #change(identity: RemoteIdentity, before = 0): void {
    this.#identity = identity
    this.#port.identified(identity)
    const { originStateId: now = 0 } = identity
    if (before > 0 && now > before) this.#port.restarted?.(now, before)
  }
}
