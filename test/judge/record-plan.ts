// A charging record of a made-up history: what it will say, and the ACR that says it.
import { encodeMessage, type AvpInput } from '@ch1/diameter'
import type { RecordType } from '../../judge/history/events'
import { icidOf, OPERATOR } from './sip-lines'

/** What a record will say. Numbers and ids are given when the history is written, in order of time. */
export interface RecordPlan {
  /** For edits: `start:alice`, `arrival:bob`, `departure:bob`, `stop:alice` … */
  readonly label: string
  readonly atMs: number
  readonly type: RecordType
  readonly session: string
  /** Call-ID of the leg it names; none without. */
  readonly callId?: string
  readonly method?: string
  readonly party?: string
  readonly count?: number
  /** Of a message to many, or of all in a conference so far: the copies, and those that were accepted. */
  readonly copies?: { readonly total: number; readonly successful: number }
  /** Members of IM-Information beside the counters of copies. */
  readonly im?: readonly AvpInput[]
  /** Cause-Code. */
  readonly cause?: number
  readonly conn?: number
  /** Which enabler got it; `cdf1` without. */
  readonly enabler?: string
  /** PoC-Server-Role. */
  readonly role?: 0 | 1
  readonly originHost?: string
  /** Result-Code of its ACA; `none` for no ACA at all. */
  readonly answer?: number | 'none'
  /** Accounting-Record-Number of its ACA; its own without. */
  readonly answerNumber?: number
  /** Acct-Interim-Interval of its ACA; none without. */
  readonly asksS?: number
  /** How long its ACA lets it wait; 1 ms without. */
  readonly answerAfterMs?: number
  /** T flag. */
  readonly t?: boolean
  /** Label of the record whose session, number and End-to-End id it takes over. */
  readonly again?: string
  /** With `again`: an End-to-End id of its own. */
  readonly newEndToEnd?: boolean
  /** Without: the one of the leg it names. */
  readonly icid?: string
  /** Members of Inter-Operator-Identifier; without, the network that users call from. */
  readonly operators?: readonly AvpInput[]
  /** SDP-Media-Name of each SDP-Media-Component; without, messages where it tells of an arrival. */
  readonly media?: readonly string[]
  /** Application-Service-Type; by its method without. */
  readonly serviceType?: number
  /** Event-Timestamp; when it is sent, without. */
  readonly eventAtMs?: number
  /** Members of IMS-Information beside the usual ones. */
  readonly ims?: readonly AvpInput[]
  /** Service-Information as a whole, in place of the usual one. */
  readonly serviceInformation?: AvpInput
  /** Added to the number that would be its own. */
  readonly skip?: number
  readonly number?: number
  readonly without?: readonly string[]
  readonly avps?: readonly AvpInput[]
  /** The last word on its bytes. */
  readonly patch?: (bytes: Uint8Array) => void
}

export interface SendingIds {
  readonly session: string
  readonly number: number
  readonly hopByHop: number
  readonly endToEnd: number
}

/** The wall clock of every story's first event. */
const STORY_BEGAN = Date.parse('2026-11-23T10:00:00.000Z')
/** OMA DDS §6.2.4 — INVITING and LEAVING. */
const serviceTypes: Readonly<Record<string, number>> = { INVITE: 103, BYE: 104 }

const recordTypes = { event: 1, start: 2, interim: 3, stop: 4 } as const

/** The ACR of a plan. */
export function acrBytes(plan: RecordPlan, ids: SendingIds): Uint8Array {
  const avps: readonly AvpInput[] = [
    ['Session-Id', ids.session],
    ['Origin-Host', plan.originHost ?? 'im1.im.example'],
    ['Origin-Realm', 'im.example'],
    ['Destination-Realm', 'charging.example'],
    ['Accounting-Record-Type', recordTypes[plan.type]],
    ['Accounting-Record-Number', ids.number],
    ['Acct-Application-Id', 3],
    ['Event-Timestamp', new Date(STORY_BEGAN + Math.round(plan.eventAtMs ?? plan.atMs))],
    ['Service-Context-Id', '1.SIMPLE_IM@openmobilealliance.org'],
    plan.serviceInformation ?? ['Service-Information', serviceInformation(plan)],
    ...(plan.avps ?? []),
  ]
  const bytes = encodeMessage({
    commandCode: 271,
    applicationId: 3,
    request: true,
    proxiable: true,
    retransmitted: plan.t ?? false,
    hopByHop: ids.hopByHop,
    endToEnd: ids.endToEnd,
    avps: avps.filter((avp) => !Array.isArray(avp) || !(plan.without ?? []).includes(String(avp[0]))),
  })
  plan.patch?.(bytes)
  return bytes
}

/** The ACA that answers it. */
export function acaBytes(plan: RecordPlan, ids: SendingIds, resultCode: number): Uint8Array {
  return encodeMessage({
    commandCode: 271,
    applicationId: 3,
    request: false,
    proxiable: true,
    error: resultCode >= 3000 && resultCode < 4000,
    hopByHop: ids.hopByHop,
    endToEnd: ids.endToEnd,
    avps: [
      ['Session-Id', ids.session],
      ['Result-Code', resultCode],
      ['Origin-Host', 'cdf1.charging.example'],
      ['Origin-Realm', 'charging.example'],
      ['Accounting-Record-Type', recordTypes[plan.type]],
      ['Accounting-Record-Number', plan.answerNumber ?? ids.number],
      ...(plan.asksS === undefined ? [] : [['Acct-Interim-Interval', plan.asksS] as const]),
    ],
  })
}

