// The catalogue of test purposes, as data. Ids are stable for ever and never reused.
import type { Binding } from '../history/events'
import type { ChoiceName, Profile } from '../profile/schema'
import type { RequirementId } from './clauses'
import { failurePurposes } from './failure-purposes'
import { servedPurposes } from './served-purposes'

export type TestPurposeKind = 'P' | 'N' | 'R' | 'O'

/** What a SUT is in a conference. */
export type Role = Profile['sut']['role']

export interface TestPurpose {
  readonly id: string
  readonly purpose: string
  readonly requirements: readonly RequirementId[]
  readonly level: 'MUST' | 'SHOULD' | 'OBSERVE'
  /** P positive, N negative, R robustness, O observation. */
  readonly kind: TestPurposeKind
  /** Judged over the whole run, without a scenario of its own. */
  readonly runWide?: true
  /** The role it judges: controlling where nothing is said, and both where it is run-wide. */
  readonly role?: Role | 'both'
  readonly needs?: {
    /** PICS items that must not be declared `no`. */
    readonly pics?: readonly (keyof Profile['pics'])[]
    /** What the SUT's adapter must be able to do. */
    readonly verb?: 'expel' | 'decide'
    /** A choice that must not be declared so. */
    readonly not?: Partial<Record<ChoiceName, string | readonly string[]>>
    /** A choice that must be declared so. */
    readonly is?: Partial<Record<ChoiceName, string>>
    /** Timers of the Rf client that the profile must tell. */
    readonly timers?: readonly (keyof Profile['charging'])[]
    /** So many Charging Enablers, the primary one counted. */
    readonly enablers?: 2 | 3
    /** SIP must reach the SUT unchanged: resends and raw legs are seen only then (LV-23). */
    readonly directSip?: true
    /** The SUT itself must be our Diameter neighbour, not an agent (LV-21). */
    readonly directCh1?: true
    /** It judges messages of this binding: over another there is nothing to judge. */
    readonly binding?: 'diameter'
    /** It judges INTERIMs: where each served user has a session of START and STOP, there is none. */
    readonly interims?: true
    /** Its traffic comes from SIPp's own dialog logic. */
    readonly engine?: 'sipp'
  }
}

const CR_TRIGGER: readonly RequirementId[] = ['CR_6.2.3.2_1', 'CR_6.2.3.2_2']
const arrival = { pics: ['arrival-trigger'] } as const
const departure = { pics: ['departure-trigger'] } as const

