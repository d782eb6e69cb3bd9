// 3GPP TS 32.299, one file a topic: what an IMS node reports of a service over Rf, vendor 10415.
// Clauses, codes and enumerations were read in V16.2.0; a name is spelled as in Table 7.2.0.1.
// Left out: ProSe, MBMS, monitoring and exposure events, and what only online charging uses. They pass through as unknown AVPs.
import type { AvpDefinition } from '../dictionary'
import { adviceOfCharge } from './3gpp-32299-aoc'
import { borrowed } from './3gpp-32299-borrowed'
import { imsInformation } from './3gpp-32299-ims'
import { lcsInformation } from './3gpp-32299-lcs'
import { mmsInformation } from './3gpp-32299-mms'
import { mmtelInformation } from './3gpp-32299-mmtel'
import { pocInformation } from './3gpp-32299-poc'
import { psInformation } from './3gpp-32299-ps'
import { serviceInformation } from './3gpp-32299-service'
import { smsInformation } from './3gpp-32299-sms'
import { vcsInformation } from './3gpp-32299-vcs'

/** Service-Information and what stands inside it, borrowed AVPs included. */
export const tgpp32299: readonly AvpDefinition[] = [
  ...serviceInformation,
  ...imsInformation,
  ...adviceOfCharge,
  ...mmtelInformation,
  ...pocInformation,
  ...smsInformation,
  ...mmsInformation,
  ...lcsInformation,
  ...vcsInformation,
  ...psInformation,
  ...borrowed,
]
