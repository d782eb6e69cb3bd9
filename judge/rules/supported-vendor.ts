// Whether a CER tells that the SUT knows the AVPs of 3GPP.
import { avpsAt, COMMAND } from '@ch1/diameter/codec'
import type { PeerRule } from './rule'

const TGPP = 10_415

export const supportedVendor: PeerRule = {
  id: 'supported-vendor',
  owner: 'TP_PEER_002',
  requirement: 'TS32299_7.2.0_2',
  sees: 'peer',
  binding: 'diameter',
  onlyWarns: true, // an observation
  expected: `Supported-Vendor-Id ${TGPP} in the CER`,
  about: { what: 'CER', isIn: ({ commandCode, request }) => commandCode === COMMAND.capabilitiesExchange && request },
  // RFC 6733 §5.3.6 — the vendors whose AVPs it knows; 3GPP TS 32.299 §7.2 uses those of 3GPP
  breach: (message) => {
    const told = avpsAt(message, 'Supported-Vendor-Id').map(({ value }) => (value.ok ? value.value : undefined))
    return told.includes(TGPP) ? undefined : 'not told'
  },
}
