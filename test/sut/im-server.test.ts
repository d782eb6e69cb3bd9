// The reference server as a whole: its settings, faults that stay inside it, and its mutants on the wire.
import { scalarAt } from '@ch1/diameter'
import { TransactionLayer, UdpTransport, UserAgent, respond, type IncomingInvite } from '@ch1/sip'
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { test, type TestContext } from 'node:test'
import { ImServer } from '../../sut/im-server/im-server'
import type { ImServerSettings } from '../../sut/im-server/options'
import { Surroundings, brief } from './surroundings'

const ANY = { host: '127.0.0.1', port: 0 }
const NOWHERE = { host: '127.0.0.1', port: 9 }

test('settings that cannot be served are refused with what to do', async () => {
  const start = (more: Partial<ImServerSettings>) => ImServer.start({ sip: ANY, ch1: [NOWHERE], nextHop: NOWHERE, ...more })
  await assert.rejects(start({ role: 'participating' }), {
    name: 'SutError',
    message: /ImServer is the controlling function, not the participating one \(--role\)/,
  })
  await assert.rejects(start({ ch1: [] }), { name: 'SutError', message: /--ch1/ })
  await assert.rejects(start({ mutant: 'none' }), { name: 'SutError', message: /there is no mutant none/ })
  const taken = await UdpTransport.bind(ANY)
  await assert.rejects(start({ sip: { host: '127.0.0.1', port: taken.sentBy.port } }), {
    name: 'SutError',
    message: /EADDRINUSE.*port/s,
  })
  await assert.rejects(start({ control: { host: '192.0.2.1', port: 1 } }), { name: 'SutError', message: /control door/ })
  await taken.close()
})

test('the Contact of the focus has the host it is told to have', async (t) => {
  const around = await surroundings(t, { focusHost: 'node1.im.example' })
  const alice = await around.create()
  assert.equal(alice.conference.replace(/.*@/, ''), `node1.im.example:${around.server.sip.port}`)
})

test('garbage and broken requests on the SIP port are survived', async (t) => {
  const around = await surroundings(t)
  const socket = createSocket('udp4')
  const { port } = around.server.sip
  const broken = [
    '\0\xff\r\n\r\n',
    'INVITE sip:factory@im.example SIP/2.0\r\n\r\n',
    `INVITE sip:factory@im.example SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK1\r\nFrom: nobody\r\nTo: <sip:f@x>\r\nCall-ID: g\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1:9>\r\nP-Asserted-Identity: ;;\r\nP-Charging-Vector: ;=;\r\nContent-Type: multipart/mixed\r\n\r\nx`,
  ]
  for (const text of broken)
    await new Promise<void>((resolve) => socket.send(Buffer.from(text, 'latin1'), port, '127.0.0.1', () => resolve()))
  socket.close()
  const alice = await around.create()
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(2)), ['START 0 alice 0', 'STOP 1 alice -'])
})

