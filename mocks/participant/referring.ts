// A participant that changes the conference by REFER to the focus: adds users, removes one (RFC 4579 §5.5, §5.11).
import { argumentOf } from './self'
import type { Self } from './self'

/** RFC 4579 §5.5 — the focus is to invite them: one by a REFER, several by one with a list (RFC 5368). */
export function adds(self: Self, aors: readonly string[]): void {
  const first = argumentOf(self, 'adds', aors, 'an address of record')
  const { invite } = self.legs.one('adds')
  const refer = invite.refer({ referTo: aors.length === 1 ? first : aors })
  self.later(refer.answered)
}

/** RFC 4579 §5.11 — the focus is to send its BYE to this user. */
export function removes(self: Self, args: readonly string[]): void {
  const aor = argumentOf(self, 'removes', args, 'an address of record')
  const { invite } = self.legs.one('removes')
  self.later(invite.refer({ referTo: `${aor};method=BYE` }).answered)
}
