// What is legal is not failed: the catalogue against the reference with its switches on, as declared and as unknown; and what is declared binds.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { loadProfile, REFERENCE_PROFILE } from '../../cli/profile'
import type { Profile } from '../../judge/profile/schema'
import { testPurposes, type TestPurpose } from '../../judge/requirements/test-purposes'
import { CHOICES } from '../../sut/im-server/charging/trigger/choices'
import { LEGAL_VARIANTS } from '../../sut/im-server/charging/trigger/legal-variants'
import { newFolder, runArgs, start, story, verdictsOf } from '../conformance/run-process'

/** Switches that do not disturb each other, and what a profile that knows of them declares. */
interface Group {
  readonly choices: readonly string[]
  readonly legal: readonly string[]
  readonly declares: Partial<Profile['choices']>
  /** LV-04: it sends none of what the minimal form leaves out. */
  readonly withoutCount?: true
  /** What it claims otherwise than the reference. */
  readonly pics?: Partial<Profile['pics']>
}

const GROUPS: readonly Group[] = [
  {
    choices: ['P-LAST=interim-then-stop', 'P-FOCUS=included'],
    legal: ['LV-02', 'LV-06', 'LV-07', 'LV-09', 'LV-16', 'LV-17', 'LV-26'],
    declares: {
      'P-START': 'ack',
      'P-ARR-POINT': 'ack',
      'P-DEP-POINT': 'bye',
      'P-LAST': 'interim-then-stop',
      'P-FOCUS': 'included',
      'P-NUM': 'growing',
      'P-EVT-FAIL': 'sent',
    },
  },
  { choices: [], legal: ['LV-14', 'LV-15', 'LV-20', 'LV-22'], declares: { 'P-GRAN': 'leg' } },
  {
    choices: ['P-LEG=initial-leg', 'P-EVT-MSG=not-sent', 'P-EVT-MSG-FAIL=not-sent'],
    legal: ['LV-05', 'LV-10', 'LV-12', 'LV-13', 'LV-19'],
    declares: {
      'P-JOIN': 'not-charged',
      'P-DEP-NO200': 'none',
      'P-LEG': 'initial-leg',
      'P-EVT-MSG': 'not-sent',
      'P-EVT-MSG-FAIL': 'not-sent',
    },
    pics: { retransmission: 'no' }, // LV-19
  },
  {
    choices: ['P-COUNT=endpoints'],
    legal: ['LV-01', 'LV-03', 'LV-08', 'LV-18'],
    declares: { 'P-PERIODIC': 'sent', 'P-COUNT': 'endpoints' },
  },
  { choices: [], legal: ['LV-04', 'LV-11', 'LV-30'], declares: { 'P-LAST': 'interim-then-stop' }, withoutCount: true },
]

const all: readonly TestPurpose[] = testPurposes
/**
 * The crowd of two hundred has its own test, two wait for timers B and F to pass, and what befalls an enabler is a minute of outages: five
 * profiles twice. What is judged run-wide is, and what an enabler does beside its answers, which takes no time.
 */
const WITHOUT_THE_SLOW = all
  .filter(({ id, runWide }) => runWide || !/^TP_(ERR_(?!015|017|023|024).*|PEER_.*|SEQ_010|NEG_006|DEP_014)$/.test(id))
  .flatMap(({ id }) => ['--only', id])

/** What waits for an interval to pass: seconds, asked of the group in which the server also sends interims by time unasked (LV-08). */
const BY_TIME = ['TP_LIF_006', 'TP_LIF_007', 'TP_LIF_008', 'TP_SEQ_008', 'TP_CNT_014']

/** The purposes a group is asked, as flags. */
function askedOf({ legal }: Group): readonly string[] {
  const isOfTime = (id: string | undefined): boolean => id !== undefined && BY_TIME.includes(id)
  if (legal.includes('LV-08')) return WITHOUT_THE_SLOW
  return WITHOUT_THE_SLOW.filter((flag, i, flags) => !isOfTime(flag) && !isOfTime(flags[i + 1]))
}

/** What a profile claims that knows nothing of the server's charging client. */
const UNCLAIMED = { retransmission: 'unknown', failover: 'unknown', 'Accounting-Realtime-Required': 'unknown' } as const

const started = new Map<number, ReturnType<typeof runsOf>>()

/** The runs of a group. Two groups run side by side: they wait for windows to close, and for little else; more, and they wait for the machine. */
function runsOfGroup(i: number): ReturnType<typeof runsOf> {
  for (const one of [i, i % 2 === 0 ? i + 1 : i]) {
    const group = GROUPS[one]
    if (group && !started.has(one)) started.set(one, runsOf(group, one))
  }
  const runs = started.get(i)
  if (!runs) throw new RangeError(`no group ${i}`)
  return runs
}

