// What follows the trace without a process: listeners that come late, that throw, and the limit of what is kept.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { TraceReader } from '../../packages/sipp-wrapper/src/agent/trace-reader'

const nothing = { paths: {}, names: {}, message: () => undefined, command: () => undefined, close: () => undefined }
const evidence = nothing as unknown as ConstructorParameters<typeof TraceReader>[0]
const received = (bytes: string): Buffer =>
  Buffer.from(`${'-'.repeat(47)} 2026-11-23 10:04:07.113000\nUDP message received [${bytes.length}] bytes :\n\n${bytes}\n`)

test('what came before a listener is told to it first, once, with its time', () => {
  const reader = new TraceReader(evidence)
  reader.read(received('early'))
  const told: string[] = []
  reader.listener = (message, { traceTime }) => told.push(`${Buffer.from(message).toString()} ${traceTime}`)
  reader.read(received('late'))
  assert.deepEqual(told, ['early 2026-11-23 10:04:07.113000', 'late 2026-11-23 10:04:07.113000'])
})

test('with nobody listening, ten thousand are kept and the rest is noted, within limits', () => {
  const reader = new TraceReader(evidence)
  for (let i = 0; i < 10_300; i += 1) reader.read(received('x'))
  assert.equal(reader.notes.length, 200)
  assert.match(reader.notes[0] ?? '', /more than 10000 messages came before anybody listened/)
  let told = 0
  reader.listener = () => (told += 1)
  assert.deepEqual([told, reader.receivedCount], [10_000, 10_300])
})

test('a listener that throws neither stops the trace nor hides its error', () => {
  const root = join(__dirname, '..', '..')
  const program = `require('./tools/register.js')
    const { TraceReader } = require('./packages/sipp-wrapper/src/agent/trace-reader.ts')
    const reader = new TraceReader({ message: () => undefined })
    process.on('uncaughtException', (error) => console.log('uncaught', error.message))
    reader.listener = (message) => { console.log('told', String(message)); throw new Error('of the listener') }
    reader.read(Buffer.from(${JSON.stringify(received('one').toString() + received('two').toString())}))`
  const { stdout } = spawnSync(process.execPath, ['-e', program], { cwd: root, encoding: 'utf8' })
  assert.equal(stdout, 'told one\ntold two\nuncaught of the listener\nuncaught of the listener\n')
})
