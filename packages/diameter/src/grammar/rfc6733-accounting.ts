// RFC 6733 §9.7 and §7.2: the grammars of ACR and ACA, and of the answer-message of any command.
import { rulesOf, type CommandGrammar } from './rule'

const acrRules = rulesOf('RFC 6733 §9.7.1')
const acaRules = rulesOf('RFC 6733 §9.7.2')
const errorRules = rulesOf('RFC 6733 §7.2')
// RFC 6733 §10.2 calls its table guidelines.
const guideline = rulesOf('RFC 6733 §10.2', 'SHOULD')
// RFC 6733 §6.2 — an answer goes back the way the request came: no destination in it.
const answering = rulesOf('RFC 6733 §6.2')

/** Accounting-Request of the base protocol. */
export const acr: CommandGrammar = {
  name: 'ACR',
  commandCode: 271,
  request: true,
  error: false,
  proxiable: true,
  applicationId: undefined,
  clause: 'RFC 6733 §9.7.1',
  unlisted: 'allowed',
  rules: [
    acrRules.fixed('Session-Id', 0),
    ...acrRules.one('Origin-Host', 'Origin-Realm', 'Destination-Realm'),
    ...acrRules.one('Accounting-Record-Type', 'Accounting-Record-Number'),
    ...acrRules.maybe('Acct-Application-Id', 'Vendor-Specific-Application-Id', 'User-Name', 'Destination-Host'),
    ...acrRules.maybe('Accounting-Sub-Session-Id', 'Acct-Session-Id', 'Acct-Multi-Session-Id'),
    ...acrRules.maybe('Acct-Interim-Interval', 'Accounting-Realtime-Required', 'Origin-State-Id', 'Event-Timestamp'),
    ...acrRules.any('Proxy-Info', 'Route-Record'),
    ...guideline.never('Auth-Application-Id', 'Error-Reporting-Host', 'Failed-AVP', 'Result-Code', 'Termination-Cause'),
  ],
}

/** Accounting-Answer of the base protocol. */
export const aca: CommandGrammar = {
  name: 'ACA',
  commandCode: 271,
  request: false,
  error: false,
  proxiable: undefined,
  applicationId: undefined,
  clause: 'RFC 6733 §9.7.2',
  unlisted: 'allowed',
  rules: [
    acaRules.fixed('Session-Id', 0),
    ...acaRules.one('Result-Code', 'Origin-Host', 'Origin-Realm', 'Accounting-Record-Type', 'Accounting-Record-Number'),
    ...acaRules.maybe('Acct-Application-Id', 'Vendor-Specific-Application-Id', 'User-Name'),
    ...acaRules.maybe('Accounting-Sub-Session-Id', 'Acct-Session-Id', 'Acct-Multi-Session-Id'),
    ...acaRules.maybe('Error-Message', 'Error-Reporting-Host', 'Failed-AVP'),
    ...acaRules.maybe('Acct-Interim-Interval', 'Accounting-Realtime-Required', 'Origin-State-Id', 'Event-Timestamp'),
    ...acaRules.any('Proxy-Info'),
    ...answering.never('Destination-Host', 'Destination-Realm'),
    ...guideline.never('Auth-Application-Id', 'Route-Record', 'Termination-Cause'),
  ],
}

/** The answer with the E bit, whatever the command. */
export const answerMessage: CommandGrammar = {
  name: 'answer-message',
  commandCode: undefined,
  request: false,
  error: true,
  proxiable: undefined,
  applicationId: undefined,
  clause: 'RFC 6733 §7.2',
  unlisted: 'allowed',
  rules: [
    errorRules.maybeFixed('Session-Id', 0),
    ...errorRules.one('Origin-Host', 'Origin-Realm', 'Result-Code'),
    ...errorRules.maybe('Origin-State-Id', 'Error-Message', 'Error-Reporting-Host', 'Failed-AVP', 'Experimental-Result'),
    ...errorRules.any('Proxy-Info'),
    ...answering.never('Destination-Host', 'Destination-Realm'),
  ],
}
