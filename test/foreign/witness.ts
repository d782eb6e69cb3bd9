// The history of a foreign peer's visit, in memory, with a way to wait for what shall stand in it.
import { decodeMessage, type DiameterMessage } from '@ch1/diameter'
import type { HistoryEvent, HistoryFact, Recorder } from '../../judge/history/events'
import { until } from './foreign-process'

/** Where an enabler's facts go. */
export class Witness {
  readonly events: HistoryEvent[] = []
  readonly #watching = new Set<() => void>()
  readonly #began = process.hrtime.bigint()

  readonly record: Recorder = (fact: HistoryFact) => {
    const n = this.events.length
    this.events.push({ n, atUs: Number((process.hrtime.bigint() - this.#began) / 1000n), ...fact })
    for (const look of [...this.#watching]) look()
    return n
  }

  /** The Diameter messages that came (`fromSut`) or went. */
  messages(dir: 'fromSut' | 'toSut'): readonly DiameterMessage[] {
    return this.events.flatMap((event) =>
      event.kind === 'ch1' && event.dir === dir ? [decodeMessage(Buffer.from(event.bytes, 'base64'))] : [],
    )
  }

  /** How many messages of a command came or went. */
  count(dir: 'fromSut' | 'toSut', commandCode: number, request: boolean): number {
    return this.messages(dir).filter((message) => message.commandCode === commandCode && message.request === request).length
  }

  /** True as soon as `holds` does. */
  until(holds: () => boolean, withinMs: number): Promise<boolean> {
    return until(holds, withinMs, (look) => {
      this.#watching.add(look)
      return () => this.#watching.delete(look)
    })
  }

  /** The states of connection `conn`, in order. */
  states(conn = 1): readonly string[] {
    return this.events.flatMap((event) => (event.kind === 'peer' && event.conn === conn ? [event.state] : []))
  }

  /** One line an event, for messages. */
  story(): string {
    return this.events
      .map((event) => {
        if (event.kind === 'ch1') {
          const { commandCode, request } = decodeMessage(Buffer.from(event.bytes, 'base64'))
          return `${event.n} conn ${event.conn} ${event.dir} ${commandCode}${request ? ' request' : ' answer'}`
        }
        if (event.kind === 'peer') return `${event.n} conn ${event.conn} ${event.state} ${event.why ?? ''}`
        return `${event.n} ${event.kind}`
      })
      .join('\n')
  }
}
