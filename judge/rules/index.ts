// The registry of rules. Within a kind the order is the order in which rules are asked; the first that applies names the breach.
import type { Profile } from '../profile/schema'
import { clauseText, requirements, type Requirement } from '../requirements/clauses'
import { judges, testPurpose, type Role } from '../requirements/test-purposes'
import type { Grade } from '../verdict'
import { acctApplicationId } from './acct-application-id'
import { acrBeforeOpen } from './acr-before-open'
import { acrHeader } from './acr-header'
import { acrMandatoryAvps } from './acr-mandatory-avps'
import { arrivalCallId } from './arrival-call-id'
import { arrivalCount } from './arrival-count'
import { arrivalIcid } from './arrival-icid'
import { arrivalInterimEarly } from './arrival-interim-early'
import { arrivalInterimMissing } from './arrival-interim-missing'
import { arrivalMedia } from './arrival-media'
import { arrivalMethod } from './arrival-method'
import { arrivalNumbersConsecutive } from './arrival-numbers-consecutive'
import { arrivalParty } from './arrival-party'
import { arrivalServiceType } from './arrival-service-type'
import { avpAlignment } from './avp-alignment'
import { avpBits } from './avp-bits'
import { avpData } from './avp-data'
import { callingParty } from './calling-party'
import { causeInInterim } from './cause-in-interim'
import { cerGrammar } from './cer-grammar'
import { choiceInconsistent } from './choice-inconsistent'
import { declaredOtherwise } from './declared-otherwise'
import { conferencesMixed } from './conferences-mixed'
import { crossingUnbalanced } from './crossing-unbalanced'
import { crowdCount } from './crowd-count'
import { departureCount } from './departure-count'
import { departureInterimDoubled } from './departure-interim-doubled'
import { departureInterimMissing } from './departure-interim-missing'
import { departureMethod } from './departure-method'
import { departureNumbersConsecutive } from './departure-numbers-consecutive'
import { departureParty } from './departure-party'
import { departureServiceType } from './departure-service-type'
import { dwaMissing } from './dwa-missing'
import { dwaResult } from './dwa-result'
import { eventForRefusal } from './event-for-refusal'
import { eventTimestampOfTrigger } from './event-timestamp-of-trigger'
import { eventTimestampsFall } from './event-timestamps-fall'
import { expulsionInterimEarly } from './expulsion-interim-early'
import { expulsionInterimMissing } from './expulsion-interim-missing'
import { firstArrivalNumber } from './first-arrival-number'
import { forkUnbalanced } from './fork-unbalanced'
import { imInformationMembers } from './im-information-members'
import { initiatorDepartureMissing } from './initiator-departure-missing'
import { interimByTimeEarly } from './interim-by-time-early'
import { interimByTimeMissing } from './interim-by-time-missing'
import { interimInAPair } from './interim-in-a-pair'
import { interOperatorIdentifier } from './inter-operator-identifier'
import { interimForCancelled } from './interim-for-cancelled'
import { interimForChallenge } from './interim-for-challenge'
import { interimForLostMedia } from './interim-for-lost-media'
import { interimForMediaChange } from './interim-for-media-change'
import { interimForOtherRefusal } from './interim-for-other-refusal'
import { interimForOtherRequest } from './interim-for-other-request'
import { interimForProvisional } from './interim-for-provisional'
import { interimForRedirection } from './interim-for-redirection'
import { interimForRefusal } from './interim-for-refusal'
import { interimForRefusedJoiner } from './interim-for-refused-joiner'
import { interimForRefusedRefer } from './interim-for-refused-refer'
import { interimForRejectedRefer } from './interim-for-rejected-refer'
import { interimForResentAnswer } from './interim-for-resent-answer'
import { interimForResentRequest } from './interim-for-resent-request'
import { interimForServerFailure } from './interim-for-server-failure'
import { interimForStrayBye } from './interim-for-stray-bye'
import { interimForUnanswered } from './interim-for-unanswered'
import { interimForWrongTags } from './interim-for-wrong-tags'
import { joinInterimEarly } from './join-interim-early'
import { joinInterimMissing } from './join-interim-missing'
import { keptRecordNotResent } from './kept-record-not-resent'
import { lastLeaverInterim } from './last-leaver-interim'
import { mediaChangeCount } from './media-change-count'
import { failedMessageCause } from './failed-message-cause'
import { failedMessageEventMissing } from './failed-message-event-missing'
import { messageCountersFall } from './message-counters-fall'
import { messageCounts } from './message-counts'
import { messageEventDoubled } from './message-event-doubled'
import { messageEventMissing } from './message-event-missing'
import { messageMethod } from './message-method'
import { messageServiceType } from './message-service-type'
import { nodeFunctionalityPresent } from './node-functionality-present'
import { nodeFunctionalityValue } from './node-functionality-value'
import { numberBehindInterimByTime } from './number-behind-interim-by-time'
import { olderIntervalKept } from './older-interval-kept'
import { oneOutstanding } from './one-outstanding'
import { recordAfterStop } from './record-after-stop'
import { recordNumberUniqueGrowing } from './record-number-unique-growing'
import { recordSequence } from './record-sequence'
import { recordUnexplained } from './record-unexplained'
import { referInterimEarly } from './refer-interim-early'
import { rejoinInterimMissing } from './rejoin-interim-missing'
import { roleOfNodeOfMrfc } from './role-of-node-of-mrfc'
import { servedArrivalCallId } from './served-arrival-call-id'
import { servedArrivalEarly } from './served-arrival-early'
import { servedArrivalIcid } from './served-arrival-icid'
import { servedArrivalMethod } from './served-arrival-method'
import { servedArrivalMissing } from './served-arrival-missing'
import { servedArrivalParty } from './served-arrival-party'
import { servedArrivalServiceType } from './served-arrival-service-type'
import { servedConferenceSequence } from './served-conference-sequence'
import { servedDepartureDoubled } from './served-departure-doubled'
import { servedDepartureMethod } from './served-departure-method'
import { servedDepartureMissing } from './served-departure-missing'
import { servedDepartureServiceType } from './served-departure-service-type'
import { servedExpulsionMissing } from './served-expulsion-missing'
import { servedJoinMissing } from './served-join-missing'
import { servedRecordForCancelled } from './served-record-for-cancelled'
import { servedRecordForRefusal } from './served-record-for-refusal'
import { servedRecordForResend } from './served-record-for-resend'
import { servedRecordForTurnedAway } from './served-record-for-turned-away'
import { servedRecordWhileRinging } from './served-record-while-ringing'
import { servedRole } from './served-role'
import { servedSessionId } from './served-session-id'
import { servedStopMissing } from './served-stop-missing'
import { servedUserSequence } from './served-user-sequence'
import { serviceContextId } from './service-context-id'
import { serviceInformationBits } from './service-information-bits'
import { sessionIdConstant } from './session-id-constant'
import { sessionIdOrigin } from './session-id-origin'
import { startCount } from './start-count'
import { startForMediaChange } from './start-for-media-change'
import { startForRefusedCreation } from './start-for-refused-creation'
import { startMissing } from './start-missing'
import { startNumber } from './start-number'
import { startOvertaken } from './start-overtaken'
import { stopCause } from './stop-cause'
import { stopCauseOfFailure } from './stop-cause-of-failure'
import { stopMissing } from './stop-missing'
import { stopWhilePending } from './stop-while-pending'
import { subscriptionIdMembers } from './subscription-id-members'
import { tFlagOnFirstSend } from './t-flag-on-first-send'
import { timeStampsByTime } from './time-stamps-by-time'
import { timeStampsMissing } from './time-stamps-missing'
import { unacknowledgedUnbalanced } from './unacknowledged-unbalanced'
import { unusedAvps } from './unused-avps'
import { resendMissing } from './resend-missing'
import { resendSchedule } from './resend-schedule'
import { failoverAfterSilence } from './failover-after-silence'
import { failoverAfterLoss } from './failover-after-loss'
import { tooBusyNotResent } from './too-busy-not-resent'
import { originStateIdNotLarger } from './origin-state-id-not-larger'
import { outOfSpaceNotResent } from './out-of-space-not-resent'
import { unableToDeliverNotResent } from './unable-to-deliver-not-resent'
import { strangeAnswerTaken } from './strange-answer-taken'
import { resendWithoutT } from './resend-without-t'
import { resendRenamed } from './resend-renamed'
import { tFlagAfterError } from './t-flag-after-error'
import { answeredRecordResent } from './answered-record-resent'
import { refusedRecordResent } from './refused-record-resent'
import { failoverBrokenSequence } from './failover-broken-sequence'
import { bufferOrder } from './buffer-order'
import { bufferNotOverwritten } from './buffer-not-overwritten'
import { sipWaitsForResponse } from './sip-waits-for-response'
import { grantedWithoutDelivery } from './granted-without-delivery'
import { serviceLost } from './service-lost'
import { bufferedRecordMissing } from './buffered-record-missing'
import { reconnectTooSoon } from './reconnect-too-soon'
import { noWatchdog } from './no-watchdog'
import { notOneConnection } from './not-one-connection'
import { disconnectUnanswered } from './disconnect-unanswered'
import { neverReconnects } from './never-reconnects'
import { reconnectUnwanted } from './reconnect-unwanted'
import { noFailback } from './no-failback'
import { lostToGarbage } from './lost-to-garbage'
import { suspectStillUsed } from './suspect-still-used'
import { supportedVendor } from './supported-vendor'
import type { ChoiceRule, DemandRule, ForbiddenRule, MissingRule, PeerRule, RecordRule, Rule } from './rule'

