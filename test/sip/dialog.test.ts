// Dialogs: route sets on both sides, loose and strict routing, numbers, target refresh (RFC 3261 §12).
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRequest, Dialog, nextHop, respond, type SipRequest, type SipResponse } from '@ch1/sip'

function invite(headers: readonly (readonly [string, string])[] = []): SipRequest {
  return buildRequest({
    method: 'INVITE',
    uri: 'sip:bob@home.example',
    headers: [
      ['Via', 'SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1'],
      ['From', '"Alice" <sip:alice@home.example>;tag=a1'],
      ['To', 'Bob <sip:bob@home.example>'],
      ['Call-ID', 'c1'],
      ['CSeq', '41 INVITE'],
      ['Contact', '<sip:alice@192.0.2.1:5071>'],
      ...headers,
    ],
  })
}

const ROUTES = [['Record-Route', '<sip:p2.example:5082;lr>, <sip:p1.example:5081;lr>']] as const

function answer(request: SipRequest, status = 200, contact = '<sip:bob@192.0.2.2:5072>;isfocus'): SipResponse {
  return respond(request, status, undefined, { toTag: 'b1', headers: [['Contact', contact]] })
}

test("the caller's route set is Record-Route in reverse; requests are loosely routed", () => {
  const request = invite(ROUTES)
  const dialog = Dialog.ofClient(request, answer(request), '<sip:alice@192.0.2.1:5071>')
  assert.deepEqual(dialog.routeSet, ['<sip:p1.example:5081;lr>', '<sip:p2.example:5082;lr>'])
  const bye = dialog.request('BYE')
  assert.deepEqual(
    [bye.requestUri, bye.list('Route')],
    ['sip:bob@192.0.2.2:5072', ['<sip:p1.example:5081;lr>', '<sip:p2.example:5082;lr>']],
  )
  assert.deepEqual(
    [bye.header('From'), bye.header('To')],
    ['"Alice" <sip:alice@home.example>;tag=a1', 'Bob <sip:bob@home.example>;tag=b1'],
  )
  assert.deepEqual([bye.callId, bye.header('CSeq'), bye.header('Contact')], ['c1', '42 BYE', undefined])
  assert.deepEqual(
    [dialog.nextHop, nextHop(bye)],
    [
      { host: 'p1.example', port: 5081 },
      { host: 'p1.example', port: 5081 },
    ],
  )
  assert.deepEqual(
    [dialog.state, dialog.localUri, dialog.remoteUri],
    ['confirmed', 'sip:alice@home.example', 'sip:bob@home.example'],
  )
})

test("the callee's route set is Record-Route in order; its own numbers start afresh", () => {
  const dialog = Dialog.ofServer(invite(ROUTES), 'b1', '<sip:bob@192.0.2.2:5072>')
  assert.deepEqual(dialog.routeSet, ['<sip:p2.example:5082;lr>', '<sip:p1.example:5081;lr>'])
  const info = dialog.request('INFO')
  assert.deepEqual(
    [info.requestUri, info.header('From'), info.header('To'), info.header('CSeq')],
    ['sip:alice@192.0.2.1:5071', 'Bob <sip:bob@home.example>;tag=b1', '"Alice" <sip:alice@home.example>;tag=a1', '1 INFO'],
  )
  assert.deepEqual([dialog.state, dialog.remoteCseq, dialog.localTag, dialog.remoteTag], ['early', 41, 'b1', 'a1'])
})

test('a strict router at the front becomes the Request-URI and the target ends the route', () => {
  const request = invite([
    ['Record-Route', '<sip:p2.example;lr>'],
    ['Record-Route', '<sip:strict.example:5083>'],
  ])
  const dialog = Dialog.ofClient(request, answer(request), '<sip:alice@192.0.2.1>')
  const bye = dialog.request('BYE')
  assert.deepEqual(
    [bye.requestUri, bye.list('Route')],
    ['sip:strict.example:5083', ['<sip:p2.example;lr>', '<sip:bob@192.0.2.2:5072>']],
  )
  assert.deepEqual(dialog.nextHop, { host: 'strict.example', port: 5083 })
})

test('the ACK takes the number of its INVITE and leaves the count alone', () => {
  const request = invite()
  const dialog = Dialog.ofClient(request, answer(request), '<sip:alice@192.0.2.1>')
  assert.equal(dialog.acknowledge(41).header('CSeq'), '41 ACK')
  assert.equal(dialog.request('BYE').header('CSeq'), '42 BYE')
  assert.throws(() => dialog.request('ACK'), { name: 'SipStateError' })
})

test('given headers replace those of the dialog, the body is sized', () => {
  const request = invite()
  const dialog = Dialog.ofClient(request, answer(request), '<sip:alice@192.0.2.1>')
  const refer = dialog.request('REFER', {
    headers: [
      ['Refer-To', '<sip:c@h>'],
      ['cseq', '3 REFER'],
    ],
    body: 'hi',
    contentType: 'text/plain',
  })
  assert.deepEqual(
    [refer.all('CSeq'), refer.header('Refer-To'), refer.header('Contact'), refer.header('l'), refer.header('c')],
    [['3 REFER'], '<sip:c@h>', '<sip:alice@192.0.2.1>', '2', 'text/plain'],
  )
})

test('the 2xx decides route set and target of a dialog that was early', () => {
  const request = invite()
  const dialog = Dialog.ofClient(request, answer(invite(ROUTES), 180, '<sip:early@192.0.2.3>'), '<sip:alice@192.0.2.1>')
  assert.deepEqual([dialog.state, dialog.remoteTarget, dialog.routeSet.length], ['early', 'sip:early@192.0.2.3', 2])
  dialog.confirm(answer(request))
  assert.deepEqual([dialog.state, dialog.remoteTarget, dialog.routeSet.length], ['confirmed', 'sip:bob@192.0.2.2:5072', 0])
})

test('lower numbers are out of order; an INVITE or UPDATE that is accepted refreshes the target, INFO does not', () => {
  const dialog = Dialog.ofServer(invite(), 'b1', '<sip:bob@192.0.2.2>')
  const incoming = (method: string, number: number, contact: string): SipRequest =>
    buildRequest({
      method,
      uri: 'sip:bob@192.0.2.2',
      headers: [
        ['CSeq', `${number} ${method}`],
        ['Contact', contact],
      ],
    })
  const update = incoming('UPDATE', 45, '<sip:new@192.0.2.1>')
  const before = dialog.remoteTarget
  assert.equal(dialog.receive(update), 'inOrder')
  assert.equal(dialog.remoteTarget, before)
  dialog.accepted(update)
  assert.equal(dialog.remoteTarget, 'sip:new@192.0.2.1')
  assert.equal(dialog.receive(incoming('INVITE', 44, '<sip:late@192.0.2.1>')), 'outOfOrder')
  const info = incoming('INFO', 46, '<sip:other@192.0.2.1>')
  assert.equal(dialog.receive(info), 'inOrder')
  dialog.accepted(info)
  assert.deepEqual([dialog.remoteTarget, dialog.remoteCseq], ['sip:new@192.0.2.1', 46])
})

test('a Contact that names no host is passed over: the dialog stays usable', () => {
  const request = invite([['Record-Route', '<garbage']])
  const dialog = Dialog.ofClient(request, answer(request, 200, '<tel:123>'), '<sip:alice@192.0.2.1>')
  assert.deepEqual([dialog.remoteTarget, dialog.nextHop], ['sip:bob@home.example', { host: 'home.example', port: 5060 }])
  assert.deepEqual(dialog.request('BYE').list('Route'), ['<garbage'])
})