export const testPurposes = [
  {
    id: 'TP_ARR_001',
    purpose: "An invited user's 200 OK to the server's INVITE gives one SessionRequest(interim)",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_002',
    purpose: 'A user who joins by its own INVITE and is accepted gives one SessionRequest(interim)',
    requirements: ['CR_6.2.3.2_0', 'TS32260_5.2.1_1'],
    level: 'MUST',
    kind: 'P',
    needs: { ...arrival, not: { 'P-JOIN': 'not-charged' } },
  },
  {
    id: 'TP_ARR_003',
    purpose: "The arrival interim is not sent before the invited user's 200 OK",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_004',
    purpose: 'An arrival interim comes within P-DELAY, and how long it took is told',
    requirements: ['CR_6.2.3.2_2'],
    level: 'OBSERVE',
    kind: 'O',
    needs: arrival,
  },
  {
    id: 'TP_ARR_005',
    purpose: 'Number-Of-Participants in an arrival interim equals the users attached after the arrival',
    requirements: ['TS32299_7.2.117_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'Number-Of-Participants'] },
  },
  {
    id: 'TP_ARR_006',
    purpose: 'SIP-Method is INVITE in an arrival interim',
    requirements: ['TS32299_7.2.201_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'SIP-Method'] },
  },
  {
    id: 'TP_ARR_007',
    purpose: "The interims of a conference bear the START's Session-Id",
    requirements: ['RFC6733_8.8_1'],
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_008',
    purpose: "The first arrival's Accounting-Record-Number is the START's plus one",
    requirements: ['RFC6733_9.8.3_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: { ...arrival, not: { 'P-NUM': 'growing' } },
  },
  {
    id: 'TP_ARR_009',
    purpose: 'An arrival interim names the newcomer',
    requirements: ['TS32260_5.2.2_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_010',
    purpose: "A REFER gives the interim at the referred user's 200 OK only",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'refer'] },
  },
  {
    id: 'TP_ARR_011',
    purpose: 'A REFER of several users gives one interim for each who accepts',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'refer'] },
  },
  {
    id: 'TP_ARR_012',
    purpose: 'Each invited user of the initial URI list gives one interim as it answers',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_013',
    purpose: 'The members of a pre-arranged group give one interim each as they answer',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { ...arrival, verb: 'decide' },
  },
  {
    id: 'TP_ARR_014',
    purpose: 'A second and a third arrival have the next record numbers, without a gap',
    requirements: ['RFC6733_9.8.3_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: { ...arrival, not: { 'P-NUM': 'growing' } },
  },
  {
    id: 'TP_ARR_015',
    purpose: 'A user who comes back after leaving gives a new arrival interim',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'refer'] },
  },
  {
    id: 'TP_ARR_016',
    purpose: 'An arrival interim bears the ICID of the arriving or of the first leg',
    requirements: ['TS32260_5.1.2_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'IMS-Charging-Identifier'] },
  },
  {
    id: 'TP_ARR_017',
    purpose: 'User-Session-Id in an arrival interim is a Call-ID of the conference',
    requirements: ['TS32299_7.2.242_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'User-Session-Id'] },
  },
  {
    id: 'TP_ARR_018',
    purpose: 'Application-Service-Type of an arrival is INVITING or JOINING',
    requirements: ['OMADDS_6.2.4_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'Application-Service-Type'] },
  },
  {
    id: 'TP_ARR_019',
    purpose: 'An arrival is charged although the Response proposed no interim interval',
    requirements: ['RFC6733_9.8.2_1', 'CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_020',
    purpose: 'An arrival is charged although the Response proposed an interim interval of 0',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'P',
    needs: arrival,
  },
  {
    id: 'TP_ARR_021',
    purpose: "A 2xx other than 200 to the server's INVITE: whether it is charged as an arrival is told",
    requirements: ['TS32260_5.2.1_1', 'CR_6.2.3.2_1'],
    level: 'OBSERVE',
    kind: 'O',
    needs: arrival,
  },
  {
    id: 'TP_ARR_023',
    purpose: 'A user who joins is charged at its ACK, once, where the profile declares the ACK',
    requirements: ['TS32260_5.2.1_1'],
    level: 'MUST',
    kind: 'P',
    needs: { ...arrival, is: { 'P-ARR-POINT': 'ack' }, not: { 'P-JOIN': 'not-charged' } },
  },
  {
    id: 'TP_DEP_001',
    purpose: "A participant's BYE while others remain gives one SessionRequest(interim)",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_DEP_002',
    purpose: "The server's 200 OK to a participant's BYE gives no second interim",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'N',
    needs: departure,
  },
  {
    id: 'TP_DEP_003',
    purpose: "The 200 OK to the server's BYE (expulsion) gives one SessionRequest(interim)",
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { ...departure, verb: 'expel' },
  },
  {
    id: 'TP_DEP_004',
    purpose: 'No interim comes for an expulsion before the expelled user has answered',
    requirements: ['CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: { ...departure, verb: 'expel', is: { 'P-DEP-POINT': '2xx' } },
  },
  {
    id: 'TP_DEP_005',
    purpose: 'A REFER with method BYE gives the interim at the 200 OK of whom it removes',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['departure-trigger', 'refer'] },
  },
  {
    id: 'TP_DEP_006',
    purpose: 'Number-Of-Participants in a departure interim equals the users who remain',
    requirements: ['TS32299_7.2.117_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['departure-trigger', 'Number-Of-Participants'] },
  },
  {
    id: 'TP_DEP_007',
    purpose: 'SIP-Method is BYE in a departure interim',
    requirements: ['TS32299_7.2.201_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['departure-trigger', 'SIP-Method'] },
  },
  {
    id: 'TP_DEP_008',
    purpose: 'No INTERIM bears a Cause-Code or a Reason-Header',
    requirements: ['TS32260_6.3.2_2'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
    needs: { interims: true },
  },
  {
    id: 'TP_DEP_009',
    purpose: "The last participant's BYE gives STOP and not interim",
    requirements: ['TS32260_5.2.1_1'],
    level: 'MUST',
    kind: 'P',
    needs: { ...departure, not: { 'P-LAST': 'interim-then-stop' } },
  },
  {
    id: 'TP_DEP_010',
    purpose: 'A conference that the server releases has exactly one STOP',
    requirements: ['TS32260_5.2.1_1', 'RFC6733_9.5_1'],
    level: 'MUST',
    kind: 'P',
    needs: { ...departure, verb: 'decide' },
  },
  {
    id: 'TP_DEP_011',
    purpose: 'A user whose session expires gives one interim',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: { ...departure, verb: 'decide' },
  },
  {
    id: 'TP_DEP_012',
    purpose: 'BYEs that cross give one interim',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'R',
    needs: { ...departure, verb: 'expel' },
  },
  {
    id: 'TP_DEP_013',
    purpose: 'A BYE of the server that is answered 481 gives one interim at most',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'R',
    needs: { ...departure, verb: 'expel' },
  },
  {
    id: 'TP_DEP_014',
    purpose: 'A BYE of the server that nobody answers gives one interim at most',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'R',
    needs: { ...departure, verb: 'expel', directSip: true },
  },
  {
    id: 'TP_DEP_015',
    purpose: 'The initiator leaving while others remain gives an interim, and accounting goes on under the same Session-Id',
    requirements: [...CR_TRIGGER, 'RFC6733_8.8_1'],
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_DEP_016',
    purpose: 'Application-Service-Type of a departure is LEAVING',
    requirements: ['OMADDS_6.2.4_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['departure-trigger', 'Application-Service-Type'] },
  },
  {
    id: 'TP_DEP_017',
    purpose: 'A BYE with a Reason gives an interim like any other',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_DEP_018',
    purpose: 'A user who joins and leaves without an ACK is charged both ways or not at all',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'R',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], not: { 'P-JOIN': 'not-charged' }, directSip: true },
  },
  {
    id: 'TP_DEP_019',
    purpose: 'A departure interim names the leaver',
    requirements: ['TS32260_5.2.2_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_DEP_020',
    purpose: 'Departures at the same time give an interim each, with consecutive numbers',
    requirements: ['CR_6.2.3.2_2', 'RFC6733_9.8.3_2'],
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_SEQ_001',
    purpose: 'A whole life gives START, an interim for each arrival and departure, and STOP, in order',
    requirements: ['RFC6733_9.5_1', 'RFC6733_9.8.3_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'departure-trigger'] },
  },
  {
    id: 'TP_SEQ_002',
    purpose: 'Over a life of comings and goings every interim tells the count',
    requirements: ['TS32299_7.2.117_1'],
    level: 'SHOULD',
    kind: 'P',
    needs: {
      pics: ['arrival-trigger', 'departure-trigger', 'Number-Of-Participants', 'refer'],
      not: { 'P-JOIN': 'not-charged' },
    },
  },
  {
    id: 'TP_SEQ_003',
    purpose: "The START's Number-Of-Participants is the number of the invited",
    requirements: ['TS32299_7.2.117_2'],
    level: 'SHOULD',
    kind: 'P',
    needs: { pics: ['Number-Of-Participants'] },
  },
  {
    id: 'TP_SEQ_004',
    purpose: 'Two conferences at once use different Session-Ids and never mix their records',
    requirements: ['RFC6733_8.8_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: arrival,
  },
  {
    id: 'TP_SEQ_005',
    purpose: 'An arrival and a departure within the wait for one Response are both charged, in order',
    requirements: ['CR_6.2.3.2_2', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'departure-trigger'] },
  },
  {
    id: 'TP_SEQ_006',
    purpose: 'An arrival while an interim waits for its Response is charged after it',
    requirements: ['CR_6.2.3.2_2', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: arrival,
  },
  {
    id: 'TP_SEQ_007',
    purpose: 'STOP follows the Response to the interim before it',
    requirements: ['RFC6733_9.5_1', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: departure,
  },
  {
    id: 'TP_SEQ_009',
    purpose: 'Event-Timestamp does not fall within a session',
    requirements: ['TS32299_7.1.8_1'],
    level: 'OBSERVE',
    kind: 'O',
    runWide: true,
  },
  {
    id: 'TP_SEQ_010',
    purpose: 'A crowd arrives and leaves: no record is lost, and the count returns to where it was',
    requirements: [...CR_TRIGGER, 'TS32299_7.2.117_1'],
    level: 'MUST',
    kind: 'R',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], not: { 'P-JOIN': 'not-charged' }, engine: 'sipp' },
  },
  {
    id: 'TP_SEQ_011',
    purpose: 'Whatever the order of comings and goings, every one has its record and its count',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'R',
    needs: {
      pics: ['arrival-trigger', 'departure-trigger', 'refer'],
      not: { 'P-JOIN': 'not-charged' },
    },
  },
  {
    id: 'TP_SEQ_012',
    purpose: 'After STOP no record bears that Session-Id',
    requirements: ['RFC6733_9.5_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
  {
    id: 'TP_SEQ_014',
    purpose: 'Record numbers are unique in their session and grow',
    requirements: ['RFC6733_9.8.3_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
  },
  {
    id: 'TP_SEQ_015',
    purpose: 'Every record is owed, permitted or foreign',
    requirements: ['CR_6.2.3.2_2', 'TS32299_6.1_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
  {
    id: 'TP_NEG_001',
    purpose: "A 486 to the server's INVITE gives no interim",
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_002',
    purpose: 'An invitation refused with 404, 480, 488 or 603 gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_003',
    purpose: 'An invitation that fails with 5xx gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_004',
    purpose: 'An invitation that is redirected and not followed gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_005',
    purpose: 'A cancelled invitation (CANCEL, 487) gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_006',
    purpose: 'An invitation without any answer gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: { ...arrival, directSip: true },
  },
  {
    id: 'TP_NEG_007',
    purpose: 'A 200 OK that crosses the CANCEL is charged as arrival and departure, or not at all',
    requirements: CR_TRIGGER,
    level: 'MUST',
    kind: 'R',
    needs: { pics: ['arrival-trigger', 'departure-trigger'] },
  },
  {
    id: 'TP_NEG_008',
    purpose: 'Provisional responses give no interim',
    requirements: ['CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_009',
    purpose: 'A retransmitted 200 OK gives no second interim',
    requirements: ['RFC3261_17_1', 'CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'N',
    needs: { ...arrival, directSip: true },
  },
  {
    id: 'TP_NEG_010',
    purpose: 'A retransmitted INVITE or BYE gives no second interim',
    requirements: ['RFC3261_17_1', 'CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'N',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], directSip: true },
  },
  {
    id: 'TP_NEG_011',
    purpose: 'The second 2xx of a forked INVITE gives no second arrival',
    requirements: ['CR_6.2.3.2_2'],
    level: 'SHOULD',
    kind: 'N',
    needs: { ...arrival, directSip: true },
  },
  {
    id: 'TP_NEG_012',
    purpose: "A 401 or 407 to the server's INVITE gives no interim",
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_013',
    purpose: 'A user whom the server does not let in gives no interim, and is not counted',
    requirements: ['TS32299_6.1_1', 'TS32299_7.2.117_1'],
    level: 'MUST',
    kind: 'N',
    needs: { pics: ['arrival-trigger', 'departure-trigger', 'Number-Of-Participants'], verb: 'decide' },
  },
  {
    id: 'TP_NEG_014',
    purpose: 'A REFER that the server refuses gives no interim',
    requirements: ['CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: { pics: ['arrival-trigger', 'refer'], verb: 'decide' },
  },
  {
    id: 'TP_NEG_015',
    purpose: 'A REFER whose target refuses gives no interim',
    requirements: ['TS32299_6.1_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: { pics: ['arrival-trigger', 'refer'] },
  },
  {
    id: 'TP_NEG_016',
    purpose: 'A re-INVITE of an attached user is no arrival: the count stays',
    requirements: ['TS32299_7.2.117_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_017',
    purpose: 'A re-INVITE with a list of users is no arrival: the count stays',
    requirements: ['TS32299_7.2.117_1', 'CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_NEG_018',
    purpose: 'OPTIONS, INFO, MESSAGE, and a roster that is watched, give no interim',
    requirements: ['CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
  },
  {
    id: 'TP_NEG_019',
    purpose: 'A BYE outside any dialog gives no interim',
    requirements: ['CR_6.2.3.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: departure,
  },
  {
    id: 'TP_NEG_020',
    purpose: 'A BYE with wrong tags gives no interim, and the count stays',
    requirements: ['CR_6.2.3.2_1', 'TS32299_7.2.117_1'],
    level: 'MUST',
    kind: 'N',
    needs: { pics: ['departure-trigger'], directSip: true },
  },
  {
    id: 'TP_NEG_021',
    purpose: 'A failed arrival gives no EVENT where the profile declares none',
    requirements: ['TS32299_6.1_1'],
    level: 'MUST',
    kind: 'N',
    needs: { ...arrival, not: { 'P-EVT-FAIL': 'sent' } },
  },
  {
    id: 'TP_NEG_022',
    purpose: 'An arrival that fails and so ends the conference gives STOP, with the cause of the failure',
    requirements: ['TS32260_5.2.1_1', 'TS32299_7.2.35_2'],
    level: 'MUST',
    kind: 'N',
    needs: { ...departure, verb: 'decide' },
  },
  {
    id: 'TP_NEG_023',
    purpose: 'What happens before START was answered does not overtake START',
    requirements: ['RFC6733_9.5_1', 'RFC6733_8.2_1'],
    level: 'MUST',
    kind: 'N',
    needs: arrival,
  },
  {
    id: 'TP_CNT_001',
    purpose: 'The Diameter header of every record: version 1, command 271, R and P set, E clear, application 3',
    requirements: ['RFC6733_3_1', 'TS32299_6.2.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_002',
    purpose: 'Every record has all six mandatory AVPs once, Session-Id first',
    requirements: ['TS32299_6.2.2_1'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_003',
    purpose: 'Acct-Application-Id, where present, is 3 and equals the application of the header',
    requirements: ['RFC6733_6.9_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_004',
    purpose: 'Service-Context-Id names SIMPLE IM or IMS charging',
    requirements: ['TS32299_7.1.12_1'],
    level: 'SHOULD',
    kind: 'P',
    runWide: true,
  },
  {
    id: 'TP_CNT_005',
    purpose: 'Service-Information has the V and the M bit and vendor 10415',
    requirements: ['TS32299_7.2.0_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_006',
    purpose: 'IMS-Information has Node-Functionality, 6 or 3',
    requirements: ['TS32299_7.2.77_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
  },
  {
    id: 'TP_CNT_007',
    purpose: 'An MRFC sends no Role-Of-Node',
    requirements: ['TS32260_6.3.2_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
  {
    id: 'TP_CNT_008',
    purpose: 'The data of every AVP has the length and the form of its type',
    requirements: ['RFC6733_4.3_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_009',
    purpose: 'Every AVP is padded, and every length is a multiple of four or fits into one',
    requirements: ['RFC6733_4_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_010',
    purpose: 'Every vendor AVP has its Vendor-Id, and the reserved bits are clear',
    requirements: ['RFC6733_4.1_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_011',
    purpose: 'The AVPs that Rf does not use are absent',
    requirements: ['TS32299_6.2.2_2'],
    level: 'OBSERVE',
    kind: 'O',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_013',
    purpose: 'Event-Timestamp is the time of what the record reports, however long it waited',
    requirements: ['TS32299_7.1.8_1'],
    level: 'MUST',
    kind: 'P',
    // over HTTP a START that is sent again, as it may be while its Response takes so long, bears nothing by which it is known
    needs: { pics: ['arrival-trigger', 'Event-Timestamp'], binding: 'diameter' },
  },
  {
    id: 'TP_CNT_015',
    purpose: 'Calling-Party-Address is the asserted identity of the caller',
    requirements: ['TS32299_7.2.33_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['arrival-trigger', 'Calling-Party-Address'], not: { 'P-JOIN': 'not-charged' } },
  },
  {
    id: 'TP_CNT_016',
    purpose: 'Every Subscription-Id has a kind and an identity',
    requirements: ['RFC8506_8.46_1'],
    level: 'SHOULD',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_018',
    purpose: 'A Session-Id begins with the Origin-Host that opened it',
    requirements: ['RFC6733_8.8_2'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter' },
  },
  {
    id: 'TP_CNT_019',
    purpose: 'STOP has Cause-Code 0 after a normal end',
    requirements: ['TS32299_7.2.35_1'],
    level: 'MUST',
    kind: 'P',
    needs: { pics: ['Cause-Code'] },
  },
  {
    id: 'TP_LIF_001',
    purpose: 'A START has the number 0',
    requirements: ['RFC6733_9.8.3_2'],
    level: 'SHOULD',
    kind: 'P',
    role: 'both',
    needs: { not: { 'P-NUM': 'growing' } },
  },
  {
    id: 'TP_LIF_002',
    purpose: 'A re-INVITE opens no second accounting session',
    requirements: ['TS32260_5.2.1_2'],
    level: 'MUST',
    kind: 'N',
  },
  {
    id: 'TP_LIF_003',
    purpose: 'The end of a conference gives one STOP, also when the last two leave together',
    requirements: ['RFC6733_9.5_1'],
    level: 'MUST',
    kind: 'P',
    needs: departure,
  },
  {
    id: 'TP_LIF_005',
    purpose: 'A conference that is not created gives no START',
    requirements: ['TS32299_6.1_1'],
    level: 'MUST',
    kind: 'N',
  },
  {
    id: 'TP_ERR_008',
    purpose: 'A first transmission never has the T flag',
    requirements: ['TS32299_6.1.3_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
  },
  {
    id: 'TP_ERR_015',
    purpose: 'An answer with a foreign Hop-by-Hop identifier changes nothing',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'R',
    role: 'both',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], binding: 'diameter' },
  },
  {
    id: 'TP_ERR_017',
    purpose: 'A second answer to a record changes nothing',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'R',
    role: 'both',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], binding: 'diameter' },
  },
  {
    id: 'TP_ERR_023',
    purpose: '2002 is a success: accounting goes on',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'P',
    role: 'both',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], binding: 'diameter' },
  },
  {
    id: 'TP_ERR_024',
    purpose: 'An unknown optional AVP in an answer changes nothing',
    requirements: ['CR_6.2.3.2_2'],
    level: 'MUST',
    kind: 'R',
    role: 'both',
    needs: { pics: ['arrival-trigger', 'departure-trigger'], binding: 'diameter' },
  },
  {
    id: 'TP_PEER_001',
    purpose: 'A CER names its sender and advertises application 3',
    requirements: ['RFC6733_5.3.1_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter', directCh1: true },
  },
  {
    id: 'TP_PEER_003',
    purpose: 'No ACR before a successful CEA',
    requirements: ['RFC6733_5.6_1'],
    level: 'MUST',
    kind: 'N',
    runWide: true,
    needs: { binding: 'diameter', directCh1: true },
  },
  {
    id: 'TP_PEER_005',
    purpose: 'A watchdog is answered with 2001',
    requirements: ['RFC6733_5.5_1'],
    level: 'MUST',
    kind: 'P',
    runWide: true,
    needs: { binding: 'diameter', directCh1: true },
  },
  ...failurePurposes,
  ...servedPurposes,
] as const satisfies readonly TestPurpose[]

export type TestPurposeId = (typeof testPurposes)[number]['id']

/** The purpose with this id, or undefined. */
export function testPurpose(id: string): TestPurpose | undefined {
  return testPurposes.find((one) => one.id === id)
}

const NO_OPERATOR =
  'nothing here can decide as the operator of the SUT: give addresses.control, and controlTakes with decide, in the profile'

/** Why a purpose does not apply to this profile and adapter; undefined when it applies. Decided before the run, never guessed. */
export function notApplicable(
  purpose: TestPurpose,
  profile: Profile,
  verbs: ReadonlySet<string>,
  binding: Binding = 'diameter',
  engine: 'sipp' | 'socket' = 'sipp',
  enablers = 3,
): string | undefined {
  const needs = purpose.needs
  if (!judges(purpose, profile.sut.role)) return `the profile declares role ${profile.sut.role}, and it judges the other one`
  for (const item of needs?.pics ?? []) if (profile.pics[item] === 'no') return `the profile declares ${item}: no`
  for (const [choice, value] of Object.entries(needs?.not ?? {}) as [ChoiceName, string | readonly string[]][]) {
    const declared = profile.choices[choice]
    if (value === declared || (Array.isArray(value) && value.includes(declared)))
      return `the profile declares ${choice}: ${declared}`
  }
  for (const [choice, value] of Object.entries(needs?.is ?? {}) as [ChoiceName, string][]) {
    if (profile.choices[choice] !== value) return `it is for servers that declare ${choice}: ${value}`
  }
  for (const timer of needs?.timers ?? [])
    if (profile.charging[timer] === undefined) return `the profile does not tell charging.${timer}`
  if (needs?.verb === 'decide' && !verbs.has('decide')) return NO_OPERATOR
  if (needs?.verb === 'expel' && !verbs.has('expel')) {
    const asks = profile.triggers.expel !== undefined // what else than a prompt is there can be done
    return asks
      ? 'the tester is to make the SUT expel a user, and there is no terminal to ask at'
      : 'nothing here can make the SUT expel a user: give triggers.expel or addresses.control in the profile'
  }
  if (needs?.interims && hasNoInterims(profile))
    return 'the profile declares role participating, P-GRAN: leg and P-PERIODIC: not-sent, so no INTERIM is due'
  if (needs?.directSip && profile.topology.sip !== 'direct')
    return `SIP goes through a ${profile.topology.sip}, which absorbs retransmissions`
  if (needs?.directCh1 && profile.topology.ch1 !== 'direct')
    return `CH-1 comes through an ${profile.topology.ch1}, which is our neighbour in the SUT's place`
  if (needs?.binding && needs.binding !== binding)
    return `it judges ${needs.binding} messages, and the run charges over ${binding}`
  if (needs?.enablers !== undefined && needs.enablers > enablers)
    return `it needs ${needs.enablers} Charging Enablers, and --listen-ch1 names ${enablers}`
  if (needs?.engine && needs.engine !== engine) return 'it is driven by SIPp alone, and the run has --engine socket'
  return undefined
}

/** Does it judge a SUT of this role? */
export function judges({ role, runWide }: TestPurpose, asked: Role): boolean {
  return (role ?? (runWide ? 'both' : 'controlling')) === 'both' || (role ?? 'controlling') === asked
}

/**
 * Is the purpose not asked of this SUT, and nothing owed to it? It judges the other role, servers that declare a choice which this
 * one does not, or the other of the two ways in which a participating function may account (LV-15). Any other purpose that is not applicable is something the SUT does not claim.
 */
export function isOfOthers(purpose: TestPurpose, profile: Profile): boolean {
  const { sut, choices } = profile
  if (!judges(purpose, sut.role)) return true
  const ofOneChoice = Object.entries(purpose.needs?.is ?? {}) as [ChoiceName, string][]
  if (ofOneChoice.some(([choice, value]) => choices[choice] !== value)) return true
  if (sut.role !== 'participating') return false
  const isOfOtherSession = choices['P-GRAN'] !== 'unknown' && purpose.needs?.not?.['P-GRAN'] === choices['P-GRAN']
  return isOfOtherSession || (purpose.needs?.interims === true && hasNoInterims(profile))
}

function hasNoInterims({ sut, choices }: Profile): boolean {
  return sut.role === 'participating' && choices['P-GRAN'] === 'leg' && choices['P-PERIODIC'] === 'not-sent'
}
