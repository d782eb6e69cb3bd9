// Mutant: the last member of Subscription-Id claims to be longer than the group that holds it.
import type { Mutant } from './mutant'
import { edited } from './avp-edit'

const SUBSCRIPTION_ID = 443
const MANDATORY = 0x40
/** Subscription-Id-Type END_USER_SIP_URI, then Subscription-Id-Data of eight octets that says it has forty-eight. */
const TOO_LONG = Uint8Array.from([
  ...[0, 0, 1, 0xc2, MANDATORY, 0, 0, 12, 0, 0, 0, 2],
  ...[0, 0, 1, 0xbc, MANDATORY, 0, 0, 56, 0x73, 0x69, 0x70, 0x3a, 0x61, 0x40, 0x62, 0x63],
])

/** The last member of Subscription-Id claims to be longer than the group that holds it. */
export const memberLongerThanItsGroup: Mutant = {
  id: 'member-longer-than-its-group',
  family: 'grammar',
  description: 'The last member of Subscription-Id claims to be longer than the group that holds it.',
  names: [{ purpose: 'TP_CNT_009', rule: 'avp-alignment' }],
  touches: ['TP_CNT_008', 'TP_CNT_016', 'TP_CNT_001'],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/Subscription-Id', () => [
        { code: SUBSCRIPTION_ID, vendorId: 0, flags: MANDATORY, data: TOO_LONG },
      ]),
    }),
  },
}
