// OMA-DDS-Charging_Data: the grammars of Service-Generic-Information and IM-Information; all members are optional.
import { rulesOf, type GroupGrammar } from './rule'

const generic = rulesOf('OMA-DDS §8.5.10')
const im = rulesOf('OMA-DDS §8.5.6')

/** Groups of OMA's instant messaging. */
export const omaImGroups: readonly GroupGrammar[] = [
  {
    avp: 'Service-Generic-Information',
    clause: 'OMA-DDS §8.5.10',
    unlisted: 'noted',
    rules: generic.maybe('Application-Server-ID', 'Application-Service-Type', 'Application-Session-ID', 'Delivery-Status'),
  },
  {
    avp: 'IM-Information',
    clause: 'OMA-DDS §8.5.6',
    unlisted: 'noted',
    rules: im.maybe(
      'Total-Number-Of-Messages-Sent',
      'Total-Number-Of-Messages-Exploded',
      'Number-Of-Messages-Successfully-Sent',
      'Number-Of-Messages-Successfully-Exploded',
    ),
  },
]
