// What stands in a participant's invitation beyond what a dialog needs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SipRequest } from '@ch1/sip'
import { answerContent, inviteContent, offerContent } from '../../mocks/participant/invitation'
import { policyOf, refusalOf } from '../../mocks/participant/policy'
import { messagingSdp } from '../../testbed/sdp'
import { TEMPLATES } from './participant-bed'

const WITH_SETUP = { ...TEMPLATES, sdp: (token: string, setup: 'active' | 'passive') => messagingSdp(token, undefined, setup) }

test('the list of recipients is escaped as XML', () => {
  const content = inviteContent(TEMPLATES, ['sip:a&b@home.example', 'sip:"<c>"@home.example'])
  const text = Buffer.from(content.body).toString()
  assert.match(text, /<entry uri="sip:a&amp;b@home\.example"\/>\r\n {4}<entry uri="sip:&quot;&lt;c&gt;&quot;@home\.example"\/>/)
  assert.match(
    text,
    /\r\n\r\n<\?xml version="1\.0" encoding="UTF-8"\?>\r\n<resource-lists xmlns="urn:ietf:params:xml:ns:resource-lists">/,
  )
})

test('each invitation has an SDP token of its own, and says nothing in the name of the network', () => {
  const [one, two] = [inviteContent(TEMPLATES, []), inviteContent(TEMPLATES, [])]
  assert.notEqual(one.body, two.body)
  assert.deepEqual(one.headers, TEMPLATES.inviteHeaders)
})

const said = (body: Uint8Array | string): string | undefined => /^a=setup:(\w+)\r$/m.exec(Buffer.from(body).toString())?.[1]

const START = { method: 'INVITE', uri: 'sip:bob@home.example' } as const

/** An INVITE whose stream says this of its connection. */
function offering(...setup: readonly string[]): SipRequest {
  const lines = ['v=0', 'm=message 2855 TCP/MSRP *', ...setup.map((one) => `a=setup:${one}`), '']
  return new SipRequest(START, { headers: [], body: Buffer.from(lines.join('\r\n')) })
}

test('RFC 4145 §4.1: who connects is what the offer leaves; whoever may choose listens', () => {
  const answers = (...setup: readonly string[]): string | undefined => said(answerContent(WITH_SETUP, offering(...setup)).body)
  assert.deepEqual(
    [answers('active'), answers('actpass'), answers('passive'), answers()],
    ['passive', 'passive', 'active', 'passive'],
  )
  assert.equal(said(offerContent(WITH_SETUP).body), 'active')
  // RFC 3261 §13.2.1 — an INVITE without an offer is answered with one
  const bare = new SipRequest(START, { headers: [], body: new Uint8Array() })
  assert.equal(said(answerContent(WITH_SETUP, bare).body), 'active')
})

test('the words of will', () => {
  assert.deepEqual(policyOf([]), { kind: 'accept' })
  assert.deepEqual(policyOf(['refuse']), { kind: 'refuse', status: 486 })
  assert.deepEqual(policyOf(['refuse', '603']), { kind: 'refuse', status: 603 })
  assert.deepEqual(policyOf(['late']), { kind: 'late', afterMs: undefined })
  assert.deepEqual(policyOf(['late', '250']), { kind: 'late', afterMs: 250 })
  assert.deepEqual(policyOf(['fork']), { kind: 'fork' })
  for (const words of [
    ['late', '-1'],
    ['late', '9999999'],
    ['ring', '5'],
    ['twice', 'x'],
  ])
    assert.equal(policyOf(words), undefined)
  for (const words of [['refuse', '299'], ['refuse', '700'], ['refuse', '48'], ['no']]) assert.equal(policyOf(words), undefined)
  assert.equal(refusalOf(), 486)
})
