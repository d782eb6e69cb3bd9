// LV-28: a server that connects to the path in a participant's SDP finds somebody there.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import type { Cast } from '../../testbed/cast'
import type { TestbedPlan } from '../../testbed/plan'
import { messagingSdp } from '../../testbed/sdp'
import { NO_SIPP } from '../mocks/participant-bed'
import { castBed } from './cast-bed'

type Media = TestbedPlan['profile']['templates']['media']

/** The path in the INVITE of a participant that the cast has started, and the cast. */
async function pathOffered(t: TestContext, media: Media): Promise<{ host: string; port: number; cast: Cast }> {
  const { cast, facts } = await castBed(t, { media })
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

test(
  'a crowd is told a sink too, each member a path of its own; without sinks, the discard port',
  { skip: NO_SIPP, timeout: 20_000 },
  async (t) => {
    for (const media of ['sink', 'none'] as const) {
      const { cast, focus, facts } = await castBed(t, { media })
      const answers: string[] = []
      const result = cast.crowd(3, focus.uri, new AbortController().signal)
      const paths = (): readonly (readonly [string, number, string])[] =>
        facts.flatMap((fact) => {
          const text = fact.kind === 'sip' && fact.dir === 'toSut' ? Buffer.from(fact.bytes, 'base64').toString() : ''
          const [, host, port, token] = /^INVITE[^]*a=path:msrp:\/\/([^:]+):(\d+)\/([^;]*);tcp/.exec(text) ?? []
          return host !== undefined && token !== undefined ? [[host, Number(port), token] as const] : []
        })
      await focus.until(() => new Set(paths().map((path) => path.join())).size === (media === 'sink' ? 3 : 1))
      if (media === 'sink')
        for (const [host, port] of paths()) {
          const peer = connect(port, host)
          peer.write(
            `MSRP abcd SEND\r\nTo-Path: msrp://${host}:${port}/x;tcp\r\nFrom-Path: msrp://a.example:1/y;tcp\r\n-------abcd$\r\n`,
          )
          answers.push(String(((await once(peer, 'data')) as [Buffer])[0]).slice(0, 13))
          peer.destroy()
        }
      else assert.deepEqual(paths()[0]?.slice(0, 2), ['127.0.0.1', 9])
      assert.ok(
        answers.every((answer) => answer === 'MSRP abcd 200'),
        answers.join(),
      )
      assert.equal((await result).isSuccess, true)
    }
  },
)
