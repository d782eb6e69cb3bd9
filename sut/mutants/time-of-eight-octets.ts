// Mutant: event-Timestamp has eight octets, as NTP has.
import { edited } from './avp-edit'
import type { Mutant } from './mutant'

/** Event-Timestamp has eight octets, as NTP has. */
export const timeOfEightOctets: Mutant = {
  id: 'time-of-eight-octets',
  family: 'grammar',
  description: 'Event-Timestamp has eight octets, as NTP has.',
  names: [{ purpose: 'TP_CNT_008', rule: 'avp-data' }],
  touches: ['TP_SEQ_009'],
  beside: 'a Time too long, not an Unsigned32 too short',
  seams: {
    acr: (input) => ({
      ...input,
      avps: edited(input.avps, 'Event-Timestamp', () => [{ code: 55, vendorId: 0, flags: 0x40, data: new Uint8Array(8) }]),
    }),
  },
}
