// A SUT that somebody else runs: it is left alone, but for what its control door or the profile's triggers can make it do.
import type { Address } from '@ch1/sip'
import { SutError, type Sut, type SutVerb } from './adapter'
import { postExpel, postPolicy } from './control-client'
import { pull, verbsOf, type Triggers } from './triggers'

/**
 * Names a server that is up already. It can expel where `controlUrl` is given (`POST {controlUrl}/expel` → 204), which comes first, or
 * where `triggers` say how; it can restart where they do. Its operator can decide (`POST {controlUrl}/policy` → 204) only where the
 * profile says so too.
 */
export function outsideSut(o: {
  readonly sip: Address
  readonly diameter?: Address
  readonly controlUrl?: string
  readonly triggers?: Triggers
  readonly decides?: boolean
  readonly name?: string
  readonly version?: string
}): Sut {
  const { controlUrl, triggers = {}, decides = false } = o
  const controlled: readonly SutVerb[] = controlUrl === undefined ? [] : decides ? ['expel', 'decide'] : ['expel']
  const ended = new AbortController()
  return {
    can: new Set<SutVerb>([...controlled, ...verbsOf(triggers)]),
    name: o.name ?? 'outside server',
    version: o.version ?? 'unknown',
    sip: o.sip,
    ...(o.diameter && { diameter: o.diameter }),
    control: async (verb, args) => {
      if (verb === 'expel' && controlUrl !== undefined) return postExpel(controlUrl, args)
      const trigger = verb === 'expel' || verb === 'restart' ? triggers[verb] : undefined
      if (trigger && verb === 'expel') {
        const [conference, user] = args
        return pull(
          trigger,
          { verb, ...(conference === undefined || user === undefined ? {} : { conference, user }) },
          ended.signal,
        )
      }
      if (trigger && verb === 'restart') return pull(trigger, { verb }, ended.signal)
      if (verb === 'decide' && controlUrl !== undefined && decides) return postPolicy(controlUrl, args)
      throw new SutError(
        `an outside server cannot be told to ${verb}`,
        `${o.sip.host}:${o.sip.port}`,
        verb === 'expel' || verb === 'restart'
          ? `Say how in triggers.${verb} of the profile${verb === 'expel' ? ', or give its control door with --control URL' : ''}.`
          : 'Do it by hand, or leave out the test purposes that need it.',
      )
    },
    stop: () => {
      ended.abort()
      return Promise.resolve()
    },
  }
}
