// The names of all that can be wrong in a random history.

/** Of one record: gone, more than one, moved, of another type, under another number or Session-Id. */
export const FAULTS = [
  ...(['missing', 'missing', 'doubled', 'doubled later', 'early', 'late'] as const),
  ...(['same number', 'low number', 'skipped number'] as const),
  ...(['as start', 'as interim', 'as stop', 'as event', 'ghost', 'other session', 'new session', 'names another'] as const),
  ...(['T', 'no realm', 'E bit', 'version', 'wrong method', 'wrong count'] as const),
  ...(['resent without T', 'resent otherwise', 'unasked', 'swapped', 'copied', 'copied unanswered'] as const),
] as const

/** Scenes, by what is wrongly charged, or not charged. */
export const SLIPS = [
  ...(['rings', 'rings in vain', 'rings unanswered', 'refers', 'refer refused', 'refused refer'] as const),
  ...(['challenged', 'failed', 'redirected', 'moved', 'busy', 'not available', 'cancelled', 'event for refusal'] as const),
  ...(['resent 200', 'resent INVITE', 'resent BYE', 'expelled early', 'refused joiner', 'media twice', 'media START'] as const),
  ...(['refused creation', 'other request', 'stray BYE', 'wrong tags', 'joins early', 'last INTERIM', 'leaves twice'] as const),
  ...(['declared otherwise', 'returns uncharged', 'arrives uncharged', 'joins uncharged', 'leaves uncharged'] as const),
  ...(['expelled uncharged', 'creator leaves uncharged', 'lost in an outage', 'mixed'] as const),
  // of these the server's habits often make no fault
  ...(['expelled early', 'refused refer', 'resent 200', 'challenged', 'media twice', 'mixed'] as const),
  ...(['rings in vain', 'refer refused', 'cancelled', 'stray BYE', 'returns uncharged', 'wrong tags', 'failed'] as const),
  ...(['refers', 'creator leaves uncharged', 'joins early'] as const),
] as const

/** Of one record: what it says, how it is written, how it is delivered. */
export const FORMS = [
  ...(['other application', 'other context', 'group without M', 'two nodes', 'strange node', 'role of an MRFC'] as const),
  ...(['short data', 'AVP too long', 'reserved bit', 'unused AVP', 'identity without kind', 'cause in INTERIM'] as const),
  ...(['time falls', 'name of another node', 'renamed', 'T behind an error', 'though answered', 'though refused'] as const),
] as const

/** What is wrong with the server as a Diameter peer. */
export const NEIGHBOURS = ['CER without host', 'no vendor', 'record before CEA', 'DWA refuses', 'DWA late'] as const

export type FaultName = (typeof FAULTS)[number]
export type SlipName = (typeof SLIPS)[number]
export type FormName = (typeof FORMS)[number]
export type NeighbourName = (typeof NEIGHBOURS)[number] | 'good'
