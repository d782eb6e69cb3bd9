// What the run was: the profile with its contradictions, and every fact that says how to have it again.
import type { ReportedChoice, VerdictsDocument } from '../../judge/verdicts-document'
import { all, table, tag, text, type Markup } from './html'

/** Of one history. */
export interface HistoryFacts {
  readonly file: string
  /** ISO 8601: zero of its clock. */
  readonly wallClock: string
  readonly lengthS: number
  readonly events: number
  readonly sealed: 'done' | 'aborted' | undefined
}

export function profileSection(d: VerdictsDocument, profile: Readonly<Record<string, unknown>>): Markup {
  const choices = d.choices ?? []
  const against = choices.filter(contradicts)
  return tag(
    'section',
    { 'aria-labelledby': 'profile' },
    tag('h2', { id: 'profile' }, text('Profile')),
    tag('p', {}, text(`${d.profile.name}, SHA-256 ${d.profile.digest}`, 200)),
    tag(
      'p',
      { class: against.length > 0 ? 'wrong' : 'right' },
      text(
        against.length > 0
          ? `✗ The server contradicts its profile: ${against.map((one) => one.choice).join(', ')}.`
          : '✓ Nothing that was seen contradicts the profile.',
      ),
    ),
    choices.length === 0
      ? undefined
      : table(
          'Choices the documents leave open: declared, and seen',
          ['choice', 'declared', 'seen', 'contradiction'],
          choices.map((one) => [
            text(one.choice),
            text(one.declared),
            text(one.seen.map(({ value }) => value).join(' and ') || 'nothing that tells'),
            text(contradicts(one) ? '✗ yes' : 'no'),
          ]),
          { rowHead: true },
        ),
    tag(
      'details',
      {},
      tag('summary', {}, text('The whole profile')),
      table(
        'All values of the profile',
        ['value of', 'is'],
        flat(profile).map(([name, value]) => [text(name, 120), text(value, 300)]),
        { rowHead: true },
      ),
    ),
  )
}

export function runSection(
  d: VerdictsDocument,
  profile: Readonly<Record<string, unknown>>,
  histories: readonly HistoryFacts[],
): Markup {
  const values = new Map(flat(profile))
  const rows: readonly (readonly [string, string])[] = [
    ['suite', `${d.suite.version}, SHA-256 ${d.suite.digest}`],
    ['server', `${d.sut.name} ${d.sut.version}, ${d.sut.role}`],
    ['profile', `${d.profile.name}, SHA-256 ${d.profile.digest}`],
    ['engine', d.engine],
    ['binding of CH-1', d.binding === 'http' ? 'HTTP, experimental' : 'Diameter Rf'],
    [
      'tools',
      Object.entries(d.tools ?? {})
        .map(([name, version]) => `${name} ${version}`)
        .join(', ') || 'not recorded',
    ],
    ['began', d.startedAt],
    ['ended', `${d.finishedAt}${d.aborted ? ' (aborted)' : ''}`],
    ['clock', 'monotonic, one for each history, in µs; UTC from the wall clock at its start'],
    [
      'SIP timers',
      ['t1Ms', 't2Ms', 't4Ms']
        .map((name) => `${name.slice(0, 2).toUpperCase()} ${values.get(`timers.${name}`) ?? '?'} ms`)
        .join(', '),
    ],
    [
      'windows',
      [...values].flatMap(([name, value]) => (name.startsWith('windows.') ? [`${name.slice(8)} ${value} ms`] : [])).join(', '),
    ],
    ['seed of the impairment', values.get('impairment.seed') ?? 'not recorded'],
  ]
  return tag(
    'section',
    { 'aria-labelledby': 'run' },
    tag('h2', { id: 'run' }, text('Run')),
    table(
      'How this run was made',
      ['fact', 'value'],
      rows.map(([name, value]) => [text(name), text(value, 400)]),
      { rowHead: true },
    ),
    table(
      'Its histories',
      ['file', 'clock began', 'seconds', 'events', 'end'],
      histories.map((one) => [
        text(one.file, 80),
        text(one.wallClock, 60),
        text(one.lengthS.toFixed(3)),
        text(one.events),
        text(one.sealed === 'done' ? 'sealed' : one.sealed === 'aborted' ? 'sealed as aborted' : 'cut off: never sealed'),
      ]),
      { rowHead: true, numbers: [2, 3] },
    ),
  )
}

/** Two values in one run, or another than the declared one. */
function contradicts({ declared, seen }: ReportedChoice): boolean {
  return seen.length > 1 || (declared !== 'unknown' && seen.some(({ value }) => value !== declared))
}

/** Every leaf with its path; at most 400 of them. */
function flat(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const below = Object.entries(value).flatMap(([key, one]) => flat(one, path === '' ? key : `${path}.${key}`))
    return below.slice(0, 400)
  }
  return [[path, typeof value === 'string' ? value : JSON.stringify(value)]]
}

/** Purposes that do not apply, each with its reason. */
export function notApplicableSection(d: VerdictsDocument): Markup | undefined {
  const results = d.results.filter((one) => one.verdict === 'not-applicable')
  if (results.length === 0) return undefined
  return tag(
    'section',
    { 'aria-labelledby': 'not-applicable' },
    tag('h2', { id: 'not-applicable' }, text(`Not applicable (${results.length})`)),
    table(
      'Test purposes that do not apply to this server, and why',
      ['test purpose', 'level', 'what it tests', 'why not'],
      results.map((one) => [all(text(one.id)), text(one.level), text(one.purpose, 240), text(one.reason, 300)]),
      { rowHead: true },
    ),
  )
}
