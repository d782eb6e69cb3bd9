// Faults in the second judge, each one edit of its source: what is asked of the first judge is that it contradicts every one of them.

import type { SeededFault } from './faulty-judge'

type Edit = readonly [what: string, from: string, to: string]

const of = (file: string, ...edits: readonly Edit[]): readonly SeededFault[] =>
  edits.map(([what, from, to]) => ({ what, file: `${file}.ts`, from, to }))

export const secondFaults: readonly SeededFault[] = [
  ...of(
    'ledger',
    ['a record explains whatever happened, whenever', 'atUs >= one.sure.fromUs && atUs <= one.sure.toUs', 'true'],
    [
      'any type of record will do',
      'one.sure === undefined || record.type === undefined || !one.types.includes(record.type)',
      'one.sure === undefined',
    ],
    ['whom a record names is nothing to it', "!said.includes('other') && !said.includes('strange')", 'true'],
    ['nothing is owed', "occasions[i]?.owed !== 'no'", "occasions[i]?.owed === 'no' && false"],
    ['every record may be by time', "timed[i] !== 'yes'", 'false'],
    ['a record is one that is too many when it is in time', 'atUs >= one.perhaps.fromUs && atUs <= toUs', 'atUs > toUs'],
    ['a session may be opened twice', "record.type !== 'start' || one.kind === 'start'", 'true'],
  ),
  ...of('matching', ['whoever is left alone is not counted', 'short += 1', 'short += 0']),
  ...of(
    'occasions',
    ['nobody joins', "if (join === 'not-charged') return []", 'return []'],
    [
      'a fork is an arrival',
      "...arriving(leg, around),\n        owed: 'no',",
      "...arriving(leg, around),\n        owed: 'certainly',",
    ],
    ['a re-INVITE is nothing', '...life.legs.flatMap((leg) => changesOf(leg, around)),', ''],
    ['who is invited has arrived', 'const fromUs = leg.answer.atUs\n', 'const fromUs = leg.invite.request.atUs\n'],
    [
      'no arrival is owed',
      "(creator.ack?.atUs ?? Infinity) + around.grainUs ? 'perhaps' : 'certainly'",
      "(creator.ack?.atUs ?? Infinity) + around.grainUs ? 'no' : 'no'",
    ],
  ),
  ...of(
    'leavings',
    ['everybody who leaves is released', "isRelease ? (mine.byServer && isSoon ? 'no' : 'perhaps') : owed", "'no'"],
    ['the last leaver has an INTERIM beside the STOP', "return 'certainly by STOP'", "return 'either way'"],
    ['a conference ends by an INTERIM', "leg: last.leg, types: ['stop']", "leg: last.leg, types: ['interim']"],
    ['no STOP is owed', "isSure && life.creator !== undefined ? 'certainly' : 'perhaps'", "'no'"],
    [
      'the record of a BYE comes at once',
      '(final === undefined ? request.atUs : lastFinalUs) + delayUs',
      'final === undefined ? request.atUs : lastFinalUs',
    ],
  ),
  ...of('owed', ['what a CANCEL crossed is owed', 'if (leg.cancelUs !== undefined) return true', '']),
  ...of(
    'lives',
    ['whatever answers a BYE accepts it', 'const isSure = all.some(isAccepted)', 'const isSure = all.length > 0'],
    ['only who came first is in', 'current.push(leg)', 'if (current.length === 0) current.push(leg)'],
  ),
  ...of(
    'legs',
    ['a re-INVITE is a new call', "request.method !== 'INVITE' || request.toTag !== ''", "request.method !== 'INVITE'"],
    ['a second device is another user', 'nth > 0, call', 'false, call'],
    [
      'the server sent what the user sent',
      "request.dir === 'toSut' ? 'user' : 'server'",
      "request.dir === 'toSut' ? 'server' : 'user'",
    ],
    ['a refusal is an answer', '(one.status ?? 0) >= 200 && (one.status ?? 0) < 300)', '(one.status ?? 0) >= 200)'],
  ),
  ...of(
    'records-seen',
    [
      'what is sent again is another record',
      'if (first.endToEnd === one.endToEnd && first.origin === one.origin) return true',
      'if (first.number !== undefined) return false',
    ],
    ['the E bit does not matter', '(flags & 0x20) !== 0', 'false'],
    ['no realm is needed', "'Destination-Realm'],\n", '],\n'],
    ['an INTERIM is a STOP', "3: 'interim', 4: 'stop'", "3: 'stop', 4: 'interim'"],
  ),
  ...of(
    'order',
    ['a number may be used twice', 'other.number === number || ', ''],
    ['numbers may fall', '(other.number ?? -1) > number', 'false'],
    ['nothing is behind a STOP', 'records.filter(isLater)', 'records.filter(() => false)'],
    ['a T flag is never noticed', 'records.filter(({ first }) => first.resent)', 'records.filter(() => false)'],
  ),
  ...of('second-judge', ['a session may serve two conferences', 'named.size <= 1 ?', 'named.size <= 2 ?']),
  ...of('event-requests', [
    'who declares that no EVENTs are sent may send them',
    "if (choices['P-EVT-FAIL'] === 'not-sent') return false",
    "if (choices['P-EVT-FAIL'] === 'sent') return false",
  ]),
  ...of(
    'connections',
    [
      'a connection is open when it is connected to',
      'known.has(line) && n < (openAt.get(line) ?? Infinity)',
      'known.has(line) && n > (openAt.get(line) ?? Infinity)',
    ],
    ['a record before the CEA is as good', 'known.has(line) && n < (openAt.get(line) ?? Infinity)', 'false'],
  ),
  ...of('surroundings', ['a connection never breaks', "} else if (event.state !== 'connected') {", '} else if (delayUs < 0) {']),
]
