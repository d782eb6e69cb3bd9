// The registries agree: rules, their owners and files, purposes, and what the mutants name.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { Trigger } from '../../judge/model/conference'
import { catalogueGaps } from '../../judge/requirements/catalogue-gaps'
import { judges, testPurpose, testPurposes, type Role } from '../../judge/requirements/test-purposes'
import { forbiddenRules, missingRules, ruleOf, rules, speaksOf } from '../../judge/rules'
import { mutants } from '../../sut/mutants'

const ids = rules.map((rule) => rule.id)

test('ids of rules, purposes and mutants are unique', () => {
  for (const list of [ids, testPurposes.map((one) => one.id), mutants.map((one) => one.id)])
    assert.deepEqual(list, [...new Set<string>(list)])
})

test('what is set aside is no purpose, and says why', () => {
  const aside = catalogueGaps.map(({ id }) => id)
  assert.deepEqual(aside, [...new Set(aside)])
  for (const { id, why } of catalogueGaps) {
    assert.equal(testPurpose(id), undefined, id)
    assert.ok(why.length > 10, id)
  }
})

test('every rule has an owner that exists', () => {
  for (const rule of rules) assert.ok(testPurpose(rule.owner), `${rule.id}: ${rule.owner}`)
})

test('every rule has a file of its name, and every file its rule', () => {
  const files = readdirSync(path.join(__dirname, '..', '..', 'judge', 'rules')).map((file) => file.replace(/\.ts$/, ''))
  assert.deepEqual(files.filter((file) => !['index', 'rule'].includes(file)).sort(), [...ids].sort())
})

test('every mutant names purposes and rules that exist', () => {
  for (const mutant of mutants) {
    assert.ok(mutant.names.length > 0, mutant.id)
    for (const { purpose, rule } of mutant.names) {
      assert.ok(testPurpose(purpose), `${mutant.id}: ${purpose}`)
      assert.ok(
        rules.some((one) => one.id === rule),
        `${mutant.id}: ${rule}`,
      )
    }
    for (const purpose of mutant.touches) assert.ok(testPurpose(purpose), `${mutant.id} touches ${purpose}`)
  }
})

// What only a rare situation shows is named by its own purpose; but some mutant is seen by the owner of the rule itself.
test('of the mutants that name a rule, one is killed by the rule’s owner', () => {
  const named = mutants.flatMap(({ names }) => names)
  for (const { rule } of named)
    assert.ok(
      named.some((other) => other.rule === rule && other.purpose === ruleOf(rule).owner),
      `${rule}: no mutant names ${ruleOf(rule).owner}`,
    )
})

const ROLES = ['controlling', 'participating'] as const

test('whatever a rule of a role finds fails a purpose of that role, and a purpose is judged by mutants of its role', () => {
  for (const role of ROLES) {
    assert.ok(rules.some((rule) => speaksOf(rule, role)))
    for (const rule of rules.filter((one) => speaksOf(one, role))) assert.ok(isOf(rule.owner, role), `${rule.id} ${role}`)
  }
  for (const { id, role = 'controlling', names, touches } of mutants) {
    for (const { purpose, rule } of names) assert.ok(isOf(purpose, role) && speaksOf(ruleOf(rule), role), `${id} ${purpose}`)
    for (const purpose of touches) assert.ok(isOf(purpose, role), `${id} touches ${purpose}`)
  }
})

test('in either role something names each kind of missing record, and the last to be asked takes every record', () => {
  const leg = { user: 'sip:a@home.example', referred: false } as unknown as Trigger['leg']
  for (const role of ROLES) {
    for (const kind of ['start', 'arrival', 'join', 'departure', 'expulsion', 'stop'] as const) {
      const trigger = { kind, leg, again: false, initiator: false } as unknown as Trigger
      assert.ok(
        missingRules.some((rule) => speaksOf(rule, role) && rule.applies(trigger)),
        `${role} ${kind}`,
      )
    }
    assert.equal(forbiddenRules.filter((rule) => speaksOf(rule, role)).at(-1)?.id, 'record-unexplained')
  }
})

function isOf(id: string, role: Role): boolean {
  const purpose = testPurpose(id)
  return purpose !== undefined && judges(purpose, role)
}
