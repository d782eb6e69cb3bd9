// What is told when our own side breaks: wires that end, messages that cannot be carried, verbs that make no sense.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Participant, sippWire, socketWire } from '../../mocks/participant'
import type { ParticipantVerb, Wire } from '../../mocks/participant'
import { TestbedError } from '../../mocks/testbed-error'
import { freePorts, NO_SIPP, participantBed, TEMPLATES } from './participant-bed'
import { SipBox } from './sip-box'
import { QUICK } from './tiny-focus'

const WORDS = 'words other than accept, ring, refuse [300–699], silent, late [MS], twice, fork, challenge, other [201–299]'
const LIMIT = { timeout: 20_000 }
const WITH_SIPP = { ...LIMIT, skip: NO_SIPP }

/** Whether its wire's end is told within 3 s. */
async function ended(bob: Participant): Promise<boolean> {
  const giveUp = Date.now() + 3_000
  while (Date.now() < giveUp) {
    const error: unknown = await bob.do('will').catch((thrown: unknown) => thrown)
    if (error instanceof TestbedError && error.instead?.includes(' ended: ') === true) return true
    await new Promise((resolve) => setImmediate(resolve))
  }
  return false
}

async function troubleOf(doing: Promise<unknown>): Promise<TestbedError> {
  const error = await doing.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof TestbedError, `no TestbedError but ${String(error)}`)
  return error
}

test('a TestbedError says what, where, by which clause, what came instead and how to mend it, a line each', () => {
  const trouble = {
    what: 'Bob cannot join',
    where: 'UDP 127.0.0.1:1',
    clause: 'RFC 3261 §18',
    instead: 'nothing',
    mend: 'try again',
  }
  const error = new TestbedError(trouble)
  assert.equal(
    error.message,
    [
      'Bob cannot join',
      '  where    UDP 127.0.0.1:1',
      '  clause   RFC 3261 §18',
      '  instead  nothing',
      '  mend     try again',
    ].join('\n'),
  )
  assert.equal(error.name, 'TestbedError')
  assert.deepEqual(
    { ...trouble, clause: undefined },
    { ...trouble, clause: new TestbedError({ ...trouble, clause: undefined }).clause },
  )
})

