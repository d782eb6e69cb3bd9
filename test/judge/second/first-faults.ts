// Faults in the first judge, each one edit of its source: what is asked of the second judge is that it contradicts every one of them.
import type { SeededFault } from './faulty-judge'

type Edit = readonly [what: string, from: string, to: string]

const of = (file: string, ...edits: readonly Edit[]): readonly SeededFault[] =>
  edits.map(([what, from, to]) => ({ what, file: `${file}.ts`, from, to }))

export const firstFaults: readonly SeededFault[] = [
  ...of(
    'model/arrivals',
    ['a 202 is a 200', 'leg.answer?.status !== 200 || ', ''],
    ['what a CANCEL crossed is owed', 'crossing || isPair || excused || closed ||', 'isPair || excused || closed ||'],
    ['who comes before the START is owed', 'crossing || isPair || excused || closed ||', 'crossing || isPair || closed ||'],
    ['no arrival is owed', "          ? 'permitted'\n          : 'owed',", "          ? 'permitted'\n          : 'permitted',"],
    ['nobody joins', "charged: 'owed', 'not-charged': 'void'", "charged: 'void', 'not-charged': 'void'"],
    ['a joiner is owed though none is charged', "'not-charged': 'void'", "'not-charged': 'owed'"],
    [
      'everybody creates a conference',
      'if (conference.end !== undefined || conference.stop?.record !== undefined) return true',
      'if (conference.legs.length > 0) return true',
    ],
    [
      'what was given up is owed',
      "trigger.kind === 'arrival' && trigger.level === 'owed'",
      "trigger.kind === 'arrival' && trigger.level === 'void'",
    ],
    [
      'an arrival is charged before the 2xx',
      'cause: mark,\n      earliestUs: mark.atUs - occasions.grainUs,\n      types: opens',
      'cause: mark,\n      earliestUs: leg.invite.atUs,\n      types: opens',
    ],
  ),
  ...of(
    'model/departures',
    ['the last leaver is owed an INTERIM', "!last || choices['P-LAST'] === 'interim-then-stop'", 'true'],
    [
      'nobody is the last',
      'const last = !conference.legs.some((other) => other !== leg && isAttached(other))',
      'const last = false',
    ],
    [
      'everybody is the last',
      'const last = !conference.legs.some((other) => other !== leg && isAttached(other))',
      'const last = true',
    ],
    [
      'an unanswered BYE makes a record due',
      "trigger.level = accepted ? 'owed' : 'permitted' // LV-13",
      "trigger.level = 'owed'",
    ],
    ['a refused BYE is an accepted one', 'const accepted = bye.answer.status < 300', 'const accepted = true'],
    [
      'nobody is told to go',
      "if (trigger.level === 'tentative') trigger.level = accepted",
      "if (trigger.level === 'tentative') trigger.level = !accepted",
    ],
    ['a BYE of a user is never proved', 'if (accepted) trigger.provedUs ??= mark.atUs', 'if (accepted) delete trigger.provedUs'],
    ['no departure is owed', "byServer ? 'tentative' : owed ? 'owed' : 'permitted'", "byServer ? 'tentative' : 'permitted'"],
    [
      'an end while somebody is invited is an end',
      "stop.level = 'permitted'\n    stop.tooSoonToTell = true",
      'stop.tooSoonToTell = true',
    ],
    ['a release is told by a STOP at its very end', 'releasedFromUs(conference.legs) - occasions.earlyUs)', 'Infinity)'],
    [
      'no STOP is owed',
      "level: 'owed', cause: mark, earliestUs: releaseUs",
      "level: 'permitted', cause: mark, earliestUs: releaseUs",
    ],
    [
      'a cancelled invitation ends nothing',
      'if (conference.legs.some((one) => isAttached(one) || isPending(one))) return',
      'return',
    ],
  ),
  ...of(
    'model/trigger-state',
    ['no server releases a conference', 'if (!conference.end) return false', 'if (conference.legs.length > 0) return false'],
    ['everybody who leaves is released', 'if (!conference.end) return false', 'if (conference.legs.length > 0) return true'],
    [
      'a re-INVITE explains whatever comes later',
      'return knownUs !== undefined && atUs >',
      'return knownUs !== undefined && false && atUs >',
    ],
  ),
  ...of('model/accounting/excuses', [
    'what is permitted is owed',
    "if (trigger.level === 'permitted') return true",
    'if (false) return true',
  ]),
  ...of(
    'model/accounting/closer',
    [
      'nothing is ever missing',
      'trigger.missing = instead ?? this.absent(trigger, nowUs)',
      "if (!instead) {\n      trigger.undecidable = 'x'\n      return\n    }\n    trigger.missing = instead",
    ],
    ['an outage is no excuse', 'if (boundary.openSince(fromUs)) return undefined', 'if (fromUs >= 0) return undefined'],
    ['a machine that stood still is no excuse', 'if (boundary.laggedSince(fromUs))', 'if (fromUs < 0)'],
    ['nobody waits for our answer', 'if (instead === undefined && before) {', 'if (false) {'],
  ),
  ...of(
    'model/matching',
    ['a record explains what comes later', 'if (record.atUs < trigger.earliestUs) return undefined\n', ''],
    ['any type of record will do', '!trigger.types.includes(record.type)', 'false'],
    [
      'one occasion explains many records',
      "if (trigger.record || trigger.late || trigger.level === 'void') return undefined",
      "if (trigger.level === 'void') return undefined",
    ],
    [
      'what came to nothing explains a record',
      "if (trigger.record || trigger.late || trigger.level === 'void') return undefined",
      'if (trigger.record || trigger.late) return undefined',
    ],
  ),
  ...of(
    'model/accounting/leftovers',
    [
      'an EVENT is always permitted',
      "record.type === 'event' && choices['P-EVT-FAIL'] !== 'not-sent'",
      "record.type === 'event'",
    ],
    [
      'whatever is left over is by time',
      'if (!mayBeByTime(record, session, this.planes.profile)) return undefined',
      "if (record.type !== 'interim') return undefined",
    ],
    [
      'nothing that is left over is forbidden',
      'if (this.isDeclaredUncharged(leftover) || this.isUnchargedMessage(leftover)) return',
      'return',
    ],
  ),
  ...of(
    'model/sessions',
    [
      'the same End-to-End identifier means nothing',
      'if (one.identity !== undefined && one.identity === record.identity) return true',
      '',
    ],
    ['a T flag tells nothing', 'return record.resent || (kind', 'return (kind'],
    [
      'one number is one record',
      'return record.resent || (kind !== 2 && !(kind === 5 && namesAnother(record, one)))',
      'return true',
    ],
  ),
  ...of(
    'model/sip-plane',
    [
      'a re-INVITE is a new call',
      'return request.toTag === undefined ? this.invite',
      'return request.toTag !== undefined || request.toTag === undefined ? this.invite',
    ],
    ['tags do not matter', '? fromTag === leg.inviterTag && toTag === leg.inviteeTag', '? true'],
    [
      'a refusal is an answer',
      'if (response.status >= 300) {\n      if (leg.answer',
      'if (response.status >= 600) {\n      if (leg.answer',
    ],
    ['a second device is the first one', 'if (leg.forks.has(tag)) return []', 'if (leg.answer) return []'],
  ),
  ...of(
    'model/conference-plane',
    ['a re-INVITE is nothing', 'return this.mediaChanged(change)', 'return undefined'],
    ['what may be charged may not', "types: ['interim'],", 'types: [],'],
  ),
  ...of(
    'model/accounting/accounting',
    [
      'the other role in the box is this one',
      "return record.participating && this.planes.profile.sut.role === 'controlling'",
      'return false',
    ],
    [
      'what is behind a STOP is explained',
      "(one) => one.type === 'stop' && one !== record &&",
      "(one) => one.type === 'stop' && one === record &&",
    ],
  ),
  ...of('model/accounting/record-checks', [
    'a broken connection is no cause to send again',
    'this.planes.boundary.broken.size === 0 &&',
    '',
  ]),
  ...of('rules/record-after-stop', ['a STOP ends nothing', "one.type === 'stop'", "one.type === 'start' && false"]),
  ...of(
    'rules/record-number-unique-growing',
    ['a number may be used twice', 'if (before.some((one) => one.number === number))', 'if (false)'],
    ['numbers may fall', 'number < last.number ?', 'number > 1e9 ?'],
    ['a number must not follow another', 'number < last.number ?', 'number > last.number ?'],
    ['a resend uses its number again', 'if (repeats || number === undefined)', 'if (number === undefined)'],
  ),
  ...of(
    'rules/t-flag-on-first-send',
    ['every T flag is on a first sending', '!repeats && noCauseToResend &&', ''],
    ['no T flag is noticed', 'record.resent && !repeats', 'record.resent && repeats && !repeats'],
  ),
  ...of(
    'rules/acr-header',
    ['the E bit does not matter', 'if (message.error)', 'if (false)'],
    ['no P bit is wanted', 'if (!message.proxiable)', 'if (message.proxiable)'],
  ),
  ...of('rules/acr-mandatory-avps', ['no realm is needed', "  'Destination-Realm',\n", '']),
  ...of(
    'rules/acr-before-open',
    ['a connection is always open', 'isOpen ? undefined', 'isOpen || true ? undefined'],
    ['a connection is never open', 'isOpen ? undefined', 'isOpen && false ? undefined'],
  ),
  ...of('rules/conferences-mixed', [
    'a session may serve two conferences',
    '    otherOwner\n      ?',
    '    otherOwner && false\n      ?',
  ]),
  ...of(
    'rules/session-id-constant',
    [
      'a conference may have many sessions',
      '!sessionsOfEntity.includes(record.session)',
      '!sessionsOfEntity.includes(record.session) && false',
    ],
    [
      'every record has a session of its own',
      '!sessionsOfEntity.includes(record.session)',
      'sessionsOfEntity.includes(record.session)',
    ],
  ),
  ...of('model/accounting/waiting-records', [
    'a record waits for ever',
    "(windows['P-DELAY'] + windows.early) * 1000)\n    this.put({ record, deadlineUs, isLast: false",
    'Infinity)\n    this.put({ record, deadlineUs, isLast: false',
  ]),
  ...of('model/accounting/queue', [
    'a record waits for whatever is unanswered',
    'return this.isSince(trigger, this.causedUs(record))',
    'return true',
  ]),
]
