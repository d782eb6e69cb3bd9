// The nock door of the Charging Enabler: the HTTP binding intercepted inside this process, so that what runs in it needs no sockets.
import { randomBytes } from 'node:crypto'
import { pathOf, type ProblemDetails } from '@ch1/charging-http'
import type nock from 'nock'
import type { Flow } from '../../../../judge/history/events'
import { TestbedError } from '../../../testbed-error'
import type { Door, DoorSite } from '../door'
import { CAN_HTTP, notOverNock } from '../http/can'
import { ChargingDesk } from '../http/charging-desk'
import { NockExchange, nockRequest, type Reply } from './nock-exchange'
import { releaseNock, takeNock, type Nock } from './nock-module'

/** How the door is opened. nock intercepts node:http, node:https and fetch; it does not see node:http2. */
export interface NockDoorOptions {
  /** What the client under test calls: `http://cdf1.charging.example:8080`. No such host need exist. */
  readonly origin: string
  /** True: while the door is open, calls to anywhere else fail instead of leaving the process. */
  readonly refuseOthers?: boolean
  /** Number of its one connection in the history, default 1. */
  readonly conn?: number
}

type Intercepted = Pick<nock.ReplyFnContext, 'req'>

/** What nock's request event tells of a call. */
interface Kept {
  readonly text: string
  readonly headers: Readonly<Record<string, unknown>>
}

/** What nock's `no match` event tells of a call. */
interface Strayed {
  readonly proto?: string
  readonly protocol?: string
  readonly host?: string | null
  readonly hostname?: string | null
  readonly port?: string | number | null
  readonly path?: string | null
  readonly method?: string
}

const METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
const MOST_UNMATCHED = 20
const TURNS_TO_TELL = 3

/** An origin whose calls end here. */
export class NockDoor implements Door {
  /** Intercepts from now on. Throws TestbedError for an origin that is none. */
  static async open(o: NockDoorOptions, site: DoorSite): Promise<NockDoor> {
    const url = await originOf(o.origin, site.name)
    return new NockDoor(o, url, site)
  }

  readonly binding = 'nock'
  readonly port = 0
  readonly can = CAN_HTTP
  readonly cannot = notOverNock
  readonly #nock: Nock = takeNock()
  readonly #site: DoorSite
  readonly #url: URL
  readonly #conn: number
  readonly #flow: Flow
  readonly #desk: ChargingDesk
  readonly #refuseOthers: boolean
  readonly #interceptors: readonly nock.Interceptor[]
  readonly #unmatched: string[] = []
  readonly #pending = new Set<NockExchange>()
  #held: (() => void)[] | undefined
  #isListening = true
  #isClosed = false

