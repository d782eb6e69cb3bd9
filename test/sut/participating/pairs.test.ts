// What is kept of a session, for how long, and how a message of one dialog is written for the other; without sockets.
import { buildRequest, respond, type HeaderList, type SipRequest, type SipResponse } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { B2buaPassing } from '../../../sut/im-server/participating/b2bua'
import type { Onward, Passing } from '../../../sut/im-server/participating/passing'
import { ProxyPassing } from '../../../sut/im-server/participating/proxy'

const OWN = { host: '127.0.0.1', port: 5070 }

class Clock {
  readonly due = new Set<() => void>()
  set = (_ms: number, fire: () => void): (() => void) => {
    this.due.add(fire)
    return fire
  }
  clear = (handle: unknown): void => void this.due.delete(handle as () => void)
  ring(): void {
    for (const fire of [...this.due]) fire()
    this.due.clear()
  }
}

function b2bua(): { readonly clock: Clock; readonly passing: B2buaPassing } {
  const clock = new Clock()
  let count = 0
  const newToken = (): string => `token${(count += 1)}`
  return { clock, passing: new B2buaPassing({ own: OWN, callId: 'new', newToken, timers: clock, lingerMs: 1 }) }
}

function request(
  method: string,
  o: { readonly toTag?: string; readonly fromTag?: string; readonly cseq?: number; readonly callId?: string } = {},
): SipRequest {
  const headers: HeaderList = [
    ...([
      ['Via', 'SIP/2.0/UDP 127.0.0.1:5061;branch=z9hG4bKa'],
      ['From', `"A, B" <sip:a@home.example>;tag=${o.fromTag ?? 'a'}`],
    ] as const),
    ...([
      ['To', `<sip:g@im.example>${o.toTag === undefined ? '' : `;tag=${o.toTag}`}`],
      ['Call-ID', o.callId ?? 'c1'],
    ] as const),
    ...([
      ['CSeq', `${o.cseq ?? 7} ${method}`],
      ['Contact', '<sip:a@127.0.0.1:5061>;+g.oma.sip-im'],
      ['Max-Forwards', '70'],
    ] as const),
    ...([['Record-Route', '<sip:p2.example;lr>, <sip:p1.example;lr>']] as const),
  ]
  return buildRequest({ method, uri: 'sip:g@im.example', headers })
}

function passed(passing: Passing, of: SipRequest): Onward {
  const onward = passing.request(of)
  assert.ok(onward.passes)
  return onward
}

function answer(onward: Onward, status: number, toTag: string): SipResponse {
  const headers = [
    ...([['Contact', '<sip:focus@127.0.0.1:5062>;isfocus']] as const),
    ...([
      ['Record-Route', '<sip:p4.example;lr>'],
      ['Record-Route', '<sip:p3.example;lr>'],
    ] as const),
  ]
  return respond(onward.request, status, undefined, { toTag, headers })
}

test('b2bua: each dialog has its own Call-ID, tags, routes and targets; the number of the CSeq stays', () => {
  const { passing } = b2bua()
  const invite = passed(passing, request('INVITE'))
  assert.deepEqual([invite.request.callId, invite.request.fromTag], ['token1', 'token2'])
  assert.equal(invite.request.header('From'), '"A, B" <sip:a@home.example>;tag=token2')
  const back = invite.back(answer(invite, 200, 'f'))
  assert.equal(back?.response.header('Contact'), '<sip:focus@127.0.0.1:5070>;isfocus')
  assert.deepEqual(back?.response.list('Record-Route'), ['<sip:p2.example;lr>', '<sip:p1.example;lr>'])
  const toTag = back?.response.toTag ?? ''
  const message = passed(passing, request('MESSAGE', { toTag, cseq: 8 })).request
  assert.deepEqual(
    [message.requestUri, message.callId, message.toTag, message.header('CSeq'), message.list('Route')],
    ['sip:focus@127.0.0.1:5062', 'token1', 'f', '8 MESSAGE', ['<sip:p3.example;lr>', '<sip:p4.example;lr>']],
  )
  const other = passed(passing, request('BYE', { callId: 'token1', fromTag: 'f', toTag: 'token2', cseq: 1 })).request
  assert.deepEqual(
    [other.requestUri, other.callId, other.fromTag, other.toTag, other.list('Route')],
    ['sip:a@127.0.0.1:5061', 'c1', toTag, 'a', ['<sip:p2.example;lr>', '<sip:p1.example;lr>']],
  )
})

