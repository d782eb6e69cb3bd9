// Twenty participants join one conference of the reference IM server at once, on either wire: how long until the last of them is in.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findSipp } from 'sipp-wrapper'
import type { BenchOptions, BenchResult } from '../../cli/bench'
import { loadProfile, REFERENCE_PROFILE } from '../../cli/profile'
import { Testbed, type TestbedPlan } from '../../testbed'

const ROUNDS = 3
const PARTICIPANTS = 20
const LATEST_MS = 20_000
const CREATOR = 'Alice'

type Engine = TestbedPlan['engine']
const WIRES: Readonly<Record<Engine, string>> = { socket: 'SocketWire', sipp: 'SippWire' }

interface Joined {
  /** From the first start of a wire to the last that was up, ms. */
  readonly wiresMs: number
  /** From the first INVITE to the ACK of the last, ms. */
  readonly joinMs: number
}

/** Both times on either wire; the whole of a run beside: core, judge, history, enabler, and the server in its own process. */
export async function joins({ say }: BenchOptions): Promise<readonly BenchResult[]> {
  const hasSipp = (await findSipp().catch(() => undefined)) !== undefined
  if (!hasSipp) say('SippWire is left out of the joins: SIPp is not installed (apt-get install sip-tester)')
  const engines: readonly Engine[] = hasSipp ? ['socket', 'sipp'] : ['socket']
  const runs: Record<Engine, Joined[]> = { socket: [], sipp: [] }
  for (let round = 0; round < ROUNDS; round += 1)
    for (const engine of engines) {
      const one = await joined(engine)
      runs[engine].push(one)
      const [wires, join] = [one.wiresMs, one.joinMs].map(Math.round)
      say(`${WIRES[engine]}: ${PARTICIPANTS} wires up in ${wires} ms, their participants joined in ${join} ms`)
    }
  return engines.flatMap((engine) => [
    result(
      `${PARTICIPANTS} participants joined (${WIRES[engine]})`,
      runs[engine].map(({ joinMs }) => joinMs),
    ),
    result(
      `${PARTICIPANTS} wires up (${WIRES[engine]})`,
      runs[engine].map(({ wiresMs }) => wiresMs),
    ),
  ])
}

async function joined(engine: Engine): Promise<Joined> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  const { profile, digest } = loadProfile(REFERENCE_PROFILE)
  const plan: TestbedPlan = {
    profile,
    profileDigest: digest,
    suite: 'bench',
    engine,
    sut: { kind: 'embedded', command: [process.execPath, path.join(__dirname, '..', '..', 'bin', 'ch1'), 'im-server'] },
    listenSip: { host: '127.0.0.1', port: 0 },
    listenCh1: [{ host: '127.0.0.1', port: 0 }],
    leaseBase: 27_000,
    outDir,
  }
  const testbed = await Testbed.start(plan, 'bench', 0)
  try {
    testbed.beginScenario('BENCH', 'twenty join', 1)
    await testbed.waitPeerOpen(LATEST_MS)
    const names = Array.from({ length: PARTICIPANTS }, (_, i) => `Guest-${i + 1}`)
    await testbed.ready(CREATOR)
    const began = performance.now()
    await testbed.ready(...names)
    const wiresMs = performance.now() - began
    await testbed.command(CREATOR, 'creates')
    const focus = await testbed.focusOf(CREATOR)
    if (focus === undefined) throw new Error('the reference gave no focus')
    const first = performance.now()
    await Promise.all(names.map((name) => testbed.command(name, 'joins', [focus])))
    if (!(await testbed.reached(names, LATEST_MS))) throw new Error(`not all of ${PARTICIPANTS} joined within ${LATEST_MS} ms`)
    const joinMs = performance.now() - first
    await testbed.drain()
    await testbed.endScenario()
    return { wiresMs, joinMs }
  } finally {
    await testbed.seal('done')
    rmSync(outDir, { recursive: true, force: true })
  }
}

function result(metric: string, runs: readonly number[]): BenchResult {
  const value = [...runs].sort((a, b) => a - b)[runs.length >> 1] ?? Number.NaN
  return { bench: 'sip', metric, value, unit: 'ms', against: null, ratio: null, runs }
}
