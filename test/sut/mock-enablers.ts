// Charging Enablers that misbehave by rules, around a reference server: what each got, in a few words, and waits for it.
import { COMMAND, decodeMessage, scalarAt, type DiameterMessage } from '@ch1/diameter'
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnablers, type ChargingEnabler } from '../../mocks/charging-enabler'
import type { Ch1Address, ImServerSettings } from '../../sut/im-server/options'
import { Surroundings, type ChargedBy } from './surroundings'

const LIMIT_MS = 10_000
const TYPES = ['', 'EVENT', 'START', 'INTERIM', 'STOP']

/** An ACR as it came. */
export interface CameAcr {
  /** `cdf1 START 0`, `cdf2 INTERIM 1 T` */
  readonly text: string
  readonly atMs: number
  readonly message: DiameterMessage
}

/** Enablers of these names, all on loopback, with what came to them. */
export class MockEnablers implements ChargedBy {
  readonly acrs: CameAcr[] = []
  /** Peer states in order: `cdf1 open`. */
  readonly states: string[] = []
  private enablers!: ChargingEnablers
  private readonly waiting = new Set<() => void>()

  static async start(...names: readonly string[]): Promise<MockEnablers> {
    const made = new MockEnablers()
    made.enablers = await ChargingEnablers.start(
      names.map((name) => ({ name })),
      { record: (fact) => made.took(fact) },
    )
    return made
  }

  get(name: string): ChargingEnabler {
    return this.enablers.get(name)
  }

  get address(): Ch1Address {
    return this.addresses[0] ?? assert.fail()
  }

  get addresses(): readonly Ch1Address[] {
    return this.enablers.all.map(({ port }) => ({ host: '127.0.0.1', port, scheme: 'diameter' }))
  }

  get texts(): readonly string[] {
    return this.acrs.map(({ text }) => text)
  }

  async connected(): Promise<void> {
    await this.until(
      () => this.enablers.all.every((enabler) => enabler.openPeers() > 0),
      () => 'a connection to each enabler',
    )
  }

  /** Waits until there are so many ACRs, resends counted, then gives them all. */
  async reach(count: number): Promise<readonly string[]> {
    await this.until(
      () => this.acrs.length >= count,
      () => `${count} ACRs, seen: ${this.texts.join(', ')}`,
    )
    return this.texts
  }

  /** Waits for an ACR that says this. */
  async acr(text: string): Promise<CameAcr> {
    await this.until(
      () => this.texts.includes(text),
      () => `${text}, seen: ${this.texts.join(', ')}`,
    )
    return this.acrs.find((one) => one.text === text) ?? assert.fail()
  }

  async until(holds: () => boolean, what: () => string): Promise<void> {
    const end = performance.now() + LIMIT_MS
    while (!holds()) {
      if (performance.now() > end) assert.fail(`timed out waiting for ${what()}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 50)
        this.waiting.add(() => {
          clearTimeout(timer)
          resolve()
        })
      })
      this.waiting.clear()
    }
  }

  async close(): Promise<void> {
    await this.enablers.close()
  }

  private took(fact: HistoryFact): number {
    if (fact.kind === 'peer') this.states.push(`${fact.enabler} ${fact.state}`)
    if (fact.kind === 'ch1' && fact.dir === 'fromSut') this.came(fact.enabler, Buffer.from(fact.bytes, 'base64'))
    for (const look of this.waiting) look()
    return this.acrs.length
  }

  private came(enabler: string, bytes: Uint8Array): void {
    const message = decodeMessage(bytes)
    if (message.commandCode !== COMMAND.accounting) return
    const type = TYPES[Number(scalarAt(message, 'Accounting-Record-Type'))] ?? '?'
    const number = String(scalarAt(message, 'Accounting-Record-Number'))
    const text = `${enabler} ${type} ${number}${message.retransmitted ? ' T' : ''}`
    this.acrs.push({ text, atMs: performance.now(), message })
  }
}

/** A reference server between users and enablers of these names, all of them connected; closed with the test. */
export async function charged(
  t: TestContext,
  names: readonly string[],
  settings: Partial<ImServerSettings> = {},
): Promise<Surroundings<MockEnablers>> {
  const enablers = await MockEnablers.start(...names)
  const around = await Surroundings.around({ ch1: enablers.addresses, ...settings }, enablers)
  t.after(() => around.close())
  return around
}
