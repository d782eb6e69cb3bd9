// The registries agree: rules, their owners and files, purposes, and what the mutants name.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { testPurpose, testPurposes } from '../../judge/requirements/test-purposes'
import { rules } from '../../judge/rules'
import { mutants } from '../../sut/mutants'

const ids = rules.map((rule) => rule.id)

test('ids of rules, purposes and mutants are unique', () => {
  for (const list of [ids, testPurposes.map((one) => one.id), mutants.map((one) => one.id)])
    assert.deepEqual(list, [...new Set<string>(list)])
})

test('every rule has an owner that exists', () => {
  for (const rule of rules) assert.ok(testPurpose(rule.owner), `${rule.id}: ${rule.owner}`)
})

test('every rule has a file of its name, and every file its rule', () => {
  const files = readdirSync(path.join(__dirname, '..', '..', 'judge', 'rules')).map((file) => file.replace(/\.ts$/, ''))
  assert.deepEqual(files.filter((file) => !['index', 'rule'].includes(file)).sort(), [...ids].sort())
})

test('every mutant names purposes and rules that exist, the owner of a rule among them', () => {
  for (const mutant of mutants) {
    assert.ok(mutant.names.length > 0, mutant.id)
    for (const { purpose, rule } of mutant.names) {
      assert.ok(testPurpose(purpose), `${mutant.id}: ${purpose}`)
      assert.ok(
        rules.some((one) => one.id === rule),
        `${mutant.id}: ${rule}`,
      )
    }
    // a missing record also fails the purposes that demanded it; but the rule's owner must be named somewhere
    const owned = mutant.names.some(({ purpose, rule }) => rules.find((one) => one.id === rule)?.owner === purpose)
    assert.ok(owned, `${mutant.id} names no owner of its rules`)
    for (const purpose of mutant.touches) assert.ok(testPurpose(purpose), `${mutant.id} touches ${purpose}`)
  }
})
