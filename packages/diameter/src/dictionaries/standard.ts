// All dictionaries shipped here, as one.
import { Dictionary } from '../dictionary'
import { tgpp32299 } from './3gpp-32299'
import { accounting } from './accounting'
import { base } from './base'
import { creditControl } from './credit-control'
import { networkAccess } from './network-access'
import { omaIm } from './oma-im'

/** RFC 6733, RFC 8506, 3GPP TS 32.299 for IMS and OMA's instant messaging: what encoder and decoder use unless told otherwise. */
export const standardDictionary = new Dictionary([base, accounting, networkAccess, creditControl, tgpp32299, omaIm])
