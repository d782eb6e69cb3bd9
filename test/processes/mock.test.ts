// `bin/ch1 mock` as its users start it: first line, live view, journal, rules that change, its end, and the five recipes of its page.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { DiameterClient, scalarAt } from '@ch1/diameter'
import { accountingSessions, seenRequests } from '../../mocks/charging-enabler'
import { MockView } from '../../cli/mock-view'
import { loadRules } from '../../cli/rules-file'
import { authority, OPENSSL, pemTexts } from '../foreign/certificates'
import { needs } from '../foreign/foreign-process'
import { acr, bytesOf, RawCtf } from '../mocks/raw-ctf'
import { client, mock } from './mock-process'
import { ch1, newFolder, ROOT } from '../conformance/run-process'

test('mock: the first line says where it listens, SIGTERM brings a DPR, a sealed journal and exit 0', async (t) => {
  const one = await mock(t, '--listen', '127.0.0.1:0', '--identity', 'cdf.acme.example', '--realm', 'acme.example')
  assert.equal(one.listening.event, 'listening')
  assert.deepEqual(one.listening.enablers, [{ name: 'cdf1', ch1: one.listening.ch1 }])
  assert.equal(typeof one.listening.pid, 'number')
  const raw = await RawCtf.open(one.ports[0] ?? 0)
  t.after(() => raw.close())
  assert.equal(raw.messages[0] && scalarAt(raw.messages[0], 'Origin-Host'), 'cdf.acme.example')
  const answer = await raw.ask({ avps: acr() })
  assert.deepEqual([scalarAt(answer, 'Result-Code'), scalarAt(answer, 'Origin-Realm')], [2001, 'acme.example'])
  const ended = one.stop()
  await raw.until(() => raw.messages.length === 3)
  assert.deepEqual([raw.messages[2]?.commandCode, raw.messages[2]?.request], [282, true])
  assert.equal((await ended).code, 0)
  const events = one.events()
  assert.deepEqual([events[0]?.kind, events.at(-1)?.kind], ['opened', 'sealed'])
  assert.deepEqual(
    events.flatMap((event) => (event.kind === 'peer' ? [event.state] : [])),
    ['connected', 'open', 'closing', 'closed'],
  )
  assert.equal(accountingSessions(events).length, 1)
})

