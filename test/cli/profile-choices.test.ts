// Who writes a profile copies profiles/reference.yaml: each choice stands there with all that it may say.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { profileSchema } from '../../judge/profile/schema'

const text = readFileSync(path.resolve(__dirname, '../../profiles/reference.yaml'), 'utf8')

test('the profile that is to be copied names every value of every choice', () => {
  const { properties } = z.toJSONSchema(profileSchema, { io: 'input' }) as unknown as {
    properties: { choices: { properties: Record<string, { enum: string[] }> } }
  }
  const choices = Object.entries(properties.choices.properties)
  assert.ok(choices.length > 10)
  for (const [name, { enum: values }] of choices) {
    const line = text.split('\n').find((one) => one.startsWith(`  ${name}: `)) ?? ''
    const words = line.split(/[^A-Za-z0-9-]+/)
    for (const value of values) assert.ok(value === 'unknown' || words.includes(value), `${name}: ${value} is not in "${line}"`)
  }
})
