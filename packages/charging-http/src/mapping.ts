// Which JSON member carries which AVP. One table, read in both directions.

/** Where a value stands in the JSON, where among the AVPs, and how it is written. */
export interface MappingRow {
  /** Members from the body's top level. */
  readonly json: readonly string[]
  /** AVP names from the record's top level. */
  readonly avp: readonly string[]
  readonly form: Form
}

/** `texts`: an AVP that may repeat, always a list in the JSON. `groups`: a list of objects, each by its own rows. Values of `names`: JSON word → number. */
export type Form =
  | { readonly kind: 'text' | 'texts' | 'uint32' | 'int32' | 'time' }
  | { readonly kind: 'enum'; readonly names: Readonly<Record<string, number>> }
  | { readonly kind: 'groups'; readonly members: readonly MappingRow[] }

/** The member that 3GPP's objects do not have. */
export const EXTENSION = 'vendorSpecific-imCharging'

// TS 32.299 §7.2.77; the words are TS 32.291's.
const NODE_FUNCTIONALITY = {
  S_CSCF: 0,
  P_CSCF: 1,
  I_CSCF: 2,
  MRFC: 3,
  MGCF: 4,
  BGCF: 5,
  AS: 6,
  IBCF: 7,
  'S-GW': 8,
  'P-GW': 9,
  HSGW: 10,
  'E-CSCF': 11,
  MME: 12,
  TRF: 13,
  TF: 14,
  ATCF: 15,
  PROXY: 16,
  EPDG: 17,
  TDF: 18,
  TWAG: 19,
  SCEF: 20,
  IWK_SCEF: 21,
}
// TS 32.299 §7.2.168
const ROLE_OF_NODE = { ORIGINATING: 0, TERMINATING: 1, FORWARDING: 2 }
// OMA-DDS §6.2.4 Table 5
const APPLICATION_SERVICE_TYPE = { SENDING: 100, RECEIVING: 101, RETRIEVAL: 102, INVITING: 103, LEAVING: 104, JOINING: 105 }

const SERVICE = 'Service-Information'
const ims = (member: string, avp: string, form: Form): MappingRow => ({
  json: ['iMSChargingInformation', ...member.split('/')],
  avp: [SERVICE, 'IMS-Information', ...avp.split('/')],
  form,
})
const extension = (member: string, avp: string, form: Form): MappingRow => ({
  json: [EXTENSION, member],
  avp: avp.split('/'),
  form,
})
const within = (member: string, avp: string, form: Form): MappingRow => ({ json: [member], avp: [avp], form })

const text = { kind: 'text' } as const
const texts = { kind: 'texts' } as const
const uint32 = { kind: 'uint32' } as const
const time = { kind: 'time' } as const

/** Every pair, Subscription-Id left out: its identifier carries the type within itself. */
export const MAPPING: readonly MappingRow[] = [
  { json: ['nfConsumerIdentification', 'nFFqdn'], avp: ['Origin-Host'], form: text },
  { json: ['invocationTimeStamp'], avp: ['Event-Timestamp'], form: time },
  { json: ['invocationSequenceNumber'], avp: ['Accounting-Record-Number'], form: uint32 },
  { json: ['serviceSpecificationInfo'], avp: ['Service-Context-Id'], form: text },
  ims('eventType/sIPMethod', 'Event-Type/SIP-Method', text),
  ims('eventType/eventHeader', 'Event-Type/Event', text),
  ims('eventType/expiresHeader', 'Event-Type/Expires', uint32),
  ims('iMSNodeFunctionality', 'Node-Functionality', { kind: 'enum', names: NODE_FUNCTIONALITY }),
  ims('roleOfNode', 'Role-Of-Node', { kind: 'enum', names: ROLE_OF_NODE }),
  ims('userSessionID', 'User-Session-Id', text),
  ims('outgoingSessionID', 'Outgoing-Session-Id', text),
  ims('callingPartyAddresses', 'Calling-Party-Address', texts),
  ims('calledPartyAddress', 'Called-Party-Address', text),
  ims('requestedPartyAddress', 'Requested-Party-Address', texts),
  ims('calledAssertedIdentities', 'Called-Asserted-Identity', texts),
  ims('associatedURI', 'Associated-URI', texts),
  ims('timeStamps', 'Time-Stamps/SIP-Request-Timestamp', time),
  ims('interOperatorIdentifier', 'Inter-Operator-Identifier', {
    kind: 'groups',
    members: [within('originatingIOI', 'Originating-IOI', text), within('terminatingIOI', 'Terminating-IOI', text)],
  }),
  ims('imsChargingIdentifier', 'IMS-Charging-Identifier', text),
  ims('initialIMSChargingIdentifier', 'Initial-IMS-Charging-Identifier', text),
  ims('sdpSessionDescription', 'SDP-Session-Description', texts),
  ims('sdpMediaComponent', 'SDP-Media-Component', {
    kind: 'groups',
    members: [within('sDPMediaName', 'SDP-Media-Name', text), within('SDPMediaDescription', 'SDP-Media-Description', texts)],
  }),
  ims('imsServiceId', 'Service-Id', text),
  ims('imsCommunicationServiceID', 'IMS-Communication-Service-Identifier', text),
  ims('messageBodies', 'Message-Body', {
    kind: 'groups',
    members: [
      within('contentType', 'Content-Type', text),
      within('contentLength', 'Content-Length', uint32),
      within('contentDisposition', 'Content-Disposition', text),
    ],
  }),
  ims('causeCode', 'Cause-Code', { kind: 'int32' }),
  ims('reasonHeader', 'Reason-Header', texts),
  ims('fromAddress', 'From-Address', text),
  ims('feIdentifierList', 'FE-Identifier-List', text),
  extension('sIPResponseTimestamp', `${SERVICE}/IMS-Information/Time-Stamps/SIP-Response-Timestamp`, time),
  extension('numberOfParticipants', `${SERVICE}/PoC-Information/Number-Of-Participants`, uint32),
  extension('applicationServiceType', `${SERVICE}/Service-Generic-Information/Application-Service-Type`, {
    kind: 'enum',
    names: APPLICATION_SERVICE_TYPE,
  }),
  extension('numberOfMessagesSuccessfullyExploded', `${SERVICE}/IM-Information/Number-Of-Messages-Successfully-Exploded`, uint32),
  extension('numberOfMessagesSuccessfullySent', `${SERVICE}/IM-Information/Number-Of-Messages-Successfully-Sent`, uint32),
  extension('totalNumberOfMessagesExploded', `${SERVICE}/IM-Information/Total-Number-Of-Messages-Exploded`, uint32),
  extension('totalNumberOfMessagesSent', `${SERVICE}/IM-Information/Total-Number-Of-Messages-Sent`, uint32),
  extension('originRealm', 'Origin-Realm', text),
  extension('destinationRealm', 'Destination-Realm', text),
  extension('originStateId', 'Origin-State-Id', uint32),
  extension('acctInterimInterval', 'Acct-Interim-Interval', uint32),
]

/** Subscription-Id-Type (RFC 8506 §8.47) by the prefix its identifier has in the JSON; SIP URIs (2) stand bare. */
export const SUBSCRIBER_PREFIXES: readonly (readonly [type: number, prefix: string])[] = [
  [0, 'msisdn-'],
  [1, 'imsi-'],
  [3, 'nai-'],
  [4, 'private-'],
]
export const SIP_URI = 2
