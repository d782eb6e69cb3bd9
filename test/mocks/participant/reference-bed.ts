// Where verbs are tried against the reference IM server: core, server and enabler, and participants on the wire of one engine.
import type { TestContext } from 'node:test'
import type { HistoryFact } from '../../../judge/history/events'
import { SipCore } from '../../../mocks/sip-core'
import { ImServer } from '../../../sut/im-server/im-server'
import { brief, Enabler } from '../../sut/surroundings'
import { peopleAt, type ENGINES, type People } from '../participant-bed'
import { memoryRecorder } from '../sip-box'
import { crossed, flowOf } from './wire-log'

/** So long an invitation rings. */
const NO_ANSWER_MS = 1800
/** A 2xx is repeated for 64·T1 (RFC 3261 §13.3.1.4): two seconds. */
const TIMES = { t1Ms: 30, t2Ms: 240 } as const

/** What the tests ask of it. */
export interface ReferenceBed extends People {
  /** What crossed between a participant and the server, repeats left out: `→ INVITE`, `← 200 INVITE`. */
  flow(participant: string): readonly string[]
  /** How often such a message crossed between the two, repeats included. */
  times(participant: string, start: RegExp): number
  /** The records of the conference that this participant opened: `START 0 alice 1`. */
  bill(opener: string): readonly string[]
  /** The same when its STOP is among them. */
  billed(opener: string): Promise<readonly string[]>
}

/** Everything started is stopped when the test ends. */
export async function referenceBed(t: TestContext, engine: (typeof ENGINES)[number]): Promise<ReferenceBed> {
  const { facts, record } = memoryRecorder()
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, record, networkHeaders: {} })
  const people = await peopleAt(t, engine, core)
  const enabler = await Enabler.listen()
  const server = await ImServer.start({
    ...{ sip: { host: '127.0.0.1', port: 0 }, ch1: [enabler.address], tcMs: 100, noAnswerMs: NO_ANSWER_MS, ...TIMES },
    nextHop: { host: '127.0.0.1', port: core.port },
  })
  core.setSut(server.sip)
  t.after(async () => {
    await server.close()
    await enabler.close()
    await core.close()
  })
  await enabler.connected()
  const ofParty = (name: string): readonly HistoryFact[] => facts.filter((fact) => fact.kind === 'sip' && fact.party === name)
  const bill = (opener: string): readonly string[] => {
    const start = enabler.records.find(({ type, of }) => type === 'START' && of === `${opener.toLowerCase()}-7`)
    return brief(enabler.records.filter(({ session }) => session === start?.session)).map((line) => line.replace('-7 ', ' '))
  }
  return {
    ...people,
    flow: (participant) => flowOf(ofParty(participant)),
    times: (participant, start) => crossed({ facts: ofParty(participant) }).filter(({ text }) => start.test(text)).length,
    bill,
    billed: async (opener) => {
      await enabler.until(
        () => bill(opener).some((line) => line.startsWith('STOP')),
        () => `the STOP of ${opener}: ${bill(opener).join(', ')}`,
      )
      return bill(opener)
    },
  }
}
