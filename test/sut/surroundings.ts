// What stands around a reference server in its tests: one SIP peer that is the core and every user, one Charging Enabler.
import { DiameterServer, encodeMessage, scalarAt, type DiameterMessage, type PeerLink } from '@ch1/diameter'
import {
  TransactionLayer,
  UdpTransport,
  UserAgent,
  buildMultipart,
  parseUri,
  type Address,
  type DigestClient,
  type IncomingInvite,
  type InviteDialog,
  type SipResponse,
  type SipTransport,
} from '@ch1/sip'
import assert from 'node:assert/strict'
import type { Ch1Address, ImServerSettings } from '../../sut/im-server/options'
import { ImServer } from '../../sut/im-server/im-server'

/** A record as the enabler saw it; `of` is the user who is charged, by name. */
export interface SeenRecord {
  readonly type: string
  readonly number: number
  readonly session: string
  readonly of: string
  readonly method: unknown
  readonly count: number | undefined
  readonly service: unknown
  readonly callId: unknown
  readonly icid: unknown
  readonly cause: unknown
  readonly resent: boolean
  readonly endToEnd: number
  readonly message: DiameterMessage
}

type Answering = (record: SeenRecord, answer: (resultCode: number) => void) => void

const TYPES = ['', 'EVENT', 'START', 'INTERIM', 'STOP']
const LIMIT_MS = 8000
export const SDP = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0', 'm=message 9 TCP/MSRP *'],
  ...['a=accept-types:text/plain', 'a=path:msrp://127.0.0.1:9/x;tcp', 'a=setup:active', ''],
].join('\r\n')

/** A Charging Enabler that answers as it is told, 2001 by default. */
export class Enabler {
  readonly records: SeenRecord[] = []
  answering: Answering = (_, answer) => answer(2001)
  private server: DiameterServer | undefined
  private port = 0
  private readonly waiting = new Set<() => void>()

  static async listen(): Promise<Enabler> {
    const enabler = new Enabler()
    await enabler.open()
    return enabler
  }

  get address(): { host: string; port: number } {
    return { host: '127.0.0.1', port: this.port }
  }

  async open(): Promise<void> {
    this.server = await DiameterServer.listen({
      ...this.address,
      identity: {
        originHost: 'cdf1.charging.example',
        originRealm: 'charging.example',
        productName: 'test enabler',
        vendorId: 0,
        supportedVendorIds: [10415],
        acctApplicationIds: [3],
      },
      events: { state: () => this.changed() },
      onRequest: (request, _link, answer) => this.received(request, answer),
    })
    this.port = this.server.port
  }

  async close(): Promise<void> {
    await this.server?.close()
  }

  links(): readonly PeerLink[] {
    return this.server?.links ?? []
  }

  /** Waits until a server has connected. */
  async connected(): Promise<void> {
    await this.until(
      () => this.links().length > 0,
      () => 'a connection of the server',
    )
  }

  /** Waits until there are `count` records, then gives them all. */
  async reach(count: number): Promise<readonly SeenRecord[]> {
    await this.until(
      () => this.records.length >= count,
      () => `${count} records, seen: ${brief(this.records).join(', ')}`,
    )
    return this.records
  }

  async until(holds: () => boolean, what: () => string): Promise<void> {
    await until(this.waiting, holds, what)
  }

  private received(request: DiameterMessage, answer: (bytes: Uint8Array) => void): void {
    const record = seen(request)
    this.records.push(record)
    this.answering(record, (resultCode) =>
      answer(
        encodeMessage({
          ...{ commandCode: 271, applicationId: 3, request: false, proxiable: true },
          ...{ hopByHop: request.hopByHop, endToEnd: request.endToEnd },
          avps: [
            ['Session-Id', record.session],
            ['Result-Code', resultCode],
            ['Origin-Host', 'cdf1.charging.example'],
            ['Origin-Realm', 'charging.example'],
            ['Accounting-Record-Type', TYPES.indexOf(record.type)],
            ['Accounting-Record-Number', record.number],
          ],
        }),
      ),
    )
    this.changed()
  }

  private changed(): void {
    for (const look of [...this.waiting]) look()
  }
}

