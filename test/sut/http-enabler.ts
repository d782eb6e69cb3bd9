// A Charging Enabler with an HTTP or nock door for the tests of the reference server, and what it saw, in a few words.
import { readChargingRequest, readHttpText, scalarsAt } from '@ch1/charging-http'
import assert from 'node:assert/strict'
import type { HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { HttpDoor } from '../../mocks/charging-enabler/doors/http/http-door'
import { NockDoor } from '../../mocks/charging-enabler/doors/nock/nock-door'
import type { Ch1Address } from '../../sut/im-server/options'
import type { ChargedBy } from './surroundings'

const LIMIT_MS = 10_000

/** An enabler, its facts, and waits for them. */
export class HttpEnabler implements ChargedBy {
  readonly facts: HistoryFact[] = []
  readonly #waiting = new Set<() => void>()
  #enabler: ChargingEnabler | undefined
  #address: Ch1Address | undefined
  #isAwaited = true

  /** `port` 0: any; `over: 'nock'` takes calls to a host that does not exist; without `isAwaited` nobody waits for a connection. */
  static async start(
    name: string,
    o: { readonly port?: number; readonly over?: 'http' | 'nock'; readonly isAwaited?: boolean } = {},
  ): Promise<HttpEnabler> {
    const made = new HttpEnabler()
    made.#isAwaited = o.isAwaited ?? true
    const identity = { originHost: `${name}.charging.example`, originRealm: 'charging.example' }
    const record = (fact: HistoryFact): number => {
      made.facts.push(fact)
      for (const look of [...made.#waiting]) look()
      return made.facts.length - 1
    }
    const enabler = await ChargingEnabler.start({ name, host: '127.0.0.1', port: 0, identity, record, diameter: false })
    made.#enabler = enabler
    if (o.over === 'nock') {
      await enabler.addDoor((site) => NockDoor.open({ origin: `http://${name}.charging.example:8080` }, site))
      made.#address = { host: `${name}.charging.example`, port: 8080, scheme: 'http' }
    } else {
      const door = await enabler.addDoor((site) => HttpDoor.open({ host: '127.0.0.1', port: o.port ?? 0 }, site))
      made.#address = { host: '127.0.0.1', port: door.port, scheme: 'http' }
    }
    return made
  }

  get enabler(): ChargingEnabler {
    assert.ok(this.#enabler)
    return this.#enabler
  }

  get address(): Ch1Address {
    assert.ok(this.#address)
    return this.#address
  }

  /** `START 0`, `INTERIM 1 resent`: the records in the order they came. */
  get records(): readonly string[] {
    return this.requests.map(({ type, number, resent }) => `${type.toUpperCase()} ${number}${resent ? ' resent' : ''}`)
  }

  /** The requests, read. */
  get requests(): readonly {
    type: string
    number: unknown
    resent: boolean
    ref: string | undefined
    key: string | undefined
    body: unknown
  }[] {
    return this.facts.flatMap((fact) => {
      if (fact.kind !== 'ch1' || fact.dir !== 'fromSut' || fact.exchange === undefined) return []
      const { startLine, fields, body } = readHttpText(Buffer.from(fact.bytes, 'base64'))
      const [method = '', path = ''] = startLine.split(' ')
      const read = readChargingRequest({ method, path, fields, body })
      if (!read.ok) return []
      const { type, resent, ref, key, data } = read.request
      return [{ type, number: scalarsAt(data, 'Accounting-Record-Number')[0], resent, ref, key, body: read.body }]
    })
  }

  connected(): Promise<void> {
    return this.until(() => !this.#isAwaited || this.enabler.openPeers() > 0, 'a connection of the server')
  }

  async reach(count: number): Promise<readonly string[]> {
    await this.until(() => this.records.length >= count, `${count} records`)
    return this.records
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    const end = Date.now() + LIMIT_MS
    while (!holds()) {
      const left = end - Date.now()
      assert.ok(left > 0, `timed out waiting for ${what}; seen: ${this.records.join(', ')}`)
      await new Promise<void>((resolve) => {
        const look = (): void => {
          clearTimeout(timer)
          this.#waiting.delete(look)
          resolve()
        }
        const timer = setTimeout(look, left)
        this.#waiting.add(look)
      })
    }
  }

  close(): Promise<void> {
    return this.enabler.close()
  }
}
