// What a client tells its user about a server it may no longer, or not yet again, rely on (RFC 3539 §3.4.1, RFC 6733 §8.16).
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { DiameterClient, DiameterServer, encodeMessage, type ClientOptions, type PeerLink } from '@ch1/diameter'
import { EventLog, identity } from './peers'

class SignalLog extends EventLog {
  readonly signals: string[] = []

  failover(_link: PeerLink, unanswered: readonly number[]): void {
    this.signals.push(`failover with ${unanswered.length} unanswered`)
  }

  failback(): void {
    this.signals.push('failback')
  }

  restarted(_link: PeerLink, now: number, before: number): void {
    this.signals.push(`restarted ${before} → ${now}`)
  }
}

async function pair(t: TestContext, o: Partial<ClientOptions>) {
  const server = await DiameterServer.listen({
    host: '127.0.0.1',
    port: 0,
    identity: { ...identity('cdf.example'), originStateId: 7 },
    onRequest: () => undefined,
  })
  t.after(() => server.close({ dpr: false }))
  const log = new SignalLog()
  const client = new DiameterClient({
    host: '127.0.0.1',
    port: server.port,
    identity: identity('ctf.example'),
    events: log,
    ...o,
  })
  t.after(() => client.close())
  client.start()
  await log.until('open')
  return { server, client, log }
}

test('a server that falls silent is failed over from, and failed back to after three watchdogs of a new connection', async (t) => {
  const { server, client, log } = await pair(t, { timers: { twMs: 150, tcMs: 20 } })
  client.request(({ hopByHop }) =>
    encodeMessage({ commandCode: 271, applicationId: 3, request: true, hopByHop, endToEnd: 1, avps: [['Session-Id', 's;1']] }),
  )
  server.pause()
  await log.until('suspect no answer')
  await log.until('closed no sign of life')
  server.resume()
  await log.until('suspect reopen')
  await log.until('open', 2)
  const reopened = log.lines.slice(log.lines.findIndex((line) => line.startsWith('suspect reopen')))
  assert.ok(reopened.filter((line) => line === 'in 280 answer').length >= 3, reopened.join('\n'))
  assert.deepEqual(log.signals.slice(0, 1), ['failover with 1 unanswered'])
  assert.equal(log.signals.at(-1), 'failback')
})

test('a connection lost in the ordinary way is used again at once, unless probation is asked for', async (t) => {
  const { server, log } = await pair(t, { timers: { tcMs: 20 } })
  server.reset(1)
  await log.until('open', 2)
  assert.ok(!log.lines.some((line) => line.startsWith('suspect')))
  const strict = await pair(t, { timers: { tcMs: 20, twMs: 100 }, reopenAfter: 'loss' })
  strict.server.reset(1)
  await strict.log.until('suspect reopen')
})

test('a server that comes back with a larger Origin-State-Id has lost the state it had, and that is told', async (t) => {
  const { server, log } = await pair(t, { timers: { tcMs: 20 } })
  const { port } = server
  await server.close({ dpr: false })
  const again = await DiameterServer.listen({
    host: '127.0.0.1',
    port,
    identity: { ...identity('cdf.example'), originStateId: 8 },
    onRequest: () => undefined,
  })
  t.after(() => again.close({ dpr: false }))
  await log.until('open', 2)
  assert.ok(log.signals.includes('restarted 7 → 8'), log.signals.join('\n'))
})
