// All mutants of the reference server.
import { comesBackToOneThatDoesNotWant } from './comes-back-to-one-that-does-not-want'
import { crossingAnswerChargedAsComing } from './crossing-answer-charged-as-coming'
import { expulsionChargedUnanswered } from './expulsion-charged-unanswered'
import { interimAtARejectedRefer } from './interim-at-a-rejected-refer'
import { interimForARefusedJoiner } from './interim-for-a-refused-joiner'
import { interimForAStrayBye } from './interim-for-a-stray-bye'
import { interimForAWordInALeg } from './interim-for-a-word-in-a-leg'
import { interimWhenNobodyAnswers } from './interim-when-nobody-answers'
import { knocksAgainAtOnce } from './knocks-again-at-once'
import { listInAReinviteCounted } from './list-in-a-reinvite-counted'
import { lostWithWhatItCannotRead } from './lost-with-what-it-cannot-read'
import { reinviteCountedAsOneMore } from './reinvite-counted-as-one-more'
import { secondDeviceChargedAsComing } from './second-device-charged-as-coming'
import { startBehindTheFirstAnswer } from './start-behind-the-first-answer'
import { startCountsTheInitiator } from './start-counts-the-initiator'
import { staysWithTheSecondary } from './stays-with-the-secondary'
import { suspectKeepsItsRecords } from './suspect-keeps-its-records'
import { tagsOfAByeUnread } from './tags-of-a-bye-unread'
import { firstIntervalKept } from './first-interval-kept'
import { interfaceAmongTheCounters } from './interface-among-the-counters'
import { interimByTimeOnce } from './interim-by-time-once'
import { interimIntervalIgnored } from './interim-interval-ignored'
import { interimsByTimeNumberedApart } from './interims-by-time-numbered-apart'
import { lostConnectionIsADeparture } from './lost-connection-is-a-departure'
import { messagesSinceTheLastRecord } from './messages-since-the-last-record'
import { timeStampsInInterimsByTime } from './time-stamps-in-interims-by-time'
import { SutError } from '../adapter'
import { accountingRecordNumberMissing } from './accounting-record-number-missing'
import { acctApplicationIdOfCreditControl } from './acct-application-id-of-credit-control'
import { acrBeforeCer } from './acr-before-cer'
import { answerToAResendIgnored } from './answer-to-a-resend-ignored'
import { answerToAnotherRecordTaken } from './answer-to-another-record-taken'
import { answeredRecordSentAfterFailover } from './answered-record-sent-after-failover'
import { applicationOfTheBase } from './application-of-the-base'
import { arrivalNamesTheInitiator } from './arrival-names-the-initiator'
import { bufferedRecordOverwritten } from './buffered-record-overwritten'
import { callIdIsTheIcid } from './call-id-is-the-icid'
import { callIdWithoutItsHost } from './call-id-without-its-host'
import { calledPartyArrives } from './called-party-arrives'
import { callingPartyIsTheCalledOne } from './calling-party-is-the-called-one'
import { causeCodeInInterim } from './cause-code-in-interim'
import { causeOfAFailedMessage } from './cause-of-a-failed-message'
import { cerWithoutProductName } from './cer-without-product-name'
import { countMissing } from './count-missing'
import { countOfTheInvited } from './count-of-the-invited'
import { countStaleOnArrival } from './count-stale-on-arrival'
import { countStaleOnDeparture } from './count-stale-on-departure'
import { countWithTheFocus } from './count-with-the-focus'
import { deliverAndGrantIgnored } from './deliver-and-grant-ignored'
import { departureNamesWhoRemains } from './departure-names-who-remains'
import { destinationRealmMissing } from './destination-realm-missing'
import { destinationRealmTwice } from './destination-realm-twice'
import { dprUnanswered } from './dpr-unanswered'
import { lostConnectionNotMadeAgain } from './lost-connection-not-made-again'
import { lostToASecondConnection } from './lost-to-a-second-connection'
import { secondConnectionKept } from './second-connection-kept'
import { dwaWithoutResult } from './dwa-without-result'
import { eBitSet } from './e-bit-set'
import { endToEndAnewOnResend } from './end-to-end-anew-on-resend'
import { eventDoubledForMessage } from './event-doubled-for-message'
import { eventMissingForFailedMessage } from './event-missing-for-failed-message'
import { eventMissingForMessage } from './event-missing-for-message'
import { eventForAnArrival } from './event-for-an-arrival'
import { eventInTheSession } from './event-in-the-session'
import { eventOnRefusal } from './event-on-refusal'
import { eventTimestampOfTheSending } from './event-timestamp-of-the-sending'
import { explodedCopiesNotCounted } from './exploded-copies-not-counted'
import { failoverOpensASession } from './failover-opens-a-session'
import { failoverRestartsTheNumbers } from './failover-restarts-the-numbers'
import { foreignAnswerTakenForTheNext } from './foreign-answer-taken-for-the-next'
import { grantAndLoseIgnored } from './grant-and-lose-ignored'
import { icidPerRecord } from './icid-per-record'
import { interimForMessage } from './interim-for-message'
import { interimAfterStop } from './interim-after-stop'
import { interimAtTheInvite } from './interim-at-the-invite'
import { interimAtTheRefer } from './interim-at-the-refer'
import { interimDoesNotWait } from './interim-does-not-wait'
import { interimDoubledOnArrival } from './interim-doubled-on-arrival'
import { interimDoubledOnBye } from './interim-doubled-on-bye'
import { interimDoubledOnExpulsion } from './interim-doubled-on-expulsion'
import { interimDoubledOnJoin } from './interim-doubled-on-join'
import { interimForTheLastLeaver } from './interim-for-the-last-leaver'
import { interimLostBehindAnother } from './interim-lost-behind-another'
import { interimMissingForEveryFiftieth } from './interim-missing-for-every-fiftieth'
import { interimMissingForInitiator } from './interim-missing-for-initiator'
import { interimMissingFromTheList } from './interim-missing-from-the-list'
import { interimMissingOnBye } from './interim-missing-on-bye'
import { interimMissingOnExpulsion } from './interim-missing-on-expulsion'
import { interimMissingOnInvitedArrival } from './interim-missing-on-invited-arrival'
import { interimMissingOnJoin } from './interim-missing-on-join'
import { interimMissingOnReturn } from './interim-missing-on-return'
import { interimOnARefusedReferral } from './interim-on-a-refused-referral'
import { interimOnCancel } from './interim-on-cancel'
import { interimOnFailure } from './interim-on-failure'
import { interimOnOtherRefusal } from './interim-on-other-refusal'
import { interimOnRedirection } from './interim-on-redirection'
import { interimOnRefusal } from './interim-on-refusal'
import { interimOnResentAnswer } from './interim-on-resent-answer'
import { interimOnResentRequest } from './interim-on-resent-request'
import { interimWhileRinging } from './interim-while-ringing'
import { invalidValueSentAgain } from './invalid-value-sent-again'
import { keptRecordWithoutT } from './kept-record-without-t'
import { lastMemberUnpadded } from './last-member-unpadded'
import { limitedSuccessIsNoSuccess } from './limited-success-is-no-success'
import { mediaOfACall } from './media-of-a-call'
import { memberLongerThanItsGroup } from './member-longer-than-its-group'
import { methodMissing } from './method-missing'
import { methodOfArrivals } from './method-of-arrivals'
import { methodOfDepartures } from './method-of-departures'
import { noInterimWhereNoneByTime } from './no-interim-where-none-by-time'
import { nodeFunctionalityMissing } from './node-functionality-missing'
import { nodeFunctionalityOfAPCscf } from './node-functionality-of-a-p-cscf'
import { numberFalling } from './number-falling'
import { numberRepeated } from './number-repeated'
import { numberSkippedAtDepartures } from './number-skipped-at-departures'
import { numberSkippedAtTheFirstInterim } from './number-skipped-at-the-first-interim'
import { numberSkippedAtTheThirdInterim } from './number-skipped-at-the-third-interim'
import { numbersFromOne } from './numbers-from-one'
import { numbersWithGaps } from './numbers-with-gaps'
import { operatorOfTheServer } from './operator-of-the-server'
import { originRealmMissing } from './origin-realm-missing'
import { outOfSpaceTakenForSuccess } from './out-of-space-taken-for-success'
import { outageRecordsNewestFirst } from './outage-records-newest-first'
import { pBitClear } from './p-bit-clear'
import { participantCountStale } from './participant-count-stale'
import { pendingWaitsForTheLostPeer } from './pending-waits-for-the-lost-peer'
import { reasonHeaderInInterim } from './reason-header-in-interim'
import { resendToTheSilentPeer } from './resend-to-the-silent-peer'
import { resendsFewerThanDeclared } from './resends-fewer-than-declared'
import { reservedAvpBit } from './reserved-avp-bit'
import { returnerCountedTwice } from './returner-counted-twice'
import { roleOfNodeOfAnMrfc } from './role-of-node-of-an-mrfc'
import { secondAnswerTakenForTheNext } from './second-answer-taken-for-the-next'
import { servedArrivalNamesAStranger } from './served-arrival-names-a-stranger'
import { servedArrivalWithoutInterim } from './served-arrival-without-interim'
import { servedCallIdOfAnother } from './served-call-id-of-another'
import { servedExpulsionWithoutStop } from './served-expulsion-without-stop'
import { servedIcidPerRecord } from './served-icid-per-record'
import { servedInterimAsStart } from './served-interim-as-start'
import { servedInterimDoubledOnBye } from './served-interim-doubled-on-bye'
import { servedInterimOnResentBye } from './served-interim-on-resent-bye'
import { servedInviteeWithoutStart } from './served-invitee-without-start'
import { servedJoinerWithoutStart } from './served-joiner-without-start'
import { servedLastWithoutStop } from './served-last-without-stop'
import { servedLeaverWithoutInterim } from './served-leaver-without-interim'
import { servedLeaverWithoutStop } from './served-leaver-without-stop'
import { servedMethodOfArrivals } from './served-method-of-arrivals'
import { servedMethodOfDepartures } from './served-method-of-departures'
import { servedRoleOfAControllingFunction } from './served-role-of-a-controlling-function'
import { servedServiceTypeOfArrivals } from './served-service-type-of-arrivals'
import { servedServiceTypeOfDepartures } from './served-service-type-of-departures'
import { servedSessionIdOfDepartures } from './served-session-id-of-departures'
import { servedStartAsInterim } from './served-start-as-interim'
import { servedStartOnCancel } from './served-start-on-cancel'
import { servedStartOnRefusal } from './served-start-on-refusal'
import { servedStartWhenTurnedAway } from './served-start-when-turned-away'
import { servedStartWhileRinging } from './served-start-while-ringing'
import { serviceContextOfMms } from './service-context-of-mms'
import { serviceInformationNotMandatory } from './service-information-not-mandatory'
import { serviceInformationWithoutVendor } from './service-information-without-vendor'
import { serviceTypeOfArrivals } from './service-type-of-arrivals'
import { serviceTypeOfDepartures } from './service-type-of-departures'
import { sessionIdNotFirst } from './session-id-not-first'
import { sessionIdOfAnotherNode } from './session-id-of-another-node'
import { sessionIdOfDepartures } from './session-id-of-departures'
import { sessionIdOfInvitedArrivals } from './session-id-of-invited-arrivals'
import { sessionIdPerRecord } from './session-id-per-record'
import { sessionIdShared } from './session-id-shared'
import { silenceTakenForAnAnswer } from './silence-taken-for-an-answer'
import { sipWaitsForCharging } from './sip-waits-for-charging'
import { startAsInterim } from './start-as-interim'
import { startAtEveryArrival } from './start-at-every-arrival'
import { startMissing } from './start-missing'
import { startOnAReinvite } from './start-on-a-reinvite'
import { startWhereInterimIsOwed } from './start-where-interim-is-owed'
import { stateOfEveryLife } from './state-of-every-life'
import { stopAsInterim } from './stop-as-interim'
import { stopDoesNotWait } from './stop-does-not-wait'
import { stopDoubled } from './stop-doubled'
import { stopForEveryLeaver } from './stop-for-every-leaver'
import { stopLostByMixedCallIds } from './stop-lost-by-mixed-call-ids'
import { stopMissing } from './stop-missing'
import { stopWithAFailure } from './stop-with-a-failure'
import { stopWithTheTimeOfTheInvite } from './stop-with-the-time-of-the-invite'
import { subSessionOfEachLeg } from './sub-session-of-each-leg'
import { subscriptionIdWithoutItsType } from './subscription-id-without-its-type'
import { tFlagAfterAnErrorAnswer } from './t-flag-after-an-error-answer'
import { tFlagAlways } from './t-flag-always'
import { tFlagMissingOnResend } from './t-flag-missing-on-resend'
import { timeOfEightOctets } from './time-of-eight-octets'
import { tooBusyTakenForSuccess } from './too-busy-taken-for-success'
import { undeliverableNotTriedElsewhere } from './undeliverable-not-tried-elsewhere'
import { unknownAvpRefused } from './unknown-avp-refused'
import { unknownSessionEndsCharging } from './unknown-session-ends-charging'
import { unsigned32OfThreeOctets } from './unsigned32-of-three-octets'
import { unsupportedAvpSentAgain } from './unsupported-avp-sent-again'
import { vendorZero } from './vendor-zero'
import type { Mutant } from './mutant'

