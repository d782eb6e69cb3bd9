// The reference IM server as participating function: between its served users and a controlling function, with charging of its own.
import { systemTimers, TransactionLayer, type Address, type SipTransport } from '@ch1/sip'
import { randomBytes } from 'node:crypto'
import { SutError } from '../../adapter'
import { mutantById } from '../../mutants'
import { seamsOf, type Seams } from '../charging/seams'
import type { ConferenceEvent } from '../conference/conference-event'
import { watchResends } from '../conference/resend-watch'
import { ControlDoor } from '../control'
import { resolveOptions, type ImServerOptions, type ImServerSettings } from '../options'
import { listen } from '../sip-listeners'
import { Attendance } from './attendance'
import { B2buaPassing } from './b2bua'
import { participatingCharging, type ParticipatingCharging } from './participating-charging'
import type { Passing } from './passing'
import { ProxyPassing } from './proxy'
import { Relay } from './relay'

/** RFC 3261 §16.6 step 11 — timer C is longer than three minutes. */
const TIMER_C_MS = 200_000

/** A running participating function. SIP is never held up by charging. */
export class ParticipatingServer {
  /** Where SIP is taken. */
  readonly sip: Address
  readonly listeners: readonly Address[]
  readonly diameter = undefined
  /** One human line for each thing that happens. */
  onEvent: (line: string) => void = () => {}
  readonly #layer: TransactionLayer
  readonly #passing: Passing
  readonly #charging: ParticipatingCharging
  #door: ControlDoor | undefined

  /** Binds, connects and serves. @throws SutError when the settings are wrong or an address cannot be bound */
  static async start(settings: ImServerSettings): Promise<ParticipatingServer> {
    const options = resolveOptions({ ...settings, role: 'participating' })
    if (options.alsoSip.length > 0 || (options.sip.transport ?? 'UDP') !== 'UDP')
      throw new SutError('the participating function takes SIP over UDP, on one address', '--sip', 'Give one HOST:PORT.')
    if (options.diameter)
      throw new SutError('the participating function takes no Diameter connection', '--diameter', 'Leave it out.')
    const seams = options.mutant === undefined ? {} : seamsOf(mutantById(options.mutant))
    const transport = await listen([options.sip], undefined)
    const server = await ParticipatingServer.#on(transport, () => new ParticipatingServer(options, seams, transport))
    try {
      // Whoever is in a conference is so by its controlling function: there is nobody to expel here, and nothing to decide.
      const decide = (): string => 'a participating function has no conferences'
      if (options.control) server.#door = await ControlDoor.listen(options.control, { expel: () => false, decide })
    } catch (error) {
      await server.close()
      throw error
    }
    server.#charging.start()
    return server
  }

  static async #on(transport: SipTransport, make: () => ParticipatingServer): Promise<ParticipatingServer> {
    try {
      return make()
    } catch (error) {
      await transport.close()
      throw error
    }
  }

  /** @param transport bound, and closed by whoever bound it when this throws */
  private constructor(options: ImServerOptions, seams: Seams, transport: SipTransport) {
    const { host, port } = transport.sentBy
    this.sip = { host: options.sip.host, port }
    this.listeners = [this.sip]
    const log = (line: string): void => this.onEvent(line)
    const { t1Ms, t2Ms, participating } = options
    const isProxy = participating.as === 'proxy'
    this.#charging = participatingCharging({ options, seams, log })
    this.#layer = new TransactionLayer({
      transport,
      values: { t1Ms, t2Ms },
      forwards: isProxy,
      onGarbage: (_, why, from) => log(`SIP garbage from ${from.host}:${from.port}: ${why.message}`),
      onFault: (error) => log(`SIP fault: ${String(error)}`),
    })
    const own = { host, port }
    this.#passing = isProxy
      ? new ProxyPassing(own)
      : new B2buaPassing({
          own,
          callId: participating.callId,
          newToken: () => randomBytes(8).toString('hex'),
          timers: systemTimers,
          lingerMs: 64 * t1Ms,
        })
    const attendance = new Attendance({
      served: new Set(participating.served.map((domain) => domain.toLowerCase())),
      now: () => new Date(),
      emit: (event) => this.#happened(event),
    })
    new Relay({
      layer: this.#layer,
      passing: this.#passing,
      own,
      nextHop: options.nextHop,
      timerCMs: TIMER_C_MS,
      watch: attendance,
    })
    watchResends(transport, (kind, callId, method) => attendance.cameAgain(kind, callId, method))
  }

  /** Where the control door listens, if there is one; it knows no user. */
  get control(): Address | undefined {
    return this.#door?.address
  }

  /** Ends everything; sessions stay where they are, unanswered records are lost unless there is a buffer for them. */
  async close(): Promise<void> {
    await this.#door?.close()
    // A BYE that is still out ends with the layer and starts a timer of the passing's.
    await this.#layer.close()
    this.#passing.close()
    await this.#charging.close()
  }

  // Charging faults, a mutant's included, stay out of SIP.
  #happened(event: ConferenceEvent): void {
    const { kind, conference, leg, attached, status } = event
    this.onEvent(`${kind} ${leg.user} ${conference} [${attached.length} served in]${status === undefined ? '' : ` ${status}`}`)
    try {
      this.#charging.onEvent(event)
    } catch (error) {
      this.onEvent(`charging fault at ${kind}: ${String(error)}`)
    }
  }
}
