// How occurrences and times are called in findings and explanations.
import type { Occurrence } from './occurrence'

/** For example `the departure of sip:bob@home.example`. */
export function occurrenceText(occurrence: Occurrence): string {
  const texts: Record<string, string> = {
    departure: `the departure of ${occurrence.who}`,
    attempt: `the ${occurrence.leg.cancel ? 'cancelled' : 'refused'} invitation of ${occurrence.who}`,
    ringing: `the invitation of ${occurrence.who}`,
    referral: `the REFER that names ${occurrence.who}`,
    resend: `the ${occurrence.message} that ${occurrence.who} sent again`,
    end: 'the end of the conference',
    expelling: `the server's BYE to ${occurrence.who}`,
    turnedAway: `the refused INVITE of ${occurrence.who}`,
    referRefused: `the refused REFER that names ${occurrence.who}`,
    mediaChange: `the re-INVITE or UPDATE of ${occurrence.who}`,
    otherRequest: `a request of ${occurrence.who} that changes nobody's attendance`,
    message: `the MESSAGE of ${occurrence.who}`,
    failedMessage: `the MESSAGE of ${occurrence.who} that failed`,
    mediaLoss: `the loss of the MSRP connection of ${occurrence.who}`,
    strayBye: `the BYE of ${occurrence.who} that names no dialog`,
  }
  return texts[occurrence.of] ?? occurrence.of
}

/** `12.3 ms` without sign. */
export function milliseconds(us: number): string {
  return `${(Math.abs(us) / 1000).toFixed(1)} ms`
}
