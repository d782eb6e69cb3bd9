// The reference server as a process that ends with records in its buffer, by a signal that nothing catches and by one in good order.
import { scalarAt, type DiameterMessage } from '@ch1/diameter'
import { TransactionLayer, UdpTransport, UserAgent } from '@ch1/sip'
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Sut } from '../../sut/adapter'
import { startEmbedded } from '../../sut/embedded'
import { MockEnablers, type CameAcr } from './mock-enablers'
import { SDP } from './surroundings'

const COMMAND = [process.execPath, join(__dirname, '..', '..', 'bin', 'ch1'), 'im-server']

for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
  test(`after ${signal} in an outage: what was stored goes in order with T and a larger Origin-State-Id, then open sessions get their STOP`, async (t) => {
    const bed = await Bed.start(t)
    const { enablers } = bed
    const first = await bed.serve()
    const alice = await bed.enter('alice', 'sip:factory@im.example', first)
    const carol = await bed.enter('carol', alice.conference, first)
    await bed.answered(2)
    await bed.outage()
    await carol.dialog.bye()
    await bed.enter('dave', alice.conference, first)
    await bed.enter('erin', 'sip:factory@im.example', first)
    await bed.stored(3)
    process.kill(first.pid ?? 0, signal)
    await bed.gone(first.pid ?? 0)
    const before = enablers.acrs.length
    await enablers.get('cdf1').listenAgain()
    const second = await bed.serve()
    const came = await bed.after(before, 5)

    const [one, two] = [sessionOf(enablers.acrs[0]), sessionOf(came.find(({ text }) => text === 'cdf1 START 0 T'))]
    assert.deepEqual(textsOf(came, one), ['cdf1 INTERIM 2 T', 'cdf1 INTERIM 3 T', 'cdf1 STOP 4'])
    assert.deepEqual(textsOf(came, two), ['cdf1 START 0 T', 'cdf1 STOP 1'])
    assert.ok(number(came[0], 'Origin-State-Id') > number(enablers.acrs[0], 'Origin-State-Id'))
    for (const stop of came.filter(({ text }) => text.includes('STOP'))) {
      assert.equal(number(stop, 'Service-Information/IMS-Information/Cause-Code'), 3, 'an internal error ended it')
      assert.equal(scalarAt(stop.message, 'Service-Information/IMS-Information/Event-Type/SIP-Method'), undefined)
    }
    // RFC 6733 §8.8 — eternally unique, also right after a restart
    await bed.enter('frank', 'sip:factory@im.example', second)
    const [fresh] = await bed.after(before + 5, 1)
    assert.equal(fresh?.text, 'cdf1 START 0')
    assert.ok(![one, two].includes(sessionOf(fresh)))
  })
}

test('a server with nothing in its buffer sends nothing of an earlier life', async (t) => {
  const bed = await Bed.start(t)
  const first = await bed.serve()
  const alice = await bed.enter('alice', 'sip:factory@im.example', first)
  await alice.dialog.bye()
  await bed.answered(2)
  await first.stop()
  const second = await bed.serve()
  await bed.enter('bob', 'sip:factory@im.example', second)
  assert.deepEqual(await bed.enablers.reach(3), ['cdf1 START 0', 'cdf1 STOP 1', 'cdf1 START 0'])
})

/** An enabler, users, and servers one after the other with the same buffer. */
class Bed {
  readonly enablers: MockEnablers
  private readonly transport: UdpTransport
  private readonly folder: string
  private readonly t: TestContext

  static async start(t: TestContext): Promise<Bed> {
    const folder = mkdtempSync(join(tmpdir(), 'ch1-restart-'))
    const bed = new Bed(t, folder, await MockEnablers.start('cdf1'), await UdpTransport.bind({ host: '127.0.0.1', port: 0 }))
    t.after(async () => {
      await bed.transport.close()
      await bed.enablers.close()
      rmSync(folder, { recursive: true, force: true })
    })
    return bed
  }

  private constructor(t: TestContext, folder: string, enablers: MockEnablers, transport: UdpTransport) {
    this.t = t
    this.folder = folder
    this.enablers = enablers
    this.transport = transport
  }

  async serve(): Promise<Sut> {
    const sut = await startEmbedded({
      command: COMMAND,
      nextHop: { host: '127.0.0.1', port: this.transport.sentBy.port },
      ch1: this.enablers.addresses,
      extra: ['--buffer', this.folder, '--tc', '100'],
    })
    this.t.after(() => sut.stop())
    await this.enablers.connected()
    return sut
  }

  async enter(user: string, uri: string, sut: Sut) {
    const agent = new UserAgent({
      layer: new TransactionLayer({ transport: this.transport, values: { t1Ms: 100 } }),
      contact: `<sip:${user}@127.0.0.1:${this.transport.sentBy.port}>`,
      nextHop: sut.sip,
    })
    const outgoing = agent.invite({
      uri,
      from: `<sip:${user}@home.example>`,
      to: `<${uri}>`,
      contentType: 'application/sdp',
      body: SDP,
    })
    const response = await outgoing.final
    assert.equal(response.status, 200)
    return { dialog: outgoing.dialog ?? assert.fail(), conference: response.contacts[0]?.uri ?? '' }
  }

  /** The enabler is gone, with the next watchdog or record at the latest. */
  async outage(): Promise<void> {
    const enabler = this.enablers.get('cdf1')
    await enabler.stopListening()
    enabler.on({ number: 2 }).once().close()
  }

  /** Waits until the server has taken so many answers: SIP that comes at once may be read before an answer that is there already. */
  async answered(count: number): Promise<void> {
    await this.enablers.until(
      () => this.taken() === count,
      () => `${count} answers to be taken, they are ${this.taken()}`,
    )
  }

  /** Waits until the buffer holds so many records. */
  async stored(count: number): Promise<void> {
    await this.enablers.until(
      () => this.holds() === count,
      () => `${count} records in the buffer, there are ${this.holds()}`,
    )
  }

  /** Waits until the process is gone. */
  async gone(pid: number): Promise<void> {
    await this.enablers.until(
      () => !isAlive(pid),
      () => `process ${pid} to end`,
    )
  }

  /** So many ACRs after the first `before`. */
  async after(before: number, count: number): Promise<readonly CameAcr[]> {
    await this.enablers.reach(before + count)
    return this.enablers.acrs.slice(before)
  }

  private holds(): number {
    return this.entries().filter(({ put }) => put).length - this.taken()
  }

  private taken(): number {
    return this.entries().filter(({ done }) => done !== undefined).length
  }

  private entries(): readonly { readonly put?: unknown; readonly done?: number }[] {
    const lines = readFileSync(join(this.folder, 'records.ndjson'), 'utf8').split('\n').slice(0, -1)
    return lines.map((line) => JSON.parse(line) as { put?: unknown; done?: number })
  }
}

function sessionOf(acr: CameAcr | undefined): unknown {
  return scalarAt(acr?.message ?? assert.fail(), 'Session-Id')
}

function textsOf(acrs: readonly CameAcr[], session: unknown): readonly string[] {
  return acrs.filter((acr) => sessionOf(acr) === session).map(({ text }) => text)
}

function number(acr: { readonly message: DiameterMessage } | undefined, path: string): number {
  return Number(scalarAt(acr?.message ?? assert.fail(), path))
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
