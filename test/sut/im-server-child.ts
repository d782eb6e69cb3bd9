// A launcher for tests of embedding: the flags of `im-server`, and some ways to go wrong.
import { ImServer } from '../../sut/im-server/im-server'
import { startHeartbeat } from '../../sut/im-server/heartbeat'

const flags = new Map<string, string>()
for (let i = 2; i + 1 < process.argv.length; i += 2) flags.set(process.argv[i] ?? '', process.argv[i + 1] ?? '')

function address(flag: string): { host: string; port: number } {
  const [host = '', port = '0'] = (flags.get(flag) ?? '').split(',')[0]?.split(':') ?? []
  return { host, port: Number(port) }
}

async function main(): Promise<void> {
  const fault = flags.get('--fault')
  if (fault === 'dies') {
    console.error('cannot go on: no licence')
    process.exit(3)
  }
  if (fault === 'silent') return void setInterval(() => {}, 1000)
  if (fault === 'babbles') return console.log('hello')
  const mutant = flags.get('--mutant')
  const server = await ImServer.start({
    ...{ sip: address('--sip'), control: address('--control'), nextHop: address('--next-hop'), ch1: [address('--ch1')] },
    ...(mutant !== undefined && { mutant }),
  })
  const text = ({ host, port }: { host: string; port: number }): string => `${host}:${port}`
  const control = server.control ?? { host: '', port: 0 }
  console.log(
    JSON.stringify({ event: 'listening', sip: text(server.sip), control: text(control), pid: process.pid, version: '0.1.0' }),
  )
  startHeartbeat(() => process.exit(0))
  if (fault === 'deaf') process.on('SIGTERM', () => {})
  if (fault === 'freezes') setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600), 300)
}

void main()
