// How long to wait before a re-INVITE or UPDATE that crossed another is tried again (RFC 3261 §14.1).
import { randomInt } from 'node:crypto'
import type { InviteDialog } from './invite-dialog'

/** Milliseconds after a 491: 2100–4000 for the side that made the Call-ID, 0–2000 for the other, in steps of 10. */
export function glareDelayMs(dialog: InviteDialog, random: (below: number) => number = randomInt): number {
  return dialog.request.fromTag === dialog.dialog.localTag ? 2100 + 10 * random(191) : 10 * random(201)
}