test('mock: the live view has one line a record, without colour in a pipe, findings below, and the end tells what there was', async (t) => {
  const one = await mock(t, '--listen', '127.0.0.1:0', '--grammar', 'note')
  const ctf = await client(t, one.ports[0])
  await ctf.ask({ type: 'start', number: 0, session: 'a;1;1' })
  await ctf.ask({ type: 'interim', number: 1, session: 'b;1;\u001b[31m' })
  await ctf.ask({ type: 'interim', number: 1, session: 'a;1;1', resent: true, without: ['Destination-Realm'] })
  const ended = await one.stop('SIGINT')
  assert.equal(ended.code, 0)
  const lines = ended.stderr.split('\n').map((line) => line.replace(/^\d\d:\d\d:\d\d\.\d{3} {2}/, ''))
  const records = lines.filter((line) => /START|INTERIM/.test(line) && line.startsWith('cdf1/1'))
  assert.deepEqual(records, [
    'cdf1/1   s1   START      0   a;1;1  → 2001 SUCCESS',
    'cdf1/1   s2   INTERIM    1   b;1;\\u{1b}[31m  → 2001 SUCCESS',
    'cdf1/1   s1   INTERIM    1 T a;1;1  → 2001 SUCCESS',
  ])
  assert.match(ended.stderr, /\n {2}MUST Destination-Realm: .*\(RFC 6733 §/)
  assert.match(ended.stderr, /peer open {2}127\.0\.0\.1:\d+/)
  assert.match(ended.stderr, /Rules of cdf1:\n {2}default: any request → answer 2001 SUCCESS, always \(seen 3\)/)
  assert.match(ended.stderr, /Accounting sessions: 1 open, 1 unopened\n$/)
  assert.ok(!ended.stderr.includes('\u001b'))
})

test('mock: the view has colour when it is told to, and shows a late answer in a line of its own', async () => {
  const lines: string[] = []
  let nowMs = 0
  const view = new MockView({ write: (line) => lines.push(line), colour: true, now: () => new Date(nowMs) })
  let n = 0
  const record = view.watching(() => n++)
  const flow = { transport: 'tcp', local: 'a:1', remote: 'b:2' } as const
  const fact = { kind: 'ch1', door: 'diameter', enabler: 'cdf1', conn: 1, flow } as const
  const aca = bytesOf({
    request: false,
    avps: [
      ['Session-Id', 'a'],
      ['Result-Code', 4002],
    ],
  })
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  record({ ...fact, dir: 'fromSut', bytes: base64(bytesOf({ avps: acr({ session: 'a', number: 3 }) })) })
  await new Promise((resolve) => setImmediate(resolve))
  nowMs = 250
  record({ ...fact, dir: 'toSut', bytes: base64(aca), rule: 'late' })
  record({ ...fact, dir: 'toSut', bytes: base64(aca), rule: 'late' })
  record({ ...fact, dir: 'toSut', bytes: 'AAAA', rule: 'bad' })
  assert.deepEqual(lines, [
    '00:00:00.000  cdf1/1   \u001b[33ms1  \u001b[0m INTERIM    3   a  → …',
    '00:00:00.250  cdf1/1        → \u001b[31m4002 OUT_OF_SPACE\u001b[0m  by late  to INTERIM 3 after 250 ms',
    '00:00:00.250  cdf1/1        → \u001b[31m4002 OUT_OF_SPACE\u001b[0m  by late  to nothing that waits',
    '00:00:00.250  cdf1/1   unreadable: header: the version is 0, not 1: this is no Diameter message (byte 0, RFC 6733 §3)',
  ])
})

test('mock: --tls speaks TLS alone, and with an authority only to clients that it vouches for', async (t) => {
  if (!needs(t, OPENSSL)) return
  const ours = authority()
  const [server, good, stranger] = [ours.issue('localhost'), ours.issue('im1.im.example'), authority().issue('im1.im.example')]
  const one = await mock(t, '--listen', '127.0.0.1:0', '--tls', `${server.cert},${server.key},${server.ca}`)
  const states = async (own: typeof good): Promise<readonly string[]> => {
    const seen: string[] = []
    const { cert, key } = pemTexts(own)
    const done = new Promise<void>((resolve) => {
      const client = new DiameterClient({
        host: '127.0.0.1',
        port: one.ports[0] ?? 0,
        identity: {
          originHost: 'im1.im.example',
          originRealm: 'im.example',
          productName: 't',
          vendorId: 0,
          supportedVendorIds: [],
          acctApplicationIds: [3],
        },
        timers: { tcMs: 60_000 },
        tls: { ca: pemTexts(server).ca, cert, key, servername: 'localhost' },
        events: {
          state: (state) => {
            seen.push(state)
            if (state === 'open' || state === 'closed') resolve()
          },
        },
      })
      t.after(() => client.close())
      client.start()
    })
    await done
    return seen
  }
  assert.ok((await states(good)).includes('open'))
  assert.ok(!(await states(stranger)).includes('open'))
  await one.stop()
  const flows = one.events().flatMap((event) => (event.kind === 'peer' && event.state === 'open' ? [event.flow.transport] : []))
  assert.deepEqual(flows, ['tls'])
})

test('mock: --http opens the other door beside, on the same rules', async (t) => {
  const file = path.join(newFolder(), 'rules.yaml')
  writeFileSync(file, 'rules:\n  - { name: too busy, actions: [{ answer: 3004 }] }\n')
  const one = await mock(t, '--listen', '127.0.0.1:0', '--http', '127.0.0.1:0', '--rules', file)
  assert.match(one.listening.http ?? '', /^127\.0\.0\.1:\d+$/)
  const response = await fetch(`http://${one.listening.http ?? ''}/`, { method: 'POST', body: '{}' })
  assert.equal(response.status, 404)
  assert.equal(await (await client(t, one.ports[0])).resultOf({}), 3004)
  const { stderr } = await one.stop()
  assert.match(stderr, /cdf1\/1000001 {2}? POST \/ HTTP\/1\.1/)
})

test('mock: --quiet says nothing but the first line', async (t) => {
  const one = await mock(t, '--listen', '127.0.0.1:0', '--quiet')
  assert.equal(await (await client(t, one.ports[0])).resultOf({}), 2001)
  const { code, stdout, stderr } = await one.stop()
  assert.deepEqual([code, stdout.split('\n').length, stderr], [0, 2, ''])
})

test('mock: the rules are read again when the file changes; a wrong file is told of by line, and the old rules stay', async (t) => {
  const file = path.join(newFolder(), 'rules.yaml')
  writeFileSync(file, 'rules:\n  - actions: [{ answer: 4002 }]\n')
  const one = await mock(t, '--listen', '127.0.0.1:0', '--rules', file)
  const ctf = await client(t, one.ports[0])
  assert.equal(await ctf.resultOf({}), 4002)
  writeFileSync(file, 'rules:\n  - actions: [{ answer: 5012 }]\n  - match: { type: stop }\n    actions: [ignore]\n')
  await one.says(/rules\.yaml read again, 2 rules in force/)
  assert.equal(await ctf.resultOf({}), 5012)
  writeFileSync(file, 'rules:\n  - actions: [{ answer: 5012 }]\n  - match: { type: update }\n    actions: [ignore]\n')
  await one.says(
    /rules\.yaml:3 {2}rules\[1\]\.match\.type: .*\n {6}mend: one of: start, interim, stop, event\n[^]*the rules before it stay in force/,
  )
  assert.equal(await ctf.resultOf({}), 5012)
  assert.equal((await one.stop()).code, 0)
})

test('mock: what is wrong with its flags is one message with a mend, and exit 4', async () => {
  const folder = newFolder()
  const bad = path.join(folder, 'bad.yaml')
  writeFileSync(bad, 'rules:\n  - actions: [explode]\n')
  const rows: readonly (readonly [args: readonly string[], told: RegExp])[] = [
    [[], /--listen is missing\n {2}where {2}ch1 mock\n {2}mend {3}for example: ch1 mock --listen 127\.0\.0\.1:3868/],
    [['--listen', 'here'], /"here" is no HOST:PORT/],
    [['--listen', '127.0.0.1:0', '--rules', path.join(folder, 'none.yaml')], /the rules cannot be read: .*ENOENT/],
    [
      ['--listen', '127.0.0.1:0', '--rules', bad],
      /bad\.yaml:2 {2}rules\[0\]\.actions\[0\]: there is no action "explode"\n {6}mend: one of: answer/,
    ],
    [['--listen', '127.0.0.1:0', '--journal', path.join(folder, 'no', 'j')], /the journal cannot be written: .*ENOENT/],
    [['--listen', '127.0.0.1:0', '--dictionary', bad], /the dictionary is wrong\n[^]*docs\/diameter-dictionary\.md/],
    [['--listen', '127.0.0.1:0', '--supervision', '0'], /--supervision/],
    [['--listen', '127.0.0.1:0', '--grammar', 'strict'], /there is no grammar mode "strict"/],
    [['--listen', '127.0.0.1:0', '--identity', 'a,b'], /2 identities for 1 addresses/],
    [['--listen', '127.0.0.1:0', '--tls', 'cert.pem'], /certificate and key are needed/],
    [['--listen', '127.0.0.1:0', '--tls', `${bad},${bad}`], /cannot listen/],
    [['--listen', '127.0.0.1:0', '--verbose'], /Unknown option '--verbose'/],
  ]
  for (const [args, told] of rows) {
    const { code, stdout, stderr } = await ch1('mock', ...args)
    assert.deepEqual([code, stdout], [4, ''], stderr)
    assert.match(stderr, told)
    assert.match(stderr, /mend/)
    assert.doesNotMatch(stderr, /^ +at /m)
  }
  assert.match((await ch1('mock', '--help')).stdout, /^Usage: ch1 mock --listen/)
})

const page = readFileSync(path.join(ROOT, 'docs', 'charging-enabler.md'), 'utf8')

/** The command of a recipe, as the page has it, on free ports. */
function recipe(title: string): readonly string[] {
  const section = page.split(/^### /m).find((one) => one.startsWith(`${title}\n`)) ?? ''
  const line = /^bin\/ch1 mock (.*)$/m.exec(section)?.[1]
  assert.ok(line, `the page has a recipe "${title}"`)
  const words = line.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:0').split(' ')
  const journal = words.indexOf('--journal')
  return journal < 0 ? words : words.filter((_, i) => i !== journal && i !== journal + 1)
}

test('recipe: success', async (t) => {
  const one = await mock(t, ...recipe('Success'))
  const ctf = await client(t, one.ports[0])
  for (const [number, type] of (['start', 'interim', 'stop'] as const).entries())
    assert.equal(await ctf.resultOf({ type, number }), 2001)
  assert.equal((await one.stop()).code, 0)
  assert.deepEqual(
    accountingSessions(one.events()).map(({ state, records }) => [state, records]),
    [['closed', 3]],
  )
})

test('recipe: slow answers', async (t) => {
  const one = await mock(t, ...recipe('Slow answers'))
  const ctf = await client(t, one.ports[0])
  ctf.send({ type: 'interim', number: 1 })
  ctf.send({ type: 'stop', number: 2 })
  await ctf.until(() => ctf.answers.length === 2)
  assert.deepEqual(
    ctf.answers.map((answer) => scalarAt(answer, 'Accounting-Record-Number')),
    [2, 1],
  )
  await one.stop()
  const [slow] = seenRequests(one.events())
  assert.ok((slow?.answers[0]?.atUs ?? 0) - (slow?.atUs ?? 0) >= 1_499_000)
})

test('recipe: the secondary takes over', async (t) => {
  const one = await mock(t, ...recipe('The secondary takes over'))
  assert.deepEqual(
    one.listening.enablers.map(({ name }) => name),
    ['cdf1', 'cdf2'],
  )
  const [primary, secondary] = [await client(t, one.ports[0]), await client(t, one.ports[1])]
  await primary.ask({ type: 'start', number: 0 })
  await primary.ask({ type: 'interim', number: 1 })
  primary.send({ type: 'interim', number: 2 })
  await primary.closed()
  const refused = await RawCtf.connect(one.ports[0] ?? 0)
  assert.equal(refused.end, 'ECONNREFUSED')
  assert.equal(await secondary.resultOf({ type: 'interim', number: 2, resent: true }), 2001)
  await one.stop()
  assert.deepEqual(
    accountingSessions(one.events()).map(({ enablers, records, duplicates }) => [enablers, records, duplicates]),
    [[['cdf1', 'cdf2'], 3, 1]],
  )
})

test('recipe: out of space, then recovery', async (t) => {
  const one = await mock(t, ...recipe('Out of space, then recovery'))
  const ctf = await client(t, one.ports[0])
  const results = [await ctf.resultOf({ type: 'start' })]
  for (let i = 0; i < 4; i += 1) results.push(await ctf.resultOf({ type: 'interim', number: 1 }))
  assert.deepEqual(results, [2001, 4002, 4002, 4002, 2001])
  await one.stop()
})

test('recipe: hostile bytes, each in its turn, and then all is well', async (t) => {
  const one = await mock(t, ...recipe('Hostile bytes'))
  const signs: string[] = []
  for (let number = 0; number < 12; number += 1) {
    const raw = await RawCtf.open(one.ports[0] ?? 0)
    t.after(() => raw.close())
    const before = raw.received.length
    raw.write(bytesOf({ hopByHop: 7, endToEnd: number, avps: acr({ number }) }))
    await raw.until(() => raw.received.length - before >= 40 || raw.end !== undefined)
    signs.push(raw.received.subarray(before, before + 8).toString('hex'))
    raw.close()
  }
  assert.equal(signs[7]?.slice(0, 2), '02', 'version 2')
  assert.equal(signs[9], Buffer.from('HTTP/1.1').toString('hex'))
  assert.equal(new Set(signs.slice(0, 11)).size >= 6, true, signs.join(' '))
  const { stderr } = await one.stop()
  assert.equal([...stderr.matchAll(/, once \(done\)$/gm)].length, 11)
  assert.match(stderr, /default: .* \(seen 1\)/)
})

test('the page has five recipes, and every rules file of the examples is good', () => {
  const recipes = page.slice(page.indexOf('## Five recipes'), page.indexOf('## Rules'))
  assert.equal([...recipes.matchAll(/^### /gm)].length, 5)
  for (const [, file = ''] of page.matchAll(/--rules (examples\/rules\/\S+)/g))
    assert.ok(loadRules(path.join(ROOT, file)).length >= 1, file)
  assert.equal(loadRules(path.join(ROOT, 'examples', 'rules', 'success.yaml')).length, 0)
})
