// What a testbed is told: plain data, so that it can cross to a worker process.
import type { TlsOptions } from '@ch1/sip'
import type { Profile } from '../judge/profile/schema'

export interface Endpoint {
  readonly host: string
  readonly port: number
}

/** Where the SUT comes from. */
export type SutPlan =
  | { readonly kind: 'embedded'; readonly command: readonly string[]; readonly mutant?: string }
  | {
      readonly kind: 'outside'
      readonly sip: Endpoint & { readonly transport?: 'TCP' | 'TLS' }
      /** The core's key and certificate, as text, where SIP goes by TLS. Never written to a history. */
      readonly tls?: TlsOptions
      /** Where its Diameter node listens, if the profile tells. */
      readonly diameter?: Endpoint
      readonly control?: string
      /** The control hook also takes what the operator decides. */
      readonly decides?: boolean
    }

export interface TestbedPlan {
  readonly profile: Profile
  readonly profileDigest: string
  readonly suite: string
  readonly engine: 'sipp' | 'socket'
  readonly sippPath?: string
  readonly sut: SutPlan
  /** Port 0 where the system may choose. */
  readonly listenSip: Endpoint
  /** Where the Charging Enablers listen, the primary one first. */
  readonly listenCh1: readonly Endpoint[]
  /** How the SUT charges; default Diameter. Over HTTP, our experimental binding, a run makes no conformance claim. */
  readonly binding?: 'diameter' | 'http'
  /** First port of the participants' leases; default 21000. Runs side by side take different ones. */
  readonly leaseBase?: number
  /** What answers a digest challenge; it reaches the participants alone and no file. */
  readonly sipPassword?: string
  /** Absolute; histories and wires' files go below it. */
  readonly outDir: string
}
