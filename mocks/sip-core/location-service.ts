// Who the participants are and where they can be reached: the core's location service, told by the testbed instead of by REGISTER.
import { aorOf, parseNameAddr } from '@ch1/sip'
import type { Address, SipRequest, SipResponse } from '@ch1/sip'
import { hostPort, addressOf } from './address'

/** A participant as the core knows it. */
export interface User {
  readonly aor: string
  /** The name people use, 'Bob'. */
  readonly participant: string
  readonly endpoint: Address
  /** It knows little of SIP's grammar: what goes to it is spelt plainly. What the SUT sent stands in the history as it was. */
  readonly readsPlainly?: true
}

const KEPT_FORMER = 256

/**
 * Users by address of record and by endpoint; a crowd has many users at one endpoint. Endpoints of users who left are remembered,
 * bounded, so that a late datagram of theirs is not taken for the SUT's.
 */
export class LocationService {
  readonly #byAor = new Map<string, User>()
  readonly #byEndpoint = new Map<string, Set<User>>()
  readonly #former = new Map<string, string>()

  register(user: User): void {
    this.unregister(user.aor)
    this.#byAor.set(aorOf(user.aor), user)
    const key = keyOf(user.endpoint)
    const there = this.#byEndpoint.get(key)
    if (there) there.add(user)
    else this.#byEndpoint.set(key, new Set([user]))
    this.#former.delete(key)
  }

  unregister(aor: string): void {
    const user = this.#byAor.get(aorOf(aor))
    if (user === undefined) return
    this.#byAor.delete(aorOf(aor))
    const key = keyOf(user.endpoint)
    const there = this.#byEndpoint.get(key)
    there?.delete(user)
    if (there === undefined || there.size > 0) return
    this.#byEndpoint.delete(key)
    this.#former.set(key, user.participant)
    for (const oldest of this.#former.keys()) if (this.#former.size > KEPT_FORMER) this.#former.delete(oldest)
  }

  /** The user a URI names by its address of record. Throws SipParseError for what is no URI. */
  byUri(uri: string): User | undefined {
    return this.#byAor.get(aorOf(uri))
  }

  /** Somebody at this endpoint: the user, where only one is there. */
  byEndpoint(endpoint: Address | undefined): User | undefined {
    const [user] = (endpoint && this.#byEndpoint.get(keyOf(endpoint))) ?? []
    return user
  }

  /** Who of those at the endpoint of `somebody` sent the message, by its From (request) or its To (response); `somebody` where none fits. */
  senderBeside(somebody: User, message: SipRequest | SipResponse): User {
    const there = this.#byEndpoint.get(keyOf(somebody.endpoint))
    if (there === undefined || there.size < 2) return somebody
    const named = namedIn(message, this.#byAor)
    return named !== undefined && there.has(named) ? named : somebody
  }

  /** Is this very registration still at this endpoint? */
  isAt(endpoint: Address, user: User): boolean {
    return this.#byEndpoint.get(keyOf(endpoint))?.has(user) === true
  }

  /** The name of the participant who had this endpoint until it was unregistered. */
  formerAt(endpoint: Address): string | undefined {
    return this.#former.size === 0 ? undefined : this.#former.get(keyOf(endpoint))
  }

  /** The endpoint belongs to somebody else now (a SUT that was given a freed port). */
  forgetFormer(endpoint: Address): void {
    this.#former.delete(keyOf(endpoint))
  }
}

function namedIn(message: SipRequest | SipResponse, users: ReadonlyMap<string, User>): User | undefined {
  try {
    return users.get(aorOf(parseNameAddr(message.header(message.kind === 'request' ? 'From' : 'To') ?? '').uri))
  } catch {
    return undefined // a broken address is no reason to lose the message
  }
}

// The address a datagram came from is spelt one way; what a URI says may have letters and brackets.
function keyOf({ host, port }: Address): string {
  return /^[0-9.]+$/.test(host) ? `${host}:${port}` : hostPort(addressOf(host, port))
}
