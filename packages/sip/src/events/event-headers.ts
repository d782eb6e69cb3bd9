// The headers of event notification: Event, Subscription-State, Expires (RFC 6665 §8.2).
import { SipParseError } from '../errors'
import { isToken } from '../message/header-fields'
import { formatParams, nextOutside, parseParams, trimmed, type Params } from '../message/lists'
import type { SipMessage } from '../message/message'

/** The Event header field: package, its id, other parameters. */
export interface EventHeader {
  /** As written; packages are compared as they are written, like all tokens that name something. */
  readonly package: string
  readonly id?: string | undefined
  readonly params: Params
}

/** The Subscription-State header field. */
export interface SubscriptionState {
  readonly state: 'pending' | 'active' | 'terminated'
  /** Why it was terminated: deactivated, probation, rejected, timeout, giveup, noresource, invariant. */
  readonly reason?: string | undefined
  readonly expiresS?: number | undefined
  readonly retryAfterS?: number | undefined
}

/** Undefined when absent, given more than once, or malformed. */
export function eventOf(message: SipMessage): EventHeader | undefined {
  const given = message.all('Event')
  const read = given.length === 1 ? valueAndParams(given[0] ?? '') : undefined
  if (read === undefined || !isToken(read.value)) return undefined
  const id = read.params.get('id')
  return { package: read.value, ...(id === undefined ? {} : { id }), params: read.params }
}

/** Writes the Event header's value: `refer;id=3`. */
export function formatEvent(event: { readonly package: string; readonly id?: string | undefined }): string {
  return event.id === undefined ? event.package : `${event.package}${formatParams(new Map([['id', event.id]]))}`
}

/** Undefined when absent, malformed, or in a state that RFC 6665 §4.1.3 does not know. */
export function subscriptionStateOf(message: SipMessage): SubscriptionState | undefined {
  const read = valueAndParams(message.header('Subscription-State') ?? '')
  const state = read?.value.toLowerCase()
  if (read === undefined || (state !== 'pending' && state !== 'active' && state !== 'terminated')) return undefined
  const reason = read.params.get('reason')
  const expiresS = secondsOf(read.params.get('expires'))
  const retryAfterS = secondsOf(read.params.get('retry-after'))
  return {
    state,
    ...(reason === undefined ? {} : { reason }),
    ...(expiresS === undefined ? {} : { expiresS }),
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  }
}

/** Writes the Subscription-State header's value. */
export function formatSubscriptionState(state: SubscriptionState): string {
  const params = new Map<string, string | undefined>()
  if (state.reason !== undefined) params.set('reason', state.reason)
  if (state.expiresS !== undefined) params.set('expires', String(state.expiresS))
  if (state.retryAfterS !== undefined) params.set('retry-after', String(state.retryAfterS))
  return `${state.state}${formatParams(params)}`
}

/** Seconds of Expires; undefined when absent or malformed. */
export function expiresOf(message: SipMessage): number | undefined {
  return secondsOf(message.header('Expires'))
}

/** RFC 6665 §4.1.3 — whether, and after how long, one may subscribe anew after a termination; undefined: never by itself. */
export function resubscribeAfterS(ended: Pick<SubscriptionState, 'reason' | 'retryAfterS'>): number | undefined {
  if (ended.reason === 'rejected' || ended.reason === 'noresource' || ended.reason === 'invariant') return undefined
  if (ended.reason === 'deactivated' || ended.reason === 'timeout') return 0
  return ended.retryAfterS ?? 0
}

function secondsOf(text: string | undefined): number | undefined {
  // RFC 3261 §20.19 — below 2³².
  return text !== undefined && /^\d{1,10}$/.test(text) ? Math.min(Number(text), 0xffffffff) : undefined
}

function valueAndParams(text: string): { readonly value: string; readonly params: Params } | undefined {
  const semicolon = nextOutside(text, ';', 0)
  try {
    return { value: trimmed(text.slice(0, semicolon)), params: parseParams(text.slice(semicolon), 'RFC 6665 §8.4') }
  } catch (error) {
    if (error instanceof SipParseError) return undefined
    throw error
  }
}
