// Clauses of OMA: the change request this suite is of, and the charging data it names. In our own words.
import type { Requirement } from '../requirement'

const CR = 'OMA CR (SIMPLE IM offline charging, revision 2)'

export const omaClauses = [
  {
    id: 'CR_6.2.3.2_1',
    document: CR,
    clause: '§6.2.3.2 step 1',
    level: 'MUST',
    actor: 'CTF',
    text: 'The procedure starts when a 200 OK (to an INVITE or BYE of the server) or a BYE reaches the controlling function.',
    grade: 'verified',
  },
  {
    id: 'CR_6.2.3.2_2',
    document: CR,
    clause: '§6.2.3.2 step 2',
    level: 'MUST',
    actor: 'CTF',
    text: 'On receiving that 200 OK or BYE, the Charging Enabler User sends SessionRequest(interim) to the Charging Enabler.',
    grade: 'verified',
  },
  {
    id: 'CR_6.2.3.2_3',
    document: CR,
    clause: '§6.2.3.2 step 3',
    level: 'MUST',
    actor: 'CDF',
    text: 'The Charging Enabler acknowledges with a Response.',
    grade: 'verified',
    untested: 'the duty of the Charging Enabler, which we play; every record of a run is answered and recorded',
  },
  {
    id: 'CR_6.2.3.2_0',
    document: CR,
    clause: '§6.2.3.2 introduction',
    level: 'MUST',
    actor: 'CTF',
    text: 'Mid-session charging applies when INVITE or BYE requests are received at the IM server during a session.',
    grade: 'verified',
  },
  {
    id: 'OMADDS_6.2.4_1',
    document: 'OMA DDS Charging Data',
    clause: '§6.2.4',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'Application-Service-Type tells an arrival as INVITING or JOINING, a departure as LEAVING.',
    grade: 'dictionary',
  },
  {
    id: 'E15_1',
    document: 'Offline charging, its principle',
    clause: '(no clause)',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'Offline charging does not change or hold up the service it reports.',
    grade: 'memory',
  },
] as const satisfies readonly Requirement[]
