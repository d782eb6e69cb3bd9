// A forked invitation: the second 2xx is acknowledged and ended by BYE, and is no second arrival (RFC 3261 §13.2.2.4).
import { parseMessage, type IncomingInvite } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LIMIT, meeting, type Meeting } from '../running-server'
import { bill } from './bracket'

test('two devices of Bob answer: one arrival, ACK and BYE for the second', LIMIT, async (t) => {
  const around = await meeting(t)
  const second = new Promise<void>((resolve) => {
    around.reactions.set('bob', (invite) => {
      around.invited.set('bob', around.accept(invite))
      void answerAgain(around, invite, 'device-2').then(resolve)
    })
  })
  const alice = await around.create('bob')
  await second
  await around.line(/^answeredTooLate sip:bob@home\.example .*\[2 in\] 200$/)
  await (await around.dialogOf('bob')).bye()
  await alice.dialog.bye()
  assert.deepEqual(await bill(around), ['START 0 alice 1', 'INTERIM 1 bob 2', 'INTERIM 2 bob 1', 'STOP 3 alice -'])
})

/** The same 200 from another device; resolves when the server has acknowledged it and sent its BYE, which is answered. */
async function answerAgain(around: Meeting, invite: IncomingInvite, tag: string): Promise<void> {
  const { agent } = around
  const heard: string[] = []
  const both = new Promise<void>((resolve) => {
    const note = (method: string): void => {
      heard.push(method)
      if (heard.includes('ACK') && heard.includes('BYE')) resolve()
    }
    const { onAck } = agent.layer
    agent.layer.onAck = (ack, from) => {
      if (ack.toTag === tag) note('ACK')
      else onAck(ack, from)
    }
    agent.onUnknownDialog = (request, respond) => {
      respond(request.toTag === tag ? 200 : 481)
      if (request.toTag === tag) note(request.method)
    }
  })
  const answer = parseMessage(invite.lastResponse ?? new Uint8Array())
  const other = answer.with('To', (answer.header('To') ?? '').replace(/;tag=.*$/, `;tag=${tag}`))
  agent.layer.transport.send(other.bytes, around.server.sip)
  await both
}
