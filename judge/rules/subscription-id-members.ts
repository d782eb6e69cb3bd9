// Whose subscription: an identity and its kind belong together.
import { avpsAt, scalarAt, type Avp } from '@ch1/diameter/codec'
import type { RecordRule } from './rule'

const PATH = 'Service-Information/Subscription-Id'
/** RFC 8506 §8.47 — E164, IMSI, SIP_URI, NAI, PRIVATE. */
const KINDS = [0, 1, 2, 3, 4]

export const subscriptionIdMembers: RecordRule = {
  id: 'subscription-id-members',
  owner: 'TP_CNT_016',
  requirement: 'RFC8506_8.46_1',
  sees: 'record',
  expected: 'Subscription-Id-Type from 0 to 4 and Subscription-Id-Data, once each, in every Subscription-Id',
  about: { what: 'a Subscription-Id', isIn: ({ content }) => content.has(PATH) },
  binding: 'diameter',
  // RFC 8506 §8.46
  breach: ({ diameter }) => {
    const faults = diameter ? avpsAt(diameter, PATH).flatMap(faultOf) : []
    return faults.length > 0 ? faults.join(', ') : undefined
  },
}

function faultOf(group: Avp): readonly string[] {
  const [types, data] = ['Subscription-Id-Type', 'Subscription-Id-Data'].map((name) => avpsAt(group, name).length)
  if (types !== 1 || data !== 1) return [`a Subscription-Id with ${types} kinds and ${data} identities`]
  const type = scalarAt(group, 'Subscription-Id-Type')
  return KINDS.some((kind) => kind === type) ? [] : [`Subscription-Id-Type ${String(type ?? '(unreadable)')}`]
}
