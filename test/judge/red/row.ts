// A row of the table of red.test.ts: a purpose, one fault, and the rule that finds it.
import type { AvpInput } from '@ch1/diameter'
import type { TestPurposeId } from '../../../judge/requirements/test-purposes'
import type { Edit } from '../edits'
import type { RecordPlan } from '../record-plan'
import type { StoryOptions } from '../story-options'

export interface Red {
  readonly purpose: TestPurposeId
  readonly rule: string
  readonly fault: string
  readonly edit?: Edit
  readonly o?: StoryOptions
}

/** An AVP of RFC 6733 by its octets. */
export const raw = (code: number, data: readonly number[], flags = 0x40): AvpInput => ({
  code,
  vendorId: 0,
  flags,
  data: Uint8Array.from(data),
})
/** Turns these bits of the command flags. */
export const flagBits =
  (mask: number): ((bytes: Uint8Array) => void) =>
  (bytes) => {
    bytes[4] = (bytes[4] ?? 0) ^ mask
  }

/** It rings at Bob as the third call: Alice, Carol, Bob. */
export function namesBob(): Partial<RecordPlan> {
  return { callId: 'call-3', party: 'sip:bob@home.example', count: 3 }
}

/** It names this user, by this call, as one of three. */
export function names(callId: string, name: string): Partial<RecordPlan> {
  return { callId, party: `sip:${name}@home.example`, count: 3 }
}
