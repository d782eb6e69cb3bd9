// Number-Of-Participants against the roster, where the vendor declares both that it is sent and what it counts.
import { departureOf, type Life } from './lives'
import type { Balance } from './ledger'
import type { Opinion } from './opinion'
import { nameOf } from './order'
import type { RecordSeen } from './records-seen'
import type { Surroundings } from './surroundings'

// 3GPP TS 32.299 §7.2.117 — in an INTERIM: who is attached when it is sent. LV-04: any number the roster had since the trigger
export function countOpinions(
  life: Life,
  records: readonly RecordSeen[],
  balance: Balance,
  around: Surroundings,
): readonly Opinion[] {
  const { pics, choices } = around.profile
  const counted = records.filter(
    (record) => record.type === 'interim' && record.count !== undefined && balance.records.get(record) === 'ok',
  )
  if (counted.length === 0) return []
  const isDeclared =
    pics['Number-Of-Participants'] === 'yes' && choices['P-COUNT'] === 'users' && choices['P-FOCUS'] === 'excluded'
  const off = counted.filter((record) => !isPossible(record, life, around))
  return [
    {
      matter: 'count',
      word: off.length === 0 ? 'ok' : isDeclared && !life.isHazy ? 'broken' : 'cannot say',
      about: life.id,
      events: off.map((record) => record.first.n),
      facts:
        off.length === 0 ? 'as the roster' : off.map((record) => `${nameOf(record)} tells ${record.count ?? '?'}`).join('; '),
    },
  ]
}

function isPossible({ first, count = 0 }: RecordSeen, life: Life, around: Surroundings): boolean {
  // the trigger may lie back as far as any window reaches
  const fromUs = first.atUs - around.delayUs - around.slackUs
  const toUs = first.atUs + around.earlyUs + around.slackUs
  const spans = life.legs.map((leg) => ({ user: leg.user, inUs: leg.answer.atUs, outUs: departureOf(leg, around.timerFUs) }))
  const users = [...new Set(spans.map(({ user }) => user))]
  const mine = (user: string) => spans.filter((span) => span.user === user)
  const least = users.filter((user) => mine(user).some(({ inUs, outUs }) => inUs < fromUs && outUs.fromUs > toUs)).length
  const most = users.filter((user) => mine(user).some(({ inUs, outUs }) => inUs <= toUs && outUs.toUs >= fromUs)).length
  return count >= least && count <= most
}
