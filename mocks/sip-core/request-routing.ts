// Where a request goes and what is changed on its way: RFC 3261 §16 for a stateless, Record-Routing proxy between participants and the SUT.
import type { Address, HeaderChange, SipRequest } from '@ch1/sip'
import { addressOf, addressOfNameAddr, addressOfUri, isReachableLiteral } from './address'
import { placed, placeOf } from './host-map'
import type { HostMap } from './host-map'
import type { LocationService, User } from './location-service'
import { recordRouteOf, type Side, type Sides } from './sides'
import { branchFor, markReceived, ownVia } from './via'

/** What the core knows when it routes. `followed` gives the way an INVITE of the same branch went. */
export interface Surroundings {
  readonly sides: Sides
  readonly sut: Address | undefined
  readonly users: LocationService
  readonly hosts: HostMap
  readonly followed: (branch: string) => Way | undefined
}

/** The next hop; `user` when it is a participant, else it is the SUT. */
export interface Way {
  readonly to: Address
  readonly user: User | undefined
}

/** A request to forward, or the status with which the core itself refuses it (0: no answer is due) and why. */
export type RequestRouting =
  | { readonly forward: true; readonly way: Way; readonly request: SipRequest; readonly branch: string }
  | {
      readonly forward: false
      readonly status: number
      readonly reason: string
      readonly why: string
      readonly request: SipRequest
    }

const DIALOG_FORMING = new Set(['INVITE', 'SUBSCRIBE', 'REFER'])
const DEFAULT_MAX_FORWARDS = 70
const MOST_PASSAGES = 10

/** Routes one request of `sender` (undefined: of the SUT), which came from `from`. Throws SipParseError when a header field it must read is broken. */
export function routeRequest(
  received: SipRequest,
  from: Address,
  sender: User | undefined,
  around: Surroundings,
): RequestRouting {
  const request = markReceived(received, from)
  const branch = branchFor(received)
  // RFC 3261 §16.3 — a request that may hop no further is not forwarded.
  const hops = maxForwards(request)
  if (Number.isNaN(hops)) return refused(request, 400, 'Bad Request', 'its Max-Forwards is no number')
  if (hops <= 0) return refused(request, 483, 'Too Many Hops', 'its Max-Forwards is used up')
  // RFC 3261 §16.3 — a SUT that forwards a request crosses the core twice (LV-24); who comes back and back again is in a loop.
  if (passages(request, around.sides) >= MOST_PASSAGES)
    return refused(request, 482, 'Loop Detected', `it was here ${MOST_PASSAGES} times already`)
  const popped = withoutOwnRoutes(request, around)
  const way =
    around.followed(followsInvite(request) ? branch : '') ??
    (sender ? towardsSut(popped, around) : (towardsUser(popped, around) ?? towardsNode(popped, around)))
  if (way === undefined) return unroutable(request, sender, around)
  const dialogForming = DIALOG_FORMING.has(request.method) && request.toTag === undefined
  // RFC 3261 §16.6 — Max-Forwards, Record-Route, Via, in this order.
  const [came, goes] = [around.sides.towards(from), around.sides.towards(way.to)]
  const changed = popped.changed([
    ['with', 'Max-Forwards', String(hops - 1)],
    ...(dialogForming ? recordRoutes(popped, came, goes) : []),
    ownVia(goes, branch, from.connection),
  ])
  return { forward: true, way, request: changed, branch }
}

/**
 * RFC 3261 §16.6 step 4 — the newest Record-Route stands first. RFC 5658 §5 — where transport or IP version changes, one for each side;
 * the side of the next hop on top.
 */
function recordRoutes(request: SipRequest, came: Side, goes: Side): readonly HeaderChange[] {
  const how = request.header('Record-Route') === undefined ? 'append' : 'prepend'
  const own: HeaderChange = [how, 'Record-Route', recordRouteOf(goes, request.requestUri)]
  if (came === goes) return [own]
  return [
    [how, 'Record-Route', recordRouteOf(came, request.requestUri)],
    ['prepend', 'Record-Route', recordRouteOf(goes, request.requestUri)],
  ]
}

