// What a rule is: an id, an owner, the requirement it rests on, and how it sees a breach. One rule a file, named by its id.
import type { DiameterMessage } from '@ch1/diameter/codec'
import type { Conference, Trigger } from '../model/conference'
import type { Leg } from '../model/leg'
import type { Occurrence } from '../model/occurrence'
import type { SeenRecord } from '../model/record'
import type { Sending } from '../model/sendings'
import type { ChoiceName, Profile } from '../profile/schema'
import type { RequirementId } from '../requirements/clauses'
import type { TestPurposeId } from '../requirements/test-purposes'

interface RuleBase {
  readonly id: string
  /** The purpose that fails wherever this rule is broken. */
  readonly owner: TestPurposeId
  readonly requirement: RequirementId
  /** SHOULD unless the profile declares this choice (ch1-facts §9.2); with `as`, unless it declares it so. */
  readonly mustWhenDeclared?: { readonly choice: ChoiceName; readonly as?: string }
  /** SHOULD unless the profile tells this timer. */
  readonly mustWhenTold?: keyof Profile['charging']
  /** Never more than a warning: it rests on inference. */
  readonly onlyWarns?: true
  /** The rule speaks of this binding's messages only: elsewhere it neither holds nor breaks. */
  readonly binding?: 'diameter'
}

/** An owed record did not come. The first rule that applies to its trigger names the breach. */
export interface MissingRule extends RuleBase {
  readonly sees: 'missing'
  applies(trigger: Trigger): boolean
}

/** A record that nothing explains, and what stood around it. */
export interface Leftover {
  readonly record: SeenRecord
  readonly conference: Conference | undefined
  /** The leg the record names, or whose occurrence is nearest before it. */
  readonly leg: Leg | undefined
  readonly nearest: Occurrence | undefined
  /** A Response had asked for interims by time in its session. */
  readonly isAsked: boolean
}

/** Did the record come between an INVITE of the SUT and its final response? */
export function isWhileRinging({ record, nearest }: Leftover): boolean {
  return nearest?.of === 'ringing' && record.atUs < (nearest.untilUs ?? Infinity)
}

/** Did the record come behind a refusal, not a cancellation, of an INVITE of the SUT, with a status from `low` to `high`? */
export function isOfRefusal({ nearest }: Leftover, low: number, high: number): boolean {
  if (nearest?.of !== 'attempt' || nearest.leg.cancel !== undefined) return false
  const { status } = nearest.leg.refusal ?? {}
  return status !== undefined && status >= low && status <= high
}

/** A record came that is neither owed nor permitted. The first rule that applies names the breach. */
export interface ForbiddenRule extends RuleBase {
  readonly sees: 'forbidden'
  /** What is owed instead; that there is no such record, where nothing is said. */
  readonly expected?: string
  applies(leftover: Leftover): boolean
}

/** What is known of CH-1 connections over time. */
export interface ConnectionTimes {
  /** Was some connection open all the time since `fromUs`? */
  openSince(fromUs: number): boolean
  /** When the SUT was made to restart since `fromUs`, the last time; undefined where it was not. */
  restartedUs(fromUs: number): number | undefined
  /** When this connection ended; undefined while it has not. */
  endedUs(enabler: string, conn: number): number | undefined
  /** Did somebody stand still since then? */
  laggedSince(fromUs: number): boolean
}

/** What a record is compared with. */
export interface RecordContext {
  readonly profile: Profile
  /** Earlier records of the same Session-Id, resends left out. */
  readonly before: readonly SeenRecord[]
  /**
   * Session-Ids the record's conference (or leg, by P-GRAN) used before this record, in this life of it; to a START, and to what follows one, those
   * that are not closed.
   */
  readonly sessionsOfEntity: readonly string[]
  /** The conference that owns the record's Session-Id, where the record itself names a leg of another. */
  readonly otherOwner: Conference | undefined
  /** This (Session-Id, number) was on the wire before. */
  readonly repeats: boolean
  /** How it crossed CH-1 before, oldest first; none where it is a first sending. */
  readonly sendings: readonly Sending[]
  readonly connection: ConnectionTimes
  /** The record before it in the session, where we did not answer that yet. */
  readonly pending: SeenRecord | undefined
  /** Same connection since the START, never broken, nothing unanswered: no cause to send again. */
  readonly noCauseToResend: boolean
}

/**
 * Did the SUT surely have our answer to that sending when it sent this record? What crosses on the way is no fault: the answer must be older
 * than the early window, its connection must have stood so long behind it, and nobody stood still: an answer is written down before it is sent.
 */
export function answeredLongBefore(
  record: SeenRecord,
  { record: sent, answer }: Sending,
  { profile, connection }: RecordContext,
): boolean {
  if (!answer || profile.topology.ch1 !== 'direct' || connection.laggedSince(answer.atUs)) return false
  const readUs = answer.atUs + profile.windows.early * 1000
  return record.atUs > readUs && (connection.endedUs(sent.enabler, sent.conn) ?? Infinity) > readUs
}

/** Something about one record, whatever explains it. */
export interface RecordRule extends RuleBase {
  readonly sees: 'record'
  readonly expected: string
  /** What the rule speaks of, where not of every record: one that has nothing of it neither keeps nor breaks the rule. */
  readonly about?: { readonly what: string; isIn(record: SeenRecord): boolean }
  /** What came instead; undefined when the record keeps the rule. */
  breach(record: SeenRecord, context: RecordContext): string | undefined
}

/** Where a message between neighbours stands. */
export interface PeerContext {
  /** A capabilities exchange succeeded on its connection. */
  readonly isOpen: boolean
  /** For how long, µs, a watchdog of ours on its connection has waited for its answer; undefined where none does, or we stood still meanwhile. */
  readonly watchdogWaitsUs: number | undefined
}

/** Something about one Diameter message of the SUT as our neighbour: only where it is connected to us directly (LV-21). */
export interface PeerRule extends RuleBase {
  readonly sees: 'peer'
  readonly expected: string
  /** One finding a connection, in however many messages it shows. */
  readonly oncePerConnection?: true
  /** Which messages the rule speaks of. */
  readonly about: { readonly what: string; isIn(message: DiameterMessage, context: PeerContext): boolean }
  /** What came instead; undefined when the message keeps the rule. */
  breach(message: DiameterMessage, context: PeerContext): string | undefined
}

/** Decided only where a step demands it. */
export interface DemandRule extends RuleBase {
  readonly sees: 'demand'
  /** What is owed is optional: that it did not come breaks the rule only where the profile claims it. */
  readonly claim?: keyof Profile['pics']
}

/** A legal choice that the SUT did not keep to. */
export interface ChoiceRule extends RuleBase {
  readonly sees: 'choice'
}

export type Rule = ChoiceRule | MissingRule | ForbiddenRule | RecordRule | PeerRule | DemandRule
