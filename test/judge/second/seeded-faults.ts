// Faults in the second judge, each one edit of its source: what is asked of the first judge is that it contradicts every one of them.

export interface SeededFault {
  readonly what: string
  /** A file of judge/second. */
  readonly file: string
  readonly from: string
  readonly to: string
  /** Where it was seen: the nth random history, or the nth story. Asked first; the others follow, as their order may have changed since. */
  readonly seenIn: { readonly random: number } | { readonly story: number }
}

type Edit = readonly [seenIn: SeededFault['seenIn'], what: string, from: string, to: string]

const of = (file: string, ...edits: readonly Edit[]): readonly SeededFault[] =>
  edits.map(([seenIn, what, from, to]) => ({ what, seenIn, file: `${file}.ts`, from, to }))

export const seededFaults: readonly SeededFault[] = [
  ...of(
    'ledger',
    [{ random: 63 }, 'a record explains whatever happened, whenever', 'atUs < one.sure.fromUs || atUs > one.sure.toUs', 'false'],
    [
      { random: 139 },
      'any type of record will do',
      'one.sure === undefined || record.type === undefined || !one.types.includes(record.type)',
      'one.sure === undefined',
    ],
    [{ random: 210 }, 'whom a record names is nothing to it', "!said.includes('other') && !said.includes('strange')", 'true'],
    [{ random: 4 }, 'nothing is owed', "occasions[i]?.owed !== 'no'", "occasions[i]?.owed === 'no' && false"],
    [{ random: 11 }, 'every record may be by time', "timed[i] !== 'yes'", 'false'],
    [
      { random: 0 },
      'a record is one that is too many when it is in time',
      'atUs >= one.perhaps.fromUs && atUs <= toUs',
      'atUs > toUs',
    ],
    [{ random: 208 }, 'a session may be opened twice', "record.type !== 'start' || one.kind === 'start'", 'true'],
  ),
  ...of('matching', [{ random: 4 }, 'whoever is left alone is not counted', 'short += 1', 'short += 0']),
  ...of(
    'occasions',
    [{ random: 2 }, 'nobody joins', "if (join === 'not-charged') return []", 'return []'],
    [
      { random: 61 },
      'a fork is an arrival',
      "...arriving(leg, around),\n        owed: 'no',",
      "...arriving(leg, around),\n        owed: 'certainly',",
    ],
    [{ random: 35 }, 'what a CANCEL crossed is owed', 'if (leg.cancelUs !== undefined) return true', ''],
    [{ random: 49 }, 'everybody who leaves is released', "isRelease ? (mine.byServer ? 'no' : 'perhaps') : owed", "'no'"],
    [{ story: 156 }, 'the last leaver has an INTERIM beside the STOP', "choice === 'stop' && !isOpen ? 0 : 1", '1'],
    [{ random: 0 }, 'a conference ends by an INTERIM', "leg: last.leg, types: ['stop']", "leg: last.leg, types: ['interim']"],
    [{ random: 4 }, 'no STOP is owed', "isSure && life.creator !== undefined ? 'certainly' : 'perhaps'", "'no'"],
    [{ random: 62 }, 'a re-INVITE is nothing', '...life.legs.flatMap((leg) => changesOf(leg, around)),', ''],
    [
      { random: 8 },
      'the record of a BYE comes at once',
      '(final === undefined ? request.atUs : lastFinalUs) + delayUs',
      'final === undefined ? request.atUs : lastFinalUs',
    ],
    [
      { story: 135 },
      'who is invited has arrived',
      'const fromUs = leg.answer.atUs\n',
      'const fromUs = leg.invite.request.atUs\n',
    ],
    [
      { random: 43 },
      'no arrival is owed',
      "(creator.ack?.atUs ?? Infinity) + around.grainUs ? 'perhaps' : 'certainly'",
      "(creator.ack?.atUs ?? Infinity) + around.grainUs ? 'no' : 'no'",
    ],
  ),
  ...of(
    'lives',
    [{ random: 36 }, 'whatever answers a BYE accepts it', 'const isSure = all.some(isAccepted)', 'const isSure = all.length > 0'],
    [{ random: 2 }, 'only who came first is in', 'current.push(leg)', 'if (current.length === 0) current.push(leg)'],
  ),
  ...of(
    'legs',
    [
      { random: 3 },
      'a re-INVITE is a new call',
      "request.method !== 'INVITE' || request.toTag !== ''",
      "request.method !== 'INVITE'",
    ],
    [{ random: 61 }, 'a second device is another user', 'nth > 0, call', 'false, call'],
    [
      { random: 0 },
      'the server sent what the user sent',
      "request.dir === 'toSut' ? 'user' : 'server'",
      "request.dir === 'toSut' ? 'server' : 'user'",
    ],
    [
      { random: 19 },
      'a refusal is an answer',
      '(one.status ?? 0) >= 200 && (one.status ?? 0) < 300)',
      '(one.status ?? 0) >= 200)',
    ],
  ),
  ...of(
    'records-seen',
    [
      { random: 7 },
      'what is sent again is another record',
      'first.endToEnd === one.endToEnd || one.resent || first.content === one.content',
      'false',
    ],
    [{ random: 18 }, 'the E bit does not matter', '(flags & 0x20) !== 0', 'false'],
    [{ random: 41 }, 'no realm is needed', "'Destination-Realm'],\n", '],\n'],
    [{ random: 0 }, 'an INTERIM is a STOP', "3: 'interim', 4: 'stop'", "3: 'stop', 4: 'interim'"],
  ),
  ...of(
    'order',
    [{ random: 105 }, 'a number may be used twice', 'other.number === number || ', ''],
    [{ random: 23 }, 'numbers may fall', '(other.number ?? -1) > number', 'false'],
    [{ random: 1 }, 'nothing is behind a STOP', 'record !== stop && record.first.atUs > stop.first.atUs', 'false'],
    [{ random: 28 }, 'a T flag is never noticed', 'records.filter(({ first }) => first.resent)', 'records.filter(() => false)'],
  ),
  ...of('second-judge', [{ random: 124 }, 'a session may serve two conferences', 'named.size <= 1 ?', 'named.size <= 2 ?']),
  ...of('event-requests', [
    { random: 111 },
    'who declares that no EVENTs are sent may send them',
    "if (choices['P-EVT-FAIL'] === 'not-sent') return false",
    "if (choices['P-EVT-FAIL'] === 'sent') return false",
  ]),
  ...of(
    'connections',
    [
      { random: 0 },
      'a connection is open when it is connected to',
      'known.has(line) && n < (openAt.get(line) ?? Infinity)',
      'known.has(line) && n > (openAt.get(line) ?? Infinity)',
    ],
    [{ story: 257 }, 'a record before the CEA is as good', 'known.has(line) && n < (openAt.get(line) ?? Infinity)', 'false'],
  ),
  ...of('surroundings', [
    { story: 105 },
    'a connection never breaks',
    "} else if (event.state !== 'connected') {",
    '} else if (delayUs < 0) {',
  ]),
]
