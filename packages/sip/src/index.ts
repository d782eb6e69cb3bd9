// The face of @ch1/sip: messages, URIs, transactions, dialogs, transports and a small user agent.
export { SipBuildError, SipClosed, SipLimitError, SipParseError, SipStateError, SipTimeout, SipTransportError } from './errors'

export { buildRequest, respond, serialize, type RequestParts, type ResponseOptions } from './message/build'
export {
  assertedIdentities,
  parseChargingFunctionAddresses,
  parseChargingVector,
  type ChargingFunctionAddresses,
  type ChargingVector,
} from './message/charging-headers'
export type { HeaderField, HeaderList } from './message/header-fields'
export { formatParams, parseParams, quote, splitList, unquote, type Params } from './message/lists'
export { SipMessage, SipRequest, SipResponse, type Cseq, type HeaderChange } from './message/message'
export { bodyParts, buildMultipart, type BodyPart, type NewBodyPart } from './message/multipart'
export { parseMessage } from './message/parse'
export { reasonPhrase } from './message/reason-phrases'
export { asBytesText, utf8 } from './message/text'
export { parseVia, type Via } from './message/via'

export { sameUri } from './uri/compare'
export { formatNameAddr, parseNameAddr, type NameAddr } from './uri/name-addr'
export { addressOf, nextHop } from './uri/next-hop'
export { aorOf, parseUri, type SipUri } from './uri/sip-uri'

export { MessageFramer, type Frame } from './transport/message-framer'
export { DEFAULT_STREAM_LIMITS, type StreamLimits } from './transport/stream-limits'
export { StreamTransport, type StreamOptions } from './transport/stream-transport'
export { TcpTransport } from './transport/tcp'
export { TlsTransport, type Pem, type TlsOptions, type TlsTransportOptions } from './transport/tls'
export {
  socketHost,
  uriHost,
  type Address,
  type Carrier,
  type SentBy,
  type SipTransport,
  type TransportName,
} from './transport/transport'
export { MAX_UDP_REQUEST_BYTES, TransportSet } from './transport/transport-set'
export { UdpTransport } from './transport/udp'

export type { ClientEvents, ClientTransaction } from './transactions/client-transaction'
export { TransactionLayer, type TransactionLayerOptions } from './transactions/layer'
export type { ServerTransaction } from './transactions/server-transaction'
export { DEFAULT_TIMER_VALUES, systemTimers, type Timers, type TimerValues } from './transactions/timers'

export { DIGEST_ALGORITHMS, type DigestAlgorithm } from './digest/algorithms'
export { readAuthParams, type AuthParams } from './digest/auth-params'
export { challengesOf, type Challenge } from './digest/challenge'
export { DigestClient, DigestExchange, type DigestClientOptions, type DigestCredentials } from './digest/digest-client'
export { DigestServer, type DigestServerOptions, type DigestVerdict } from './digest/digest-server'
export { digestValue, type DigestInput, type Qop } from './digest/digest-value'

export {
  agreedSession,
  minSeOf,
  policyAfter422,
  requestAfter422,
  sessionAnswer,
  sessionExpiresOf,
  sessionOffer,
  type Refresher,
  type SessionAnswer,
  type SessionExpires,
  type SessionPolicy,
  type SessionTerms,
} from './session-timer/session-interval'
export { SessionTimer, type SessionTimerOptions, type TimedSession } from './session-timer/session-timer'

export { knowsReliable, rackOf, rseqOf, type RAck } from './reliable-provisional/reliable-headers'

export { Registration, type RegisteringAgent, type RegistrationOptions } from './registration/registration'

export { Dialog, type DialogState, type InDialogOptions } from './dialogs/dialog'

export {
  CONFERENCE_EVENT,
  CONFERENCE_INFO,
  CONFERENCE_NAMESPACE,
  type ConferenceDescription,
  type ConferenceEndpoint,
  type ConferenceInfo,
  type ConferenceState,
  type ConferenceUser,
  type ConferenceUsers,
  type ElementState,
} from './events/conference-info'
export { readConferenceInfo } from './events/conference-info-reader'
export { writeConferenceInfo } from './events/conference-info-writer'
export {
  eventOf,
  expiresOf,
  formatEvent,
  formatSubscriptionState,
  resubscribeAfterS,
  subscriptionStateOf,
  type EventHeader,
  type SubscriptionState,
} from './events/event-headers'
export type { IncomingRefer, ReferProgress } from './events/incoming-refer'
export type { AcceptSubscribe, IncomingSubscribe } from './events/incoming-subscribe'
export type { NotifierEnd, NotifierSubscription } from './events/notifier-subscription'
export type { OutgoingRefer, ReferOptions, ReferOutcome } from './events/outgoing-refer'
export { bareReferContent, referContent, type ReferTerms } from './events/refer-content'
export { readRefer, type ReferReading, type ReferTarget } from './events/refer-reading'
export { rosterAfter, type Roster, type RosterChange, type RosterEndpoint, type RosterUser } from './events/roster'
export { SIPFRAG, statusFragmentOf, writeStatusFragment, type FragmentStatus } from './events/sipfrag'
export type { SubscribeOptions, SubscribeTerms } from './events/subscribe'
export type { Subscription, SubscriptionEnd } from './events/subscription'

export {
  readResourceLists,
  RESOURCE_LISTS,
  writeResourceLists,
  type ResourceEntry,
  type ResourceLists,
} from './resource-lists/resource-lists'
export { childOf, childrenOf, DEFAULT_XML_LIMITS, readXml, type XmlElement, type XmlLimits } from './xml/xml-reader'

export type { Respond } from './user-agent/agent-context'
export { glareDelayMs } from './user-agent/glare'
export type { IncomingInvite } from './user-agent/incoming-invite'
export type { InviteDialog } from './user-agent/invite-dialog'
export type { InviteOptions, OutgoingInvite } from './user-agent/outgoing-invite'
export { unservable, type ServerAbilities, type Unservable } from './user-agent/request-inspection'
export { UserAgent, type RequestOptions, type UserAgentOptions } from './user-agent/user-agent'
