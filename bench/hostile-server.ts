// The server of bench `hostile`: the Charging Enabler with grammar check and journal on, which collects its garbage when it is told to.
// node --expose-gc -r ./tools/register.js bench/hostile-server.ts JOURNAL — tells {port} first, then {rssMib} for each `gc`.
import { HistoryWriter } from '../testbed/history-writer'
import { ChargingEnabler } from '../mocks/charging-enabler'

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
    globalThis.gc?.()
    process.send?.({ rssMib: process.memoryUsage.rss() / 1_048_576 })
  })
  process.on('disconnect', () => process.exit(0))
  process.send?.({ port: enabler.port })
}
