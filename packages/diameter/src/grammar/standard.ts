// The grammars shipped here, as one: what a checker uses unless told otherwise.
import { ietfGroups } from './ietf-groups'
import { omaImGroups } from './oma-im-groups'
import { aca, acr, answerMessage } from './rfc6733-accounting'
import { rfc6733PeerCommands } from './rfc6733-peer-commands'
import { rfc6733SessionCommands } from './rfc6733-session-commands'
import { creditControlGroups } from './rfc8506-groups'
import type { CommandGrammar, GroupGrammar } from './rule'
import { aca3gpp, acr3gpp } from './3gpp-32299-commands'
import { tgppImsGroups } from './3gpp-32299-ims-groups'
import { tgppMessagingGroups } from './3gpp-32299-messaging-groups'
import { tgppOtherGroups } from './3gpp-32299-other-groups'
import { tgppPocGroups } from './3gpp-32299-poc-groups'
import { tgppPsGroups } from './3gpp-32299-ps-groups'

/** Every command of RFC 6733, and the answer-message. */
export const baseGrammars: readonly CommandGrammar[] = [
  ...rfc6733PeerCommands,
  ...rfc6733SessionCommands,
  acr,
  aca,
  answerMessage,
]

/** The same, with ACR and ACA as TS 32.299 has them: Service-Context-Id and Service-Information are owed. */
export const chargingGrammars: readonly CommandGrammar[] = [acr3gpp, aca3gpp, ...baseGrammars]

/** Every group whose grammar is known. */
export const standardGroups: readonly GroupGrammar[] = [
  ...ietfGroups,
  ...creditControlGroups,
  ...tgppImsGroups,
  ...tgppPocGroups,
  ...tgppPsGroups,
  ...tgppMessagingGroups,
  ...tgppOtherGroups,
  ...omaImGroups,
]
