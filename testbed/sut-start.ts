// The SUT of a plan, started or reached: the embedded reference in a process of its own, or a server outside.
import type { Profile } from '../judge/profile/schema'
import type { SipCoreOptions } from '../mocks/sip-core'
import { TestbedError } from '../mocks/testbed-error'
import type { Sut } from '../sut/adapter'
import { startEmbedded } from '../sut/embedded'
import { outsideSut } from '../sut/outside'
import type { SutPlan, TestbedPlan } from './plan'

/** What the SUT finds, and whom it tells. */
export interface SutSurroundings {
  /** The port of the SIP/IP core, its next hop. */
  readonly corePort: number
  /** The Charging Enablers, the primary first. */
  readonly ch1: readonly { readonly host: string; readonly port: number }[]
  /** Folder in which the embedded server keeps what has no answer. */
  readonly buffer: string
  /** The embedded server's process ran so much later than planned, ms. */
  readonly onLag: (lagMs: number) => void
  /** The embedded server ended by itself. */
  readonly onEnd: (error: TestbedError) => void
}

/** @throws TestbedError when the embedded server does not start */
export async function startSut({ sut, profile, listenSip, binding }: TestbedPlan, around: SutSurroundings): Promise<Sut> {
  if (sut.kind === 'outside') {
    return outsideSut({
      sip: sut.sip,
      name: profile.sut.name,
      version: profile.sut.version,
      ...(sut.control === undefined ? {} : { controlUrl: sut.control }),
      triggers: profile.triggers,
      decides: sut.decides ?? false,
      ...(sut.diameter && { diameter: sut.diameter }),
    })
  }
  const adapter = await startEmbedded({
    command: sut.command,
    nextHop: { host: listenSip.host, port: around.corePort },
    ch1: around.ch1.map((at) => ({ ...at, ...(binding === 'http' ? { scheme: binding } : {}) })),
    extra: [...chargingTimers(profile), ...(binding === 'http' ? [] : ['--buffer', around.buffer, ...listening(profile)])],
    ...(sut.mutant === undefined ? {} : { mutant: sut.mutant }),
  })
  adapter.onLag = around.onLag
  adapter.onExit = (why) =>
    around.onEnd(
      new TestbedError({
        what: 'the embedded SUT ended',
        where: `pid ${adapter.pid ?? '?'}`,
        instead: why,
        mend: 'run bin/ch1 im-server alone and look at its output',
      }),
    )
  return adapter
}

/** RFC 6733 §5.6 — the embedded server's Diameter node listens at a port of its own. */
function listening({ sut: { role } }: Profile): readonly string[] {
  return role === 'participating' ? [] : ['--diameter', '127.0.0.1:0']
}

/** By what the core speaks with the SUT, besides UDP. */
export function transportOf(sut: SutPlan): Pick<SipCoreOptions, 'tcp' | 'tls'> {
  if (sut.kind === 'embedded') return {}
  return { tcp: sut.sip.transport === 'TCP', ...(sut.sip.transport === 'TLS' ? { tls: sut.tls } : {}) }
}

/** Timers scale by value, never by a fake clock: the embedded server charges by those its profile declares. */
function chargingTimers({ charging }: Profile): readonly string[] {
  const { tcMs, twMs, resendMs, resends } = charging
  const said = { tc: tcMs, tw: twMs, resend: resendMs, resends }
  return Object.entries(said).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, String(value)]))
}