  private constructor(o: NockDoorOptions, url: URL, site: DoorSite) {
    this.#site = site
    this.#url = url
    this.#conn = o.conn ?? 1
    // No sockets, no ends: ours is what was called.
    this.#flow = { transport: 'tcp', local: `${url.hostname}:${portOf(url)}`, remote: '0.0.0.0:0' }
    this.#refuseOthers = o.refuseOthers ?? false
    const life = randomBytes(4).toString('hex')
    let resources = 0
    this.#desk = new ChargingDesk({
      site,
      door: 'nock',
      newRef: () => `${site.name}-${life}-${(resources += 1)}`,
      now: () => new Date(),
      refused: ({ request }, problem) => this.#refused(`${request.method} ${url.origin}${request.path}`, problem),
    })
    if (this.#refuseOthers) this.#nock.disableNetConnect()
    this.#nock.emitter.on('no match', this.#strayed)
    this.#interceptors = this.#intercept()
    this.#state('connected')
    this.#state('open')
  }

  get openPeers(): number {
    return this.#isListening ? 1 : 0
  }

  /** Calls that found no resource, or no door: what came, what there is, what to do. The newest twenty. */
  get unmatched(): readonly string[] {
    return [...this.#unmatched]
  }

  waitOpen(): Promise<boolean> {
    return Promise.resolve(this.#isListening)
  }

  /** There is no connection that could be alive or dead. */
  watchdogs(): Promise<void> {
    return Promise.resolve()
  }

  partition(): void {
    this.#held ??= []
  }

  heal(): void {
    const held = this.#held ?? []
    this.#held = undefined
    for (const go of held) go()
  }

  /** Calls fail as where nobody listens. */
  stopListening(): Promise<void> {
    this.#isListening = false
    return Promise.resolve()
  }

  listenAgain(): Promise<void> {
    this.#isListening = true
    return Promise.resolve()
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#isListening = false
    this.#nock.emitter.off('no match', this.#strayed)
    for (const interceptor of this.#interceptors) this.#nock.removeInterceptor(interceptor)
    if (this.#refuseOthers) this.#nock.enableNetConnect()
    this.#state('closed')
    for (const exchange of this.#pending) exchange.close()
    // those who called are told by nock, a few turns from now
    for (let turn = 0; turn < TURNS_TO_TELL; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    releaseNock(this.#nock)
  }

  #intercept(): readonly nock.Interceptor[] {
    const scope = this.#nock(this.#url.origin).persist()
    const texts = new WeakMap<object, Kept>()
    scope.on('request', (req: Intercepted['req'], _interceptor: unknown, text: string) => {
      texts.set(req, { text, headers: { ...req.headers } })
      // nock would parse the body by its type, and fail where we want to say what is wrong with it
      Reflect.deleteProperty(req.headers, 'content-type')
    })
    return METHODS.map((method) => {
      const interceptor = scope.intercept(() => true, method)
      const called = (path: string, { text = '', headers = {} }: Partial<Kept>): Promise<Reply> =>
        this.#called(nockRequest({ method, path, headers, text }))
      interceptor.reply(function (this: Intercepted, path: string): Promise<Reply> {
        return called(path, texts.get(this.req) ?? {})
      })
      return interceptor
    })
  }

  #called(request: NockExchange['request']): Promise<Reply> {
    if (!this.#isListening)
      return Promise.reject(Object.assign(new Error(`connect ECONNREFUSED ${this.#url.host}`), { code: 'ECONNREFUSED' }))
    return new Promise((resolve, reject) => {
      const exchange: NockExchange = new NockExchange({
        request,
        conn: this.#conn,
        flow: this.#flow,
        scheme: this.#url.protocol.replace(':', ''),
        caller: {
          reply: (reply) => this.#whenHealed(() => this.#done(exchange, () => resolve(reply))),
          fail: (error) => this.#done(exchange, () => reject(error)),
        },
      })
      this.#pending.add(exchange)
      this.#whenHealed(() => this.#desk.take(exchange))
    })
  }

  #done(exchange: NockExchange, tell: () => void): void {
    this.#pending.delete(exchange)
    tell()
  }

  #whenHealed(go: () => void): void {
    if (this.#held === undefined) go()
    else this.#held.push(go)
  }

  /** The door itself refused a call: it was for no resource, or broke the schema. */
  #refused(what: string, { status, detail }: ProblemDetails): void {
    const resource = pathOf('resource', '{ref}').replaceAll('%7B', '{').replaceAll('%7D', '}')
    const there = `POST ${this.#url.origin}${pathOf('create')}, and ${resource}/update and /release`
    this.#explain(what, there, `answered ${status ?? '?'}: ${detail ?? ''}`)
  }

  // nock tells of a call either by its options alone or by a request with them.
  readonly #strayed = (first: Strayed, second?: Strayed): void => {
    const { proto, protocol, host, hostname, port, path, method = 'GET' } = second ?? first
    const name = host ?? hostname ?? '?'
    const origin = `${proto ?? protocol?.replace(':', '') ?? 'http'}://${name.includes(':') || !port ? name : `${name}:${port}`}`
    const mend = `call ${this.#url.origin}, or open a door there: enabler.addDoor((site) => NockDoor.open({ origin: '${origin}' }, site))`
    this.#explain(`${method} ${origin}${path ?? '/'}`, `a door at ${this.#url.origin}`, mend)
  }

  #explain(what: string, there: string, mend: string): void {
    this.#unmatched.push(`${what}\n  there is: ${there}\n  so: ${mend}`)
    if (this.#unmatched.length > MOST_UNMATCHED) this.#unmatched.shift()
  }

  #state(state: 'connected' | 'open' | 'closed'): void {
    this.#site.record({ kind: 'peer', enabler: this.#site.name, conn: this.#conn, state, flow: this.#flow })
  }
}

function originOf(text: string, enabler: string): Promise<URL> {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '') return Promise.resolve(url)
  return Promise.reject(
    new TestbedError({
      what: `"${text}" is no origin`,
      where: `nock door of ${enabler}`,
      mend: 'scheme, host and port, for example http://cdf1.charging.example:8080',
    }),
  )
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port
  return url.protocol === 'https:' ? '443' : '80'
}