test('a SIPp that is killed makes the next verb fail, naming the process and a log that exists', WITH_SIPP, async (t) => {
  const bed = await participantBed(t, 'sipp')
  const bob = await bed.participant('Bob')
  const { pid } = bed.wires.get('Bob') ?? {}
  await bob.do('joins', [bed.focus.uri])
  assert.ok(pid !== undefined)
  process.kill(pid, 'SIGKILL')
  // The end of the process is told when it is reaped; a verb that comes before it fails by itself, or is told the end.
  await bob.do('adds', ['sip:carol@home.example']).catch(() => undefined)
  assert.equal(await ended(bob), true)
  const error = await troubleOf(bob.do('leaves'))
  assert.match(error.where, new RegExp(`sipp process ${pid}`))
  assert.match(error.instead ?? '', new RegExp(`^SIPp of Bob \\(process ${pid}\\) ended: .*; its log is (.*)$`))
  const log = /its log is (.*)$/.exec(error.instead ?? '')?.[1] ?? ''
  assert.ok(existsSync(log), log)
  assert.equal(error.mend, 'read that log; run again, or with --engine socket')
  assert.doesNotMatch(`${error.name} ${error.stack ?? ''}`.replaceAll(/ \(?\S*test\/mocks\S*/g, ''), /assert/i)
})

test('a SIPp that is killed while a final response is awaited ends the wait', WITH_SIPP, async (t) => {
  const silent = await SipBox.open()
  const bed = await participantBed(t, 'sipp')
  t.after(() => silent.close())
  bed.core.setSut(silent.address)
  const alice = await bed.participant('Alice')
  const waiting = troubleOf(alice.do('creates'))
  await silent.next()
  process.kill(bed.wires.get('Alice')?.pid ?? 0, 'SIGKILL')
  assert.match((await waiting).instead ?? '', /SIPp of Alice/)
})

test('a SUT that never answers is no trouble of ours: the verb ends when 64·T1 are over, without an answer', LIMIT, async (t) => {
  const silent = await SipBox.open()
  const bed = await participantBed(t, 'socket')
  t.after(() => silent.close())
  bed.core.setSut(silent.address)
  const alice = await bed.participant('Alice')
  const began = process.hrtime.bigint()
  const joining = alice.do('joins', ['sip:conf-1@im.example'])
  await silent.next()
  assert.deepEqual([alice.is('out'), alice.is('in')], [false, false], 'a call is under way')
  await joining
  const tookMs = Number(process.hrtime.bigint() - began) / 1e6
  assert.ok(tookMs >= 64 * QUICK.t1Ms - 5 && tookMs < 64 * QUICK.t1Ms + 1_000, `${tookMs} ms`)
  assert.equal(alice.lastAnswer, undefined)
  assert.equal(alice.is('out'), true)
})

test('verbs that make no sense now are told, with what is missing', LIMIT, async (t) => {
  const bed = await participantBed(t, 'socket')
  const alice = await bed.participant('Alice')
  const rows: readonly (readonly [ParticipantVerb, readonly string[], what: string, instead: string])[] = [
    ['leaves', [], 'do "leaves"', 'it is in no conference'],
    ['adds', ['sip:bob@home.example'], 'do "adds"', 'it is in no conference'],
    ['adds', [], 'do "adds"', 'no argument; it needs an address of record'],
    ['joins', [], 'do "joins"', 'no argument; it needs the URI of a focus'],
    ['joins', ['no uri'], 'do "joins"', ''],
    ['accepts', [], 'do "accepts"', 'no invitation rings'],
    ['refuses', ['486'], 'do "refuses"', 'no invitation rings'],
    ['will', ['dance'], 'do "will dance"', WORDS],
    ['will', ['refuse', '200'], 'do "will refuse 200"', WORDS],
    ['resends', ['INVITE'], 'resend its last INVITE', 'it has sent none'],
    ['resends', ['ACK'], 'resend "ACK"', 'a word other than INVITE, BYE, 200'],
  ]
  for (const [verb, args, what, instead] of rows) {
    const error = await troubleOf(alice.do(verb, args))
    assert.equal(error.what, `Alice cannot ${what}`)
    if (instead !== '') assert.equal(error.instead, instead)
    assert.equal(error.mend, 'look at the steps before this one')
  }
})

test(
  'a message SIPp cannot carry is told by the verb, or by the next one when it was a policy that sent it',
  LIMIT,
  async (t) => {
    const bed = await participantBed(t, 'sipp')
    const bob = await bed.participant('Bob')
    await bob.do('will', ['ring'])
    const ringing = bed.focus.invite(bob.aor)
    ringing.final.catch(() => undefined)
    await bob.waitFor('ringing', 3_000)
    assert.match((await troubleOf(bob.do('refuses', ['499']))).instead ?? '', /499/)
    await bob.do('will', ['refuse', '499'])
    const refused = bed.focus.invite(bob.aor)
    await assert.rejects(refused.final, { name: 'SipTimeout' })
    assert.match((await troubleOf(bob.do('will', ['accept']))).instead ?? '', /499/)
    await bob.do('joins', [bed.focus.uri])
    assert.equal(bob.lastAnswer?.status, 200)
  },
)

test('a wire that cannot start is told with the address and how to mend it', WITH_SIPP, async (t) => {
  const core = { host: '127.0.0.1', port: 9 }
  const taken = await SipBox.open()
  t.after(() => taken.close())
  const socket = await troubleOf(socketWire({ core, ...taken.address }))
  assert.deepEqual([socket.what, socket.where], ["a participant's socket cannot be opened", `UDP ${taken.at}`])
  const bed = await participantBed(t, 'socket')
  const dir = join(tmpdir(), `participant-trouble-${process.pid}`)
  t.after(() => rm(dir, { recursive: true, force: true }))
  const ports = { ...(await freePorts()), sip: taken.address.port }
  const inUse = await troubleOf(sippWire({ name: 'Bob', core, host: '127.0.0.1', ports, dir }))
  assert.match(
    inUse.message,
    new RegExp(`the SIPp process of Bob did not start[\\s\\S]*${taken.address.port}[\\s\\S]*free its ports`),
  )
  const missing = await troubleOf(
    sippWire({ name: 'Bob', core, host: '127.0.0.1', ports: await freePorts(), dir, sippPath: '/no/such/sipp' }),
  )
  assert.match(missing.message, /mend {5}install SIPp, or run with --engine socket$/)
  assert.equal(bed.core.unrouted.length, 0)
})

test('a wire that fails to send is told by the verb, and at the stop if nobody asked', async () => {
  let broken = false
  const wire: Wire = {
    can: new Set(),
    engine: 'socket',
    local: { host: '::1', port: 5999 },
    send: () => (broken ? Promise.reject(new Error('cable cut')) : Promise.resolve()),
    onMessage: () => undefined,
    onEnd: () => undefined,
    stop: () => Promise.resolve({ files: [], unexplained: ['one'], sent: 0, received: 0 }),
  }
  const bob = new Participant({
    name: 'Bob',
    aor: 'sip:bob@home.example',
    wire,
    core: { host: '::1', port: 5060 },
    values: QUICK,
    templates: TEMPLATES,
  })
  broken = true
  assert.equal((await troubleOf(bob.do('joins', ['sip:conf@im.example']))).what, 'Bob cannot do "joins"')
  assert.match(
    (await troubleOf(bob.do('joins', ['sip:conf@im.example']))).where,
    /^sip:bob@home\.example at \[::1\]:5999, socket$/,
  )
  assert.deepEqual((await bob.stop()).unexplained[0], 'one')
})

test('what a socket wire cannot deliver yet it keeps, and after its stop it sends no more', async (t) => {
  const core = await SipBox.open()
  t.after(() => core.close())
  const wire = await socketWire({ core: core.address, host: '127.0.0.1', port: 0 })
  core.send('one', wire.local.port)
  core.send('two', wire.local.port)
  await wire.send(Buffer.from([0, 27, 255]))
  assert.equal(await core.next(), '\0\x1b\xff')
  const got: string[] = []
  await new Promise<void>((resolve) =>
    wire.onMessage((bytes) => {
      got.push(Buffer.from(bytes).toString())
      if (got.length === 2) resolve()
    }),
  )
  assert.deepEqual(got, ['one', 'two'])
  assert.deepEqual([...wire.can], ['raw', 'sameCallIdTwice', 'exactTiming'])
  assert.deepEqual(await wire.stop(), { files: [], unexplained: [], sent: 1, received: 2 })
  assert.equal((await troubleOf(wire.send(Buffer.from('late')))).what, "a participant's socket is closed")
})
