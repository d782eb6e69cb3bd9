// The agent that odd and damaged messages are given to: it serves calls, texts and registrations, and knows its limits.
import {
  DigestServer,
  formatNameAddr,
  parseNameAddr,
  UserAgent,
  type Respond,
  type SipRequest,
  type TransactionLayer,
} from '@ch1/sip'

/** An agent that serves what it can over this layer; `host` stands in its Contact. */
export function oddMessageAgent(layer: TransactionLayer, host: string): UserAgent {
  const agent = new UserAgent({
    layer,
    contact: `<sip:agent@${host}>`,
    allow: 'INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, REGISTER',
    supports: [],
    bodies: ['application/sdp', 'multipart/mixed', 'multipart/signed', 'text/plain'],
  })
  const unset = agent.onRequest
  const digest = new DigestServer({ realm: 'example.com', password: () => undefined })
  agent.onInvite = (incoming) => void incoming.accept({ body: 'v=0', contentType: 'application/sdp' })
  agent.onRequest = (request, respond, from) => {
    if (request.method === 'MESSAGE') respond(200)
    else if (request.method === 'REGISTER') register(digest, request, respond)
    else unset(request, respond, from)
  }
  return agent
}

// The package has no registrar; this is as much of one as such messages ask for (RFC 3261 §10.2, §10.3).
function register(digest: DigestServer, request: SipRequest, respond: Respond): void {
  const { uri } = parseNameAddr(request.header('To') ?? '')
  if (!/^sips?:/i.test(uri)) return respond(400, 'To Names No SIP Address')
  const challenge = request.header('Authorization') === undefined ? undefined : digest.refusalOf(request)
  if (challenge !== undefined) return respond(401, undefined, { headers: challenge })
  respond(200, undefined, { headers: request.contacts.map((contact) => ['Contact', formatNameAddr(contact)] as const) })
}
