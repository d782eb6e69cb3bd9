// Where the two judges contradict each other. "Cannot say" contradicts nothing, and is counted.
import type { Finding, Judgment } from '../verdict'
import type { Matter, SecondJudgment, Word } from './opinion'

export interface Disagreement {
  readonly what: string
  readonly about: string
  readonly first: string
  readonly second: string
}

export interface Comparison {
  readonly disagreements: readonly Disagreement[]
  /** How many questions both were asked, and of how many the second could not say. */
  readonly asked: number
  readonly unsaid: number
  /** The matters the second judge called broken, each as often as it did. */
  readonly broken: ReadonlyMap<string, number>
}

/** Rules of the first judge by what they are about: its catalogue of rules says so in their names. */
const RULES: Readonly<Partial<Record<Matter, RegExp>>> = {
  numbers: /^record-number-unique-growing$/,
  'after-stop': /^record-after-stop$/,
  'first-t': /^t-flag-on-first-send$/,
  header: /^acr-header$/,
  mandatory: /^acr-mandatory-avps$/,
  'after-open': /^acr-before-open$/,
}
/** A record that has no occasion, or an occasion that has no record: where one judge sees the one, the other may see the other. */
const LEDGER =
  /(-missing|-early|-doubled|-unbalanced)$|^interim-for-|^start-for-|^served-record-|^(record-unexplained|event-for-refusal|last-leaver-interim|declared-otherwise)$/
const SESSION = /^(session-id-constant|conferences-mixed|served-session-id)$/
/** What the first judge sees only where a scenario demands the whole order. */
const SEQUENCE = /^record-sequence$/
/** Choices that the second judge does not look at: whose Call-ID a record has, and whether what LV-13 leaves open was charged. */
const UNASKED = /^P-(LEG|DEP-NO200) /
/** What time makes due, and whether a record says a thing at all: the second judge looks at neither. */
const UNLOOKED = /^(interim-by-time-missing|time-stamps-missing)$/
/** Rules about delivery and neighbours, of which a record that is missing is a consequence or a cause. */
const DELIVERY = /^(resend-missing|dwa-missing)$/

export function compare(first: Judgment, second: SecondJudgment): Comparison {
  const hard = first.findings.filter((finding) => finding.level === 'MUST')
  const found: Disagreement[] = []
  const tally = { asked: 0, unsaid: 0 }
  const say = (what: string, about: string, word: Word, fails: readonly Finding[], facts: string): void => {
    tally.asked += 1
    if (word === 'cannot say') tally.unsaid += 1
    const isBroken = word === 'broken'
    if (word === 'cannot say' || isBroken === fails.length > 0) return
    const told = fails.length > 0 ? fails.map((one) => `${one.rule}: ${one.actual}`).join('; ') : 'no finding'
    found.push({ what, about, first: told, second: `${word}: ${facts}` })
  }

  for (const [matter, rule] of Object.entries(RULES)) {
    const own = second.opinions.filter((one) => one.matter === matter)
    const fails = hard.filter((finding) => rule.test(finding.rule))
    const word = worst(own.map((one) => one.word))
    // a number that came twice is one used twice, or a record sent again as it must not be
    const isEither =
      ['numbers', 'first-t', 'after-stop'].includes(matter) &&
      word === 'ok' &&
      second.opinions.some((one) => one.matter === 'resend' && one.word !== 'ok')
    say(
      matter,
      'the history',
      isEither ? 'cannot say' : word,
      fails,
      own
        .filter((one) => one.word === 'broken')
        .map((one) => one.facts)
        .join('; '),
    )
  }

  const whole = hard.filter((finding) => SEQUENCE.test(finding.rule))
  const sessions = second.opinions.filter((one) => ['one-session', 'not-mixed'].includes(one.matter))
  // a session that is nobody's is a record without an occasion to the one, another Session-Id to the other
  const isNobodys = second.opinions.some(
    (one) => one.matter === 'explained' && one.word !== 'ok' && second.nobodys.has(one.about),
  )
  const sessionsWord = worst(sessions.map((one) => one.word))
  say(
    'sessions',
    'the history',
    sessionsWord === 'ok' && isNobodys ? 'cannot say' : sessionsWord,
    hard.filter((finding) => SESSION.test(finding.rule)),
    factsOf(sessions),
  )

  // whose a session is that nobody's name is in the one may tell by time: what it finds of it is of the life that misses it to the other
  const sessionFails = second.nobodys.size > 0 ? hard.filter(({ rule }) => SESSION.test(rule)) : []
  const ledgers = second.opinions.filter((one) => ['explained', 'owed'].includes(one.matter))
  const ledgerFails = hard.filter(
    ({ rule, expected }) =>
      LEDGER.test(rule) &&
      !DELIVERY.test(rule) &&
      !UNLOOKED.test(rule) &&
      !(rule === 'declared-otherwise' && UNASKED.test(expected)),
  )
  for (const about of new Set(ledgers.map((one) => one.about))) {
    const own = ledgers.filter((one) => one.about === about)
    const word = worst(own.map((one) => one.word))
    // a wrong type, too, is told by the order alone where a scenario demands it
    const told = word === 'broken' ? [...ledgerFails, ...whole] : ledgerFails
    const fails = [
      ...told.filter((finding) => homesOf(finding, second, word === 'broken').has(about)),
      ...(word === 'broken' ? sessionFails : []),
    ]
    say('records', about, word, fails, factsOf(own))
  }
  found.push(...singly(first, second, ledgerFails, [...whole, ...sessionFails]))
  return { disagreements: found, ...tally, broken: brokenOf(second) }
}

