// 3GPP TS 32.299 §6.2: ACR and ACA as the charging of 3GPP uses them, for whoever wants more than the base protocol demands.
import { aca, acr } from './rfc6733-accounting'
import { rulesOf, type AvpRule, type CommandGrammar } from './rule'

const request = rulesOf('3GPP TS 32.299 Table 6.2.2.1')
const answer = rulesOf('3GPP TS 32.299 Table 6.2.3.1')
const NOT_USED = [
  'Vendor-Specific-Application-Id',
  'Accounting-Sub-Session-Id',
  'Acct-Session-Id',
  'Acct-Multi-Session-Id',
  'Accounting-Realtime-Required',
]

/** ACR with the AVPs that the table gives the category M or Om, and a note on those it does not use. */
export const acr3gpp: CommandGrammar = {
  ...acr,
  name: 'ACR of 3GPP',
  applicationId: 3,
  clause: '3GPP TS 32.299 §6.2.2',
  rules: [
    ...without(acr.rules, [...NOT_USED, 'Acct-Application-Id']),
    ...request.one('Acct-Application-Id', 'Service-Context-Id', 'Service-Information'),
    ...rulesOf('3GPP TS 32.299 Table 6.2.2.1', 'SHOULD').never(...NOT_USED),
  ],
}

/** ACA: Acct-Application-Id is of category Om, Experimental-Result may stand beside the Result-Code. */
export const aca3gpp: CommandGrammar = {
  ...aca,
  name: 'ACA of 3GPP',
  applicationId: 3,
  clause: '3GPP TS 32.299 §6.2.3',
  rules: [
    ...without(aca.rules, [...NOT_USED, 'Acct-Application-Id']),
    ...answer.one('Acct-Application-Id'),
    ...answer.maybe('Experimental-Result'),
    ...rulesOf('3GPP TS 32.299 Table 6.2.3.1', 'SHOULD').never(...NOT_USED),
  ],
}

function without(rules: readonly AvpRule[], avps: readonly string[]): readonly AvpRule[] {
  return rules.filter(({ avp }) => !avps.includes(avp))
}
