// A server whose Diameter peer opens and who answers every INVITE with 403.
import { DiameterClient } from '@ch1/diameter'
import { TransactionLayer, UdpTransport, UserAgent } from '@ch1/sip'
import type { Listening } from './outside-server'

/** Starts it in this process: it is no part of the run. */
export async function refusingServer(
  listening: Listening,
): Promise<{ readonly sip: string; invites: () => number; stop: () => Promise<void> }> {
  const transport = await UdpTransport.bind({ host: '127.0.0.1', port: 0 })
  const { host, port } = transport.sentBy
  const agent = new UserAgent({ layer: new TransactionLayer({ transport }), contact: `<sip:${host}:${port}>` })
  let invites = 0
  agent.onInvite = (invite) => {
    invites += 1
    invite.refuse(403)
  }
  const peer = new DiameterClient({
    host: '127.0.0.1',
    port: Number(listening.ch1.split(':')[1]),
    identity: {
      originHost: 'refusing.im.example',
      originRealm: 'im.example',
      productName: 'refusing server',
      vendorId: 0,
      supportedVendorIds: [10415],
      acctApplicationIds: [3],
    },
    timers: { tcMs: 100 },
  })
  peer.start()
  return {
    sip: `sip:${host}:${port}`,
    invites: () => invites,
    stop: async () => {
      await peer.close()
      await agent.close()
    },
  }
}
