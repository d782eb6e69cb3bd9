// The reference IM server: a SIP conference server with a charging trigger and an Rf client, in one process.
import {
  CONFERENCE_EVENT,
  DigestClient,
  TransactionLayer,
  UserAgent,
  aorOf,
  asBytesText,
  socketHost,
  systemTimers,
  uriHost,
  type Address,
  type SipTransport,
} from '@ch1/sip'
import { randomBytes } from 'node:crypto'
import { SutError } from '../adapter'
import { mutantById } from '../mutants'
import { ChargingRoom } from './charging/charging-room'
import { seamsOf, type Seams } from './charging/seams'
import { ChargingTrigger } from './charging/trigger/charging-trigger'
import type { ConferenceEvent } from './conference/conference-event'
import { OPEN_POLICY, type ConferencePolicy } from './conference/conference-policy'
import { ConferenceFactory, FACTORY_USER } from './conference/conference-factory'
import { toldPolicy } from './conference/told-policy'
import { ALLOWED_METHODS } from './conference/focus'
import { watchResends } from './conference/resend-watch'
import { ControlDoor } from './control'
import { resolveOptions, type ImServerOptions, type ImServerSettings } from './options'
import { listen, listenersOf, reachableAt } from './sip-listeners'
import { behaviourIn } from './switches'

/** A running server. SIP is never held up by charging. */
export class ImServer {
  /** Where SIP is taken; the first of `listeners`. */
  readonly sip: Address
  /** Everywhere SIP is taken, each with its transport. */
  readonly listeners: readonly Address[]
  /** Where its Diameter node listens, if it does. */
  diameter: Address | undefined
  /** One human line for each thing that happens. */
  onEvent: (line: string) => void = () => {}
  private readonly agent: UserAgent
  private readonly factory: ConferenceFactory
  private readonly charging: ChargingRoom
  private door: ControlDoor | undefined
  private readonly startPolicy: ConferencePolicy
  /** Of the conferences that are made from now on. */
  private policy: ConferencePolicy

  /** Binds, connects and serves. @throws SutError when the settings are wrong or an address cannot be bound */
  static async start(settings: ImServerSettings): Promise<ImServer> {
    const options = resolveOptions(settings)
    if (options.role !== 'controlling')
      throw new SutError(`ImServer is the controlling function, not the ${options.role} one`, '--role', 'Use startImServer.')
    const seams = options.mutant === undefined ? {} : seamsOf(mutantById(options.mutant))
    const transport = await listen([options.sip, ...options.alsoSip], options.sipTls)
    const server = await ImServer.on(transport, () => new ImServer(options, seams, transport))
    try {
      if (options.control)
        server.door = await ControlDoor.listen(options.control, {
          expel: (conference, user) => server.expel(conference, user),
          decide: (policy) => server.decide(policy),
        })
      if (options.diameter) server.diameter = await server.charging.listen(options.diameter)
    } catch (error) {
      await server.close()
      throw error
    }
    server.charging.start()
    return server
  }

  private static async on(transport: SipTransport, make: () => ImServer): Promise<ImServer> {
    try {
      return make()
    } catch (error) {
      await transport.close()
      throw error
    }
  }