/** One run under a profile that declares what the group does, one under a profile that knows no choice. */
function runsOf(group: Group, i: number) {
  const { choices, legal, declares, withoutCount, pics } = group
  const unknown = Object.fromEntries(Object.keys(reference().choices).map((name) => [name, 'unknown']))
  return Promise.all(
    [declares, unknown].map((said, k) => {
      const bare = k === 0 ? 'no' : 'unknown'
      const profile = profileFile({
        choices: said,
        pics: {
          ...(k === 0 ? pics : UNCLAIMED),
          ...(withoutCount && {
            'Number-Of-Participants': bare,
            'Inter-Operator-Identifier': bare,
            'SDP-Media-Component': bare,
            'IM-Information': bare,
          }),
        },
      })
      // one of the two on sockets: what is legal is legal on either engine, and the machine has less to carry
      const engine = k === 0 ? [] : ['--engine', 'socket']
      const args = ['--profile', profile, ...engine, ...askedOf(group), ...switchesOf(choices, legal)]
      return run(args, 31_000 + 4000 * k + 500 * i)
    }),
  )
}

for (const [i, { choices, legal }] of GROUPS.entries()) {
  // what the reference profile leaves out applies, and passes, here; and interims by time are as they were asked for beside those that are not
  const passes = i === 0 ? ['TP_ARR_023'] : legal.includes('LV-08') ? BY_TIME : []
  test(`no fail: ${[...legal, ...choices].join(', ')}, as declared and as unknown`, { timeout: 240_000 }, async () => {
    const [declared] = await runsOfGroup(i)
    for (const id of passes)
      assert.equal(declared && verdictsOf(declared.out).results.find((one) => one.id === id)?.verdict, 'pass', id)
    for (const { out, ended } of await runsOfGroup(i)) {
      const failed = verdictsOf(out).results.filter(({ verdict }) => verdict === 'fail' || verdict === 'error')
      assert.deepEqual(
        failed.map(({ id, reason }) => `${id}: ${reason}`),
        [],
        story(ended),
      )
      assert.ok(verdictsOf(out).summary.pass >= 15, `${verdictsOf(out).summary.pass} passed`)
    }
  })
}

test('every choice and every legal variant with a switch is in a group', () => {
  const legal = new Set(GROUPS.flatMap((group) => group.legal))
  for (const { id, notHere } of LEGAL_VARIANTS) assert.equal(legal.has(id), notHere === undefined, id)
  const made = new Set(GROUPS.flatMap((group) => group.choices.map((text) => text.split('=')[0])))
  for (const { choices } of LEGAL_VARIANTS.filter(({ id }) => legal.has(id)))
    for (const id of Object.keys(choices ?? {})) made.add(id)
  // no group shows these two: a server that overwrites loses arrivals by its choice, one that disconnects has other conferences
  const notShown = ['P-BUF', 'P-5XXX']
  assert.deepEqual(
    CHOICES.map(({ id }): string => id).filter((id) => !made.has(id)),
    notShown,
  )
})

function switchesOf(choices: readonly string[], legal: readonly string[]): readonly string[] {
  return [...choices.flatMap((one) => ['--choice', one]), ...legal.flatMap((one) => ['--legal', one])]
}

async function run(args: readonly string[], leaseBase: number) {
  const out = newFolder()
  const rest = runArgs(out, '--parallel', '2', ...args).filter(
    (arg, i, all) => arg !== '--lease-base' && all[i - 1] !== '--lease-base',
  )
  return { out, ended: await start([...rest, '--lease-base', String(leaseBase)], { limitMs: 220_000 }).ended }
}

function reference(): Profile {
  return loadProfile(REFERENCE_PROFILE).profile
}

/** The reference profile with some of it declared otherwise. YAML reads JSON. */
function profileFile(over: { readonly choices: object; readonly pics?: object }): string {
  const { choices, pics, ...rest } = reference()
  const file = path.join(newFolder(), 'profile.yaml')
  writeFileSync(file, JSON.stringify({ ...rest, choices: { ...choices, ...over.choices }, pics: { ...pics, ...over.pics } }))
  return file
}

/** The reference profile declares one thing, the server does the other: the rules that say so, on the purposes that were run. */
const CONTRADICTIONS: readonly (readonly [choice: string, only: string, rules: readonly string[]])[] = [
  ['P-JOIN=not-charged', 'TP_ARR_002', ['join-interim-missing']],
  ['P-DEP-NO200=none', 'TP_DEP_013', ['declared-otherwise']],
  ['P-LEG=initial-leg', 'TP_ARR_001', ['declared-otherwise']],
  ['P-EVT-FAIL=sent', 'TP_NEG_021', ['event-for-refusal']],
  ['P-NUM=growing', 'TP_ARR_008', ['first-arrival-number']],
  ['P-FOCUS=included', 'TP_ARR_005', ['arrival-count']],
]

for (const [choice, only, rules] of CONTRADICTIONS) {
  test(`what is declared binds: ${choice} under the reference profile is found as ${rules.join(', ')}, and as nothing else`, async () => {
    const { out, ended } = await run(['--only', only, ...switchesOf([choice], [])], 35_000)
    const findings = verdictsOf(out).results.flatMap((result) => result.findings.map(({ rule }) => rule))
    assert.deepEqual([...new Set(findings)], rules, story(ended))
    assert.equal(ended.code, 1)
  })
}
