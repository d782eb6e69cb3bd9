// A small user agent (RFC 3261 §8): joins transactions and dialogs, and gives invitations and requests to its owner.
import { dialogIdOfRequest, dialogIdOfResponse } from '../dialogs/dialog-id'
import { Dialog, type InDialogOptions } from '../dialogs/dialog'
import { EventDialog, responderWithContact } from '../events/event-dialog'
import type { IncomingRefer } from '../events/incoming-refer'
import type { IncomingSubscribe } from '../events/incoming-subscribe'
import type { OpeningEvent } from '../events/opening-event'
import { referOutside, type OutgoingRefer, type ReferOptions } from '../events/outgoing-refer'
import { subscribeOutside, type SubscribeOptions } from '../events/subscribe'
import type { Subscription } from '../events/subscription'
import type { DigestClient } from '../digest/digest-client'
import { SipClosed, SipLimitError, SipTimeout, SipTransportError } from '../errors'
import { buildRequest } from '../message/build'
import type { SipRequest, SipResponse } from '../message/message'
import { statusOfUnserved } from '../message/methods'
import { randomToken } from '../tokens'
import type { TransactionLayer } from '../transactions/layer'
import type { ServerTransaction } from '../transactions/server-transaction'
import type { Timers, TimerValues } from '../transactions/timers'
import type { Address } from '../transport/transport'
import { nextHop } from '../uri/next-hop'
import type { AgentContext, Respond, TransactEvents } from './agent-context'
import { serveEvent } from './event-requests'
import { answerTo } from './answers'
import { IncomingInvite } from './incoming-invite'
import type { InviteDialog } from './invite-dialog'
import { openingHeaders } from './opening-headers'
import { OutgoingInvite, type InviteOptions } from './outgoing-invite'
import { attempted, promised } from './promised'
import { namesTarget, unservable } from './request-inspection'

const DEFAULT_MAX_DIALOGS = 20_000
const ALLOW = 'INVITE, ACK, CANCEL, BYE, OPTIONS'

/** What a user agent is made of. */
export interface UserAgentOptions {
  readonly layer: TransactionLayer
  /** Its Contact value: `<sip:…>` with parameters. */
  readonly contact: string
  /** Where all its requests go, in and out of dialogs; without it, the routes and URIs decide. */
  readonly nextHop?: Address | undefined
  /** For the 2xx repeats; the layer's unless given. */
  readonly timers?: Timers | undefined
  readonly values?: Partial<TimerValues> | undefined
  /** Written as User-Agent in requests and Server in responses. */
  readonly userAgentName?: string | undefined
  /** The Allow value: which methods the owner's callbacks serve. */
  readonly allow?: string | undefined
  /** Option tags understood in Require, within dialogs too; others are answered 420. Without it, the owner of the callbacks looks itself. */
  readonly supports?: readonly string[] | undefined
  /** Content types understood in a body; others are answered 415, an Accept without SDP 406. Without it, the owner looks itself. */
  readonly bodies?: readonly string[] | undefined
  /** Event packages whose SUBSCRIBE reaches onSubscribe; others are answered 489. Without it, the owner looks itself. */
  readonly allowEvents?: readonly string[] | undefined
  /** Content types told in the answer to OPTIONS; `application/sdp` unless given. */
  readonly accept?: string | undefined
  /** Milliseconds that only grow, for the time left of a subscription; the process's own unless given. */
  readonly nowMs?: (() => number) | undefined
  /** Answers 401 and 407; without it they are final like any refusal. */
  readonly digest?: DigestClient | undefined
  readonly newTag?: (() => string) | undefined
  readonly newCallId?: (() => string) | undefined
  /** Dialogs held together, ended ones for 64·T1; beyond, INVITE is answered 503 and invite() throws SipLimitError. */
  readonly maxDialogs?: number | undefined
}

/** A request outside any dialog. A header of `headers` replaces the agent's own of that name. */
export interface RequestOptions extends InDialogOptions {
  readonly method: string
  readonly uri: string
  /** A name-addr without tag. */
  readonly from: string
  readonly to: string
  readonly callId?: string | undefined
  /** Preloaded Route values, first hop first. */
  readonly route?: readonly string[] | undefined
  /** Numbers the request, and its repetition with credentials; 1 and one higher unless given. */
  readonly nextCseq?: (() => number) | undefined
}

/** One user agent, client and server. */
export class UserAgent {
  readonly layer: TransactionLayer
  /** An INVITE without To tag. Unset: 480. */
  onInvite: (incoming: IncomingInvite) => void = (incoming) => incoming.refuse(480)
  /** Other requests without To tag. Unset: OPTIONS 200, others 405, or 501 when the method is not a registered one. */
  onRequest: (request: SipRequest, respond: Respond, from: Address) => void = (request, answer) =>
    answer(request.method === 'OPTIONS' ? 200 : statusOfUnserved(request.method))
  /** A SUBSCRIBE without To tag, with a readable Event. Unset: onRequest. */
  onSubscribe: ((incoming: IncomingSubscribe) => void) | undefined
  /** A REFER without To tag whose targets could be read; others are answered 400. Unset: onRequest. */
  onRefer: ((incoming: IncomingRefer) => void) | undefined
  /** Requests whose dialog is not known (one of a subscription of the owner's, say). Unset: 481. */
  onUnknownDialog: ((request: SipRequest, respond: Respond) => void) | undefined
  readonly #options: UserAgentOptions
  readonly #context: AgentContext
  readonly #dialogs = new Map<string, InviteDialog>()
  readonly #eventDialogs = new Map<string, EventDialog>()
  readonly #openings = new Map<string, OpeningEvent>()
  readonly #alarms = new Set<() => void>()