test('an expelled user who never answers the BYE is out after Timer F, and charged once', async (t) => {
  const around = await surroundings(t, { t1Ms: 10, t2Ms: 40 })
  const alice = await around.create()
  const bob = await around.enter('bob', alice.conference)
  const { transport } = around.agent.layer
  const hear = transport.onMessage
  transport.onMessage = (bytes, from) => {
    if (!Buffer.from(bytes).includes(bob.callId)) hear(bytes, from)
  }
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), true)
  await around.line(/^expelUnanswered sip:bob@home\.example .* 408$/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 0',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('an expelled user whose side knows nothing of it (481) is out and charged once', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const stranger = await fleeting(t, around, alice.conference)
  await stranger.answered
  assert.equal(around.server.expel(alice.conference, 'sip:bob@home.example'), true)
  await around.line(/^expelUnanswered sip:bob@home\.example .* 481$/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 0',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('a joiner who never acknowledges is out after 64·T1, and its arrival is balanced', async (t) => {
  const around = await surroundings(t, { t1Ms: 10, t2Ms: 40 })
  const alice = await around.create()
  const stranger = await fleeting(t, around, alice.conference)
  stranger.goDeaf()
  await around.line(/^unacknowledged sip:bob/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 0',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('a BYE and a 200 that come again are told of, and charged once', async (t) => {
  const around = await surroundings(t)
  let invitation: IncomingInvite | undefined
  around.reactions.set('bob', (invite) => {
    invitation = invite
    around.invited.set('bob', around.accept(invite))
  })
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  const { transport } = around.agent.layer
  transport.send(invitation?.lastResponse ?? new Uint8Array(), around.server.sip)
  await around.line(/^resentAnswer sip:bob/)
  await bob.bye()
  transport.send(bob.lastSent.get('BYE') ?? new Uint8Array(), around.server.sip)
  await around.line(/^resentRequest sip:bob/)
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('a fork’s second 200 is ended and counts for nothing', async (t) => {
  const around = await surroundings(t)
  const { transport } = around.agent.layer
  around.reactions.set('bob', (invite) => {
    const second = respond(invite.request, 200, 'OK', { toTag: 'fork-2', headers: [['Contact', '<sip:bob2@127.0.0.1>']] })
    around.invited.set('bob', around.accept(invite))
    transport.send(second.bytes, around.server.sip)
  })
  const alice = await around.create('bob')
  const bob = await around.dialogOf('bob')
  await around.line(/^answeredTooLate sip:bob@home\.example .* \[2 in\] 200$/)
  await bob.bye()
  await alice.dialog.bye()
  assert.deepEqual(brief(await around.enabler.reach(4)), [
    'START 0 alice 1',
    'INTERIM 1 bob 2',
    'INTERIM 2 bob 1',
    'STOP 3 alice -',
  ])
})

test('the identity that is charged is the asserted SIP one, else the From; without an asserted one the caller is unknown', async (t) => {
  const around = await surroundings(t)
  const alice = await around.create()
  const carol = await around.enter('x', alice.conference, {
    headers: [['P-Asserted-Identity', '<tel:+15551>, <sip:carol@home.example>']],
    bare: true,
  })
  const dave = await around.enter('dave', alice.conference, { bare: true })
  await dave.dialog.bye()
  await carol.dialog.bye()
  await alice.dialog.bye()
  const records = await around.enabler.reach(6)
  const expected = [
    'START 0 alice 0',
    'INTERIM 1 carol 2',
    'INTERIM 2 dave 3',
    'INTERIM 3 dave 2',
    'INTERIM 4 carol 1',
    'STOP 5 alice -',
  ]
  assert.deepEqual(brief(records), expected)
  const callers = records.map(({ message }) => scalarAt(message, 'Service-Information/IMS-Information/Calling-Party-Address'))
  assert.deepEqual(callers.slice(0, 3), ['sip:alice@home.example', 'sip:carol@home.example', 'unknown'])
  assert.equal(records[2]?.icid, undefined)
})

test('on the wire, too, a mutant shows its fault and serves SIP as the reference does', async (t) => {
  const around = await surroundings(t, { mutant: 'interim-doubled-on-bye' })
  const alice = await around.create('bob')
  await around.dialogOf('bob').then((bob) => bob.bye())
  await alice.dialog.bye()
  const expected = ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'INTERIM 3 bob 1', 'STOP 4 alice -']
  assert.deepEqual(brief(await around.enabler.reach(5)), expected)
})

/** Bob on a socket that the core does not know: what the server sends him in the dialog is answered 481 by the core. */
async function fleeting(t: TestContext, around: Surroundings, conference: string) {
  const transport = await UdpTransport.bind(ANY)
  const agent = new UserAgent({
    layer: new TransactionLayer({ transport }),
    contact: `<sip:bob@127.0.0.1:${transport.sentBy.port}>`,
    nextHop: around.server.sip,
  })
  t.after(() => agent.close())
  const outgoing = agent.invite({ uri: conference, from: '<sip:bob@home.example>', to: `<${conference}>` })
  return { answered: outgoing.final, goDeaf: () => (transport.onMessage = () => {}) }
}

function surroundings(t: TestContext, settings: Partial<ImServerSettings> = {}): Promise<Surroundings> {
  return Surroundings.start(settings).then((around) => {
    t.after(() => around.close())
    return around
  })
}
