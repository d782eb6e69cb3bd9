// The JSON of the binding as zod schemas: 3GPP's member names where 3GPP has them (TS 32.291), one extension object for the rest.
import { z } from 'zod'

const uint32 = z.int().min(0).max(0xffff_ffff)
const int32 = z.int().min(-0x8000_0000).max(0x7fff_ffff)
const time = z.iso.datetime({ offset: true })
// Unknown members pass: whoever reads a newer or a wider message ignores what it does not know.
const texts = z.array(z.string()).min(1)

/** iMSChargingInformation, the part of TS 32.291's object that an IM server can fill. */
export const imsChargingInformationSchema = z.looseObject({
  eventType: z
    .looseObject({ sIPMethod: z.string().optional(), eventHeader: z.string().optional(), expiresHeader: uint32.optional() })
    .optional(),
  iMSNodeFunctionality: z.string().optional(),
  roleOfNode: z.string().optional(),
  userSessionID: z.string().optional(),
  outgoingSessionID: z.string().optional(),
  callingPartyAddresses: texts.optional(),
  calledPartyAddress: z.string().optional(),
  requestedPartyAddress: texts.optional(),
  calledAssertedIdentities: texts.optional(),
  associatedURI: texts.optional(),
  timeStamps: time.optional(),
  interOperatorIdentifier: z
    .array(z.looseObject({ originatingIOI: z.string().optional(), terminatingIOI: z.string().optional() }))
    .min(1)
    .optional(),
  imsChargingIdentifier: z.string().optional(),
  initialIMSChargingIdentifier: z.string().optional(),
  sdpSessionDescription: texts.optional(),
  sdpMediaComponent: z
    .array(z.looseObject({ sDPMediaName: z.string().optional(), SDPMediaDescription: z.array(z.string()).optional() }))
    .min(1)
    .optional(),
  imsServiceId: z.string().optional(),
  imsCommunicationServiceID: z.string().optional(),
  messageBodies: z
    .array(z.looseObject({ contentType: z.string(), contentLength: uint32, contentDisposition: z.string().optional() }))
    .min(1)
    .optional(),
  // DEVIATES TS 32.291: Uint32 there, which cannot say Cause-Code's negative values (TS 32.299 §7.2.35).
  causeCode: int32.optional(),
  reasonHeader: texts.optional(),
  fromAddress: z.string().optional(),
  feIdentifierList: z.string().optional(),
})

/** What 3GPP's objects have no place for: participants, OMA's service type and counters, Diameter's addressing. */
export const imChargingExtensionSchema = z.looseObject({
  numberOfParticipants: uint32.optional(),
  applicationServiceType: z.string().optional(),
  numberOfMessagesSuccessfullyExploded: uint32.optional(),
  numberOfMessagesSuccessfullySent: uint32.optional(),
  totalNumberOfMessagesExploded: uint32.optional(),
  totalNumberOfMessagesSent: uint32.optional(),
  sIPResponseTimestamp: time.optional(),
  originRealm: z.string().optional(),
  destinationRealm: z.string().optional(),
  originStateId: uint32.optional(),
  acctInterimInterval: uint32.optional(),
  /** Charging data without a member of its own, under the names of its AVPs. */
  avps: z.record(z.string(), z.unknown()).optional(),
})

/** Body of create, update and release. */
export const chargingDataRequestSchema = z.looseObject({
  // DEVIATES TS 32.291: nFFqdn is optional there; here it is who charges (Origin-Host).
  nfConsumerIdentification: z.looseObject({ nodeFunctionality: z.string().min(1), nFFqdn: z.string().min(1) }),
  invocationTimeStamp: time,
  invocationSequenceNumber: uint32,
  retransmissionIndicator: z.boolean().optional(),
  /** A create that is an EventRequest: the resource it makes is closed at once. */
  oneTimeEvent: z.boolean().optional(),
  serviceSpecificationInfo: z.string().optional(),
  subscriberIdentifier: z.string().min(1).optional(),
  iMSChargingInformation: imsChargingInformationSchema.optional(),
  'vendorSpecific-imCharging': imChargingExtensionSchema.optional(),
})

/** Body of 201 and 200; 204 has none. */
export const chargingDataResponseSchema = z.looseObject({
  invocationTimeStamp: time,
  invocationSequenceNumber: uint32,
  'vendorSpecific-imCharging': z.looseObject({ acctInterimInterval: uint32.optional() }).optional(),
})

/** Body of every answer from 300 on (RFC 9457, members as in TS 29.571). `cause` names the Result-Code: `DIAMETER_OUT_OF_SPACE`. */
export const problemDetailsSchema = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  status: z.int().optional(),
  detail: z.string().optional(),
  cause: z.string().optional(),
  /** `param`: JSON pointer of a body member, `header NAME`, or `{OfflineChargingDataRef}`. */
  invalidParams: z
    .array(z.looseObject({ param: z.string(), reason: z.string().optional() }))
    .min(1)
    .optional(),
})

export type ImsChargingInformation = z.output<typeof imsChargingInformationSchema>
export type ImChargingExtension = z.output<typeof imChargingExtensionSchema>
export type ChargingDataRequest = z.output<typeof chargingDataRequestSchema>
export type ChargingDataResponse = z.output<typeof chargingDataResponseSchema>
export type ProblemDetails = z.output<typeof problemDetailsSchema>

/** The binding's JSON Schema (draft 2020-12): one document, the three bodies under `$defs`, for `docs/schema/ch1-http.schema.json`. */
export function jsonSchema(): Readonly<Record<string, unknown>> {
  const bodies = {
    ChargingDataRequest: chargingDataRequestSchema,
    ChargingDataResponse: chargingDataResponseSchema,
    ProblemDetails: problemDetailsSchema,
  }
  const defs = Object.entries(bodies).map(([name, schema]) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' })
    return [name, rest] as const
  })
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'ch1-http/1 (experimental: no standard defines this binding)',
    anyOf: Object.keys(bodies).map((name) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(defs),
  }
}
