// What bench `sip-core` measures, in a process of its own: the SIP/IP core, or a bare UDP relay of the same bytes.
import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { HistoryFact } from '../judge/history/events'
import { base64, type SipStamp } from '../mocks/recorder'
import { SipCore } from '../mocks/sip-core'
import { HistoryWriter } from '../testbed/history-writer'

/** `core` or `relay`; the port of the SUT's part; the port of the participant's. */
const [kind = '', sutPort = '', participantPort = ''] = process.argv.slice(2)
const HOST = '127.0.0.1'

async function core(): Promise<number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'ch1-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const writer = new HistoryWriter(path.join(folder, 'history.ndjson'))
  let n = 0
  const nowUs = (): number => Math.round(performance.now() * 1_000)
  const record = (fact: HistoryFact): number => {
    writer.write({ n, atUs: nowUs(), ...fact })
    return n++
  }
  const sip = (stamp: SipStamp, bytes: Uint8Array, party: string | undefined, isLost: boolean): number => {
    writer.writeSip(n, nowUs(), stamp, base64(bytes), party, isLost)
    return n++
  }
  const started = await SipCore.start({
    host: HOST,
    port: 0,
    sut: { host: HOST, port: Number(sutPort) },
    networkHeaders: {},
    record: Object.assign(record, { sip }),
  })
  started.register({
    aor: 'sip:alice-0-1@home.example',
    participant: 'Alice',
    endpoint: { host: HOST, port: Number(participantPort) },
  })
  return started.port
}

function relay(): Promise<number> {
  const socket = createSocket('udp4')
  socket.on('message', (bytes) => socket.send(bytes, Number(sutPort), HOST))
  return new Promise((resolve) => socket.bind(0, HOST, () => resolve(socket.address().port)))
}

void (kind === 'core' ? core() : relay()).then((port) => process.send?.({ port }))
// Whoever asks is told what this process cost so far.
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuUs: user + system })
})
process.once('disconnect', () => process.exit(0))