/** What an INVITE of a user carries besides the ordinary; `bare`: without the headers a core adds. */
export interface KnockOptions {
  readonly list?: readonly string[]
  readonly headers?: readonly (readonly [string, string])[]
  readonly body?: string
  readonly contentType?: string
  readonly bare?: boolean
}

/** What users do with an invitation; the default accepts. */
export type Reaction = (invite: IncomingInvite) => void

/** What a server may be charged by in a test. */
export interface ChargedBy {
  readonly address: Ch1Address
  /** Resolves when the server has connected. */
  connected(): Promise<void>
  close(): Promise<void>
}

/** A server that runs here or elsewhere. */
export interface ServedBy {
  readonly sip: Address
  onEvent: (line: string) => void
  close(): Promise<void>
}

/** Everything together. */
export class Surroundings<E extends ChargedBy = Enabler, S extends ServedBy = ImServer> {
  readonly enabler: E
  readonly server: S
  readonly agent: UserAgent
  /** Dialogs of invited users, by name. */
  readonly invited = new Map<string, InviteDialog>()
  readonly reactions = new Map<string, Reaction>()
  readonly lines: string[] = []
  private readonly looks = new Set<() => void>()

  private constructor(enabler: E, server: S, agent: UserAgent) {
    this.enabler = enabler
    this.server = server
    this.agent = agent
    server.onEvent = (line) => {
      this.lines.push(line)
      for (const look of [...this.looks]) look()
    }
    agent.onInvite = (invite) => {
      const user = parseUri(invite.request.requestUri).user ?? ''
      const reaction = this.reactions.get(user)
      if (reaction) reaction(invite)
      else this.invited.set(user, this.accept(invite))
    }
  }

  static async start(settings?: Partial<ImServerSettings>, enabler?: Enabler): Promise<Surroundings> {
    return Surroundings.around(settings, enabler ?? (await Enabler.listen()))
  }

  static async around<E extends ChargedBy>(settings: Partial<ImServerSettings> = {}, enabler: E): Promise<Surroundings<E>> {
    const start = (nextHop: Address): Promise<ImServer> =>
      ImServer.start({ sip: { host: '127.0.0.1', port: 0 }, ch1: [enabler.address], nextHop, tcMs: 100, ...settings })
    return Surroundings.serving(enabler, start, await UdpTransport.bind({ host: '127.0.0.1', port: 0 }))
  }

  /** Around a server that `start` starts; the core and all users are behind `transport`. */
  static async serving<E extends ChargedBy, S extends ServedBy>(
    enabler: E,
    start: (nextHop: Address) => Promise<S>,
    transport: SipTransport,
    o: { readonly digest?: DigestClient } = {},
  ): Promise<Surroundings<E, S>> {
    const { host, port, transport: name } = transport.sentBy
    const server = await start({ host, port, transport: name })
    const by = name === 'UDP' ? '' : `;transport=${name.toLowerCase()}`
    const agent = new UserAgent({
      layer: new TransactionLayer({ transport, values: { t1Ms: 100, t2Ms: 800 } }),
      contact: `<sip:user@${host}:${port}${by}>`,
      nextHop: { ...server.sip, transport: name },
      values: { t1Ms: 100, t2Ms: 800 },
      ...o,
    })
    const surroundings = new Surroundings(enabler, server, agent)
    await enabler.connected()
    return surroundings
  }

  async close(): Promise<void> {
    await this.agent.close()
    await this.server.close()
    await this.enabler.close()
  }

  accept(invite: IncomingInvite): InviteDialog {
    return invite.accept({ contentType: 'application/sdp', body: SDP })
  }

  /** INVITE of `user` to `uri`; the dialog when it was accepted, else an assertion fails. */
  async enter(user: string, uri: string, o: KnockOptions = {}) {
    const { response, dialog } = await this.knock(user, uri, o)
    assert.equal(response.status, 200)
    assert.ok(dialog)
    return { dialog, response, conference: response.contacts[0]?.uri ?? '', callId: dialog.dialog.callId }
  }