  constructor(o: UserAgentOptions) {
    this.#options = o
    this.layer = o.layer
    this.#context = this.#asContext(o.timers ?? o.layer.timers, { ...o.layer.values, ...o.values })
    o.layer.onRequest = (tx, request, from) => this.#receive(tx, request, from)
    o.layer.onAck = (ack) => this.#dialogs.get(dialogIdOfRequest(ack))?.receiveAck(ack)
    o.layer.onStrayResponse = (response) => this.#receiveStray(response)
  }

  /** Its Contact value. */
  get contact(): string {
    return this.#options.contact
  }

  /** How many dialogs are held, ended ones included until 64·T1 have passed. */
  get dialogCount(): number {
    return this.#dialogs.size + this.#eventDialogs.size
  }

  /** Sends an INVITE. Set the callbacks on what it returns at once. Throws SipLimitError, SipBuildError, SipParseError. */
  invite(o: InviteOptions): OutgoingInvite {
    if (!this.#context.hasRoom())
      throw new SipLimitError(`${this.dialogCount} dialogs are held, which is the limit; end some or raise maxDialogs`)
    return new OutgoingInvite(this.#context, o, o.callId ?? this.#newCallId())
  }

  /** Subscribes outside any dialog. Set the callbacks at once. Throws SipLimitError, SipBuildError, SipParseError. */
  subscribe(o: SubscribeOptions): Subscription {
    return subscribeOutside(this.#context, { ...o, callId: o.callId ?? this.#newCallId() })
  }

  /** Refers outside any dialog. Set the callbacks at once. Throws SipLimitError, SipBuildError, SipParseError. */
  refer(o: ReferOptions): OutgoingRefer {
    return referOutside(this.#context, { ...o, callId: o.callId ?? this.#newCallId() })
  }

  /** Sends a request outside any dialog; resolves with the final response. Rejects SipTimeout, SipTransportError, SipClosed. */
  request(o: RequestOptions): Promise<SipResponse> {
    return promised(() => {
      const headers = openingHeaders(this.#context, { ...o, callId: o.callId ?? this.#newCallId() })
      const built = buildRequest({ method: o.method, uri: o.uri, headers, body: o.body })
      const request = o.nextCseq === undefined ? built : built.with('CSeq', `${o.nextCseq()} ${o.method}`)
      return this.#context.transact(
        this.#context.named(request),
        this.#context.hop(() => nextHop(request)),
        o.nextCseq === undefined ? {} : { nextCseq: o.nextCseq },
      )
    })
  }

  /** Ends timers and transactions, closes the layer and its transport; what is pending rejects with SipClosed. */
  async close(): Promise<void> {
    for (const dialog of [...this.#dialogs.values()]) dialog.abandon()
    for (const { events } of [...this.#eventDialogs.values()]) events.dialogEnded()
    const closed = this.layer.close()
    for (const clear of [...this.#alarms]) clear()
    await closed
  }

  #receive(transaction: ServerTransaction, request: SipRequest, from: Address): void {
    const toTag = this.#context.newTag()
    const answer: Respond = (status, reason, o) => {
      if (transaction.isOpen) transaction.respond(this.#context.response(request, status, reason, { toTag, ...o }))
    }
    if (request.toTag !== undefined) return this.#receiveInDialog(transaction, request, answer)
    const refusal = unservable(request, this.#options)
    if (refusal !== undefined) return answer(refusal.status, undefined, { headers: refusal.headers })
    // DEVIATES RFC 3261 §8.2.2.2: a merged request is served and not answered 482, because a participating function that
    // forwards without changing the Request-URI meets its own requests again under the same Call-ID and tags.
    if (request.method !== 'INVITE') return this.#receiveOutside(transaction, request, from, toTag, answer)
    if (!this.#context.hasRoom()) return answer(503, undefined, { headers: [['Retry-After', '30']] })
    if (!namesTarget(request)) return answer(400, 'Contact Missing Or Unreadable')
    this.onInvite(new IncomingInvite(this.#context, transaction))
  }

  #receiveOutside(transaction: ServerTransaction, request: SipRequest, from: Address, toTag: string, answer: Respond): void {
    const respond = responderWithContact(this.#context, transaction, toTag)
    const home = (): EventDialog => new EventDialog(this.#context, Dialog.ofServer(request, toTag, this.#context.contact))
    const place = { home, hasRoom: this.#context.hasRoom(), isFirstRefer: true }
    if (!serveEvent(this.#context, request, respond, this, place)) this.onRequest(request, answer, from)
  }

  #receiveInDialog(transaction: ServerTransaction, request: SipRequest, answer: Respond): void {
    const dialog = this.#dialogs.get(dialogIdOfRequest(request))
    if (dialog !== undefined) return dialog.receive(transaction, request)
    const events = this.#eventDialogs.get(dialogIdOfRequest(request))
    if (events !== undefined) return events.receive(transaction, request)
    const opening = request.method === 'NOTIFY' ? this.#openings.get(openingKey(request.callId, request.toTag)) : undefined
    if (opening?.takes(request) === true) return opening.receiveNotify(transaction, request)
    if (this.onUnknownDialog !== undefined) return this.onUnknownDialog(request, answer)
    // RFC 3261 §12.2.2 — a To tag that names no dialog of ours.
    answer(481)
  }

  // RFC 3261 §13.2.2.4 — a 2xx whose transaction is gone is still acknowledged again.
  #receiveStray(response: SipResponse): void {
    if (response.cseq?.method !== 'INVITE' || response.status < 200 || response.status > 299) return
    const dialog = this.#dialogs.get(dialogIdOfResponse(response))
    if (dialog?.response !== undefined) dialog.answered(response)
  }

  #newCallId(): string {
    return this.#options.newCallId?.() ?? `${randomToken()}@${this.layer.transport.sentBy.host}`
  }

  #asContext(timers: Timers, values: TimerValues): AgentContext {
    const o = this.#options
    const name = o.userAgentName
    const allow = o.allow ?? ALLOW
    const newTag = o.newTag ?? randomToken
    const marks = { allow, name, accept: o.accept ?? 'application/sdp', supported: o.supports, allowEvents: o.allowEvents }
    return {
      layer: o.layer,
      timers,
      values,
      contact: o.contact,
      allow,
      allowEvents: o.allowEvents,
      supports: o.supports,
      clock: {
        t1Ms: values.t1Ms,
        nowMs: o.nowMs ?? ((): number => performance.now()),
        alarm: (ms, fire) => this.#alarm(timers, ms, fire),
      },
      digest: o.digest,
      newTag,
      hop: (otherwise) => o.nextHop ?? otherwise(),
      named: (request) =>
        name === undefined || request.header('User-Agent') !== undefined ? request : request.append('User-Agent', name),
      response: (request, status, reason, given = {}) => answerTo(request, status, reason, given, marks),
      transact: (request, to, on) => this.#transact(request, to, on),
      hasRoom: () => this.dialogCount + this.#openings.size < (o.maxDialogs ?? DEFAULT_MAX_DIALOGS),
      hold: (dialog) => void this.#dialogs.set(dialog.dialog.id, dialog),
      drop: (dialog) => void this.#dialogs.delete(dialog.dialog.id),
      holdEvents: (dialog) => void this.#eventDialogs.set(dialog.dialog.id, dialog),
      dropEvents: (dialog) => void this.#eventDialogs.delete(dialog.dialog.id),
      awaitNotify: (opening) => void this.#openings.set(openingKey(opening.callId, opening.localTag), opening),
      forgetNotify: (opening) => void this.#openings.delete(openingKey(opening.callId, opening.localTag)),
      alarm: (ms, fire) => this.#alarm(timers, ms, fire),
    }
  }

  #transact(request: SipRequest, to: Address, on: TransactEvents = {}): Promise<SipResponse> {
    return promised(
      () =>
        new Promise((resolve, reject) => {
          const { digest } = this.#options
          const exchange = digest?.exchange()
          const what = `${request.method} ${request.requestUri}`
          const fail = (error: Error): void => {
            on.settled?.()
            reject(error)
          }
          const start = (asked: SipRequest): void => {
            const transaction = this.layer.send(asked, to, {
              response: (response) => {
                if (response.status < 200) return
                if (response.status < 300) on.success?.(response)
                const again = exchange?.answer(transaction.request, response, on.nextCseq)
                if (again !== undefined) return attempted(() => start(again), fail)
                on.settled?.()
                resolve(response)
              },
              timeout: () => fail(new SipTimeout(`no final response to ${what} within 64·T1`)),
              transportError: (cause) =>
                fail(
                  cause instanceof SipClosed
                    ? cause
                    : new SipTransportError(`${what} could not be sent: ${cause.message}`, { cause }),
                ),
            })
            on.sent?.(transaction.request)
          }
          attempted(() => start(digest?.dress(request) ?? request), fail)
        }),
    )
  }

  #alarm(timers: Timers, ms: number, fire: () => void): () => void {
    const handle = timers.set(ms, () => {
      this.#alarms.delete(clear)
      fire()
    })
    const clear = (): void => {
      this.#alarms.delete(clear)
      timers.clear(handle)
    }
    this.#alarms.add(clear)
    return clear
  }
}

function openingKey(callId: string | undefined, localTag: string | undefined): string {
  return `${callId ?? ''}\n${localTag ?? ''}`
}
