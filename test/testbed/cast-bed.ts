// A cast between a core and a tiny focus: what of a testbed is about participants alone.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { HistoryFact } from '../../judge/history/events'
import { profileSchema } from '../../judge/profile/schema'
import type { Profile } from '../../judge/profile/schema'
import { SipCore } from '../../mocks/sip-core'
import { Cast } from '../../testbed/cast'
import type { TestbedPlan } from '../../testbed/plan'
import { memoryRecorder } from '../mocks/sip-box'
import { TinyFocus } from '../mocks/tiny-focus'

/** What a test wants otherwise. */
export interface CastBedOptions {
  readonly engine?: 'sipp' | 'socket'
  readonly account?: Partial<Profile['account']>
  readonly password?: string
  readonly media?: Profile['templates']['media']
}

/** The bed of one test; everything started is stopped when it ends. */
export async function castBed(
  t: TestContext,
  o: CastBedOptions = {},
): Promise<{ readonly cast: Cast; readonly focus: TinyFocus; readonly facts: readonly HistoryFact[] }> {
  const { facts, record } = memoryRecorder()
  const dir = await mkdtemp(join(tmpdir(), 'cast-'))
  const core = await SipCore.start({ host: '127.0.0.1', port: 0, record, networkHeaders: {} })
  const focus = await TinyFocus.start({ host: '127.0.0.1', port: core.port })
  core.setSut(focus.address)
  const profile = profileSchema.parse({
    name: 'cast',
    sut: { name: 'a tiny focus' },
    addresses: { factory: 'sip:factory@im.example' },
    timers: { t1Ms: 100, t2Ms: 400, t4Ms: 400, givenMs: 2_000 },
    account: o.account ?? {},
    templates: { media: o.media ?? 'sink' },
  })
  const plan: TestbedPlan = {
    ...{ profile, profileDigest: 'x', suite: 'x', engine: o.engine ?? 'socket', outDir: dir },
    sut: { kind: 'outside', sip: { host: '127.0.0.1', port: 9 } },
    ...{ listenSip: { host: '127.0.0.1', port: 0 }, listenCh1: [{ host: '127.0.0.1', port: 0 }], leaseBase: 32_000 },
    ...(o.password === undefined ? {} : { sipPassword: o.password }),
  }
  const cast = new Cast({ plan, worker: 0, record, core: { host: '127.0.0.1', port: core.port }, users: core, dir })
  t.after(async () => {
    await cast.dismiss()
    await focus.close()
    await core.close()
    await rm(dir, { recursive: true, force: true })
  })
  return { cast, focus, facts }
}
