// The legal variants that a server can show, as data: what each switch changes. A row without a switch says why it has none.
import type { NoSwitch } from './choices'
import type { Choices } from './choices'

/** Behaviour beyond the choices of the PIXIT. Times in ms; the reference has none of them. */
export interface Variants {
  /** 2xx to an INVITE leave so much later than what they made happen; `factory`: only those that open a conference. */
  readonly heldAnswers?: { readonly ms: number; readonly of: 'all' | 'factory' } | { readonly until: 'aca' }
  /** Records wait for a random part of this before they are sent. */
  readonly recordDelayMs?: number
  /** Arrivals (or departures) within so short a time are charged in the other order. */
  readonly reorderMs?: number
  readonly withoutCount?: boolean
  /** Nothing of a leg that is not needed to know it: no operators and no media. */
  readonly bareLegs?: boolean
  readonly refreshInterims?: boolean
  readonly transactionEvents?: boolean
  readonly releaseInterims?: boolean
  readonly forkInterims?: boolean
  readonly participatingToo?: boolean
  /** The connection is made anew after so many answers, and what is sent first on it has T. */
  readonly renewAfter?: number
  readonly noResends?: boolean
  /** Connections to each enabler, used in turn. */
  readonly connections?: number
  /** Origin-Hosts, by turns a conference. */
  readonly nodes?: number
  readonly clockOffMs?: number
}

/** One row of the list of legal variants. */
export interface LegalVariant {
  readonly id: `LV-${string}`
  readonly clause: string
  readonly text: string
  readonly choices?: Partial<Choices>
  readonly variants?: Variants
  /** Why no switch of the server shows it. */
  readonly notHere?: string
}

