// What counts messages counts nothing else.
import { avpsAt, type Avp } from '@ch1/diameter/codec'
import type { RecordRule } from './rule'

const PATH = 'Service-Information/IM-Information'

/** OMA-DDS §8.5.6 — the members of IM-Information. */
export const MESSAGE_COUNTERS = [
  'Total-Number-Of-Messages-Sent',
  'Total-Number-Of-Messages-Exploded',
  'Number-Of-Messages-Successfully-Sent',
  'Number-Of-Messages-Successfully-Exploded',
] as const

export const imInformationMembers: RecordRule = {
  id: 'im-information-members',
  owner: 'TP_CNT_012',
  requirement: 'OMADDS_8.5.6_1',
  sees: 'record',
  expected: 'no member of IM-Information but its four counters of messages',
  about: { what: 'IM-Information', isIn: ({ content }) => content.has(PATH) },
  binding: 'diameter',
  // ch1-facts §9.3 — an AVP that no dictionary has may be an extension, and is not judged; one that belongs elsewhere is at the wrong place
  breach: ({ diameter }) => {
    const groups = diameter ? avpsAt(diameter, PATH) : []
    const others = groups.flatMap(membersOf).filter(({ definition, name }) => definition && !counters.has(name))
    return others.length > 0 ? others.map(({ name }) => name).join(', ') : undefined
  },
}

const counters: ReadonlySet<string> = new Set(MESSAGE_COUNTERS)

function membersOf({ value }: Avp): readonly Avp[] {
  return value.ok && Array.isArray(value.value) ? (value.value as readonly Avp[]) : []
}