/** RFC 3261 §9.1, §17.1.1.3 — CANCEL, and the ACK to a refusal, go where their INVITE went. */
function followsInvite(request: SipRequest): boolean {
  return request.method === 'CANCEL' || request.method === 'ACK'
}

function maxForwards(request: SipRequest): number {
  const text = request.header('Max-Forwards')
  // RFC 3261 §16.6 — where it is missing, the proxy writes 70.
  if (text === undefined) return DEFAULT_MAX_FORWARDS
  return /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN
}

/** How often the request went through this proxy already, by its Vias. */
function passages(request: SipRequest, { all }: Sides): number {
  return request.list('Via').filter((via) => all.some(({ at }) => via.includes(` ${at};`))).length
}

// RFC 3261 §16.4 — Route values that name this proxy are taken off, as many as there are on top.
function withoutOwnRoutes(request: SipRequest, { sides, hosts }: Surroundings): SipRequest {
  let rest = request
  for (const route of request.list('Route')) {
    if (!sides.isOwn(placed(addressOfNameAddr(route), hosts))) break
    rest = rest.withoutFirstOf('Route')
  }
  return rest
}

/** LV-22 — another node of the SUT is followed where it is named by a literal IP or by a name of the host map; whatever else is named, the profile's next hop is right. */
function towardsSut(request: SipRequest, around: Surroundings): Way | undefined {
  const route = request.list('Route')[0]
  const named =
    route !== undefined ? addressOfNameAddr(route) : request.toTag !== undefined ? addressOfUri(request.requestUri) : undefined
  const node = placed(named, around.hosts)
  const to = node !== undefined && mayBeNode(node, around) ? likeSut(node, around) : around.sut
  return to && { to, user: undefined }
}

/** One node of a cluster to another, or a box with both roles to itself (LV-16, LV-22): only where the host map has the name. */
function towardsNode(request: SipRequest, around: Surroundings): Way | undefined {
  const route = request.list('Route')[0]
  const named = route !== undefined ? addressOfNameAddr(route) : addressOfUri(request.requestUri)
  const node = named && placeOf(named, around.hosts)
  return node !== undefined && mayBeNode(node, around) ? { to: likeSut(node, around), user: undefined } : undefined
}

/** A node speaks the transport of the next hop. */
function likeSut(node: Address, { sut }: Surroundings): Address {
  return sut?.transport === undefined ? node : { ...node, transport: sut.transport }
}

function mayBeNode(node: Address, { sides, users }: Surroundings): boolean {
  return isReachableLiteral(node) && !sides.isOwn(node) && users.byEndpoint(node) === undefined
}

function towardsUser(request: SipRequest, around: Surroundings): Way | undefined {
  const { users, hosts } = around
  const user = users.byUri(request.requestUri) ?? users.byEndpoint(placed(addressOfUri(request.requestUri), hosts))
  return user && { to: addressOf(user.endpoint.host, user.endpoint.port), user }
}

function unroutable(request: SipRequest, sender: User | undefined, around: Surroundings): RequestRouting {
  if (sender !== undefined) return refused(request, 503, 'Service Unavailable', 'the address of the SUT is not known yet')
  const why = `no participant is registered as ${request.requestUri}, and none has that host and port (own address ${around.sides.all.map(({ at }) => at).join(', ')})`
  // RFC 3261 §16.10 — a CANCEL that matches nothing.
  if (request.method === 'CANCEL') return refused(request, 481, 'Call/Transaction Does Not Exist', why)
  return refused(request, 404, 'Not Found', why)
}

function refused(request: SipRequest, status: number, reason: string, why: string): RequestRouting {
  // RFC 3261 §17 — an ACK is never answered.
  return { forward: false, status: request.method === 'ACK' ? 0 : status, reason, why, request }
}