  /** @param transport bound, and closed by whoever bound it when this throws */
  private constructor(options: ImServerOptions, seams: Seams, transport: SipTransport) {
    const host = socketHost(transport.sentBy.host)
    this.sip = { host, port: transport.sentBy.port }
    this.listeners = listenersOf(transport).map(({ sentBy }) => ({ ...sentBy, host: socketHost(sentBy.host) }))
    const policy: ConferencePolicy = { ...OPEN_POLICY, ...options.conference }
    this.startPolicy = this.policy = policy
    const now = (): ConferencePolicy => this.policy
    const log = (line: string): void => this.onEvent(line)

    const behaviour = behaviourIn(options)
    this.charging = new ChargingRoom({
      options,
      seams,
      behaviour,
      trigger: new ChargingTrigger(behaviour, options.lingerMs),
      disconnect: (conference, users) => {
        for (const user of users) this.factory.expel(conference, user)
      },
      log,
    })

    const carried = this.charging.around2xx(transport, FACTORY_USER)
    const layer = new TransactionLayer({
      transport: carried,
      values: { t1Ms: options.t1Ms, t2Ms: options.t2Ms },
      onGarbage: (_, why, from) => log(`SIP garbage from ${from.host}:${from.port}: ${why.message}`),
      onFault: (error) => log(`SIP fault: ${String(error)}`),
    })
    const at = (peer: Address): string => reachableAt(transport, peer, options.focusHost)
    this.agent = new UserAgent({
      layer,
      contact: `<sip:${at(options.nextHop)}>`,
      nextHop: options.nextHop,
      values: { t1Ms: options.t1Ms, t2Ms: options.t2Ms },
      userAgentName: 'ch1-im-server',
      allow: ALLOWED_METHODS,
      allowEvents: [CONFERENCE_EVENT],
      ...(policy.credentials && { digest: digestFor(policy.credentials) }),
    })
    watchResends(carried, (kind, callId, method) => this.factory.cameAgain(kind, callId, method))
    this.factory = new ConferenceFactory({
      around: {
        agent: this.agent,
        nextHop: options.nextHop,
        mediaHost: host,
        timers: systemTimers,
        noAnswerMs: options.noAnswerMs,
        get policy() {
          return now()
        },
        now: () => new Date(),
        newToken: () => randomBytes(6).toString('hex'),
        emit: (event) => this.happened(event),
        log,
      },
      domain: options.domain,
      hosts: [...this.listeners.map((one) => uriHost(one.host)), ...(options.focusHost === undefined ? [] : [options.focusHost])],
      contactOf: (user, peer) => `<sip:${user}@${at(peer)}>`,
    })
    this.agent.onInvite = (invite) => this.factory.onInvite(invite)
    this.agent.onRefer = (incoming) => this.factory.onRefer(incoming)
    this.agent.onSubscribe = (incoming) => this.factory.onSubscribe(incoming)
    this.agent.onUnknownDialog = (request, respond) =>
      request.method === 'BYE' ? this.factory.onStrayBye(request, respond) : respond(481)
    const otherwise = this.agent.onRequest
    this.agent.onRequest = (request, respond, from) =>
      request.method === 'MESSAGE' ? this.factory.onMessage(request, respond) : otherwise(request, respond, from)
  }

  /** Where the control door listens, if there is one. */
  get control(): Address | undefined {
    return this.door?.address
  }

  /** Sends BYE to a user; false when the conference or the user in it is unknown. */
  expel(conference: string, user: string): boolean {
    try {
      return this.factory.expel(asBytesText(conference), aorOf(asBytesText(user)))
    } catch {
      return false // the user is no URI
    }
  }

  /** What the operator decides otherwise than at the start, of conferences to come; gives what is wrong with it. */
  decide(told: unknown): string | undefined {
    const read = toldPolicy(told)
    if (!read.ok) return read.what
    this.policy = { ...this.startPolicy, ...read.policy }
    return undefined
  }

  /** Ends everything; conferences are dropped without BYE, unanswered records are lost unless there is a buffer for them. */
  async close(): Promise<void> {
    this.factory.close()
    await this.door?.close()
    await this.agent.close()
    await this.charging.close()
  }

  // Charging faults, a mutant's included, stay out of SIP.
  private happened(event: ConferenceEvent): void {
    const { kind, conference, leg, attached } = event
    this.onEvent(
      `${kind} ${leg.user} ${conference} [${attached.length} in]${event.status === undefined ? '' : ` ${event.status}`}`,
    )
    try {
      this.charging.onEvent(event)
    } catch (error) {
      this.onEvent(`charging fault at ${kind}: ${String(error)}`)
    }
  }
}

// RFC 3261 §22.2 — only for the realm it has a name in, where one is named.
function digestFor({ username, password, realm }: NonNullable<ConferencePolicy['credentials']>): DigestClient {
  return new DigestClient({
    credentials: (asked) => (realm === undefined || realm === asked ? { username, password } : undefined),
  })
}
