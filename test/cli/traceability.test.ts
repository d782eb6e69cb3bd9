// Requirements, purposes, features, rules and mutants hold together; each thread that is cut is told.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { featureOf } from '../../cli/feature-files'
import { notYet, requirementsPage } from '../../cli/requirements-page'
import { ROOT } from '../../cli/suite'
import { suiteTables } from '../../cli/suite-tables'
import { brokenThreads, type Tables } from '../../cli/traceability'

const whole = suiteTables()

test('every requirement is tested or says why not, every MUST is kept, overdone and broken or says why not, every purpose has its scenario', () => {
  assert.deepEqual(brokenThreads(whole), [])
  assert.ok(whole.features.length > 120 && whole.requirements.length > 100, 'the tables are there')
})

test('docs/requirements.md is the page of the tables', () => {
  const written = readFileSync(join(ROOT, 'docs', 'requirements.md'), 'utf8')
  assert.ok(written === requirementsPage(whole), 'it is stale; run: bin/ch1 list --requirements > docs/requirements.md')
})

test('what is not looked at yet is a list that may only become shorter', () => {
  assert.ok(notYet(whole).length <= NOT_YET, notYet(whole).join('\n'))
})

const NOT_YET = 40

const A_LEAVES = `@TP_DEP_001
Feature: someone leaves

  Scenario: Dave leaves, Bob and Carol stay
    Given Bob is in a conference with Dave and Carol
    When Dave leaves the conference
    Then the Charging Enabler receives one SessionRequest(interim) for Dave's departure
`

