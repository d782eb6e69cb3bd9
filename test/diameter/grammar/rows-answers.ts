// Faults that only an answer can have: its E bit, and what its Result-Code must bring.
import { answer, origin, session, start } from './messages'
import { headerRow, type Row } from './row'

export const answerRows: readonly Row[] = [
  [
    'a protocol error without the E bit',
    answer({}, session, ['Result-Code', 3004], ...origin, ...start.slice(3)),
    headerRow('RFC 6733 §7.1.3', 3008),
  ],
  [
    'a transient failure with the E bit',
    answer({ error: true }, ...origin, ['Result-Code', 4002]),
    headerRow('RFC 6733 §7.1.4', 3008),
  ],
  ['a success with the E bit', answer({ error: true }, ...origin, ['Result-Code', 2001]), headerRow('RFC 6733 §7.2', 3008)],
  [
    'an error that must show the AVP at fault',
    answer({}, session, ['Result-Code', 5004], ...origin, ...start.slice(3)),
    { rule: 'missing', path: 'Failed-AVP', clause: 'RFC 6733 §7.1.5', offset: 96, resultCode: 5005, failed: 'Failed-AVP' },
  ],
  [
    'an error that should show the AVP at fault',
    answer({}, session, ['Result-Code', 5005], ...origin, ...start.slice(3)),
    {
      rule: 'missing',
      path: 'Failed-AVP',
      clause: 'RFC 6733 §7.1.5',
      offset: 96,
      resultCode: 5005,
      failed: 'Failed-AVP',
      level: 'SHOULD',
    },
  ],
  [
    'a redirect indication to nowhere',
    answer({ error: true }, ...origin, ['Result-Code', 3006]),
    { rule: 'missing', path: 'Redirect-Host', clause: 'RFC 6733 §6.12', offset: 56, resultCode: 5005, failed: 'Redirect-Host=!' },
  ],
  [
    'a redirect to be kept, but how long',
    answer({ error: true }, ...origin, ['Result-Code', 3006], ['Redirect-Host', 'aaa://h'], ['Redirect-Host-Usage', 1]),
    {
      rule: 'missing',
      path: 'Redirect-Max-Cache-Time',
      clause: 'RFC 6733 §6.14',
      offset: 84,
      resultCode: 5005,
      failed: 'Redirect-Max-Cache-Time=0',
    },
  ],
]
