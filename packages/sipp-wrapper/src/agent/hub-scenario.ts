// Generates the one SIPp scenario that serves every agent: a hub that waits for commands and for SIP, and one block per message kind.
import { fieldSeparator, hubMethods, hubStatusCodes } from './hub-vocabulary'

/** A scenario to be written to disk as ISO-8859-1, and where its blocks are. */
export interface HubScenario {
  readonly xml: string
  /** Jump targets: 'INVITE', 'INVITE+body', '200', '200+body', 'end' → 0-based index of the element, labels not counted. */
  readonly index: ReadonlyMap<string, number>
}

let generated: HubScenario | undefined

/** The hub scenario; the same text every time. */
export function hubScenario(): HubScenario {
  generated ??= generate()
  return generated
}

function generate(): HubScenario {
  const lines: string[] = []
  const index = new Map<string, number>()
  let elements = 0
  // SIPp counts every element but <label> and <Reference>.
  const element = (text: string): void => {
    lines.push(text)
    elements += 1
  }
  // A <jump> goes to one before its target and follows that element's `next`: hence a bare <nop/> before each block.
  const target = (key: string, text: string): void => {
    element('<nop/>')
    index.set(key, elements)
    element(text)
  }

  lines.push('<?xml version="1.0" encoding="ISO-8859-1" ?>', '<scenario name="sipp-wrapper hub">')
  // recvCmd first: SIPp then listens for its twin (us), and a command for an unknown Call-ID makes a call.
  element(receiveCommand)
  // Never executed. A send before the first recv makes SIPp send to the remote address, and keeps TCP from crashing.
  element(send('OPTIONS sip:never@sent SIP/2.0\nVia: never\n\n'))
  // The hub. Incoming calls enter it as `_unexp.main`. The recv never advances, so what arrives is traced and matched but moves
  // no call; it is global and stands before all blocks, so it also matches for a call that is in one. A response has no method,
  // which the empty match of `.*` accepts: no list of codes is needed. Counting it as lost, once it is traced, keeps SIPp from
  // acting on it: a 1xx to a non-INVITE would start a retransmission timer, which blocks sends and then repeats the last one.
  lines.push('<label id="hub"/>', '<label id="_unexp.main"/>')
  element('<recv request=".*" regexp_match="true" optional="global" advance_state="false" lost="101"/>')
  element(receiveCommand)
  lines.push('<label id="dispatch"/>')
  element('<nop><action><jump variable="target"/></action></nop>')
  for (const method of hubMethods) {
    target(method, send(`${method} [$start] SIP/2.0\n[$headers]\n\n`, 'hub'))
    target(`${method}+body`, send(`${method} [$start] SIP/2.0\n[$headers]\n\n[$body]`, 'hub'))
  }
  for (const code of hubStatusCodes) {
    target(String(code), send(`SIP/2.0 ${code} [$start]\n[$headers]\n\n`, 'hub'))
    target(`${code}+body`, send(`SIP/2.0 ${code} [$start]\n[$headers]\n\n[$body]`, 'hub'))
  }
  target('end', '<nop next="end"/>')
  lines.push('<label id="end"/>')
  lines.push('<Reference variables="command,goto"/>', '</scenario>', '')
  return { xml: lines.join('\n'), index }
}

const separator = String.fromCharCode(fieldSeparator)
const field = `([^${separator}]*)${separator}`

// Every field is matched by every command: an ereg that does not match would leave the value of the command before.
const receiveCommand = [
  '<recvCmd next="dispatch"><action>',
  '  <ereg regexp="[0-9]+" search_in="hdr" header="X-Goto:" assign_to="goto"/>',
  `  <ereg regexp="X-Data: ${field}${field}${field}" search_in="msg" assign_to="command,start,headers,body"/>`,
  '  <todouble assign_to="target" variable="goto"/>',
  '</action></recvCmd>',
].join('\n')

// SIPp makes CR LF of each line end, drops the first blank line, and keeps the blank line that ends the header.
function send(text: string, next?: string): string {
  return `<send${next === undefined ? '' : ` next="${next}"`}><![CDATA[\n\n${text}]]></send>`
}
