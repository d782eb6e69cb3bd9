// Clauses of 3GPP TS 32.260: which SIP messages make which records, and what those say. In our own words.
import type { Requirement } from '../requirement'

const TS32260 = '3GPP TS 32.260'

export const imsChargingClauses = [
  {
    id: 'TS32260_5.1.2_1',
    document: TS32260,
    clause: '§5.1.2.2',
    level: 'MUST',
    actor: 'CTF',
    text: 'The ICID of a SIP session stands in all its charging data.',
    grade: 'verified',
  },
  {
    id: 'TS32260_5.2.1_1',
    document: TS32260,
    clause: 'T5.2.1.1-2',
    level: 'MUST',
    actor: 'CTF',
    text: 'The 2xx that creates a conference opens accounting (START); its end closes it (STOP), and an event that ends the conference makes no interim.',
    grade: 'verified',
  },
  {
    id: 'TS32260_5.2.1_2',
    document: TS32260,
    clause: 'T5.2.1.1-1, T5.2.1.1-2',
    level: 'MUST',
    actor: 'CTF',
    text: 'A re-INVITE or UPDATE opens no accounting: it makes an INTERIM, or nothing.',
    grade: 'verified',
  },
  {
    id: 'TS32260_5.2.2_1',
    document: TS32260,
    clause: '§5.2.2.1.10',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'The record for a party of a conference names that party.',
    grade: 'verified',
  },
  {
    id: 'TS32260_6.3.2_1',
    document: TS32260,
    clause: 'T6.3.2.1',
    level: 'MUST',
    actor: 'CTF',
    text: 'Role-Of-Node is not used by an MRFC.',
    grade: 'verified',
  },
  {
    id: 'TS32260_6.3.2_2',
    document: TS32260,
    clause: 'T6.3.2.1',
    level: 'MUST',
    actor: 'CTF',
    text: 'Cause-Code and Reason-Header stand in STOP and EVENT only.',
    grade: 'verified',
  },
] as const satisfies readonly Requirement[]
