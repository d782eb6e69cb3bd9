// What every door of the Charging Enabler offers the enabler, and what it is given: above this line there are only CH-1 words.
import type { Binding, Recorder } from '../../../judge/history/events'
import type { Action, Answer, Ch1Request, Occasion } from '../rules'

/** An action that spoils an answer. */
export type Malformed = Extract<Action, { kind: 'malformed' }>

/**
 * What can be done with a request that a door handed in; each is done at once, `rule` is noted in the history.
 * After the connection's end nothing happens and nothing is thrown. What `can` does not hold is never called.
 */
export interface AnswerPort {
  /** The actions that can be carried out here. */
  readonly can: ReadonlySet<Action['kind']>
  answer(how: Answer, rule: string): void
  malformed(how: Malformed, rule: string): void
  close(): void
  reset(): void
  disconnect(cause: 0 | 1 | 2): void
}

/** What a rule wants done at a CER, a watchdog, or an opened connection. */
export interface PeerOccasion {
  readonly on: Exclude<Occasion, 'acr'>
  /** Origin-Host of the peer, when it has told one. */
  readonly origin: string | undefined
}

/** Where a door takes what comes. */
export interface Desk {
  /** A request: rules decide, and the port carries out, now or later. `refusal`: what the default would do instead of 2001 (`grammar: 'answer'`). */
  take(request: Ch1Request, port: AnswerPort, o?: TakeOptions): void
  /** The actions of the rule for a CER, a watchdog or an opened connection, counted as taken; undefined when no rule is for it. */
  occasion(what: PeerOccasion): { readonly name: string; readonly actions: readonly Action[] } | undefined
  /** Does these one after the other, waiting where they say so; what no port can do is left out. */
  carryOut(actions: readonly Action[], rule: string, port: AnswerPort): void
}

/** What the door knows of a request beyond the request. */
export interface TakeOptions {
  /** The answer this very request got before (RFC 6733 §3): given again unless a rule is for resent requests. */
  readonly before?: Answer | undefined
  /** Carried out in place of the default rule: the door has found the request faulty. */
  readonly instead?: (() => void) | undefined
}

/** What an enabler gives a door that opens. */
export interface DoorSite {
  /** The enabler's name in the history. */
  readonly name: string
  readonly identity: { readonly originHost: string; readonly originRealm: string }
  readonly record: Recorder
  readonly desk: Desk
}

/** Opens a door on an enabler: `enabler.addDoor((site) => HttpDoor.open({ host, port }, site))`. */
export type DoorOpener = (site: DoorSite) => Promise<Door>

/** How connections are ended. RFC 6733 §5.4.3 — 0 REBOOTING, 1 BUSY, 2 DO_NOT_WANT_TO_TALK_TO_YOU. */
export type HangUp = 'close' | 'reset' | { readonly disconnect: 0 | 1 | 2 }

/** A door that stands open: one binding of CH-1 on one address. */
export interface Door {
  readonly binding: Binding
  readonly port: number
  /** The actions this door can carry out; a rule with an action that no door of the enabler has is refused when it is set. */
  readonly can: ReadonlySet<Action['kind']>
  /** Why this very action cannot be done here, though its kind may be in `can`; undefined when it can. */
  readonly cannot?: (action: Action) => string | undefined
  readonly openPeers: number
  waitOpen(withinMs: number): Promise<boolean>
  watchdogs(timeoutMs: number): Promise<void>
  /** Ends every connection, where the door knows how: in order, with a reset, or by asking the peer to go (DPR with this cause). */
  hangUp?(how: HangUp): void
  /** Nothing is read or written any more, nobody new served, until `heal`. */
  partition(): void
  heal(): void
  /** New connections are refused until `listenAgain`. */
  stopListening(): Promise<void>
  listenAgain(): Promise<void>
  close(): Promise<void>
}
