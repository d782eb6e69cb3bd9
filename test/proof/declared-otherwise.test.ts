// What is declared binds: one run of the reference, judged again under the opposite of each choice that its profile declares.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { loadProfile, REFERENCE_PROFILE } from '../../cli/profile'
import type { HistoryEvent } from '../../judge/history/events'
import { profileSchema } from '../../judge/profile/schema'
import { cutsOf, type Cut } from '../../judge/sabotage'
import { judged } from '../../judge/sabotage/cut'
import type { Finding } from '../../judge/verdict'
import { readHistory } from '../../testbed'
import { newFolder, runArgs, start, story } from '../conformance/run-process'

/**
 * What the opposite is found by. `contradiction`: what the reference is seen to make instead, and nothing else is found. `rules`: exactly these (and `perhaps` those),
 * because one finding would say more than was seen. `hidden`: nothing, because nothing shows it.
 */
type Row =
  | { readonly contradiction: string }
  | { readonly rules: readonly string[]; readonly why: string; readonly perhaps?: readonly string[] }
  | { readonly hidden: string }

const ROWS: Readonly<Record<string, Row>> = {
  'P-JOIN=not-charged': { contradiction: 'charged' },
  'P-START=ack': { contradiction: '2xx' },
  'P-ARR-POINT=ack': { rules: ['choice-inconsistent'], why: 'only an ACK that lets wait tells a fault, by a rule of its own' },
  'P-DEP-NO200=none': { contradiction: 'interim' },
  'P-LEG=initial-leg': { contradiction: 'trigger-leg' },
  'P-LAST=interim-then-stop': {
    rules: ['departure-interim-missing', 'initiator-departure-missing'],
    why: 'an INTERIM that did not come may be a fault as well as a choice',
  },
  'P-GRAN=leg': {
    rules: ['record-sequence'],
    why: 'a record of another type may be a fault as well as a choice',
    perhaps: ['departure-interim-doubled', 'stop-missing'], // an INTERIM where a STOP is due is of either; which, is a matter of milliseconds
  },
  'P-FOCUS=included': { rules: ['arrival-count'], why: 'a count that is one too low may be a fault as well as a choice' },
  'P-DEP-POINT=bye': {
    hidden: 'participants answer a BYE at once: a record behind the answer may be a slow one for the BYE (LV-07)',
  },
  'P-COUNT=endpoints': { hidden: 'each user of these purposes has one endpoint, and both ways give one count' },
  'P-NUM=growing': { hidden: 'numbers from 0 by 1 are growing numbers (RFC 6733 §9.8.3)' },
  'P-EVT-FAIL=sent': {
    hidden: 'no clause makes an EVENT owed for a refusal (TS 32.299 §6.1.0), and no rule finds that none came',
  },
  'P-EVT-MSG=not-sent': { contradiction: 'sent' },
  'P-EVT-MSG-FAIL=not-sent': { contradiction: 'sent' },
  'P-PERIODIC=sent': { hidden: 'that none comes unasked says nothing: no clause makes it owed (LV-08)' },
  'P-PERIODIC=not-sent': { hidden: 'it shows where a Response asks for interims by time, and in this run none does' },
  'P-BUF=overwrite': { hidden: 'it shows in an outage alone, and this run has none' },
  'P-BUF=none': { hidden: 'it shows in an outage alone, and this run has none' },
  'P-5XXX=disconnect-user': { hidden: 'it shows behind a permanent failure alone, and this run has none' },
}

/** Few purposes that show them: a joiner, an invited user's count, an expulsion, a last leaver, a BYE that is answered 481, a refusal, messages. */
const SHOWN = ['TP_ARR_002', 'TP_ARR_005', 'TP_DEP_003', 'TP_DEP_009', 'TP_DEP_013', 'TP_EVT_001', 'TP_EVT_002', 'TP_NEG_021']

const CHOICES = profileSchema.shape.choices.unwrap().shape
const OWN: Readonly<Record<string, string>> = loadProfile(REFERENCE_PROFILE).profile.choices

let run: Promise<readonly Cut[]> | undefined

/** The scenarios of one run of the reference, each alone; run when first asked for. */
function scenarios(): Promise<readonly Cut[]> {
  run ??= (async () => {
    const out = newFolder()
    const { ended } = start(runArgs(out, '--parallel', '1', ...SHOWN.flatMap((id) => ['--only', id])))
    const end = await ended
    assert.equal(end.code, 0, story(end))
    const dir = path.join(out, 'history')
    const files = readdirSync(dir).filter((file) => file.endsWith('.ndjson'))
    const cuts = files.flatMap((file) => cutsOf([...readHistory(path.join(dir, file))]))
    assert.deepEqual(cuts.map(({ testPurpose }) => testPurpose).sort(), SHOWN)
    return cuts
  })()
  return run
}

/** What the judge finds in each scenario where the profile declares this. */
async function foundUnder(declared: Readonly<Record<string, string>>): Promise<readonly (readonly Finding[])[]> {
  return (await scenarios()).map(({ events: [opened, ...rest] }) => {
    assert.equal(opened?.kind, 'opened')
    return judged([declaring(opened, declared), ...rest]).findings
  })
}

type Opened = HistoryEvent & { readonly kind: 'opened' }

function declaring(opened: Opened, declared: Readonly<Record<string, string>>): Opened {
  const { values } = opened.profile
  const choices = { ...(values['choices'] as object), ...declared }
  return { ...opened, profile: { ...opened.profile, values: { ...values, choices } } }
}

test('every other value of every choice that a profile can declare has a row', () => {
  const others = Object.entries(CHOICES).flatMap(([choice, values]) =>
    values
      .unwrap()
      .options.filter((value) => value !== OWN[choice] && value !== 'unknown')
      .map((value) => `${choice}=${value}`),
  )
  assert.deepEqual(Object.keys(ROWS).sort(), others.sort())
})

test('as the reference declares, and with every choice unknown, the same traffic has no finding', async () => {
  const unknown = Object.fromEntries(Object.keys(CHOICES).map((choice) => [choice, 'unknown']))
  for (const declared of [{}, unknown]) assert.deepEqual((await foundUnder(declared)).flat(), [])
})

for (const [text, row] of Object.entries(ROWS)) {
  const [choice = '', value = ''] = text.split('=')
  const how = 'contradiction' in row ? 'one contradiction' : 'rules' in row ? row.rules.join(', ') : `nothing: ${row.hidden}`
  test(`${text}, declared of the reference, is found as ${how}`, async () => {
    const found = await foundUnder({ [choice]: value })
    const rules = [...new Set(found.flat().map(({ rule }) => rule))].sort()
    if ('hidden' in row) return assert.deepEqual(rules, [])
    if ('rules' in row) {
      const told = rules.filter((rule) => row.perhaps?.includes(rule) !== true)
      return assert.deepEqual(told, [...row.rules].sort(), row.why)
    }
    assert.deepEqual(rules, ['declared-otherwise'])
    for (const [first, ...more] of found) {
      assert.deepEqual(more, [])
      if (!first) continue // the scenario does not show the choice
      assert.equal(first.level, 'MUST')
      assert.equal(first.expected, `${choice} ${value}, as the profile declares`)
      assert.ok(first.actual.startsWith(`${row.contradiction}: `), first.actual)
      assert.ok(first.events.length > 0)
    }
  })
}