/** In the order of the list; a row may be shown by choices, by variants, or by both. */
export const LEGAL_VARIANTS: readonly LegalVariant[] = [
  {
    id: 'LV-01',
    clause: 'OMA CR §6.2.3.2; TS 32.260 Table 5.2.1.1-2',
    text: "START and a joiner's INTERIM leave a quarter of a second before the server's own 200",
    variants: { heldAnswers: { ms: 250, of: 'all' } },
  },
  {
    id: 'LV-02',
    clause: 'RFC 3261 §18; RFC 6733 §2.1',
    text: 'records leave up to 40 ms after the SIP that belongs to them, in no fixed order with it',
    variants: { recordDelayMs: 40 },
  },
  {
    id: 'LV-03',
    clause: 'RFC 6733 §8.2',
    text: 'of two arrivals, or departures, within 20 ms the later is charged first',
    variants: { reorderMs: 20 },
  },
  {
    id: 'LV-04',
    clause: 'TS 32.299 §7.2.117, §7.1.12',
    text: 'no Number-Of-Participants, no operators, no media in any record, and no count of messages in those of a conference',
    variants: { withoutCount: true, bareLegs: true },
  },
  {
    id: 'LV-05',
    clause: 'RFC 5366 §5.2',
    text: 'a factory in confirmed mode: the invited are asked, and answer, before the initiator has its 200',
    variants: { heldAnswers: { ms: 300, of: 'factory' } },
  },
  { id: 'LV-06', clause: 'TS 32.260 §5.1.4', text: "START at the initiator's ACK", choices: { 'P-START': 'ack' } },
  {
    id: 'LV-07',
    clause: 'TS 32.260 Table 5.2.1.1-2; OMA CR §6.2.3.2',
    text: "a joiner's INTERIM at its ACK, an expulsion's at the BYE",
    choices: { 'P-ARR-POINT': 'ack', 'P-DEP-POINT': 'bye' },
  },
  {
    id: 'LV-08',
    clause: 'TS 32.260 Table 5.2.1.1-1; RFC 6733 §9.8.2',
    text: 'INTERIMs for session refreshes, and by time',
    choices: { 'P-PERIODIC': 'sent' },
    variants: { refreshInterims: true },
  },
  {
    id: 'LV-09',
    clause: 'TS 32.299 §6.1.0; TS 32.260 Table 5.2.1.1-1',
    text: 'EVENTs for refused and cancelled invitations and for REFER',
    choices: { 'P-EVT-FAIL': 'sent' },
    variants: { transactionEvents: true },
  },
  { id: 'LV-10', clause: 'OMA CR §6.2.3.2', text: 'joiners are not charged', choices: { 'P-JOIN': 'not-charged' } },
  {
    id: 'LV-11',
    clause: 'TS 32.260 Table 5.2.1.1-2 note 3',
    text: 'the last leaver makes an INTERIM, STOP follows after a linger',
    choices: { 'P-LAST': 'interim-then-stop' },
  },
  {
    id: 'LV-12',
    clause: 'TS 32.260 Table 5.2.1.1-2',
    text: 'a release makes an INTERIM for each who is released, then STOP',
    variants: { releaseInterims: true },
  },
  {
    id: 'LV-13',
    clause: 'RFC 3261 §15.1.1',
    text: 'an expulsion that is unanswered or answered 481 is not charged',
    choices: { 'P-DEP-NO200': 'none' },
  },
  {
    id: 'LV-14',
    clause: 'RFC 3261 §13.2.2.4; OMA CR §6.2.3.2',
    text: "a fork's second 2xx makes an INTERIM, and so does its release",
    variants: { forkInterims: true },
  },
  { id: 'LV-15', clause: 'RFC 6733 §8.8', text: 'one accounting session a leg', choices: { 'P-GRAN': 'leg' } },
  {
    id: 'LV-16',
    clause: 'TS 32.299 §7.2.145',
    text: 'the same box reports as participating function too, a session a user',
    variants: { participatingToo: true },
  },
  { id: 'LV-17', clause: 'RFC 6733 §9.8.3', text: 'record numbers from 5 by 3', choices: { 'P-NUM': 'growing' } },
  {
    id: 'LV-18',
    clause: 'RFC 6733 §3, §5.5.4',
    text: 'the connection is made anew now and then, and its first record has T',
    variants: { renewAfter: 40 },
  },
  { id: 'LV-19', clause: 'TS 32.299 §6.1.3.2', text: 'no retransmission', variants: { noResends: true } },
  {
    id: 'LV-20',
    clause: 'RFC 6733 §2.1',
    text: 'two connections from one Origin-Host, used in turn',
    variants: { connections: 2 },
  },
  { id: 'LV-21', clause: 'RFC 6733 §6.2', text: 'agents between', notHere: 'an agent is no server' },
  {
    id: 'LV-22',
    clause: 'RFC 6733 §8.8',
    text: 'a cluster: two Origin-Hosts, a conference is accounted by one of them',
    variants: { nodes: 2 },
  },
  { id: 'LV-23', clause: 'RFC 3261 §16', text: 'a proxy or B2BUA between', notHere: 'it is not ours, nor the server’s' },
  { id: 'LV-24', clause: 'RFC 3261 §16', text: 'hairpin', notHere: 'it takes a participating function' },
  { id: 'LV-25', clause: 'RFC 6733 §8.8', text: 'records of other traffic', notHere: 'it takes traffic that is not the suite’s' },
  {
    id: 'LV-26',
    clause: 'TS 32.299 §7.1.8',
    text: "the server's clock is a minute and a half slow",
    variants: { clockOffMs: -90_000 },
  },
  { id: 'LV-27', clause: 'RFC 3261 §21', text: 'refused at the door', notHere: 'it is decided before anything is charged' },
  { id: 'LV-28', clause: 'RFC 4975', text: 'MSRP connections', notHere: 'charging has no part in it' },
  {
    id: 'LV-29',
    clause: 'RFC 7315 §4.5',
    text: 'the enabler from P-Charging-Function-Addresses',
    notHere: 'the conference does not tell charging of that header',
  },
  {
    id: 'LV-30',
    clause: 'TS 32.299 §6.1',
    text: '2xx to INVITEs wait for the ACA, half a second at most',
    variants: { heldAnswers: { until: 'aca' } },
  },
]

/** Reads `LV-14`. Gives what is wrong with it, and how to mend it, where no switch is called so. */
export function variantOf(id: string): { readonly ok: true; readonly variant: LegalVariant } | NoSwitch {
  const variant = LEGAL_VARIANTS.find((one) => one.id === id)
  const shown = LEGAL_VARIANTS.filter((one) => one.notHere === undefined).map((one) => one.id)
  if (!variant) return { ok: false, what: `there is no legal variant "${id}"`, mend: `one of: ${shown.join(', ')}` }
  if (variant.notHere !== undefined)
    return { ok: false, what: `${id} has no switch: ${variant.notHere}`, mend: `one of: ${shown.join(', ')}` }
  return { ok: true, variant }
}
