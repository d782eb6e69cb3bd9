// Flags of `bin/ch1 mock` that change what it knows: vendor AVPs, the supervision timer, TLS for HTTP, an address that is IPv6.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { test } from 'node:test'
import { dictionaryFrom, encodeMessage, scalarAt, standardDictionary } from '@ch1/diameter'
import { parse } from 'yaml'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { Http2Ctf } from '../mocks/http-ctf'
import { acr, RawCtf } from '../mocks/raw-ctf'
import { client, mock } from './mock-process'
import { ch1, newFolder, ROOT } from '../conformance/run-process'

const DICTIONARY = path.join(ROOT, 'examples', 'dictionary.yaml')

test('mock: --dictionary makes vendor AVPs known to the rules, to the grammar check and to the live view', async (t) => {
  const reading = dictionaryFrom(parse(readFileSync(DICTIONARY, 'utf8')))
  assert.ok(reading.ok)
  const known = standardDictionary.with(reading.rows)
  const file = path.join(newFolder(), 'rules.yaml')
  const condition = '{ path: Example-Conference/Example-Room-Name, equals: blue }'
  writeFileSync(file, `rules:\n  - { name: the blue room, match: { avp: [${condition}] }, actions: [{ answer: 4002 }] }\n`)
  const resultWith = async (...args: readonly string[]): Promise<readonly [number, string]> => {
    const one = await mock(t, '--listen', '127.0.0.1:0', '--rules', file, ...args)
    const raw = await RawCtf.open(one.ports[0] ?? 0)
    t.after(() => raw.close())
    const header = { commandCode: 271, applicationId: 3, request: true, proxiable: true, hopByHop: 5, endToEnd: 5 }
    const vendor = ['Example-Conference', [['Example-Room-Name', 'blue']]] as const
    // its M bit is set: who does not know it must refuse the record (RFC 6733 §4.1)
    raw.write(encodeMessage({ ...header, avps: [...acr(), vendor, ['Calling-Station-Id', 'x']] }, known))
    await raw.until(() => raw.messages.length === 2)
    const { stderr } = await one.stop()
    return [Number(raw.messages[1] && scalarAt(raw.messages[1], 'Result-Code')), stderr]
  }
  const [result, said] = await resultWith('--dictionary', DICTIONARY)
  assert.equal(result, 4002)
  assert.match(said, /→ 4002 OUT_OF_SPACE {2}by the blue room\n/)
  assert.doesNotMatch(said, /MUST|SHOULD/)
  const [unknown, complaint] = await resultWith()
  assert.equal(unknown, 5001)
  assert.match(complaint, /\n {2}MUST AVP 31: /)
})

test('mock: --supervision says when a session without STOP has expired', async (t) => {
  const rules = path.join(ROOT, 'examples', 'rules', 'slow-answers.yaml')
  const one = await mock(t, '--listen', '127.0.0.1:0', '--rules', rules, '--supervision', '1')
  const ctf = await client(t, one.ports[0])
  // its answer comes 1.5 s later
  await ctf.ask({ type: 'interim', number: 1 })
  assert.match((await one.stop()).stderr, /\nAccounting sessions: 1 expired\n$/)
})

test('mock: --http-tls puts the HTTP binding behind TLS, HTTP/2 by ALPN, and needs --http', async (t) => {
  if (!needs(t, OPENSSL)) return
  const files = authority().issue('localhost')
  const one = await mock(t, '--listen', '127.0.0.1:0', '--http', '127.0.0.1:0', '--http-tls', `${files.cert},${files.key}`)
  const ctf = new Http2Ctf(`https://${one.listening.http ?? ''}`, { ca: pemTexts(files).ca, servername: 'localhost' })
  t.after(() => ctf.close())
  assert.equal((await ctf.ask({ type: 'start' })).status, 201)
  await ctf.close()
  await one.stop()
  const flows = one.events().flatMap((event) => (event.kind === 'ch1' ? [`${event.door} over ${event.flow.transport}`] : []))
  assert.deepEqual(flows, ['http over tls', 'http over tls'])
  const alone = await ch1('mock', '--listen', '127.0.0.1:0', '--http-tls', `${files.cert},${files.key}`)
  assert.equal(alone.code, 4)
  assert.match(alone.stderr, /there is no HTTP binding to be secured[^]*mend {3}give --http HOST:PORT too/)
})

test('mock: --listen takes an IPv6 address in brackets, and says it so', async (t) => {
  const hasIpv6 = await new Promise<boolean>((resolve) => {
    const probe = connect({ host: '::1', port: 9 })
    probe.once('connect', () => resolve(true)).once('error', ({ message }) => resolve(message.includes('ECONNREFUSED')))
    probe.once('close', () => probe.destroy())
  })
  if (!hasIpv6) return t.skip('this machine has no IPv6 on loopback')
  const one = await mock(t, '--listen', '[::1]:0')
  const [port = 0] = one.ports
  assert.equal(one.listening.ch1, `[::1]:${port}`)
  const raw = await RawCtf.open(port, undefined, '::1')
  t.after(() => raw.close())
  assert.deepEqual(raw.messages[0] && [scalarAt(raw.messages[0], 'Result-Code'), scalarAt(raw.messages[0], 'Host-IP-Address')], [
    2001,
    '::1',
  ])
  await one.stop()
  const flows = one.events().flatMap((event) => (event.kind === 'peer' ? [event.flow.local] : []))
  assert.deepEqual([...new Set(flows)], [`[::1]:${port}`])
})
