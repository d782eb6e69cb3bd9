// The reference IM server: a SIP conference server with a charging trigger and an Rf client, in one process.
import { TransactionLayer, UdpTransport, UserAgent, aorOf, asBytesText, systemTimers, type Address } from '@ch1/sip'
import { randomBytes } from 'node:crypto'
import { SutError } from '../adapter'
import { mutantById } from '../mutants'
import { ChargingRoom } from './charging/charging-room'
import type { Seams } from './charging/seams'
import type { ConferenceEvent } from './conference/conference-event'
import { ConferenceFactory, FACTORY_USER } from './conference/conference-factory'
import { ALLOWED_METHODS } from './conference/focus'
import { ResendWatch } from './conference/resend-watch'
import { ControlDoor } from './control'
import { resolveOptions, type ImServerOptions, type ImServerSettings } from './options'

/** A running server. SIP is never held up by charging. */
export class ImServer {
  /** Where SIP is taken. */
  readonly sip: Address
  /** One human line for each thing that happens. */
  onEvent: (line: string) => void = () => {}
  private readonly agent: UserAgent
  private readonly factory: ConferenceFactory
  private readonly charging: ChargingRoom
  private door: ControlDoor | undefined

  /** Binds, connects and serves. @throws SutError when the settings are wrong or an address cannot be bound */
  static async start(settings: ImServerSettings): Promise<ImServer> {
    const options = resolveOptions(settings)
    if (options.role !== 'controlling')
      throw new SutError(`ImServer is the controlling function, not the ${options.role} one`, '--role', 'Use startImServer.')
    const seams = options.mutant === undefined ? {} : mutantById(options.mutant).seams
    const transport = await bind(options.sip)
    const server = await ImServer.on(transport, () => new ImServer(options, seams, transport))
    try {
      if (options.control)
        server.door = await ControlDoor.listen(options.control, (conference, user) => server.expel(conference, user))
    } catch (error) {
      await server.close()
      throw error
    }
    server.charging.start()
    return server
  }

  private static async on(transport: UdpTransport, make: () => ImServer): Promise<ImServer> {
    try {
      return make()
    } catch (error) {
      await transport.close()
      throw error
    }
  }

  /** @param udp bound, and closed by whoever bound it when this throws */
  private constructor(options: ImServerOptions, seams: Seams, udp: UdpTransport) {
    const { host, port } = udp.sentBy
    this.sip = { host, port }
    const log = (line: string): void => this.onEvent(line)

    this.charging = new ChargingRoom({
      options,
      seams,
      disconnect: (conference, users) => {
        for (const user of users) this.factory.expel(conference, user)
      },
      log,
    })

    const watched = new ResendWatch(this.charging.around2xx(udp, FACTORY_USER), (kind, callId, method) =>
      this.factory.cameAgain(kind, callId, method),
    )
    const layer = new TransactionLayer({
      transport: watched,
      values: { t1Ms: options.t1Ms, t2Ms: options.t2Ms },
      onGarbage: (_, why, from) => log(`SIP garbage from ${from.host}:${from.port}: ${why.message}`),
      onFault: (error) => log(`SIP fault: ${String(error)}`),
    })
    const contactHost = `${bracketed(options.focusHost ?? host)}:${port}`
    this.agent = new UserAgent({
      layer,
      contact: `<sip:${contactHost}>`,
      nextHop: options.nextHop,
      values: { t1Ms: options.t1Ms, t2Ms: options.t2Ms },
      userAgentName: 'ch1-im-server',
      allow: ALLOWED_METHODS,
    })
    this.factory = new ConferenceFactory({
      around: {
        agent: this.agent,
        nextHop: options.nextHop,
        mediaHost: host,
        timers: systemTimers,
        noAnswerMs: options.noAnswerMs,
        now: () => new Date(),
        newToken: () => randomBytes(6).toString('hex'),
        emit: (event) => this.happened(event),
        log,
      },
      domain: options.domain,
      contactHost,
    })
    this.agent.onInvite = (invite) => this.factory.onInvite(invite)
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

async function bind(at: Address): Promise<UdpTransport> {
  try {
    return await UdpTransport.bind(at)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new SutError(`SIP cannot be taken: ${why}`, `${at.host}:${at.port}`, 'Choose a free port, or 0.', { cause: error })
  }
}

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
