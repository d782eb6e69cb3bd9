// The clauses we rest on, as data: id, document, clause, level, who owes it, our paraphrase, how sure we are.
import type { Grade } from '../verdict'

export interface Requirement {
  readonly id: string
  readonly document: string
  readonly clause: string
  readonly level: 'MUST' | 'SHOULD' | 'MAY'
  readonly actor: 'CTF' | 'CDF' | 'focus'
  readonly text: string
  readonly grade: Grade
  /** Why no test purpose covers it, where none does. */
  readonly untested?: string
}

const CR = 'OMA CR (SIMPLE IM offline charging, revision 2)'
const TS32260 = '3GPP TS 32.260'
const TS32299 = '3GPP TS 32.299'

export const requirements = [
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
    id: 'TS32260_5.2.1_1',
    document: TS32260,
    clause: 'T5.2.1.1-2',
    level: 'MUST',
    actor: 'CTF',
    text: 'The 2xx that creates a conference opens accounting (START); its end closes it (STOP), and an event that ends the conference makes no interim.',
    grade: 'verified',
  },
  {
    id: 'TS32299_6.1_1',
    document: TS32299,
    clause: '§6.1.0',
    level: 'MUST',
    actor: 'CTF',
    text: 'START, INTERIM and STOP report successful sessions only; an unsuccessful set-up is never reported by them.',
    grade: 'verified',
  },
  {
    id: 'TS32299_6.2.2_1',
    document: TS32299,
    clause: 'T6.2.2.1',
    level: 'MUST',
    actor: 'CTF',
    text: 'An accounting request bears Session-Id, Origin-Host, Origin-Realm, Destination-Realm, Accounting-Record-Type and Accounting-Record-Number.',
    grade: 'verified',
  },
  {
    id: 'TS32299_7.2.117_1',
    document: TS32299,
    clause: '§7.2.117',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'Number-Of-Participants tells in an interim how many parties are attached when it is sent.',
    grade: 'verified',
  },
  {
    id: 'TS32299_7.2.201_1',
    document: TS32299,
    clause: '§7.2.201',
    level: 'MUST',
    actor: 'CTF',
    text: 'SIP-Method names the SIP method that caused the record.',
    grade: 'verified',
  },
  {
    id: 'TS32299_6.1.3_1',
    document: TS32299,
    clause: '§6.1.3.2',
    level: 'MUST',
    actor: 'CTF',
    text: 'Only a repeated accounting request bears the T flag; a first one never does.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_3_1',
    document: 'RFC 6733',
    clause: '§3',
    level: 'MUST',
    actor: 'CTF',
    text: 'The Diameter header has version 1, the command and application of the message, and reserved bits clear.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_8.8_1',
    document: 'RFC 6733',
    clause: '§8.8',
    level: 'MUST',
    actor: 'CTF',
    text: 'A Session-Id is unique and stays the same for the whole accounting session.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_9.5_1',
    document: 'RFC 6733',
    clause: '§9.5',
    level: 'MUST',
    actor: 'CTF',
    text: 'An accounting session begins with START, may have INTERIMs, and ends with STOP; after it nothing bears its Session-Id.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_9.8.3_1',
    document: 'RFC 6733',
    clause: '§9.8.3',
    level: 'MUST',
    actor: 'CTF',
    text: 'Within a session every record has a number of its own; numbers grow.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_9.8.3_2',
    document: 'RFC 6733',
    clause: '§9.8.3',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'Numbers begin at 0 for START and grow by one.',
    grade: 'verified',
  },
  {
    id: 'TS32299_6.2.2_2',
    document: TS32299,
    clause: 'T6.2.2.1',
    level: 'SHOULD',
    actor: 'CTF',
    text: 'Rf does not use Acct-Session-Id, Acct-Multi-Session-Id, Vendor-Specific-Application-Id, Accounting-Sub-Session-Id and Accounting-Realtime-Required.',
    grade: 'verified',
  },
  {
    id: 'TS32299_7.1.12_1',
    document: TS32299,
    clause: '§7.1.12',
    level: 'MUST',
    actor: 'CTF',
    text: 'Service-Context-Id names the release, the service context and the domain that defines it.',
    grade: 'verified',
  },
  {
    id: 'TS32299_7.2.0_1',
    document: TS32299,
    clause: 'T7.2.0.1',
    level: 'MUST',
    actor: 'CTF',
    text: 'The AVPs of 3GPP, Service-Information first, bear the V and the M bit and vendor 10415.',
    grade: 'verified',
  },
  {
    id: 'TS32299_7.2.77_1',
    document: TS32299,
    clause: '§7.2.77',
    level: 'MUST',
    actor: 'CTF',
    text: 'IMS-Information has Node-Functionality once: the kind of node that writes it.',
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
  {
    id: 'RFC6733_4_1',
    document: 'RFC 6733',
    clause: '§4',
    level: 'MUST',
    actor: 'CTF',
    text: 'AVPs are padded to a multiple of four octets, and lengths fit into one another.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_4.1_1',
    document: 'RFC 6733',
    clause: '§4.1',
    level: 'MUST',
    actor: 'CTF',
    text: 'The V bit goes with a Vendor-ID, which is never 0; reserved bits of an AVP are sent as 0.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_4.3_1',
    document: 'RFC 6733',
    clause: '§4.2, §4.3',
    level: 'MUST',
    actor: 'CTF',
    text: 'The data of an AVP has the length and the form of its data format.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_6.9_1',
    document: 'RFC 6733',
    clause: '§6.9',
    level: 'MUST',
    actor: 'CTF',
    text: 'Acct-Application-Id, where present, is the application of the header.',
    grade: 'verified',
  },
  {
    id: 'RFC6733_8.8_2',
    document: 'RFC 6733',
    clause: '§8.8',
    level: 'MUST',
    actor: 'CTF',
    text: 'A Session-Id begins with the identity of the node that made it.',
    grade: 'verified',
  },
  {
    id: 'RFC8506_8.46_1',
    document: 'RFC 8506',
    clause: '§8.46',
    level: 'MUST',
    actor: 'CTF',
    text: 'A Subscription-Id has a kind and an identity.',
    grade: 'dictionary',
  },
  {
    id: 'RFC3261_17_1',
    document: 'RFC 3261',
    clause: '§17',
    level: 'MUST',
    actor: 'focus',
    text: 'A retransmitted request or response is absorbed by its transaction and means nothing new.',
    grade: 'verified',
  },
] as const satisfies readonly Requirement[]

/** Every requirement id: a typo in a test purpose does not compile. */
export type RequirementId = (typeof requirements)[number]['id']

/** `OMA CR §6.2.3.2 step 2` style text of a requirement. */
export function clauseText(id: RequirementId): string {
  const r: Requirement | undefined = requirements.find((one) => one.id === id)
  if (!r) throw new RangeError(`no requirement ${id}`)
  return `${r.document === CR ? 'OMA CR' : r.document} ${r.clause}`
}
