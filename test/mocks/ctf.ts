// A small charging client for tests: a DiameterClient that sends ACRs, keeps every frame, and waits for the next answer.
import { decodeMessage, DiameterClient, encodeMessage, scalarAt } from '@ch1/diameter'
import type { AvpInput, DiameterMessage, PeerState } from '@ch1/diameter'

const RECORD_TYPE = { event: 1, start: 2, interim: 3, stop: 4 } as const

/** What an ACR of the test says; every AVP may be left out. */
export interface Acr {
  readonly type?: keyof typeof RECORD_TYPE | number
  readonly number?: number
  readonly session?: string
  readonly resent?: boolean
  readonly without?: readonly string[]
  readonly more?: readonly AvpInput[]
  readonly proxiable?: boolean
  readonly commandCode?: number
  readonly applicationId?: number
}

/** The client of one test. */
export class Ctf {
  static readonly session = 'im1.im.example;1;2;conf-1'
  readonly answers: DiameterMessage[] = []
  readonly requests: DiameterMessage[] = []
  readonly frames: Uint8Array[] = []
  readonly #client: DiameterClient
  readonly #waiting: (() => void)[] = []
  #state: PeerState = 'closed'
  #endToEnd = 1

  constructor(port: number, acctApplicationId = 3, twMs = 30_000) {
    this.#client = new DiameterClient({
      host: '127.0.0.1',
      port,
      identity: {
        originHost: 'im1.im.example',
        originRealm: 'im.example',
        productName: 'test',
        vendorId: 0,
        supportedVendorIds: [10415],
        acctApplicationIds: [acctApplicationId],
      },
      timers: { tcMs: 60_000, twMs },
      events: {
        wire: (dir, bytes) => {
          this.frames.push(bytes)
          if (dir === 'out') this.requests.push(decodeMessage(bytes))
        },
        state: (state) => {
          this.#state = state
          this.#wake()
        },
      },
    })
    this.#client.onAnswer = (answer) => {
      this.answers.push(answer)
      this.#wake()
    }
    this.#client.start()
  }

  async open(): Promise<this> {
    await this.until(() => this.#state === 'open')
    return this
  }

  async closed(): Promise<void> {
    await this.until(() => this.#state === 'closed')
  }

  send(acr: Acr): void {
    const { type = 'interim', without = [], more = [] } = acr
    const avps: readonly AvpInput[] = [
      ['Session-Id', acr.session ?? Ctf.session],
      ['Origin-Host', 'im1.im.example'],
      ['Origin-Realm', 'im.example'],
      ['Destination-Realm', 'charging.example'],
      ['Accounting-Record-Type', typeof type === 'number' ? type : RECORD_TYPE[type]],
      ['Accounting-Record-Number', acr.number ?? 0],
      ['Acct-Application-Id', 3],
      ...more,
    ]
    this.#client.request(({ hopByHop }) =>
      encodeMessage({
        commandCode: acr.commandCode ?? 271,
        applicationId: acr.applicationId ?? 3,
        request: true,
        proxiable: acr.proxiable ?? true,
        retransmitted: acr.resent ?? false,
        hopByHop,
        endToEnd: (this.#endToEnd += 1),
        avps: avps.filter((avp) => !('0' in avp) || !without.includes(avp[0])),
      }),
    )
  }

  /** Sends and waits for the answer after those already there. */
  async ask(acr: Acr): Promise<DiameterMessage> {
    const before = this.answers.length
    this.send(acr)
    await this.until(() => this.answers.length > before)
    const answer = this.answers[before]
    if (answer === undefined) throw new Error('no answer')
    return answer
  }

  async resultOf(acr: Acr): Promise<unknown> {
    return scalarAt(await this.ask(acr), 'Result-Code')
  }

  /** Waits, at most 15 s, until it is so; looks at every answer and state change. */
  async until(isSo: () => boolean): Promise<void> {
    const giveUp = Date.now() + 15_000
    while (!isSo()) {
      if (Date.now() > giveUp) throw new Error('it did not become so')
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500)
        this.#waiting.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake()
  }
}
