// A record on a connection whose capabilities exchange is not done.
import { COMMAND } from '@ch1/diameter/codec'
import type { PeerRule } from './rule'

export const acrBeforeOpen: PeerRule = {
  id: 'acr-before-open',
  owner: 'TP_PEER_003',
  requirement: 'RFC6733_5.6_1',
  sees: 'peer',
  binding: 'diameter',
  expected: 'ACR only after a successful CEA on the same connection',
  about: { what: 'ACR', isIn: ({ commandCode, request }) => commandCode === COMMAND.accounting && request },
  // RFC 6733 §5.6 — in no state before open does a peer send application messages
  breach: (_, { isOpen }) => (isOpen ? undefined : 'ACR on a connection that is not open'),
}
