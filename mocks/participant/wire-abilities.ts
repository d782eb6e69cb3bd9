// What a wire cannot carry, and why: the limits of SIPp under step control as they were measured, and the error that tells them.
import { TestbedError } from '../testbed-error'
import type { Wire, WireAbility } from './wire'

/** Why SIPp, driven step by step, does not have an ability. A socket of our own has all of them but TLS, which is the core's. */
export const WHY_NOT_SIPP: Readonly<Record<WireAbility, string>> = {
  raw: 'SIPp writes the start line itself and needs a literal method or status code there: no malformed start line, no NUL, no broken framing',
  tls: 'the SIPp of Debian is built without TLS',
  sameCallIdTwice:
    'SIPp takes one Call-ID for one call and does not tell different From or To tags apart (SIPp #492): no forks, no Call-ID in two dialogs',
  exactTiming: 'SIPp runs one scenario element a turn: nothing below a few ms, nothing inside the window between two elements',
}

/** The wire under a participant cannot carry what was asked of it; another wire can. */
export class WireCannot extends TestbedError {
  override readonly name = 'WireCannot'
  readonly ability: WireAbility

  constructor(who: string, what: string, wire: Wire, ability: WireAbility) {
    super({
      what: `${who} cannot do "${what}" over ${wire.engine}`,
      where: `a wire that is not able to: ${ability}`,
      instead:
        wire.engine === 'sipp' ? WHY_NOT_SIPP[ability] : `a ${wire.engine} wire that can only: ${[...wire.can].join(', ')}`,
      mend: 'give the test purpose a wire of sockets (testbed/socket-purposes.ts), or run with --engine socket',
    })
    this.ability = ability
  }
}
