// LV-28: a server that connects to the path in a participant's SDP finds somebody there.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { SipCore } from '../../mocks/sip-core'
import { Cast } from '../../testbed/cast'
import type { TestbedPlan } from '../../testbed/plan'
import { messagingSdp } from '../../testbed/sdp'
import { memoryRecorder } from '../mocks/sip-box'
import { TinyFocus } from '../mocks/tiny-focus'

type Media = TestbedPlan['profile']['templates']['media']

/** The path in the INVITE of a participant that the cast has started, and the cast. */
async function pathOffered(t: TestContext, media: Media): Promise<{ host: string; port: number; cast: Cast }> {
  const { facts, record } = memoryRecorder()
  const dir = await mkdtemp(join(tmpdir(), 'media-'))
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, record, networkHeaders: {} })
  const focus = await TinyFocus.start({ host: '127.0.0.1', port: core.port })
  core.setSut(focus.address)
  const profile = {
    addresses: { users: 'home.example', factory: 'sip:factory@im.example' },
    timers: { t1Ms: 100, t2Ms: 400, t4Ms: 400 },
    templates: { userAgent: 'x', inviteHeaders: [], contactParams: '', media },
  }
  // only what a cast reads of a plan
  const plan = { engine: 'socket', profile } as unknown as TestbedPlan
  const cast = new Cast({ plan, worker: 0, record, core: { host: '127.0.0.1', port: core.port }, users: core, dir })
  t.after(async () => {
    await cast.dismiss()
    await focus.close()
    await core.close()
    await rm(dir, { recursive: true, force: true })
  })
  await (await cast.member('Bob')).do('creates', [])
  const text = facts.map((fact) => ('bytes' in fact ? Buffer.from(fact.bytes, 'base64').toString() : '')).join('\n')
  const [, host = '', port = ''] = /^a=path:msrp:\/\/([^:]+):(\d+)\//m.exec(text) ?? []
  return { host, port: Number(port), cast }
}

test('a server that connects to the path a participant offers has its SEND answered; the port ends with the participant', async (t) => {
  const { host, port, cast } = await pathOffered(t, 'sink')
  const peer = connect(port, host)
  peer.on('error', () => undefined)
  peer.write(`MSRP abcd SEND\r\nTo-Path: msrp://${host}:${port}/x;tcp\r\nFrom-Path: msrp://a.example:1/y;tcp\r\n-------abcd$\r\n`)
  const [answer] = (await once(peer, 'data')) as [Buffer]
  assert.match(String(answer), /^MSRP abcd 200 OK\r\n/)
  const closed = once(peer, 'close')
  await cast.dismiss()
  await closed
  const late = connect(port, host)
  await assert.rejects(once(late, 'connect'), { code: 'ECONNREFUSED' })
})

test('without a sink the path leads to the discard port', async (t) => {
  assert.equal((await pathOffered(t, 'none')).port, 9)
})

test('an IPv6 path is bracketed, its connection line is not', () => {
  const sdp = messagingSdp('t', { host: '::1', port: 5 })
  assert.match(sdp, /c=IN IP6 ::1\r\n[^]*m=message 5 TCP\/MSRP \*\r\n[^]*a=path:msrp:\/\/\[::1\]:5\/t;tcp\r\n/)
})
