// A SUT that somebody else runs: it is left alone, but for what its control door takes.
import type { Address } from '@ch1/sip'
import { SutError, type Sut } from './adapter'
import { postExpel } from './control-client'

/** Names a server that is up already. It can expel only where `controlUrl` is given: `POST {controlUrl}/expel` → 204. */
export function outsideSut(o: {
  readonly sip: Address
  readonly controlUrl?: string
  readonly name?: string
  readonly version?: string
}): Sut {
  const { controlUrl } = o
  return {
    can: new Set(controlUrl === undefined ? [] : (['expel'] as const)),
    name: o.name ?? 'outside server',
    version: o.version ?? 'unknown',
    sip: o.sip,
    control: async (verb, args) => {
      if (verb === 'expel' && controlUrl !== undefined) return postExpel(controlUrl, args)
      throw new SutError(
        `an outside server cannot be told to ${verb}`,
        `${o.sip.host}:${o.sip.port}`,
        verb === 'expel'
          ? 'Give its control door with --control URL.'
          : 'Do it by hand, or leave out the test purposes that need it.',
      )
    },
    stop: async () => {},
  }
}
