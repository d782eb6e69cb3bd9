// What tests of the Charging Enabler stand on: an enabler with a recorder in memory, clients that are closed again, and its history.
import type { TestContext } from 'node:test'
import type { AvpInput } from '@ch1/diameter'
import type { HistoryEvent, HistoryFact } from '../../judge/history/events'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import type { EnablerOptions } from '../../mocks/charging-enabler'
import { Ctf } from './ctf'
import { RawCtf } from './raw-ctf'
import { memoryRecorder } from './sip-box'

/** Who the enabler is. */
export const IDENTITY = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }

/** An enabler with its history. */
export interface EnablerBed {
  readonly enabler: ChargingEnabler
  readonly facts: HistoryFact[]
  /** A well-mannered client, open. */
  readonly ctf: () => Promise<Ctf>
  /** A client that does only what it is told, open; `cer` in place of a good one. */
  readonly raw: (cer?: readonly AvpInput[]) => Promise<RawCtf>
}

/** Starts an enabler for one test. */
export async function enablerBed(t: TestContext, o: Partial<EnablerOptions> = {}): Promise<EnablerBed> {
  const { facts, record } = memoryRecorder()
  const enabler = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: IDENTITY, record, ...o })
  t.after(() => enabler.close())
  return {
    enabler,
    facts,
    ctf: async () => {
      const ctf = new Ctf(enabler.port)
      t.after(() => ctf.close())
      return ctf.open()
    },
    raw: async (cer) => {
      const raw = await RawCtf.open(enabler.port, cer)
      t.after(() => raw.close())
      return raw
    },
  }
}

/** Facts as a history numbers and times them: a millisecond apart. */
export function asHistory(facts: readonly HistoryFact[]): readonly HistoryEvent[] {
  return facts.map((fact, n) => ({ n, atUs: n * 1_000, ...fact }))
}