  /** The same, whatever the answer is. */
  async knock(
    user: string,
    uri: string,
    o: KnockOptions = {},
  ): Promise<{ response: SipResponse; dialog: InviteDialog | undefined }> {
    const withList = o.list && multipart(o.list)
    const outgoing = this.agent.invite({
      uri,
      from: `<sip:${user}@home.example>`,
      to: `<${uri}>`,
      headers: [
        ...(o.bare === true ? [] : coreHeaders(user)),
        ...(withList ? ([['Require', 'recipient-list-invite']] as const) : []),
        ...(o.headers ?? []),
      ],
      contentType: withList?.contentType ?? o.contentType ?? 'application/sdp',
      body: withList?.body ?? o.body ?? SDP,
    })
    const response = await outgoing.final
    return { response, dialog: outgoing.dialog }
  }

  /** A conference of Alice and those she lists. */
  create(...listed: string[]) {
    return this.enter('alice', 'sip:factory@im.example', listed.length > 0 ? { list: listed } : {})
  }

  /** The dialog of an invited user, once it is there. */
  async dialogOf(user: string): Promise<InviteDialog> {
    await this.line(new RegExp(`^inviteeAnswered sip:${user}@`))
    const dialog = this.invited.get(user)
    assert.ok(dialog)
    return dialog
  }

  /** Waits for a line of the server's log. */
  async line(pattern: RegExp): Promise<void> {
    await until(
      this.looks,
      () => this.lines.some((line) => pattern.test(line)),
      () => `${String(pattern)} in\n${this.lines.join('\n')}`,
    )
  }
}

/** `START 0 alice 2`: type, number, user, count. */
export function brief(records: readonly SeenRecord[]): readonly string[] {
  return records.map(({ type, number, of, count }) => `${type} ${number} ${of} ${count ?? '-'}`)
}

function coreHeaders(user: string): readonly (readonly [string, string])[] {
  return [
    ['P-Asserted-Identity', `<sip:${user}@home.example>`],
    ['P-Charging-Vector', `icid-value="icid-${user}"`],
  ]
}

function multipart(list: readonly string[]) {
  const entries = list.map((user) => `<entry uri="sip:${user}@home.example"/>`).join('')
  const xml = `<?xml version="1.0"?><resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists"><list>${entries}</list></resource-lists>`
  return buildMultipart([
    { contentType: 'application/sdp', body: SDP },
    { contentType: 'application/resource-lists+xml', headers: [['Content-Disposition', 'recipient-list']], body: xml },
  ])
}

function seen(message: DiameterMessage): SeenRecord {
  const ims = 'Service-Information/IMS-Information'
  const count = scalarAt(message, 'Service-Information/PoC-Information/Number-Of-Participants')
  const user = String(scalarAt(message, 'Service-Information/Subscription-Id/Subscription-Id-Data'))
  return {
    type: TYPES[Number(scalarAt(message, 'Accounting-Record-Type'))] ?? '?',
    number: Number(scalarAt(message, 'Accounting-Record-Number')),
    session: String(scalarAt(message, 'Session-Id')),
    of: parseUri(user).user ?? user,
    method: scalarAt(message, `${ims}/Event-Type/SIP-Method`),
    count: typeof count === 'number' ? count : undefined,
    service: scalarAt(message, 'Service-Information/Service-Generic-Information/Application-Service-Type'),
    callId: scalarAt(message, `${ims}/User-Session-Id`),
    icid: scalarAt(message, `${ims}/IMS-Charging-Identifier`),
    cause: scalarAt(message, `${ims}/Cause-Code`),
    resent: message.retransmitted,
    endToEnd: message.endToEnd,
    message,
  }
}

async function until(looks: Set<() => void>, holds: () => boolean, what: () => string): Promise<void> {
  const end = Date.now() + LIMIT_MS
  while (!holds()) {
    const left = end - Date.now()
    if (left <= 0) assert.fail(`timed out waiting for ${what()}`)
    await new Promise<void>((resolve) => {
      const timer = setTimeout(look, left)
      function look(): void {
        clearTimeout(timer)
        looks.delete(look)
        resolve()
      }
      looks.add(look)
    })
  }
}
