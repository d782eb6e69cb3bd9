// Whose subscription: an identity and its kind belong together.
import type { RecordRule } from './rule'

const PATH = 'Service-Information/Subscription-Id'
/** RFC 8506 §8.47 — E164, IMSI, SIP_URI, NAI, PRIVATE. */
const KINDS = 5

export const subscriptionIdMembers: RecordRule = {
  id: 'subscription-id-members',
  owner: 'TP_CNT_016',
  requirement: 'RFC8506_8.46_1',
  sees: 'record',
  expected: 'Subscription-Id-Type from 0 to 4 and Subscription-Id-Data in every Subscription-Id',
  about: { what: 'a Subscription-Id', isIn: ({ content }) => content.has(PATH) },
  binding: 'diameter',
  // RFC 8506 §8.46
  breach: ({ content, diameter }) => {
    if (!diameter) return undefined
    const types = content.scalars(`${PATH}/Subscription-Id-Type`)
    const data = content.scalars(`${PATH}/Subscription-Id-Data`)
    const strange = types.filter((type) => typeof type !== 'number' || type < 0 || type >= KINDS)
    if (strange.length > 0) return `Subscription-Id-Type ${strange.join(', ')}`
    if (types.length !== data.length || types.length === 0) return `${types.length} types and ${data.length} identities`
    return undefined
  },
}
