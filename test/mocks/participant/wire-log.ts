// What crossed between the core and the SUT in a test, as text.
import { parseMessage } from '@ch1/sip'
import type { SipRequest, SipResponse } from '@ch1/sip'
import type { HistoryFact } from '../../../judge/history/events'
import type { Bed } from '../participant-bed'

/** One message as the core saw it. */
export interface Crossed {
  readonly dir: 'toSut' | 'fromSut'
  readonly text: string
  readonly message: SipRequest | SipResponse
}

/** All SIP so far, in order. */
export function crossed(bed: Pick<Bed, 'facts'>): readonly Crossed[] {
  return bed.facts.flatMap((fact) => {
    if (fact.kind !== 'sip') return []
    const bytes = Buffer.from(fact.bytes, 'base64')
    return [{ dir: fact.dir, text: bytes.toString('latin1'), message: parseMessage(bytes) }]
  })
}

/** `→ INVITE`, `← 200 INVITE`: arrows seen from the participant, repeats of the same bytes left out. */
export function flow(bed: Bed): readonly string[] {
  return flowOf(bed.facts)
}

/** The same of some facts. */
export function flowOf(facts: readonly HistoryFact[]): readonly string[] {
  const seen = new Set<string>()
  return crossed({ facts }).flatMap(({ dir, text, message }) => {
    if (seen.has(text)) return []
    seen.add(text)
    const what = message.kind === 'request' ? message.method : `${message.status} ${message.cseq?.method ?? ''}`
    return [`${dir === 'toSut' ? '→' : '←'} ${what}`]
  })
}

/** The messages of one kind towards the SUT, repeats included. */
export function sent(bed: Bed, start: RegExp): readonly Crossed[] {
  return crossed(bed).filter(({ dir, text }) => dir === 'toSut' && start.test(text))
}
