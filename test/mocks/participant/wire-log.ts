// What crossed between the core and the SUT in a test, as text, and waiting for it.
import { parseMessage } from '@ch1/sip'
import type { SipRequest, SipResponse } from '@ch1/sip'
import type { Bed } from '../participant-bed'

/** One message as the core saw it. */
export interface Crossed {
  readonly dir: 'toSut' | 'fromSut'
  readonly text: string
  readonly message: SipRequest | SipResponse
}

/** All SIP so far, in order. */
export function crossed(bed: Bed): readonly Crossed[] {
  return bed.facts.flatMap((fact) => {
    if (fact.kind !== 'sip') return []
    const bytes = Buffer.from(fact.bytes, 'base64')
    return [{ dir: fact.dir, text: bytes.toString('latin1'), message: parseMessage(bytes) }]
  })
}

/** `→ INVITE`, `← 200 INVITE`: arrows seen from the participant, repeats of the same bytes left out. */
export function flow(bed: Bed): readonly string[] {
  const seen = new Set<string>()
  return crossed(bed).flatMap(({ dir, text, message }) => {
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

/** Waits, at most 3 s, until it is so. */
export async function until(isSo: () => boolean, what: () => unknown = () => String(isSo)): Promise<void> {
  const giveUp = Date.now() + 3_000
  while (!isSo()) {
    if (Date.now() > giveUp) throw new Error(`it did not become so: ${JSON.stringify(what())}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