/** What a finding is about: of the records among its events, or else of the calls. */
function homesOf(finding: Finding, { homes, sendings }: SecondJudgment, isWide: boolean): ReadonlySet<string> {
  const records = isWide ? [] : finding.events.filter((n) => sendings.has(n))
  return new Set((records.length > 0 ? records : finding.events).flatMap((n) => homes.get(n) ?? []))
}

/** Occasions and records one by one: what one calls surely charged the other may not call missing, and so on. */
function singly(
  first: Judgment,
  second: SecondJudgment,
  fails: readonly Finding[],
  whole: readonly Finding[],
): readonly Disagreement[] {
  const isFaultless = fails.length + whole.length === 0
  const isOpen = (about: string): boolean =>
    second.opinions.some((one) => one.matter === 'owed' && one.about === about && one.word === 'cannot say')
  const owed = first.explanations.filter((one) => one.kind === 'owed')
  const explained = new Map(first.explanations.filter((one) => one.kind !== 'forbidden').map((one) => [one.record, one.text]))
  const missing = fails.filter(({ rule }) => rule.endsWith('-missing'))
  const occasions = second.occasions.flatMap(({ what, word, about, events, facts }): readonly Disagreement[] => {
    const named = missing.find((finding) => finding.events.some((n) => events.includes(n)) && sameKind(finding.rule, what))
    // where one record too few may be any of several, which of them misses it is a matter of how they are put together
    if (word === 'ok' && named !== undefined && !isOpen(about))
      return [{ what: 'an occasion', about, first: `${named.rule}: ${named.actual}`, second: `ok: ${facts}` }]
    // an end is made of everybody's BYE
    if (what === 'stop' || what === 'last') return []
    const pair = owed.find((one) => one.trigger !== undefined && events.includes(one.trigger))
    if (word === 'broken' && pair !== undefined && named === undefined && isFaultless)
      return [{ what: 'an occasion', about, first: pair.text, second: `broken: ${facts}` }]
    return []
  })
  const records = second.records.flatMap(({ word, about, events, facts }): readonly Disagreement[] => {
    const [n = -1] = events
    const text = explained.get(n)
    if (word === 'broken' && text !== undefined && isFaultless)
      return [{ what: 'a record', about, first: text, second: `broken: ${facts}` }]
    return []
  })
  return [...occasions, ...records]
}

/** A leg has an arrival and a departure, which share no message; a beginning and an arrival do. */
function sameKind(rule: string, what: string): boolean {
  if (rule.startsWith('start')) return what === 'start'
  if (rule.startsWith('stop')) return what === 'stop'
  return what !== 'start' && what !== 'stop'
}

function worst(words: readonly Word[]): Word {
  return words.includes('broken') ? 'broken' : words.includes('cannot say') ? 'cannot say' : 'ok'
}

function factsOf(opinions: readonly { readonly word: Word; readonly facts: string }[]): string {
  const wrong = opinions.filter((one) => one.word === 'broken')
  return (wrong.length > 0 ? wrong : opinions).map((one) => one.facts).join('; ')
}

function brokenOf(second: SecondJudgment): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { matter, word } of second.opinions) if (word === 'broken') counts.set(matter, (counts.get(matter) ?? 0) + 1)
  return counts
}
