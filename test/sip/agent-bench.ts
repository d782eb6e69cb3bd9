// Two user agents, Alice on port 5071 and Bob on 5072, over a fake network and one clock.
import {
  TransactionLayer,
  UserAgent,
  type IncomingInvite,
  type InviteDialog,
  type InviteOptions,
  type OutgoingInvite,
  type UserAgentOptions,
} from '@ch1/sip'
import { FakeNetwork } from './fake-network'
import { FakeTimers } from './fake-timers'

/** Both agents with what happened to them. */
export class AgentBench {
  readonly timers = new FakeTimers()
  readonly network = new FakeNetwork(this.timers)
  readonly alice: UserAgent
  readonly bob: UserAgent
  readonly incoming: IncomingInvite[] = []
  readonly faults: unknown[] = []

  constructor(alice: Partial<UserAgentOptions> = {}, bob: Partial<UserAgentOptions> = {}) {
    this.alice = this.#agent('alice', 5071, alice)
    this.bob = this.#agent('bob', 5072, bob)
    this.bob.onInvite = (incoming) => this.incoming.push(incoming)
  }

  /** Alice invites Bob. */
  invite(o: Partial<InviteOptions> = {}): OutgoingInvite {
    const outgoing = this.alice.invite({
      uri: 'sip:bob@192.0.2.1:5072',
      from: '"Alice" <sip:alice@home.example>',
      to: '<sip:bob@home.example>',
      ...o,
    })
    this.network.settle()
    return outgoing
  }

  /** The last invitation that reached Bob. */
  get invited(): IncomingInvite {
    const last = this.incoming.at(-1)
    if (last === undefined) throw new Error('no INVITE reached Bob')
    return last
  }

  /** Alice invites, Bob accepts, the ACK arrives. */
  session(): { readonly outgoing: OutgoingInvite; readonly alice: InviteDialog; readonly bob: InviteDialog } {
    const outgoing = this.invite()
    const bob = this.invited.accept()
    this.network.settle()
    const alice = outgoing.dialog
    if (alice === undefined) throw new Error('Alice has no dialog')
    return { outgoing, alice, bob }
  }

  /** What was sent since the last call of this, as words. */
  news(): readonly string[] {
    const words = this.network.words().slice(this.#seen)
    this.#seen += words.length
    return words
  }
  #seen = 0

  #agent(name: string, port: number, o: Partial<UserAgentOptions>): UserAgent {
    const layer = new TransactionLayer({
      transport: this.network.transport(port),
      timers: this.timers,
      onFault: (error) => this.faults.push(error),
    })
    return new UserAgent({ layer, contact: `<sip:${name}@192.0.2.1:${port}>`, ...o })
  }
}

/** The outcome of a promise that has settled or will at once: the value, or the name of its error. */
export async function outcome<T>(promise: Promise<T>): Promise<T | string> {
  return promise.catch((error: unknown) => (error instanceof Error ? error.name : String(error)))
}
