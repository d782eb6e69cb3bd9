// Mutant: the CER has no Product-Name.
import type { Mutant } from './mutant'
import { isRequest, without, writeMessages } from './connection-edit'

const CER = 257
const PRODUCT_NAME = 269

/** The CER has no Product-Name. */
export const cerWithoutProductName: Mutant = {
  id: 'cer-without-product-name',
  family: 'peer',
  description: 'The CER has no Product-Name.',
  names: [{ purpose: 'TP_PEER_001', rule: 'cer-grammar' }],
  touches: [],
  seams: {
    socket: (socket) => writeMessages(socket, (message) => [isRequest(message, CER) ? without(message, PRODUCT_NAME) : message]),
  },
}
