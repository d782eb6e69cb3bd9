// What the SUT says of itself when it connects.
import { avpsAt, COMMAND, scalarAt } from '@ch1/diameter/codec'
import { grammarOf } from '../model/grammar'
import type { PeerRule } from './rule'

const ACCOUNTING = 3
/** RFC 6733 §2.4 — an agent that relays every application. */
const RELAY = 0xffff_ffff

export const cerGrammar: PeerRule = {
  id: 'cer-grammar',
  owner: 'TP_PEER_001',
  requirement: 'RFC6733_5.3.1_1',
  sees: 'peer',
  binding: 'diameter',
  expected: 'a CER with Origin-Host, Origin-Realm, Host-IP-Address, Vendor-Id and Product-Name that advertises application 3',
  about: { what: 'CER', isIn: ({ commandCode, request }) => commandCode === COMMAND.capabilitiesExchange && request },
  // RFC 6733 §5.3.1 — the mandatory AVPs; §9.3 — a node that accounts by the base protocol advertises application 3
  breach: (message) => {
    const faults = grammarOf(message)
      .filter(({ rule, level }) => level === 'MUST' && rule === 'missing')
      .map(({ problem }) => problem)
    const advertised = ['Acct-Application-Id', 'Auth-Application-Id']
      .flatMap((name) => [...avpsAt(message, name), ...avpsAt(message, `Vendor-Specific-Application-Id/${name}`)])
      .flatMap(({ name, value }) => (value.ok && [ACCOUNTING, RELAY].includes(value.value as number) ? [name] : []))
    if (advertised.length === 0) faults.push('application 3 is not advertised')
    return faults.length > 0 ? `${faults.join(', ')}, from ${String(scalarAt(message, 'Origin-Host') ?? 'nobody')}` : undefined
  },
}
