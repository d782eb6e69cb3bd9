// Makes subscriptions: outside any dialog, or within one (RFC 6665 §4.1.2).
import type { InDialogOptions } from '../dialogs/dialog'
import { SipStateError } from '../errors'
import type { HeaderList } from '../message/header-fields'
import type { SipResponse } from '../message/message'
import type { AgentContext } from '../user-agent/agent-context'
import { formatEvent } from './event-headers'
import type { EventClock, EventHome } from './event-home'
import { OpeningEvent, type OutsideOptions } from './opening-event'
import { Subscription, type SubscriptionPorts } from './subscription'

/** What is subscribed to. */
export interface SubscribeTerms extends InDialogOptions {
  /** Event package: `conference`. */
  readonly event: string
  /** Tells two subscriptions of one package in one dialog apart. */
  readonly id?: string | undefined
  /** Seconds asked for, 3600 unless given; 0 asks for the state once. */
  readonly expiresS?: number | undefined
  /** Content types understood in NOTIFYs. */
  readonly accept?: string | undefined
  /** False: no refresh by itself. */
  readonly refreshes?: boolean | undefined
}

/** A subscription outside any dialog. */
export type SubscribeOptions = OutsideOptions & SubscribeTerms

const DEFAULT_EXPIRES_S = 3600

/** Subscribes outside any dialog. Throws SipLimitError, SipBuildError, SipParseError. */
export function subscribeOutside(context: AgentContext, o: SubscribeOptions & { readonly callId: string }): Subscription {
  const opening = new OpeningEvent(context, 'SUBSCRIBE', { ...o, headers: headersOf(o, o.expiresS ?? DEFAULT_EXPIRES_S) })
  const subscription: Subscription = new Subscription({
    ...portsOf(context.clock, o, () => opening.home),
    detach: () => {
      opening.over()
      opening.home?.events.remove(subscription)
    },
  })
  return subscription.begin(opening.send(subscription))
}

/** Subscribes within a dialog. Throws SipLimitError when it holds too many subscriptions. */
export function subscribeWithin(clock: EventClock, home: EventHome, o: SubscribeTerms): Subscription {
  const ports = portsOf(clock, o, () => home)
  const subscription: Subscription = new Subscription({ ...ports, detach: () => home.events.remove(subscription) })
  home.events.add(subscription)
  return subscription.begin(home.ask('SUBSCRIBE', { ...o, headers: headersOf(o, ports.expiresS) }))
}

function portsOf(clock: EventClock, o: SubscribeTerms, home: () => EventHome | undefined): Omit<SubscriptionPorts, 'detach'> {
  const expiresS = o.expiresS ?? DEFAULT_EXPIRES_S
  return {
    clock,
    expiresS,
    refreshes: o.refreshes !== false && expiresS > 0,
    outlivesSession: false,
    matches: (event) => event.package === o.event && event.id === o.id,
    ask: (seconds) => again(home(), { headers: headersOf(o, seconds) }),
  }
}

/** A SUBSCRIBE within the dialog of a subscription that has one. Rejects SipStateError before that. */
export function again(home: EventHome | undefined, o: InDialogOptions): Promise<SipResponse> {
  if (home === undefined)
    return Promise.reject(new SipStateError('SUBSCRIBE again before the first one made a dialog; await `answered` first'))
  return home.ask('SUBSCRIBE', o)
}

function headersOf(o: SubscribeTerms, expiresS: number): HeaderList {
  return [
    ['Event', formatEvent({ package: o.event, id: o.id })],
    ['Expires', String(expiresS)],
    ...(o.accept === undefined ? [] : [['Accept', o.accept] as const]),
    ...(o.headers ?? []),
  ]
}
