// Mutant: the last member of Subscription-Id has no padding: the length of the group is no multiple of four.
import type { Mutant } from './mutant'
import { edited } from './avp-edit'

const SUBSCRIPTION_ID = 443
const MANDATORY = 0x40
/** Subscription-Id-Type END_USER_PRIVATE, then Subscription-Id-Data of five octets and nothing behind them. */
const UNPADDED = Uint8Array.from([
  ...[0, 0, 1, 0xc2, MANDATORY, 0, 0, 12, 0, 0, 0, 4],
  ...[0, 0, 1, 0xbc, MANDATORY, 0, 0, 13, 0x61, 0x6c, 0x69, 0x63, 0x65],
])

/** The last member of Subscription-Id has no padding: the length of the group is no multiple of four. */
export const lastMemberUnpadded: Mutant = {
  id: 'last-member-unpadded',
  family: 'grammar',
  description: 'The last member of Subscription-Id has no padding: the length of the group is no multiple of four.',
  names: [{ purpose: 'TP_CNT_008', rule: 'avp-data' }],
  touches: ['TP_CNT_009'],
  beside: 'padding inside a group, not the length of a basic type',
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/Subscription-Id', () => [
        { code: SUBSCRIPTION_ID, vendorId: 0, flags: MANDATORY, data: UNPADDED },
      ]),
    }),
  },
}
