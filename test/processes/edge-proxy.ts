// An edge proxy before the reference server, so that the two are one SUT which speaks TLS, TCP or IPv6; made of a second core, as one
// Record-Routing proxy is like another. It keeps what it read and wrote, in the clear.
import type { TransportName } from '@ch1/sip'
import type { HistoryFact } from '../../judge/history/events'
import { SipCore } from '../../mocks/sip-core'
import type { pemTexts } from '../foreign/certificates'
import { outsideServer, type Listening } from '../conformance/outside-server'

/** A SUT of two boxes. */
export interface EdgedServer {
  /** For `--sut`. */
  readonly sip: string
  readonly control: string
  /** What the edge wrote to the run's core and read from it, as exact text. */
  wrote(): readonly string[]
  read(): readonly string[]
  stop(): Promise<void>
}

/** How the edge is reached. */
export interface EdgeOptions {
  readonly transport: TransportName
  readonly host: string
  readonly pems?: ReturnType<typeof pemTexts>
  /** `sips:` instead of `;transport=tls`. */
  readonly isSips?: boolean
}

/** Starts both; `listening` is where the run will. */
export async function edgedServer({ transport, host, pems, isSips }: EdgeOptions, listening: Listening): Promise<EdgedServer> {
  const facts: HistoryFact[] = []
  const [, port = ''] = /:(\d+)$/.exec(listening.sip) ?? []
  const edge = await SipCore.start({
    host,
    port: 0,
    tcp: transport === 'TCP',
    ...(pems === undefined ? {} : { tls: { ...pems, rejectUnauthorized: false } }),
    sut: { host, port: Number(port), transport },
    record: (fact) => facts.push(fact) - 1,
  })
  const inner = edge.forParticipants
  const server = await outsideServer({ ...listening, sip: `${inner.host}:${inner.port}` })
  const [, at = '', serverPort = ''] = /^sip:(.+):(\d+)$/.exec(server.sip) ?? []
  edge.register({ aor: 'sip:factory@im.example', participant: 'server', endpoint: { host: at, port: Number(serverPort) } })
  const shown = `${host.includes(':') ? `[${host}]` : host}:${edge.port}`
  const texts = (dir: 'toSut' | 'fromSut') => (): readonly string[] =>
    facts.flatMap((fact) =>
      fact.kind === 'sip' && fact.dir === dir ? [Buffer.from(fact.bytes, 'base64').toString('latin1')] : [],
    )
  return {
    sip: isSips === true ? `sips:${shown}` : `sip:${shown}${transport === 'UDP' ? '' : `;transport=${transport.toLowerCase()}`}`,
    control: server.control,
    wrote: texts('toSut'),
    read: texts('fromSut'),
    stop: async () => {
      await server.stop()
      await edge.close()
    },
  }
}
