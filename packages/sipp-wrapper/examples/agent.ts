import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SippAgent } from 'sipp-wrapper'

async function main(): Promise<void> {
  // Somebody to talk to: answers whatever comes with 200.
  const bob = createSocket('udp4').bind(0, '127.0.0.1')
  await once(bob, 'listening')
  bob.on('message', (request, from) => {
    const [, ...headers] = request.toString('latin1').split('\r\n')
    bob.send(['SIP/2.0 200 OK', ...headers].join('\r\n'), from.port, from.address)
  })

  const alice = await SippAgent.start({
    name: 'alice',
    host: '127.0.0.1',
    remote: { host: '127.0.0.1', port: bob.address().port },
    dir: mkdtempSync(join(tmpdir(), 'alice-')),
  })
  const options = [
    'OPTIONS sip:bob@example.org SIP/2.0',
    `Via: SIP/2.0/UDP 127.0.0.1:${alice.local.port};branch=z9hG4bK-1`,
    'From: <sip:alice@example.org>;tag=a1',
    'To: <sip:bob@example.org>',
    'Call-ID: 1@alice',
    'CSeq: 1 OPTIONS',
    'Content-Length: 0',
  ]
  await alice.send(Buffer.from(`${options.join('\r\n')}\r\n\r\n`, 'latin1'))
  const answer = await alice.receive({ withinMs: 2_000, where: (message) => message.includes('CSeq: 1 OPTIONS') })
  console.log(answer.toString('latin1').split('\r\n', 1)[0])
  const end = await alice.stop()
  console.log(`sent ${end.sent}, received ${end.received}, unexplained ${end.unexplained.length}: ${end.explained}`)
  bob.close()
}

void main()
