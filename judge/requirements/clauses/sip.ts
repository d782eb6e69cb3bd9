// Clauses of SIP. In our own words.
import type { Requirement } from '../requirement'

export const sipClauses = [
  {
    id: 'RFC3261_17_1',
    document: 'RFC 3261',
    clause: '§17',
    level: 'MUST',
    actor: 'focus',
    text: 'A retransmitted request or response is absorbed by its transaction and means nothing new.',
    grade: 'verified',
  },
] as const satisfies readonly Requirement[]