test('b2bua: re-INVITE and UPDATE, and their 2xx, move the targets', () => {
  const { passing } = b2bua()
  const invite = passed(passing, request('INVITE'))
  const toTag = invite.back(answer(invite, 200, 'f'))?.response.toTag ?? ''
  const moved = request('UPDATE', { toTag, cseq: 8 }).with('Contact', '<sip:a@127.0.0.9:5061>')
  const update = passed(passing, moved)
  update.back(answer(update, 200, 'f').with('Contact', '<sip:focus@127.0.0.8:5062>;isfocus'))
  assert.equal(passed(passing, request('INFO', { toTag, cseq: 9 })).request.requestUri, 'sip:focus@127.0.0.8:5062')
  const down = passed(passing, request('INFO', { callId: 'token1', fromTag: 'f', toTag: 'token2' }))
  assert.equal(down.request.requestUri, 'sip:a@127.0.0.9:5061')
})

test('b2bua: a dialog nobody knows is 481, its ACK is dropped', () => {
  const { passing } = b2bua()
  assert.deepEqual(passing.request(request('BYE', { toTag: 'x' })), { passes: false, status: 481 })
  assert.equal(passing.ack(request('ACK', { toTag: 'x' })), undefined)
})

test('b2bua: an ended session is known until late messages have died out, then forgotten', () => {
  const { passing, clock } = b2bua()
  const invite = passed(passing, request('INVITE'))
  const back = invite.back(answer(invite, 200, 'f'))
  passing.over(back?.session ?? '')
  passing.over(back?.session ?? '')
  const bye = request('BYE', { toTag: back?.response.toTag ?? '' })
  assert.equal(passing.request(bye).passes, true)
  clock.ring()
  assert.deepEqual([passing.size, passing.request(bye)], [0, { passes: false, status: 481 }])
})

test('b2bua: a refusal, and an end without answer, forget the early dialogs; a 2xx those that never answer', () => {
  const { passing, clock } = b2bua()
  const refused = passed(passing, request('INVITE'))
  refused.back(answer(refused, 183, 'one'))
  refused.back(answer(refused, 180, 'two'))
  assert.equal(passing.size, 2)
  refused.back(respond(refused.request, 486, undefined, { toTag: 'one' }))
  assert.equal(passing.size, 0)
  const silent = passed(passing, request('INVITE', { callId: 'c2' }))
  silent.back(answer(silent, 180, 'one'))
  silent.gaveUp()
  assert.equal(passing.size, 0)
  const forked = passed(passing, request('INVITE', { callId: 'c3' }))
  for (const tag of ['one', 'two', 'three']) forked.back(answer(forked, 180, tag))
  forked.back(answer(forked, 200, 'one'))
  forked.back(answer(forked, 200, 'two'))
  clock.ring()
  assert.equal(passing.size, 2, 'two answered, the third did not')
})

test('b2bua: more forks than any network makes are dropped', () => {
  const { passing } = b2bua()
  const invite = passed(passing, request('INVITE'))
  for (let i = 0; i < 100; i += 1) invite.back(answer(invite, 180, `tag${i}`))
  assert.equal(passing.size, 16)
  assert.equal(invite.back(answer(invite, 200, 'tag99')), undefined)
})

test('proxy: an ACK passes where a Route names the server, and is dropped where none does', () => {
  const passing = new ProxyPassing(OWN)
  assert.equal(passing.ack(request('ACK', { toTag: 'f' })), undefined)
  const routed = request('ACK', { toTag: 'f' }).append('Route', '<sip:127.0.0.1:5070;lr>, <sip:p1.example;lr>')
  assert.deepEqual(passing.ack(routed)?.list('Route'), ['<sip:p1.example;lr>'])
})