export const missingRules: readonly MissingRule[] = [
  bufferedRecordMissing,
  rejoinInterimMissing,
  arrivalInterimMissing,
  joinInterimMissing,
  initiatorDepartureMissing,
  departureInterimMissing,
  expulsionInterimMissing,
  startMissing,
  stopMissing,
  messageEventMissing,
  failedMessageEventMissing,
  servedJoinMissing,
  servedArrivalMissing,
  servedDepartureMissing,
  servedExpulsionMissing,
  servedStopMissing,
]
export const forbiddenRules: readonly ForbiddenRule[] = [
  timeStampsByTime,
  interimForUnanswered,
  interimForProvisional,
  interimForRejectedRefer,
  referInterimEarly,
  arrivalInterimEarly,
  interimForChallenge,
  interimForCancelled,
  interimForRefusedRefer,
  interimForServerFailure,
  interimForRedirection,
  interimForOtherRefusal,
  interimForRefusal,
  eventForRefusal,
  interimForResentAnswer,
  interimForResentRequest,
  expulsionInterimEarly,
  interimForRefusedJoiner,
  interimForMediaChange,
  startForMediaChange,
  startForRefusedCreation,
  interimForOtherRequest,
  interimForLostMedia,
  interimForStrayBye,
  interimForWrongTags,
  joinInterimEarly,
  lastLeaverInterim,
  departureInterimDoubled,
  messageEventDoubled,
  servedArrivalEarly,
  servedRecordWhileRinging,
  servedRecordForRefusal,
  servedRecordForCancelled,
  servedRecordForTurnedAway,
  servedRecordForResend,
  servedDepartureDoubled,
  recordUnexplained,
]
export const recordRules: readonly RecordRule[] = [
  acrHeader,
  acrMandatoryAvps,
  sessionIdConstant,
  conferencesMixed,
  recordAfterStop,
  recordNumberUniqueGrowing,
  tFlagOnFirstSend,
  acctApplicationId,
  serviceContextId,
  serviceInformationBits,
  nodeFunctionalityPresent,
  nodeFunctionalityValue,
  roleOfNodeOfMrfc,
  avpData,
  avpAlignment,
  avpBits,
  unusedAvps,
  subscriptionIdMembers,
  imInformationMembers,
  sessionIdOrigin,
  causeInInterim,
  oneOutstanding,
  stopWhilePending,
  eventTimestampsFall,
  resendWithoutT,
  resendRenamed,
  tFlagAfterError,
  answeredRecordResent,
  refusedRecordResent,
  servedSessionId,
  servedRole,
]
export const demandRules: readonly DemandRule[] = [
  arrivalCount,
  arrivalMethod,
  firstArrivalNumber,
  arrivalNumbersConsecutive,
  departureCount,
  departureMethod,
  recordSequence,
  crowdCount,
  arrivalParty,
  arrivalIcid,
  arrivalCallId,
  arrivalServiceType,
  departureParty,
  departureServiceType,
  departureNumbersConsecutive,
  startNumber,
  resendMissing,
  resendSchedule,
  failoverAfterSilence,
  failoverAfterLoss,
  tooBusyNotResent,
  outOfSpaceNotResent,
  unableToDeliverNotResent,
  strangeAnswerTaken,
  failoverBrokenSequence,
  bufferOrder,
  bufferNotOverwritten,
  sipWaitsForResponse,
  keptRecordNotResent,
  originStateIdNotLarger,
  grantedWithoutDelivery,
  serviceLost,
  reconnectTooSoon,
  noWatchdog,
  disconnectUnanswered,
  neverReconnects,
  reconnectUnwanted,
  noFailback,
  lostToGarbage,
  notOneConnection,
  suspectStillUsed,
  servedArrivalMethod,
  servedArrivalParty,
  servedArrivalCallId,
  servedArrivalIcid,
  servedArrivalServiceType,
  servedDepartureMethod,
  servedDepartureServiceType,
  servedUserSequence,
  servedConferenceSequence,
  mediaChangeCount,
  crossingUnbalanced,
  forkUnbalanced,
  startCount,
  stopCause,
  stopCauseOfFailure,
  eventTimestampOfTrigger,
  callingParty,
  interOperatorIdentifier,
  interimInAPair,
  arrivalMedia,
  unacknowledgedUnbalanced,
  startOvertaken,
  interimByTimeMissing,
  interimByTimeEarly,
  olderIntervalKept,
  numberBehindInterimByTime,
  timeStampsMissing,
  messageMethod,
  messageServiceType,
  failedMessageCause,
  messageCounts,
  messageCountersFall,
]
export const peerRules: readonly PeerRule[] = [cerGrammar, acrBeforeOpen, dwaResult, supportedVendor, dwaMissing]
export const choiceRules: readonly ChoiceRule[] = [choiceInconsistent, declaredOtherwise]

