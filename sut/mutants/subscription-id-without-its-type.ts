// Mutant: subscription-Id has no Subscription-Id-Type.
import type { Mutant } from './mutant'
import { edited } from './avp-edit'

/** Subscription-Id has no Subscription-Id-Type. */
export const subscriptionIdWithoutItsType: Mutant = {
  id: 'subscription-id-without-its-type',
  family: 'grammar',
  description: 'Subscription-Id has no Subscription-Id-Type.',
  names: [{ purpose: 'TP_CNT_016', rule: 'subscription-id-members', as: 'warning' }],
  touches: [],
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Service-Information/Subscription-Id/Subscription-Id-Type', () => []),
    }),
  },
}