/** What a CER says, to be edited. */
export type CerEdit = (avps: readonly AvpInput[]) => readonly AvpInput[]

/** The CER of the story's server. */
export function cerBytes(edit: CerEdit = (avps) => avps): Uint8Array {
  return encodeMessage({
    commandCode: 257,
    applicationId: 0,
    request: true,
    hopByHop: 1,
    endToEnd: 1,
    avps: edit([
      ['Origin-Host', 'im1.im.example'],
      ['Origin-Realm', 'im.example'],
      ['Host-IP-Address', '127.0.0.1'],
      ['Vendor-Id', 0],
      ['Product-Name', 'story'],
      ['Supported-Vendor-Id', 10_415],
      ['Acct-Application-Id', 3],
    ]),
  })
}

/** A DPR, a DPA or a DWR. */
export function neighbourBytes(name: 'DPR' | 'DPA' | 'DWR', cause = 0): Uint8Array {
  return encodeMessage({
    commandCode: name === 'DWR' ? 280 : 282,
    applicationId: 0,
    request: name !== 'DPA',
    hopByHop: 700_000,
    endToEnd: 700_000,
    avps: [
      ...(name === 'DPA' ? [['Result-Code', 2001] as const] : []),
      ['Origin-Host', name === 'DPR' ? 'cdf1.charging.example' : 'im1.im.example'],
      ['Origin-Realm', name === 'DPR' ? 'charging.example' : 'im.example'],
      ...(name === 'DPR' ? [['Disconnect-Cause', cause] as const] : []),
    ],
  })
}

/** A CER of the Charging Enabler itself, or the CEA of the server of this name, in success or refusing. */
export function capabilitiesBytes(request: boolean, originHost: string, result = 2001): Uint8Array {
  return encodeMessage({
    commandCode: 257,
    applicationId: 0,
    request,
    hopByHop: 800_000,
    endToEnd: 800_000,
    avps: [
      ...(request ? [] : [['Result-Code', result] as const]),
      ['Origin-Host', originHost],
      ['Origin-Realm', originHost.slice(originHost.indexOf('.') + 1)],
      ['Host-IP-Address', '127.0.0.1'],
      ['Vendor-Id', 0],
      ['Product-Name', 'story'],
      ['Acct-Application-Id', 3],
    ],
  })
}

/** A device watchdog and its answer, in this order. */
export function watchdogBytes(hopByHop: number, result = 2001): readonly [Uint8Array, Uint8Array] {
  const message = (request: boolean): Uint8Array =>
    encodeMessage({
      commandCode: 280,
      applicationId: 0,
      request,
      hopByHop,
      endToEnd: hopByHop,
      avps: [
        ...(request ? [] : [['Result-Code', result] as const]),
        ['Origin-Host', request ? 'cdf1.charging.example' : 'im1.im.example'],
        ['Origin-Realm', request ? 'charging.example' : 'im.example'],
      ],
    })
  return [message(true), message(false)]
}

function serviceInformation(plan: RecordPlan): readonly AvpInput[] {
  const icid = plan.icid ?? (plan.callId === undefined ? undefined : icidOf({ callId: plan.callId }))
  const serviceType = plan.serviceType ?? serviceTypes[plan.method ?? '']
  const ims: readonly AvpInput[] = [
    ...(plan.method === undefined ? [] : [['Event-Type', [['SIP-Method', plan.method]]] as const]),
    ['Node-Functionality', 6],
    ...(plan.callId === undefined ? [] : [['User-Session-Id', plan.callId] as const]),
    ...(plan.party === undefined ? [] : [['Calling-Party-Address', plan.party] as const]),
    ...(plan.media ?? (plan.method === 'INVITE' && plan.type !== 'stop' ? ['message 9 TCP/MSRP *'] : [])).map(
      (name) => ['SDP-Media-Component', [['SDP-Media-Name', name]]] as const,
    ),
    ...(plan.callId === undefined
      ? []
      : [['Inter-Operator-Identifier', plan.operators ?? [['Originating-IOI', OPERATOR]]] as const]),
    ...(icid === undefined ? [] : [['IMS-Charging-Identifier', icid] as const]),
    ...(plan.cause === undefined || plan.type === 'interim' ? [] : [['Cause-Code', plan.cause] as const]),
    ...(plan.ims ?? []),
  ]
  const subscription: AvpInput = [
    'Subscription-Id',
    [
      ['Subscription-Id-Type', 2],
      ['Subscription-Id-Data', plan.party ?? 'sip:conf@im.example'],
    ],
  ]
  const poc: readonly AvpInput[] = [
    ...(plan.role === undefined ? [] : [['PoC-Server-Role', plan.role] as const]),
    ...(plan.count === undefined ? [] : [['Number-Of-Participants', plan.count] as const]),
  ]
  return [
    subscription,
    ['IMS-Information', ims],
    ...(poc.length === 0 ? [] : [['PoC-Information', poc] as const]),
    ...(serviceType === undefined ? [] : [['Service-Generic-Information', [['Application-Service-Type', serviceType]]] as const]),
    ...(plan.copies === undefined ? [] : [['IM-Information', [...countersOf(plan.copies), ...(plan.im ?? [])]] as const]),
  ]
}

function countersOf({ total, successful }: NonNullable<RecordPlan['copies']>): readonly AvpInput[] {
  return [
    ['Number-Of-Messages-Successfully-Exploded', successful],
    ['Total-Number-Of-Messages-Exploded', total],
  ]
}
