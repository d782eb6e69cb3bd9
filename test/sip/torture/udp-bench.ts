// The agent of the torture table on a UDP socket of its own, and a bare socket that sends to it and keeps what comes back.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { TestContext } from 'node:test'
import { parseMessage, TransactionLayer, UdpTransport, type SipParseError, type SipResponse } from '@ch1/sip'
import { FakeTimers } from '../fake-timers'
import { oddMessageAgent } from '../odd-message-agent'
import { request, type Place } from './row'

/** What the agent made of a datagram. */
export interface Told {
  readonly answers: readonly SipResponse[]
  readonly garbage: readonly SipParseError[]
  readonly strays: readonly SipResponse[]
  readonly faults: readonly unknown[]
}

/** A running agent and its peer. */
export interface UdpBench {
  readonly at: Place
  /** Sends one datagram; resolves when everything that it led to has come back. */
  send(bytes: Uint8Array): Promise<Told>
}

const HOST = '127.0.0.1'

/** Starts both; they are closed after the test. */
export async function udpBench(t: TestContext): Promise<UdpBench> {
  const transport = await UdpTransport.bind({ host: HOST, port: 0 })
  const told = {
    answers: [] as SipResponse[],
    garbage: [] as SipParseError[],
    strays: [] as SipResponse[],
    faults: [] as unknown[],
  }
  const layer = new TransactionLayer({
    transport,
    // What is repeated belongs to other tests; here, nothing comes but what the datagram caused.
    timers: new FakeTimers(),
    onGarbage: (_bytes, why) => told.garbage.push(why),
    onFault: (fault) => told.faults.push(fault),
  })
  const agent = oddMessageAgent(layer, HOST)
  layer.onStrayResponse = (response) => told.strays.push(response)
  const peer = createSocket('udp4')
  peer.bind(0, HOST)
  await once(peer, 'listening')
  t.after(async () => {
    peer.close()
    await agent.close()
  })
  const at: Place = { agent: transport.sentBy, peer: { host: HOST, port: peer.address().port } }
  let fences = 0
  return {
    at,
    // Datagrams between two sockets of loopback keep their order, and the agent answers each before it reads the next: when
    // the answer to the fence is here, nothing that came before it is still under way.
    send: (bytes) =>
      new Promise((resolve) => {
        fences += 1
        const fence = `fence-${fences}`
        peer.on('message', function take(datagram) {
          const answer = parseMessage(datagram)
          if (answer.kind !== 'response') throw new Error(`the agent asked something: ${answer.startLine}`)
          if (answer.callId?.startsWith(fence) !== true) return void told.answers.push(answer)
          peer.off('message', take)
          resolve(told)
        })
        for (const datagram of [bytes, request(at, fence, 'OPTIONS')]) peer.send(datagram, at.agent.port, at.agent.host)
      }),
  }
}
