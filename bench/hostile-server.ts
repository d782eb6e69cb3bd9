// The server of bench `hostile`: the Charging Enabler with grammar check and journal on, which collects its garbage when it is told to.
// node --expose-gc -r ./tools/register.js bench/hostile-server.ts JOURNAL — tells {port} first, then {rssMib} for each `gc`.
import { setTimeout as sleep } from 'node:timers/promises'
import { HistoryWriter } from '../testbed/history-writer'
import { ChargingEnabler } from '../mocks/charging-enabler'

const COLLECTIONS = 5
const SETTLE_MS = 100

void main(process.argv[2] ?? '')

async function main(journal: string): Promise<void> {
  const writer = new HistoryWriter(journal, { atOnce: false })
  let n = 0
  const enabler = await ChargingEnabler.start({
    name: 'cdf1',
    host: '127.0.0.1',
    port: 0,
    identity: { originHost: 'cdf1.charging.example', originRealm: 'charging.example' },
    grammar: 'answer',
    record: (fact) => {
      writer.write({ n, atUs: n, ...fact })
      return n++
    },
  })
  process.on('message', () => {
    void collected().then((rssMib) => process.send?.({ rssMib }))
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ port: enabler.port })
}

/** What the process holds, MiB: memory behind a Buffer is let go by the collection after the one that takes the Buffer, and unmapped beside us. */
async function collected(): Promise<number> {
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc?.()
    await sleep(SETTLE_MS)
  }
  return process.memoryUsage.rss() / 1_048_576
}