const CUTS: readonly { readonly cut: string; readonly tables: Partial<Tables>; readonly told: readonly RegExp[] }[] = [
  {
    cut: 'a requirement that no purpose rests on',
    tables: { requirements: [...whole.requirements, requirementLike('TS32299_6.1_1', { id: 'NEW_1_1', level: 'SHOULD' })] },
    told: [/^NEW_1_1: no purpose rests on it/],
  },
  {
    cut: 'a reason that is one word',
    tables: { requirements: changed(whole.requirements, 'CR_6.2.3.2_3', { untested: 'not yet: later' }) },
    told: [/^CR_6.2.3.2_3: no purpose rests on it/],
  },
  {
    cut: 'a reason why nothing tests what is tested',
    tables: { requirements: changed(whole.requirements, 'RFC6733_7.1.3_1', { untested: 'it was too hard to test this one' }) },
    told: [/^RFC6733_7.1.3_1: a purpose rests on it, and it says/],
  },
  {
    cut: 'a requirement that waits for a row which is a purpose now',
    tables: { gaps: whole.gaps.filter(({ id }) => id !== 'TP_EVT_004') },
    told: [/^OMADDS_6.2.4_2: TP_EVT_004 is not set aside/],
  },
  {
    cut: 'a row set aside that no requirement waits for',
    tables: { requirements: changed(whole.requirements, 'OMADDS_6.2.4_2', { gaps: [] }) },
    told: [/^TP_EVT_004: set aside, and no requirement waits/],
  },
  {
    cut: 'a purpose that cites what is not there',
    tables: { purposes: changed(whole.purposes, 'TP_ARR_004', { requirements: ['CR_9_9' as never] }) },
    told: [/^TP_ARR_004: there is no requirement CR_9_9/],
  },
  {
    cut: 'a purpose that cites nothing',
    tables: { purposes: changed(whole.purposes, 'TP_ARR_004', { requirements: [] }) },
    told: [/^TP_ARR_004: it rests on no requirement/],
  },
  {
    cut: 'a rule on a requirement that is not there',
    tables: { rules: changed(whole.rules, 'dwa-missing', { requirement: 'RFC6733_9_9' as never }) },
    told: [/^rule dwa-missing: there is no requirement/, /^rule dwa-missing: its owner TP_PEER_005 does not cite/],
  },
  {
    cut: 'a rule on another requirement than its owner',
    tables: { rules: changed(whole.rules, 'dwa-missing', { requirement: 'RFC6733_5.4_1' }) },
    told: [/^rule dwa-missing: its owner TP_PEER_005 does not cite RFC6733_5.4_1/],
  },
  {
    cut: 'a feature of a purpose that is not there',
    tables: {
      features: [
        ...whole.features,
        featureOf('new.feature', A_LEAVES.replace('TP_DEP_001', 'TP_DEP_901').replace('receives one', 'receives no')),
      ],
    },
    told: [/^new.feature: there is no purpose TP_DEP_901/],
  },
  {
    cut: 'a feature of nobody',
    tables: {
      features: [
        ...whole.features,
        featureOf('new.feature', A_LEAVES.replace('@TP_DEP_001\n', '').replace('receives one', 'receives no')),
      ],
    },
    told: [/^new.feature: its first line names one purpose, not 0/],
  },
  {
    cut: 'the scenario of another purpose, told of other people',
    tables: { features: [...whole.features, featureOf('new.feature', A_LEAVES)] },
    told: [/^new.feature: "Dave leaves, .*" does and demands what departure\/TP_DEP_001_participant_leaves.feature does/],
  },
  {
    cut: 'a scenario that demands nothing',
    tables: { features: [...whole.features, featureOf('new.feature', A_LEAVES.replace(/^.*Then.*\n/m, ''))] },
    told: [/^new.feature: ".*" demands nothing/],
  },
  {
    cut: 'a purpose without its feature',
    tables: { features: whole.features.filter(({ purposes }) => !purposes.includes('TP_NEG_001')) },
    told: [/^TP_NEG_001: it has no scenario/],
  },
  {
    cut: 'a purpose whose feature has no scenario',
    tables: { features: whole.features.map((one) => (one.purposes.includes('TP_NEG_001') ? { ...one, scenarios: [] } : one)) },
    told: [/^TP_NEG_001: it has no scenario/],
  },
  {
    cut: 'an invariant with a scenario',
    tables: { purposes: changed(whole.purposes, 'TP_NEG_001', { runWide: true }) },
    told: [/^TP_NEG_001: it is judged over the whole run, and has a scenario/],
  },
  {
    cut: 'an invariant without a rule',
    tables: { rules: whole.rules.filter(({ id }) => id !== 'avp-alignment') },
    told: [/^TP_CNT_009: it is judged over the whole run, and owns no rule/],
  },
  {
    cut: 'a MUST without a positive purpose',
    tables: { purposes: changed(whole.purposes, 'TP_PEER_005', { kind: 'N' }) },
    told: [/^RFC6733_5.5_1: a MUST without a positive purpose/, /^RFC6733_5.5_1: it has a negative purpose, and says why/],
  },
  {
    cut: 'a MUST without a negative purpose',
    tables: { requirements: changed(whole.requirements, 'RFC6733_4_1', { without: {} }) },
    told: [/^RFC6733_4_1: a MUST without a negative purpose/],
  },
  {
    cut: 'a MUST that no mutant breaks',
    tables: { mutants: whole.mutants.filter(({ id }) => id !== 'dpr-unanswered') },
    told: [/^RFC6733_5.4_1: a MUST without a mutant/],
  },
  {
    cut: 'a SHOULD with the reasons of a MUST',
    tables: { requirements: changed(whole.requirements, 'RFC6733_4_1', { level: 'SHOULD' }) },
    told: [/^RFC6733_4_1: it is no MUST that is tested/],
  },
  {
    cut: 'a purpose that kills nothing alone, without its reason',
    tables: { notAlone: Object.fromEntries(Object.entries(whole.notAlone).filter(([id]) => id !== 'TP_NEG_012')) },
    told: [/^TP_NEG_012: it kills no mutant alone, and no reason/],
  },
  {
    cut: 'a reason for a purpose that has a mutant of its own',
    tables: { notAlone: { ...whole.notAlone, TP_NEG_001: { why: 'nobody has come round to it as yet' } } },
    told: [/^TP_NEG_001: it kills interim-on-refusal alone, and says why/],
  },
  {
    cut: 'a reason that names a mutant which is gone',
    tables: {
      notAlone: { ...whole.notAlone, TP_NEG_012: { why: 'a challenge is a final response', seesToo: ['interim-on-whim'] } },
    },
    told: [/^TP_NEG_012: there is no mutant interim-on-whim/],
  },
  {
    cut: 'a reason of a purpose that is gone',
    tables: { notAlone: { ...whole.notAlone, TP_NEG_901: { why: 'nobody has come round to it as yet' } } },
    told: [/^TP_NEG_901: there is no such purpose/],
  },
]

for (const { cut, tables, told } of CUTS) {
  test(`told: ${cut}`, () => {
    const lines = brokenThreads({ ...whole, ...tables })
    assert.equal(lines.length, told.length, lines.join('\n'))
    told.forEach((line, i) => assert.match(lines[i] ?? '', line))
  })
}

test('the page says of each requirement what tests it, what breaks it, and why it has none', () => {
  const page = requirementsPage(whole)
  for (const { id } of [...whole.requirements, ...whole.gaps]) assert.ok(page.includes(id), id)
  assert.match(page, /\| <a id="RFC6733_5.4_1"><\/a>.*MUST CTF<br>verified.*TP_PEER_007.*dpr-unanswered \|/)
  assert.match(
    page,
    /- RFC6733_5\.3_1 is not tested\. TP_PEER_004 looks at when the server connects again, not at when it hangs up\./,
  )
})

function changed<T extends { readonly id: string }>(table: readonly T[], id: string, change: Partial<T>): readonly T[] {
  assert.ok(
    table.some((one) => one.id === id),
    id,
  )
  return table.map((one) => (one.id === id ? { ...one, ...change } : one))
}

function requirementLike(id: string, change: Partial<Tables['requirements'][number]>): Tables['requirements'][number] {
  const like = whole.requirements.find((one) => one.id === id)
  assert.ok(like)
  const { without: _, ...rest } = like
  return { ...rest, ...change }
}
