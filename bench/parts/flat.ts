// µs per ACR of the codec's parts: the view with all values, the flat table, the grammar check, the encoded and the patched answer.
import {
  AnswerTemplate,
  decodeMessage,
  encodeMessage,
  FlatMessage,
  MessageChecker,
  accountingAnswer,
  type Avp,
} from '@ch1/diameter'
import { accountingRequest } from '../../sut/im-server/charging/accounting-request'
import type { StampedRecord } from '../../sut/im-server/charging/record'

const ORIGIN = { originHost: 'cdf1.charging.example', originRealm: 'charging.example', originStateId: 1_795_428_247 }
const ROUNDS = 9

/** One part: its name, and the µs of one ACR in each round. */
export interface PartTimes {
  readonly part: string
  readonly microseconds: readonly number[]
}

/** An ACR[INTERIM] as the reference IM server sends it when a participant leaves. */
export function typicalAcr(): Uint8Array {
  const at = new Date('2026-11-23T10:04:07Z')
  const leg = {
    user: 'sip:alice.liddell@home1.operator.example',
    callId: '7f3a22c9d1e84b0a-5521@192.0.2.31',
    callingParty: 'sip:alice.liddell@home1.operator.example',
    calledParty: 'sip:conf-77@im1.operator.example',
    icid: '4e1f0a2c9b8d47f6a1c3.home1.operator.example',
  }
  const cause = {
    kind: 'left',
    conference: 'sip:conf-77@im1.operator.example',
    leg,
    method: 'BYE',
    requestAt: at,
    responseAt: at,
    at,
  }
  const record = {
    type: 'interim',
    cause,
    participants: 4,
    serviceType: 104,
    sessionId: 'im1.operator.example;1795428247;12;conf-77',
    number: 4,
  }
  const origin = {
    originHost: 'im1.operator.example',
    originRealm: 'operator.example',
    destinationRealm: 'charging.operator.example',
    originStateId: 1_795_428_247,
  }
  const ids = { hopByHop: 0x12, endToEnd: 0x1a70_0002, retransmitted: false }
  return encodeMessage(accountingRequest(record as unknown as StampedRecord, origin, ids))
}

/** CPU time of every part, interleaved, `times` ACRs a round. */
export function measure(times = 20_000): readonly PartTimes[] {
  const acr = typicalAcr()
  const flat = new FlatMessage()
  const checker = new MessageChecker()
  const template = new AnswerTemplate(ORIGIN)
  let sink = 0
  const parts: readonly (readonly [string, () => void])[] = [
    ['decodeMessage + all values', () => void (sink += touch(decodeMessage(acr).avps))],
    ['FlatMessage.read', () => void (sink += flat.read(acr).count)],
    ['FlatMessage.read + check', () => void (sink += checker.check(flat.read(acr)).length)],
    ['text(Session-Id)', () => void (sink += flat.text(0).length)],
    ['accountingAnswer + encodeMessage', () => void (sink += encodeMessage(accountingAnswer(flat, ORIGIN, 2001)).length)],
    ['AnswerTemplate.answer', () => void (sink += template.answer(flat, 2001).length)],
  ]
  const timed = parts.map(([part]) => ({ part, microseconds: [] as number[] }))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, [, run]] of parts.entries()) {
      flat.read(acr)
      // The process's own time: the machine may have other work.
      const before = process.cpuUsage()
      for (let n = 0; n < times; n++) run()
      const { user, system } = process.cpuUsage(before)
      timed[i]?.microseconds.push((user + system) / times)
    }
  }
  if (sink < 0) throw new Error('nothing was done')
  return timed
}

function touch(avps: readonly Avp[]): number {
  let values = 0
  for (const avp of avps) {
    const { value } = avp
    values += value.ok ? 1 : 0
    if (value.ok && Array.isArray(value.value)) values += touch(value.value as readonly Avp[])
  }
  return values
}

function main(): void {
  const acr = typicalAcr()
  const flat = new FlatMessage().read(acr)
  console.log(`ACR of ${acr.length} bytes, ${flat.count} AVPs, ${new MessageChecker().check(flat).length} findings`)
  for (const { part, microseconds } of measure()) {
    const sorted = [...microseconds].sort((a, b) => a - b)
    const median = sorted[Math.floor(sorted.length / 2)] ?? NaN
    console.log(`${part.padEnd(36)} ${median.toFixed(3)} µs (least ${(sorted[0] ?? NaN).toFixed(3)})`)
  }
}

if (require.main === module) main()
