// OMA-DDS-Charging_Data V1.0: the AVPs OMA adds for SIMPLE IM and content delivery (vendor 10415 all the same).
import type { AvpDefinition } from '../dictionary'
import { rowsOf } from './row'

const row = rowsOf(10415)

/** Service-generic and instant-messaging data elements. */
export const omaIm: readonly AvpDefinition[] = [
  row('Service-Generic-Information', 1256, 'Grouped', 'OMA-DDS §8.5.10', {
    members: ['Application-Server-ID', 'Application-Service-Type', 'Application-Session-ID', 'Delivery-Status'],
  }),
  row('Application-Server-ID', 2101, 'UTF8String', 'OMA-DDS §6.2.5'),
  row('Application-Service-Type', 2102, 'Enumerated', 'OMA-DDS §6.2.4', {
    values: { 100: 'SENDING', 101: 'RECEIVING', 102: 'RETRIEVAL', 103: 'INVITING', 104: 'LEAVING', 105: 'JOINING' },
  }),
  row('Application-Session-ID', 2103, 'Unsigned32', 'OMA-DDS §6.2.6'),
  row('Delivery-Status', 2104, 'UTF8String', 'OMA-DDS §6.2.19'),
  row('IM-Information', 2110, 'Grouped', 'OMA-DDS §8.5.6', {
    members: [
      'Number-Of-Messages-Successfully-Exploded',
      'Number-Of-Messages-Successfully-Sent',
      'Total-Number-Of-Messages-Exploded',
      'Total-Number-Of-Messages-Sent',
    ],
  }),
  row('Number-Of-Messages-Successfully-Exploded', 2111, 'Unsigned32', 'OMA-DDS §6.2.31'),
  row('Number-Of-Messages-Successfully-Sent', 2112, 'Unsigned32', 'OMA-DDS §6.2.32'),
  row('Total-Number-Of-Messages-Exploded', 2113, 'Unsigned32', 'OMA-DDS §6.2.62'),
  row('Total-Number-Of-Messages-Sent', 2114, 'Unsigned32', 'OMA-DDS §6.2.63'),
  row('DCD-Information', 2115, 'Grouped', 'OMA-DDS §8.5.5', { members: ['Content-ID', 'Content-Provider-ID'] }),
  row('Content-ID', 2116, 'UTF8String', 'OMA-DDS §8.4'),
  row('Content-Provider-ID', 2117, 'UTF8String', 'OMA-DDS §8.4'),
]