/** Every rule there is. */
export const rules: readonly Rule[] = [
  ...missingRules,
  ...forbiddenRules,
  ...recordRules,
  ...peerRules,
  ...demandRules,
  ...choiceRules,
]

/** Does the rule speak of a SUT of this role? It does where its owner judges that role: what it finds must fail somebody. */
export function speaksOf({ owner }: Rule, role: Role): boolean {
  const purpose = testPurpose(owner)
  return purpose !== undefined && judges(purpose, role)
}

/** The rule with this id; an unknown id is a mistake of ours and throws. */
export function ruleOf(id: string): Rule {
  const rule = rules.find((one) => one.id === id)
  if (!rule) throw new RangeError(`no rule ${id} in judge/rules`)
  return rule
}

/** Clause, certainty and level of a rule under a profile: SHOULD where only a declaration makes it binding, or where we are not sure. */
export function weightOf(
  rule: Rule,
  profile: Profile,
): { readonly clause: string; readonly grade: Grade; readonly level: 'MUST' | 'SHOULD' } {
  const requirement: Requirement | undefined = requirements.find((one) => one.id === rule.requirement)
  const grade = requirement?.grade ?? 'memory'
  const { choice, as } = rule.mustWhenDeclared ?? {}
  const value = choice && profile.choices[choice]
  const isTold = rule.mustWhenTold === undefined || profile.charging[rule.mustWhenTold] !== undefined
  const declared = value === undefined || (value !== 'unknown' && (as === undefined || value === as))
  return {
    clause: clauseText(rule.requirement),
    grade,
    level: declared && isTold && grade === 'verified' && !rule.onlyWarns ? 'MUST' : 'SHOULD',
  }
}
