// The connection's life, the numbers of a life, and the T flag.
import { changed } from '../edits'
import type { Red } from './row'

export const peerFaults: readonly Red[] = [
  { purpose: 'TP_LIF_001', rule: 'start-number', fault: 'number 1', edit: changed('start:alice', { skip: 1 }) },
  ...['Origin-Host', 'Host-IP-Address', 'Vendor-Id', 'Product-Name', 'Acct-Application-Id'].map((name): Red => ({
    purpose: 'TP_PEER_001',
    rule: 'cer-grammar',
    fault: `a CER without ${name}`,
    o: { cer: (avps) => avps.filter((avp) => !Array.isArray(avp) || avp[0] !== name) },
  })),
  {
    purpose: 'TP_PEER_003',
    rule: 'acr-before-open',
    fault: 'START before the CEA',
    o: { openAtMs: 1020 },
  },
  { purpose: 'TP_PEER_005', rule: 'dwa-missing', fault: 'a DWA 31 s late', o: { dwaAfterMs: 31_000 } },
  { purpose: 'TP_PEER_005', rule: 'dwa-result', fault: 'a DWA that refuses', o: { dwaResult: 5012 } },
  { purpose: 'TP_ERR_008', rule: 't-flag-on-first-send', fault: 'T set', edit: changed('departure:bob', { t: true }) },
  { purpose: 'TP_ERR_008', rule: 't-flag-on-first-send', fault: 'T set in a START', edit: changed('start:alice', { t: true }) },
]
