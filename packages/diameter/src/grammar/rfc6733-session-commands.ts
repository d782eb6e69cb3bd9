// RFC 6733 §8: the grammars of the session commands, RAR, RAA, STR, STA, ASR and ASA.
import { forbiddenIn } from './rfc6733-occurrence'
import { rulesOf, type AvpRule, type CommandGrammar, type RuleWords } from './rule'

// RFC 6733 §2.5 — they carry the Application Id of the application whose session it is.
const request = { request: true, error: false, proxiable: true, applicationId: undefined, unlisted: 'allowed' } as const
const answer = { ...request, request: false, proxiable: undefined } as const
const rar = rulesOf('RFC 6733 §8.3.1')
const raa = rulesOf('RFC 6733 §8.3.2')
const str = rulesOf('RFC 6733 §8.4.1')
const sta = rulesOf('RFC 6733 §8.4.2')
const asr = rulesOf('RFC 6733 §8.5.1')
const asa = rulesOf('RFC 6733 §8.5.2')

function answerRules(words: RuleWords): readonly AvpRule[] {
  return [
    words.fixed('Session-Id', 0),
    ...words.one('Result-Code', 'Origin-Host', 'Origin-Realm'),
    ...words.maybe('User-Name', 'Origin-State-Id', 'Error-Message', 'Error-Reporting-Host', 'Failed-AVP'),
    ...words.any('Redirect-Host'),
    ...words.maybe('Redirect-Host-Usage', 'Redirect-Max-Cache-Time'),
    ...words.any('Proxy-Info'),
  ]
}

/** Re-Auth, Session-Termination and Abort-Session. */
export const rfc6733SessionCommands: readonly CommandGrammar[] = [
  {
    ...request,
    name: 'RAR',
    commandCode: 258,
    clause: 'RFC 6733 §8.3.1',
    rules: [
      rar.fixed('Session-Id', 0),
      ...rar.one('Origin-Host', 'Origin-Realm', 'Destination-Realm', 'Destination-Host'),
      ...rar.one('Auth-Application-Id', 'Re-Auth-Request-Type'),
      ...rar.maybe('User-Name', 'Origin-State-Id'),
      ...rar.any('Proxy-Info', 'Route-Record'),
      ...forbiddenIn('RAR'),
    ],
  },
  {
    ...answer,
    name: 'RAA',
    commandCode: 258,
    clause: 'RFC 6733 §8.3.2',
    rules: [...answerRules(raa), ...forbiddenIn('RAA')],
  },
  {
    ...request,
    name: 'STR',
    commandCode: 275,
    clause: 'RFC 6733 §8.4.1',
    rules: [
      str.fixed('Session-Id', 0),
      ...str.one('Origin-Host', 'Origin-Realm', 'Destination-Realm', 'Auth-Application-Id', 'Termination-Cause'),
      ...str.maybe('User-Name', 'Destination-Host', 'Origin-State-Id'),
      ...str.any('Class', 'Proxy-Info', 'Route-Record'),
      ...forbiddenIn('STR'),
    ],
  },
  {
    ...answer,
    name: 'STA',
    commandCode: 275,
    clause: 'RFC 6733 §8.4.2',
    rules: [...answerRules(sta), ...sta.any('Class'), ...forbiddenIn('STA')],
  },
  {
    ...request,
    name: 'ASR',
    commandCode: 274,
    clause: 'RFC 6733 §8.5.1',
    rules: [
      asr.fixed('Session-Id', 0),
      ...asr.one('Origin-Host', 'Origin-Realm', 'Destination-Realm', 'Destination-Host', 'Auth-Application-Id'),
      ...asr.maybe('User-Name', 'Origin-State-Id'),
      ...asr.any('Proxy-Info', 'Route-Record'),
      ...forbiddenIn('ASR'),
    ],
  },
  {
    ...answer,
    name: 'ASA',
    commandCode: 274,
    clause: 'RFC 6733 §8.5.2',
    rules: [...answerRules(asa), ...forbiddenIn('ASA')],
  },
]
