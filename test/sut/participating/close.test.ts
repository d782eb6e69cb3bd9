// What a participating function leaves behind when it cannot start: nothing.
import { UdpTransport } from '@ch1/sip'
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SutError } from '../../../sut/adapter'
import { ParticipatingServer } from '../../../sut/im-server/participating/participating-server'
import { BOUNDED } from './bed'

const ANY = { host: '127.0.0.1', port: 0 }

test('a server whose charging cannot begin lets its SIP address go', BOUNDED, async () => {
  const probe = await UdpTransport.bind(ANY)
  const sip = { host: ANY.host, port: probe.sentBy.port }
  await probe.close()
  const nowhere = { host: ANY.host, port: 1 }
  await assert.rejects(ParticipatingServer.start({ sip, nextHop: nowhere, ch1: [nowhere], choices: ['P-NONE=1'] }), SutError)
  const again = await UdpTransport.bind(sip)
  await again.close()
})
