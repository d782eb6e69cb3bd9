// Writes one participant's side as a plain SIPp scenario with SIPp's own dialog logic.
import type { SipMessage, SipRequest, SipResponse } from '@ch1/sip'
import { ScenarioBuilder, type Scenario } from 'sipp-wrapper'
import type { Side, SideMessage } from './participant-side'

/** What SIPp or the dialog fills in again; the rest is said as it was said. */
const filledIn = new Set(
  'via v record-route route max-forwards contact m content-length l from f to t call-id i cseq user-agent server'.split(' '),
)
const tag = ';tag=[pid]r[call_number]'

/**
 * The scenario of a side. `joins`: its INVITE goes to a conference that stands already, whose URI SIPp gets by `-key focus URI`.
 * Throws SippError 'badScenario' where the side holds what SIPp cannot write.
 */
export function replayScenario(name: string, side: Side, joins: boolean): Scenario {
  const builder = new ScenarioBuilder(name)
  const [invite] = side.messages
  if (invite?.message.kind !== 'request') throw new RangeError('a side begins with a request')
  const dialog: Dialog = { role: side.role, invite: invite.message, joins }
  let asked: SipRequest = invite.message
  side.messages.forEach((one, i) => {
    if (one.dir === 'fromSut') {
      if (one.message.kind === 'request') asked = one.message
      receive(builder, one.message, dialog)
    } else if (one.message.kind === 'response') {
      const retrans = one.message.cseq?.method === 'INVITE' && one.message.status >= 200 ? { retrans: 500 } : {}
      builder.send(responseText(one.message, asked), retrans)
    } else {
      if (i > 0 && one.message.method !== 'ACK') builder.pause()
      builder.send(requestText(one, i, dialog), one.message.method === 'ACK' ? {} : { retrans: 500 })
    }
  })
  if (side.role === 'invited') builder.reference('theirs', 'ours')
  return builder.build({ keys: joins ? ['focus'] : [] })
}

interface Dialog {
  readonly role: Side['role']
  readonly invite: SipRequest
  readonly joins: boolean
}

function receive(builder: ScenarioBuilder, message: SipRequest | SipResponse, dialog: Dialog): void {
  if (message.kind === 'request') {
    if (message !== dialog.invite) builder.recv({ request: message.method })
    else
      builder.recv({
        request: 'INVITE',
        rrs: true,
        actions: [
          { action: 'ereg', regexp: '.*', search_in: 'hdr', header: 'From:', assign_to: 'theirs' },
          { action: 'ereg', regexp: '.*', search_in: 'hdr', header: 'To:', assign_to: 'ours' },
        ],
      })
    return
  }
  if (message.status < 200) return
  if (message.cseq?.method !== 'INVITE') {
    builder.recv({ response: message.status })
    return
  }
  for (const response of [100, 180, 183]) builder.recv({ response, optional: true })
  const first = message.cseq.number === dialog.invite.cseq?.number
  if (!first || dialog.joins) builder.recv({ response: message.status, rrs: true })
  else
    builder.recv({
      response: message.status,
      rrs: true,
      // The conference, for those who join it: by -trace_logs it stands in the log.
      actions: [
        { action: 'ereg', regexp: 'sips?:[^>;]*', search_in: 'hdr', header: 'Contact:', assign_to: 'focus' },
        { action: 'log', message: 'focus [$focus]' },
      ],
    })
}

function requestText({ message }: SideMessage, i: number, { role, invite, joins }: Dialog): string {
  if (message.kind !== 'request') throw new RangeError('a request is expected')
  const to = joins ? '<[focus]>' : bare(invite.header('To'))
  const from = `${bare(invite.header('From'))}${tag}`
  const uri = i > 0 ? '[next_url]' : joins ? '[focus]' : literal(message.requestUri)
  const parties =
    role === 'caller'
      ? [`From: ${from}`, i > 0 ? `To: ${to}[peer_tag_param]` : `To: ${to}`]
      : [`From: [$ours]${tag}`, 'To: [$theirs]']
  return [
    `${message.method} ${uri} SIP/2.0`,
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    ...(i > 0 ? ['[routes]'] : []),
    'Max-Forwards: 70',
    ...parties,
    'Call-ID: [call_id]',
    `CSeq: ${message.header('CSeq') ?? ''}`,
    ...rest(message),
  ].join('\n')
}

function responseText(message: SipResponse, asked: SipRequest): string {
  const tagged = /;\s*tag\s*=/i.test(asked.header('To') ?? '') || message.status === 100
  return [
    literal(message.startLine),
    '[last_Via:]',
    '[last_Record-Route:]',
    '[last_From:]',
    tagged ? '[last_To:]' : `[last_To:]${tag}`,
    '[last_Call-ID:]',
    '[last_CSeq:]',
    ...rest(message),
  ].join('\n')
}

// The other header fields as they were, a Contact where SIPp is, and the body.
function rest(message: SipMessage): readonly string[] {
  const contact = message.header('Contact')
  const kept = message.headers.filter(({ name }) => !filledIn.has(name.toLowerCase()))
  return [
    ...(contact === undefined ? [] : [`Contact: ${literal(contact).replace(/@[^;>]+/, '@[local_ip]:[local_port]')}`]),
    ...kept.map(({ name, value }) => `${name}: ${literal(value)}`),
    'Content-Length: [len]',
    '',
    literal(Buffer.from(message.body).toString('latin1')),
  ]
    .join('\n')
    .split('\n')
}

function bare(nameAddr = ''): string {
  return literal(nameAddr.replace(/;\s*tag\s*=[^;]*/i, ''))
}

// A bracket would begin a keyword and a backslash an escape; header text holds one character per byte.
function literal(text: string): string {
  return Buffer.from(text, 'latin1')
    .toString('utf8')
    .replaceAll('\\', '\\x5C')
    .replaceAll('[', '\\x5B')
    .replaceAll(']]>', '\\x5D\\x5D>')
}
