// A wire over a UDP socket of our own: for malformed and exactly timed traffic, and for machines without SIPp.
import { UdpTransport } from '@ch1/sip'
import type { Address } from '@ch1/sip'
import { hostPort } from '../sip-core/address'
import { TestbedError } from '../testbed-error'
import type { Wire, WireEnd } from './wire'

/** How a socket wire is started; port 0 is given by the system. */
export interface SocketWireOptions {
  readonly core: Address
  readonly host: string
  readonly port: number
}

const KEPT_EARLY = 100

/** Binds the socket. Throws TestbedError when the address cannot be had. */
export async function socketWire(o: SocketWireOptions): Promise<Wire> {
  const transport = await bound(o)
  const local: Address = { host: o.host, port: transport.sentBy.port }
  const early: Uint8Array[] = []
  let sent = 0
  let received = 0
  let deliver = (bytes: Uint8Array): void => {
    if (early.length < KEPT_EARLY) early.push(bytes)
  }
  let stopped: Promise<WireEnd> | undefined
  transport.onMessage = (bytes) => {
    received += 1
    deliver(bytes)
  }
  const end = async (): Promise<WireEnd> => {
    await transport.close()
    return { files: [], unexplained: [], sent, received }
  }
  return {
    can: new Set(['raw', 'sameCallIdTwice', 'exactTiming'] as const),
    engine: 'socket',
    local,
    version: `node ${process.version}`,
    send: async (bytes) => {
      if (stopped) throw closedError(local)
      sent += 1
      await new Promise<void>((resolve, reject) => {
        transport.send(bytes, o.core, reject)
        setImmediate(resolve)
      })
    },
    onMessage: (listener) => {
      deliver = listener
      for (const bytes of early.splice(0)) listener(bytes)
    },
    // A socket of ours ends only when it is stopped.
    onEnd: () => undefined,
    stop: () => (stopped ??= end()),
  }
}

async function bound(o: SocketWireOptions): Promise<UdpTransport> {
  try {
    return await UdpTransport.bind({ host: o.host, port: o.port })
  } catch (error) {
    throw new TestbedError({
      what: "a participant's socket cannot be opened",
      where: `UDP ${hostPort(o)}`,
      instead: error instanceof Error ? error.message : String(error),
      mend: 'free that address, or choose another one (port 0: any free one)',
    })
  }
}

function closedError(local: Address): TestbedError {
  return new TestbedError({
    what: "a participant's socket is closed",
    where: `UDP ${hostPort(local)}`,
    instead: 'a message to send after the stop',
    mend: 'send before the participant is stopped',
  })
}
