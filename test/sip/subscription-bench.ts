// Alice's subscription at Bob over a fake network, and what both sides saw of it.
import assert from 'node:assert/strict'
import {
  respond,
  type AcceptSubscribe,
  type NotifierSubscription,
  type SipRequest,
  type SipResponse,
  type SubscribeOptions,
  type Subscription,
  type SubscriptionEnd,
  type UserAgentOptions,
} from '@ch1/sip'
import { AgentBench } from './agent-bench'
import { quiet } from './quiet'

/** Whom Alice's requests are from and to. */
export const TO_BOB = { uri: 'sip:bob@192.0.2.1:5072', from: '<sip:alice@home.example>', to: '<sip:bob@home.example>' }

/** The subscription and what came of it. */
export interface Watched {
  readonly bench: AgentBench
  readonly subscription: Subscription
  readonly notifier: () => NotifierSubscription
  readonly states: string[]
  readonly bodies: string[]
  readonly ends: SubscriptionEnd[]
}

/** Alice subscribes to Bob, who accepts; `bob.state` is what he tells. */
export async function watched(
  o: Partial<SubscribeOptions> = {},
  accept: Partial<AcceptSubscribe> = {},
  agents: Partial<UserAgentOptions> = {},
): Promise<Watched> {
  const bench: AgentBench = new AgentBench(
    { nowMs: () => bench.timers.nowMs, ...agents },
    { nowMs: () => bench.timers.nowMs, ...agents },
  )
  let made: NotifierSubscription | undefined
  let count = 0
  bench.bob.onSubscribe = (incoming) => {
    made = incoming.accept({ current: () => ({ body: `state ${(count += 1)}`, contentType: 'text/plain' }), ...accept })
  }
  const subscription = bench.alice.subscribe({ ...TO_BOB, event: 'conference', expiresS: 600, ...o })
  const watch: Watched = {
    bench,
    subscription,
    notifier: () => made ?? assert.fail('nothing was accepted'),
    states: [],
    bodies: [],
    ends: [],
  }
  subscription.onNotify = (notify) => {
    watch.states.push(notify.header('Subscription-State') ?? '')
    watch.bodies.push(Buffer.from(notify.body).toString())
  }
  subscription.onEnd = (end) => watch.ends.push(end)
  await quiet(bench)
  return watch
}

/** A response of Bob's that his agent did not make. */
export function buildResponse(request: SipRequest, status: number, toTag = 'x'): SipResponse {
  return respond(request, status, undefined, { toTag })
}
