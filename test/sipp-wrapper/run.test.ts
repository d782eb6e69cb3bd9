// Runs of real SIPp processes: what is earned, what is not, and every way a run can go wrong.
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runSipp, ScenarioBuilder, SippError, startSipp, type RunOptions, type SippErrorReason, type SippRun } from 'sipp-wrapper'
import { freePorts, isAlive, skip, temporaryFolder, UdpPeer } from './live-agent'

const request = (method: string): string =>
  [
    `${method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'From: <sip:a@[local_ip]>;tag=[call_number]',
    'To: <sip:b@[remote_ip]>[peer_tag_param]',
    'Call-ID: [call_id]',
    `CSeq: [cseq] ${method}`,
    'Max-Forwards: 70',
    'Content-Length: 0',
  ].join('\n')
const response = [
  'SIP/2.0 200 OK',
  '[last_Via:]',
  '[last_From:]',
  '[last_To:];tag=b',
  '[last_Call-ID:]',
  '[last_CSeq:]',
  'Content-Length: 0',
].join('\n')

const caller = new ScenarioBuilder('caller')
  .send(request('OPTIONS'), { retrans: 500, start_rtd: 'options' })
  .recv({ response: 200, rtd: 'options' })
  .build()
const callee = new ScenarioBuilder('callee').recv({ request: 'OPTIONS' }).send(response).build()
const patient = new ScenarioBuilder('patient').send(request('OPTIONS')).recv({ response: 200 }).build()

async function started(t: TestContext, options: Partial<RunOptions> & Pick<RunOptions, 'scenario' | 'calls'>): Promise<SippRun> {
  const run = await startSipp({ name: 'run', dir: temporaryFolder(t), deadlineMs: 15_000, ...options })
  t.after(() => run.stop())
  return run
}

function failsAs(reason: SippErrorReason, pattern: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof SippError, String(error))
    assert.equal(error.reason, reason, error.message)
    assert.match(error.message, pattern)
    return true
  }
}

const silence = { host: '127.0.0.1', port: 9 }

test('a success: planned, started, ended and succeeded are one number, on both sides', { skip }, async (t) => {
  const uas = await started(t, { scenario: callee, calls: 40, name: 'uas' })
  const uac = await started(t, { scenario: caller, calls: 40, rate: 400, name: 'uac', remote: uas.local })
  const [taken, made] = await Promise.all([uas.result, uac.result])
  for (const result of [taken, made]) {
    assert.deepEqual(result.problems, [])
    assert.deepEqual([result.isSuccess, result.planned, result.started, result.succeeded], [true, 40, 40, 40])
    assert.deepEqual([result.failed, result.unfinished, result.missing, result.failures], [0, 0, 0, {}])
    assert.deepEqual([result.end.exitCode, result.end.by], [0, 'sipp'])
    assert.match(result.end.explained, /orderly way \(exit code 0, which SIPp also gives with calls open\)/)
  }
  assert.equal(made.responseTimes['options']?.count, 40)
  assert.equal(made.transactionTimes['OPTIONS']?.count, 40)
  assert.ok((made.transactionTimes['OPTIONS']?.p50Ms ?? 0) > 0)
  assert.ok(statSync(made.files.responseTimes).size > 0)
  assert.equal(isAlive(uac.pid), false)
})

test('five runs at once, on ports nobody chose', { skip }, async (t) => {
  const uas = await started(t, { scenario: callee, calls: 25, name: 'uas' })
  const dir = temporaryFolder(t)
  const names = ['a', 'b', 'c', 'd', 'e']
  const results = await Promise.all(
    names.map((name) => runSipp({ scenario: caller, calls: 5, rate: 100, name, dir, remote: uas.local })),
  )
  assert.ok(results.every(({ isSuccess }) => isSuccess))
  assert.equal((await uas.result).succeeded, 25)
})

test('failed calls: their reason, how many are missing, and what SIPp said', { skip }, async (t) => {
  const peer = createSocket('udp4').bind(0, '127.0.0.1')
  await once(peer, 'listening')
  t.after(() => peer.close())
  peer.on('message', (message, from) => {
    const tag = /^OPTIONS[^]*;tag=(\d+)/.exec(message.toString())?.[1]
    if (tag === undefined) return // SIPp aborts a failed call with a message of its own
    const status = Number(tag) % 2 === 0 ? '200 OK' : '404 Not Found'
    peer.send(message.toString('latin1').replace(/^.*/, `SIP/2.0 ${status}`), from.port, from.address)
  })
  const remote = { host: '127.0.0.1', port: peer.address().port }
  const result = await (await started(t, { scenario: patient, calls: 6, rate: 200, remote })).result
  assert.deepEqual([result.isSuccess, result.succeeded, result.failed, result.missing], [false, 3, 3, 3])
  assert.deepEqual(result.failures, { UnexpectedMessage: 3 })
  assert.deepEqual(result.problems.slice(0, 3), [
    '3 calls failed: UnexpectedMessage 3',
    '3 of 6 calls succeeded, 3 are missing',
    'SIPp ended with: a call failed (exit code 1)',
  ])
  assert.match(result.problems[3] ?? '', /^SIPp said: Aborting call on unexpected message .* 404 Not Found/)
})

test('a peer that says nothing: recvTimeoutMs fails the calls by TimeoutOnRecv', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const remote = { host: '127.0.0.1', port: peer.port }
  const result = await (await started(t, { scenario: patient, calls: 3, rate: 100, remote, recvTimeoutMs: 100 })).result
  assert.deepEqual(result.failures, { TimeoutOnRecv: 3 })
  assert.deepEqual([result.isSuccess, result.missing], [false, 3])
})

test('a deadline with calls open is no success, though SIPp exits with 0', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const run = await started(t, {
    scenario: patient,
    calls: 3,
    rate: 100,
    remote: { host: '127.0.0.1', port: peer.port },
    deadlineMs: 400,
  })
  const result = await run.result
  assert.deepEqual([result.isSuccess, result.end.exitCode, result.end.by], [false, 0, 'deadline'])
  assert.deepEqual([result.started, result.unfinished, result.missing], [3, 3, 3])
  assert.deepEqual(result.problems, [
    '3 calls had not ended',
    '0 of 3 calls succeeded, 3 are missing',
    'the run was ended after its deadline of 400 ms',
  ])
  assert.equal(isAlive(run.pid), false)
})

test('fewer calls came than planned: stop tells how many are missing', { skip }, async (t) => {
  const uas = await started(t, { scenario: callee, calls: 5, name: 'uas' })
  const uac = await started(t, { scenario: caller, calls: 3, rate: 100, name: 'uac', remote: uas.local })
  assert.equal((await uac.result).isSuccess, true)
  const [result, again] = await Promise.all([uas.stop(), uas.stop()])
  assert.equal(result, again)
  assert.deepEqual([result.isSuccess, result.succeeded, result.missing, result.end.by], [false, 3, 2, 'stop'])
  assert.ok(result.problems.includes('2 of 5 calls were never started'))
})

for (const [signal, by, pattern] of [
  ['SIGKILL', 'somebody else', /^somebody else ended SIPp: killed \(SIGKILL\)$/],
  ['SIGTERM', 'sipp', /^SIPp ended before its calls were done, as it does when it is told to$/],
] as const) {
  test(`SIPp killed by somebody (${signal}) is no success, and is named`, { skip }, async (t) => {
    const run = await started(t, { scenario: patient, calls: 3, rate: 100, remote: silence })
    process.kill(run.pid, signal)
    const result = await run.result
    assert.deepEqual([result.isSuccess, result.end.by], [false, by])
    assert.ok(
      result.problems.some((problem) => pattern.test(problem)),
      result.problems.join('\n'),
    )
  })
}

test('an abort signal ends a run, also one that was given before', { skip }, async (t) => {
  const controller = new AbortController()
  const run = await started(t, { scenario: patient, calls: 3, remote: silence, signal: controller.signal })
  controller.abort()
  assert.equal((await run.result).end.by, 'stop')
  const late = await (await started(t, { scenario: patient, calls: 3, remote: silence, signal: controller.signal })).result
  assert.deepEqual([late.end.by, late.isSuccess], ['stop', false])
})

for (const [int_cmd, exitCode, problem] of [
  ['stop_now', 97, /^SIPp ended with: stopped by an internal command/],
  ['stop_call', 1, /^1 calls failed: CallRejected 1$/],
] as const) {
  test(`a scenario that ends itself by ${int_cmd} has not succeeded`, { skip }, async (t) => {
    const uas = await started(t, { scenario: callee, calls: 1, name: 'uas' })
    const actions = [{ action: 'exec', int_cmd }] as const
    const scenario = new ScenarioBuilder('x').send(request('OPTIONS')).recv({ response: 200, actions }).pause().build()
    const result = await (await started(t, { scenario, calls: 1, rate: 100, remote: uas.local })).result
    assert.deepEqual([result.isSuccess, result.missing, result.end.exitCode], [false, 1, exitCode])
    assert.ok(
      result.problems.some((text) => problem.test(text)),
      result.problems.join('\n'),
    )
  })
}

test('a check that holds is a success, one that fails is not', { skip }, async (t) => {
  for (const [value, isSuccess] of [
    [1, true],
    [2, false],
  ] as const) {
    const uas = await started(t, { scenario: callee, calls: 1, name: 'uas' })
    const scenario = new ScenarioBuilder('x')
      .send(request('OPTIONS'))
      .recv({
        response: 200,
        actions: [
          { action: 'assign', assign_to: 'a', value: 1 },
          { action: 'test', variable: 'a', value, compare: 'equal', check_it: true },
        ],
      })
      .build()
    const result = await (await started(t, { scenario, calls: 1, rate: 100, remote: uas.local })).result
    assert.deepEqual([result.isSuccess, result.failures], [isSuccess, isSuccess ? {} : { TestDoesntMatch: 1 }])
  }
})

test('an endless error trace ends with the deadline, and the file at its limit', { skip }, async (t) => {
  // 40 kB a turn: on however slow a machine, a second holds some turns, and three are more than the limit
  const actions = Array.from({ length: 40 }, () => ({ action: 'warning', message: 'again '.repeat(170) }) as const)
  const scenario = new ScenarioBuilder('endless').label('again').send(request('OPTIONS')).nop({ next: 'again', actions }).build()
  const run = await started(t, { scenario, calls: 1, rate: 100, remote: silence, deadlineMs: 1_000, maxTraceBytes: 50_000 })
  const result = await run.result
  assert.deepEqual([result.isSuccess, result.end.by], [false, 'deadline'])
  const { size } = statSync(result.files.errors)
  assert.ok(size > 10_000 && size < 60_000, `${size} bytes`)
  assert.ok(result.errors.length > 0 && result.errors.length <= 100)
  assert.equal(isAlive(run.pid), false)
})

test('keys, globals, injection, service and messages reach the wire', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const scenario = new ScenarioBuilder('x')
    .global('color')
    .send(`${request('OPTIONS')}\nX-Key: [realm]\nX-Color: [$color]\nX-Field: [field1 file="users.csv"] \u00e9`)
    .build({ keys: ['realm'] })
  const run = await started(t, {
    ...{ scenario, calls: 2, rate: 100, remote: { host: '127.0.0.1', port: peer.port }, service: 'conf', traceMessages: true },
    ...{ keys: { realm: 'example.org' }, globals: { color: 'red' } },
    injection: [{ name: 'users.csv', order: 'SEQUENTIAL', lines: [['a', 'one'], ['b', 'two']] }], // prettier-ignore
  })
  const result = await run.result
  assert.equal(result.isSuccess, true, result.problems.join('\n'))
  for (const field of ['one', 'two'])
    assert.match(
      (await peer.next()).toString(),
      new RegExp(`sip:conf@.*X-Key: example.org\r\nX-Color: red\r\nX-Field: ${field} \u00e9`, 's'),
    )
  assert.match(readFileSync(result.files.messages, 'latin1'), /message sent .*OPTIONS sip:conf@/s)
})

test('calls before the first second: a low rate is a long period', { skip }, async (t) => {
  const peer = await UdpPeer.open(t)
  const scenario = new ScenarioBuilder('x').send(request('OPTIONS')).build()
  const result = await (
    await started(t, { scenario, calls: 1, rate: 0.9, remote: { host: '127.0.0.1', port: peer.port } })
  ).result
  assert.equal(result.isSuccess, true, result.problems.join('\n'))
})

test('a taken port is named; leased ones are found instead', { skip }, async (t) => {
  const ports = await freePorts()
  const socket = createSocket('udp4').bind(ports.sip, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  await assert.rejects(
    started(t, { scenario: callee, calls: 1, ports }),
    failsAs('portInUse', new RegExp(`SIPp run run cannot have SIP port ${ports.sip}`)),
  )
})

const builtIn = { builtIn: 'uac' } as const
const refusals: readonly (readonly [string, Partial<RunOptions>, SippErrorReason, RegExp])[] = [
  ['no SIPp', { sippPath: '/nowhere/sipp' }, 'notFound', /apt-get install sip-tester/],
  [
    'an option SIPp does not know',
    { arguments: ['-nonsense'] },
    'didNotStart',
    /SIPp run run did not start: .*Invalid argument: '-nonsense'/,
  ],
  ['no remote for a scenario that calls', {}, 'didNotStart', /Missing remote host parameter/],
  ['a peer that refuses TCP', { transport: 'tcp', remote: silence }, 'didNotStart', /Connection refused/],
  ['a folder that is not there', { dir: '/nowhere', remote: silence }, 'didNotStart', /\/nowhere/],
  [
    'a scenario file that is not there',
    { scenario: { file: '/nowhere/x.xml' } },
    'badScenario',
    /\/nowhere\/x\.xml cannot be read: ENOENT/,
  ],
  [
    'a scenario with a fault',
    { scenario: '<?xml ?>\n<scenario><sned/></scenario>' },
    'badScenario',
    /line 2: there is no element <sned> here\. Is it <send>\?/,
  ],
  ['a command without twin', { scenario: '<?xml ?><scenario><recvCmd/></scenario>' }, 'badScenario', /<recvCmd> needs a twin/],
  [
    'a value that breaks its line',
    { injection: [{ name: 'a.csv', order: 'RANDOM', lines: [['a;b']] }] },
    'badScenario',
    /";" or a line end in a value of line 1/,
  ],
  ['an empty injection', { injection: [{ name: 'a.csv', order: 'RANDOM', lines: [] }] }, 'badScenario', /has no lines/],
  [
    'an injection outside the folder',
    { injection: [{ name: '../a', order: 'RANDOM', lines: [['a']] }] },
    'badScenario',
    /cannot be written/,
  ],
  ['no calls', { calls: 0 }, 'didNotStart', /a run of no calls could only succeed/],
  ['half a call', { calls: 0.5 }, 'didNotStart', /calls is 0.5/],
  ['no rate', { rate: 0 }, 'didNotStart', /rate is 0/],
  ['no time', { deadlineMs: 0 }, 'didNotStart', /deadlineMs is 0/],
  ['a name that names no files', { name: '../x' }, 'didNotStart', /its files are named after it/],
]
for (const [what, options, reason, pattern] of refusals) {
  test(`refused before any call: ${what}`, { skip }, async (t) => {
    await assert.rejects(started(t, { scenario: builtIn, calls: 1, ...options }), failsAs(reason, pattern))
  })
}

test('TLS with a SIPp that has none is a missing feature', { skip }, async (t) => {
  const fake = join(temporaryFolder(t), 'sipp')
  writeFileSync(fake, '#!/bin/sh\necho " SIPp v3.6.1-SCTP."; exit 99\n', { mode: 0o755 })
  const options = { scenario: builtIn, calls: 1, remote: silence, sippPath: fake } as const
  await assert.rejects(started(t, { ...options, transport: 'tls' }), failsAs('missingFeature', /built without TLS.*relay/))
})
