// Who the participants are and where they can be reached: the core's location service, told by the testbed instead of by REGISTER.
import { aorOf } from '@ch1/sip'
import type { Address } from '@ch1/sip'
import { hostPort, addressOf } from './address'

/** A participant as the core knows it. */
export interface User {
  readonly aor: string
  /** The name people use, 'Bob'. */
  readonly participant: string
  readonly endpoint: Address
}

const KEPT_FORMER = 256

/** Users by address of record and by endpoint. Endpoints of users who left are remembered, bounded, so that a late datagram of theirs is not taken for the SUT's. */
export class LocationService {
  readonly #byAor = new Map<string, User>()
  readonly #byEndpoint = new Map<string, User>()
  readonly #former = new Map<string, string>()

  register(user: User): void {
    this.unregister(user.aor)
    this.#byAor.set(aorOf(user.aor), user)
    this.#byEndpoint.set(keyOf(user.endpoint), user)
    this.#former.delete(keyOf(user.endpoint))
  }

  unregister(aor: string): void {
    const user = this.#byAor.get(aorOf(aor))
    if (user === undefined) return
    this.#byAor.delete(aorOf(aor))
    const key = keyOf(user.endpoint)
    if (this.#byEndpoint.get(key) !== user) return
    this.#byEndpoint.delete(key)
    this.#former.set(key, user.participant)
    for (const oldest of this.#former.keys()) if (this.#former.size > KEPT_FORMER) this.#former.delete(oldest)
  }

  /** The user a URI names by its address of record. Throws SipParseError for what is no URI. */
  byUri(uri: string): User | undefined {
    return this.#byAor.get(aorOf(uri))
  }

  byEndpoint(endpoint: Address | undefined): User | undefined {
    return endpoint && this.#byEndpoint.get(keyOf(endpoint))
  }

  /** The name of the participant who had this endpoint until it was unregistered. */
  formerAt(endpoint: Address): string | undefined {
    return this.#former.get(keyOf(endpoint))
  }

  /** The endpoint belongs to somebody else now (a SUT that was given a freed port). */
  forgetFormer(endpoint: Address): void {
    this.#former.delete(keyOf(endpoint))
  }
}

function keyOf(endpoint: Address): string {
  return hostPort(addressOf(endpoint.host, endpoint.port))
}