export { FAMILIES, MONEY, type Kill, type Money, type Mutant, type MutantFamily } from './mutant'

/** In the order of the kill matrix. */
export const mutants: readonly Mutant[] = [
  interimMissingOnInvitedArrival,
  calledPartyArrives,
  interimMissingOnBye,
  interimMissingOnExpulsion,
  interimDoubledOnBye,
  interimOnRefusal,
  sessionIdPerRecord,
  startWhereInterimIsOwed,
  participantCountStale,
  interimMissingOnJoin,
  interimMissingOnReturn,
  interimMissingForInitiator,
  interimMissingForEveryFiftieth,
  startMissing,
  startAsInterim,
  stopMissing,
  stopAsInterim,
  stopDoubled,
  interimAfterStop,
  interimForTheLastLeaver,
  stopForEveryLeaver,
  eventForAnArrival,
  interimDoubledOnArrival,
  interimDoubledOnJoin,
  interimDoubledOnExpulsion,
  interimWhileRinging,
  interimAtTheInvite,
  interimAtTheRefer,
  interimOnCancel,
  interimOnFailure,
  interimOnRedirection,
  interimOnOtherRefusal,
  eventOnRefusal,
  eventMissingForMessage,
  eventDoubledForMessage,
  eventMissingForFailedMessage,
  interimForMessage,
  interimOnResentAnswer,
  interimOnResentRequest,
  numberRepeated,
  numberFalling,
  numbersWithGaps,
  numbersFromOne,
  sessionIdShared,
  sessionIdOfDepartures,
  sessionIdOfAnotherNode,
  countOfTheInvited,
  countWithTheFocus,
  countStaleOnArrival,
  countStaleOnDeparture,
  countMissing,
  explodedCopiesNotCounted,
  methodOfArrivals,
  methodOfDepartures,
  methodMissing,
  causeCodeInInterim,
  causeOfAFailedMessage,
  reasonHeaderInInterim,
  acctApplicationIdOfCreditControl,
  serviceInformationWithoutVendor,
  serviceInformationNotMandatory,
  nodeFunctionalityMissing,
  roleOfNodeOfAnMrfc,
  unsigned32OfThreeOctets,
  timeOfEightOctets,
  reservedAvpBit,
  vendorZero,
  originRealmMissing,
  destinationRealmMissing,
  accountingRecordNumberMissing,
  destinationRealmTwice,
  sessionIdNotFirst,
  pBitClear,
  eBitSet,
  applicationOfTheBase,
  tFlagAlways,
  eventInTheSession,
  startAtEveryArrival,
  stopWithTheTimeOfTheInvite,
  icidPerRecord,
  callIdIsTheIcid,
  callIdWithoutItsHost,
  stopLostByMixedCallIds,
  arrivalNamesTheInitiator,
  departureNamesWhoRemains,
  serviceTypeOfArrivals,
  serviceTypeOfDepartures,
  serviceContextOfMms,
  subscriptionIdWithoutItsType,
  nodeFunctionalityOfAPCscf,
  subSessionOfEachLeg,
  lastMemberUnpadded,
  interimOnARefusedReferral,
  interimMissingFromTheList,
  noInterimWhereNoneByTime,
  interimLostBehindAnother,
  interimDoesNotWait,
  stopDoesNotWait,
  limitedSuccessIsNoSuccess,
  secondAnswerTakenForTheNext,
  foreignAnswerTakenForTheNext,
  unknownAvpRefused,
  acrBeforeCer,
  dwaWithoutResult,
  cerWithoutProductName,
  memberLongerThanItsGroup,
  returnerCountedTwice,
  tFlagMissingOnResend,
  endToEndAnewOnResend,
  silenceTakenForAnAnswer,
  resendsFewerThanDeclared,
  resendToTheSilentPeer,
  pendingWaitsForTheLostPeer,
  tooBusyTakenForSuccess,
  outOfSpaceTakenForSuccess,
  undeliverableNotTriedElsewhere,
  invalidValueSentAgain,
  unsupportedAvpSentAgain,
  unknownSessionEndsCharging,
  answerToAnotherRecordTaken,
  tFlagAfterAnErrorAnswer,
  answerToAResendIgnored,
  answeredRecordSentAfterFailover,
  servedJoinerWithoutStart,
  servedInviteeWithoutStart,
  servedArrivalWithoutInterim,
  servedStartWhileRinging,
  servedLeaverWithoutStop,
  servedLeaverWithoutInterim,
  servedExpulsionWithoutStop,
  servedLastWithoutStop,
  servedStartOnRefusal,
  servedStartOnCancel,
  servedStartWhenTurnedAway,
  servedInterimDoubledOnBye,
  servedInterimOnResentBye,
  servedMethodOfArrivals,
  servedMethodOfDepartures,
  servedStartAsInterim,
  servedInterimAsStart,
  servedSessionIdOfDepartures,
  servedRoleOfAControllingFunction,
  sessionIdOfInvitedArrivals,
  numberSkippedAtTheFirstInterim,
  numberSkippedAtTheThirdInterim,
  numberSkippedAtDepartures,
  outageRecordsNewestFirst,
  bufferedRecordOverwritten,
  sipWaitsForCharging,
  failoverOpensASession,
  keptRecordWithoutT,
  stateOfEveryLife,
  deliverAndGrantIgnored,
  failoverRestartsTheNumbers,
  servedArrivalNamesAStranger,
  servedCallIdOfAnother,
  servedIcidPerRecord,
  servedServiceTypeOfArrivals,
  servedServiceTypeOfDepartures,
  dprUnanswered,
  lostConnectionNotMadeAgain,
  secondConnectionKept,
  lostToASecondConnection,
  grantAndLoseIgnored,
  stopWithAFailure,
  callingPartyIsTheCalledOne,
  operatorOfTheServer,
  lostConnectionIsADeparture,
  messagesSinceTheLastRecord,
  interfaceAmongTheCounters,
  mediaOfACall,
  startOnAReinvite,
  eventTimestampOfTheSending,
  interimIntervalIgnored,
  interimByTimeOnce,
  firstIntervalKept,
  interimsByTimeNumberedApart,
  timeStampsInInterimsByTime,
  expulsionChargedUnanswered,
  startCountsTheInitiator,
  interimWhenNobodyAnswers,
  crossingAnswerChargedAsComing,
  secondDeviceChargedAsComing,
  interimForARefusedJoiner,
  interimAtARejectedRefer,
  reinviteCountedAsOneMore,
  listInAReinviteCounted,
  interimForAWordInALeg,
  interimForAStrayBye,
  tagsOfAByeUnread,
  startBehindTheFirstAnswer,
  knocksAgainAtOnce,
  suspectKeepsItsRecords,
  comesBackToOneThatDoesNotWant,
  staysWithTheSecondary,
  lostWithWhatItCannotRead,
]

/** @throws SutError for an id nobody has; it names those there are */
export function mutantById(id: string): Mutant {
  const mutant = mutants.find((candidate) => candidate.id === id)
  if (!mutant)
    throw new SutError(`there is no mutant ${id}`, '--mutant', `There are: ${mutants.map((known) => known.id).join(', ')}.`)
  return mutant
}
