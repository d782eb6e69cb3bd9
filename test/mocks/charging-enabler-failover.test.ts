// Primary and secondary under one journal and a script: a CTF finds out by watchdog, goes elsewhere with the T flag, and comes back when the first does.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DiameterClient, type PeerLink } from '@ch1/diameter'
import { accountingSessions, ChargingEnablers, seenRequests } from '../../mocks/charging-enabler'
import { asHistory } from './enabler-bed'
import { acr, bytesOf } from './raw-ctf'
import { memoryRecorder } from './sip-box'

/** A client of one enabler, and what it was told of it. */
class Peer {
  readonly signals: string[] = []
  readonly client: DiameterClient
  #wake = (): void => undefined

  constructor(port: number, twMs: number) {
    this.client = new DiameterClient({
      host: '127.0.0.1',
      port,
      identity: {
        originHost: 'im1.im.example',
        originRealm: 'im.example',
        productName: 'test',
        vendorId: 0,
        supportedVendorIds: [],
        acctApplicationIds: [3],
      },
      timers: { twMs, tcMs: 50 },
      events: {
        state: (state) => this.#told(state),
        failover: (_link: PeerLink, unanswered) => this.#told(`failover, ${unanswered.length} unanswered`),
        failback: () => this.#told('failback'),
      },
    })
    this.client.onAnswer = ({ endToEnd }) => this.#told(`answer ${endToEnd}`)
    this.client.start()
  }

  /** RFC 6733 §3 — wherever it goes, a record keeps its End-to-End Identifier. */
  send(number: number, resent = false): void {
    this.client.request(({ hopByHop }) =>
      bytesOf({ hopByHop, endToEnd: number, resent, avps: acr({ number, type: number === 0 ? 2 : 3 }) }),
    )
  }

  async until(signal: string): Promise<void> {
    const giveUp = Date.now() + 20_000
    while (!this.signals.includes(signal)) {
      assert.ok(Date.now() < giveUp, `no "${signal}" in ${this.signals.join(', ')}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 500)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  #told(signal: string): void {
    this.signals.push(signal)
    this.#wake()
  }
}

test('failover and failback: the script cuts the primary off and heals it; one session, one journal, no record lost', async (t) => {
  const { facts, record } = memoryRecorder()
  const alarms = new Map<number, () => void>()
  const clock = { set: (ms: number, fire: () => void) => alarms.set(ms, fire), clear: () => undefined }
  const enablers = await ChargingEnablers.start([{ name: 'cdf1' }, { name: 'cdf2' }], { record, clock })
  t.after(() => enablers.close())
  const [primary, secondary] = [new Peer(enablers.get('cdf1').port, 500), new Peer(enablers.get('cdf2').port, 30_000)]
  t.after(() => Promise.all([primary.client.close(), secondary.client.close()]))
  await Promise.all([primary.until('open'), secondary.until('open')])
  primary.send(0)
  await primary.until('answer 0')

  const script = enablers.script([
    { atMs: 10, enabler: 'cdf1', do: 'partition' },
    { atMs: 20, enabler: 'cdf1', do: 'heal' },
  ])
  alarms.get(10)?.()
  await new Promise((resolve) => setImmediate(resolve))
  primary.send(1)
  // RFC 3539 §3.4.1 — no DWA within Tw: suspect, and what is unanswered goes to the other peer (RFC 6733 §5.5.4)
  await primary.until('failover, 1 unanswered')
  secondary.send(1, true)
  await secondary.until('answer 1')
  alarms.get(20)?.()
  await script
  await primary.until('failback')
  primary.send(2)
  await primary.until('answer 2')

  const [session, ...others] = accountingSessions(asHistory(facts))
  assert.deepEqual(others, [])
  assert.deepEqual([session?.enablers, session?.state, session?.gaps], [['cdf1', 'cdf2'], 'open', []])
  const seen = seenRequests(asHistory(facts))
  assert.deepEqual(
    seen.filter(({ number }) => number !== 1).map(({ enabler, number, resent }) => [enabler, number, resent]),
    [
      ['cdf1', 0, false],
      ['cdf1', 2, false],
    ],
  )
  const moved = seen.filter(({ number }) => number === 1)
  assert.deepEqual(
    moved.filter(({ enabler }) => enabler === 'cdf2').map(({ resent, endToEnd }) => [resent, endToEnd]),
    [[true, 1]],
  )
})
