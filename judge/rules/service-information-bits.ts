// The group that carries all of 3GPP's and OMA's charging data.
import type { RecordRule } from './rule'

const SERVICE_INFORMATION = 873
const TGPP = 10415
const M = 0x40

export const serviceInformationBits: RecordRule = {
  id: 'service-information-bits',
  owner: 'TP_CNT_005',
  requirement: 'TS32299_7.2.0_1',
  sees: 'record',
  expected: 'Service-Information as an AVP of vendor 10415 with the V and the M bit',
  binding: 'diameter',
  about: {
    what: 'a Service-Information',
    isIn: ({ diameter }) => diameter?.avps.some((avp) => avp.code === SERVICE_INFORMATION) === true,
  },
  // 3GPP TS 32.299 T7.2.0.1 — V and M must be set
  breach: ({ diameter }) => {
    const faults: string[] = []
    for (const { code, vendorId, flags } of diameter?.avps ?? []) {
      if (code !== SERVICE_INFORMATION) continue
      if (vendorId !== TGPP) faults.push(vendorId === 0 ? 'V clear' : `vendor ${vendorId}`)
      if ((flags & M) === 0) faults.push('M clear')
    }
    return faults.length > 0 ? `Service-Information with ${faults.join(', ')}` : undefined
  },
}
