// Records with all left out that could name somebody, as 3GPP TS 32.299 §7.1.12 lets a server do.
import type { AvpInput } from '@ch1/diameter'
import type { RecordPlan } from './record-plan'

/** No Call-ID, no ICID, no party but what `ims` says. */
export function noMoreThanAType({ callId: _, party: __, ...plan }: RecordPlan, ims: readonly AvpInput[] = []): RecordPlan {
  const method: readonly AvpInput[] = plan.method === undefined ? [] : [['Event-Type', [['SIP-Method', plan.method]]]]
  return {
    ...plan,
    serviceInformation: ['Service-Information', [['IMS-Information', [...method, ['Node-Functionality', 6], ...ims]]]],
  }
}
