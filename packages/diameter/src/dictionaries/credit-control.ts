// RFC 8506: the four AVPs of credit control that offline charging borrows.
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(0)

/** Subscription and service context, IETF AVPs. */
export const creditControl: readonly AvpDefinition[] = [
  row('Subscription-Id', 443, 'Grouped', 'RFC 8506 §8.46', { members: ['Subscription-Id-Type', 'Subscription-Id-Data'] }),
  row('Subscription-Id-Data', 444, 'UTF8String', 'RFC 8506 §8.48'),
  row('Subscription-Id-Type', 450, 'Enumerated', 'RFC 8506 §8.47', {
    values: { 0: 'END_USER_E164', 1: 'END_USER_IMSI', 2: 'END_USER_SIP_URI', 3: 'END_USER_NAI', 4: 'END_USER_PRIVATE' },
  }),
  row('Service-Context-Id', 461, 'UTF8String', 'RFC 8506 §8.42'),
]
