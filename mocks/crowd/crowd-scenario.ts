// What each member of a crowd does, as ordinary SIPp XML: joins by INVITE, stays, leaves by BYE. SIPp's own dialog logic carries it.
import { ScenarioBuilder, type Scenario } from 'sipp-wrapper'

/** How a member speaks. */
export interface CrowdScenarioOptions {
  /** URI of the focus that everybody joins. */
  readonly focus: string
  /** Domain of the members' addresses of record. */
  readonly domain: string
  /** How long each stays, ms. */
  readonly stayMs: number
  /** First interval of retransmissions, ms (RFC 3261 §17.1.1.1). */
  readonly t1Ms: number
  /** How long a member waits for a response, ms: 64·T1, as RFC 3261 §17.1.1.2 has it, or longer. */
  readonly patienceMs: number
  readonly sdp: string
  /** Header fields of an INVITE, as participants write them. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  /** Parameters of the Contact; empty, or beginning with `;`. */
  readonly contactParams: string
}

/** The scenario; `[field0]` is the user part of a member's address. */
export function crowdScenario(options: CrowdScenarioOptions): Scenario {
  // SIPp takes a bracket for the beginning of a keyword; an IPv6 address has one too
  const o = { ...options, focus: options.focus.replaceAll('[', '\\x5B') }
  const contact = `Contact: <sip:[field0]@[local_ip]:[local_port];transport=[transport]>${o.contactParams}`
  const headers = o.headers.map(([name, value]) => `${name}: ${value}`)
  const timeout = o.patienceMs
  return (
    new ScenarioBuilder('a crowd comes and goes')
      .send(
        [
          `INVITE ${o.focus} SIP/2.0`,
          ...common(o, '1 INVITE', `To: <${o.focus}>`),
          contact,
          ...headers,
          'Content-Type: application/sdp',
          'Content-Length: [len]',
          '',
          o.sdp.replace(/\r\n/g, '\n'),
        ].join('\n'),
        { retrans: o.t1Ms, start_txn: 'join' },
      )
      .recv({ response: 100, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 180, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 181, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 182, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 183, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 199, optional: true, timeout, response_txn: 'join' })
      .recv({ response: 200, rrs: true, timeout, response_txn: 'join' })
      .send(inDialog(o, 'ACK', '1 ACK'), { ack_txn: 'join' })
      .pause({ milliseconds: o.stayMs })
      .send(inDialog(o, 'BYE', '2 BYE'), { retrans: o.t1Ms, start_txn: 'leave' })
      // without its transaction SIPp takes a 200 to the INVITE that comes again for the one to the BYE
      .recv({ response: 200, timeout, response_txn: 'leave' })
      .build()
  )
}

function inDialog(o: CrowdScenarioOptions, method: string, cseq: string): string {
  const to = `To: <${o.focus}>[peer_tag_param]`
  return [`${method} [next_url] SIP/2.0`, ...common(o, cseq, to), '[routes]', 'Content-Length: 0', '', ''].join('\n')
}

function common(o: CrowdScenarioOptions, cseq: string, to: string): readonly string[] {
  return [
    'Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]',
    'Max-Forwards: 70',
    `From: <sip:[field0]@${o.domain}>;tag=[pid]crowd[call_number]`,
    to,
    'Call-ID: [call_id]',
    `CSeq: ${cseq}`,
  ]
}
