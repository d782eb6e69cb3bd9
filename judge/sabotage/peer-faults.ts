// A fault for each rule on the SUT as our Diameter neighbour.
import { COMMAND } from '@ch1/diameter/codec'
import type { HistoryEvent } from '../history/events'
import { diameterOf, rawOf, u32, withAvps, withBytes, withData, type Ch1 } from './acr'
import type { Cut } from './cut'
import type { CutSaboteur } from './record-faults'
import { ownAcrs, sabotaged } from './sabotage'

/** By the id of the rule. */
export const peerFaults: Readonly<Record<string, CutSaboteur>> = {
  'cer-grammar': function* (cut) {
    for (const event of ofCommand(cut, COMMAND.capabilitiesExchange, true)) {
      const message = diameterOf(event)
      if (!message) continue
      const bytes = withAvps(message, [], (avps) => avps.filter(({ name }) => name !== 'Product-Name').map(rawOf))
      yield sabotaged(cut, 'Product-Name taken out of the CER', { replace: new Map([[event.n, withBytes(event, bytes)]]) })
    }
  },
  'supported-vendor': function* (cut) {
    for (const event of ofCommand(cut, COMMAND.capabilitiesExchange, true)) {
      const message = diameterOf(event)
      if (!message) continue
      const bytes = withAvps(message, [], (avps) => avps.filter(({ name }) => name !== 'Supported-Vendor-Id').map(rawOf))
      yield sabotaged(cut, 'Supported-Vendor-Id taken out of the CER', { replace: new Map([[event.n, withBytes(event, bytes)]]) })
    }
  },
  'acr-before-open': function* (cut) {
    const [first] = ownAcrs(cut)
    const open = cut.events.find(
      (event) =>
        event.kind === 'peer' &&
        event.state === 'open' &&
        event.enabler === first?.event.enabler &&
        event.conn === first.event.conn,
    )
    if (first && open)
      yield sabotaged(cut, 'the peer opens behind the first ACR', {
        replace: new Map([[open.n, { ...open, atUs: first.event.atUs + 100 }]]),
      })
  },
  'dwa-missing': function* (cut) {
    for (const event of ofCommand(cut, COMMAND.deviceWatchdog, false))
      yield sabotaged(cut, 'the DWA comes 31 s later', {
        replace: new Map([[event.n, { ...event, atUs: event.atUs + 31_000_000 }]]),
      })
  },
  'dwa-result': function* (cut) {
    for (const event of ofCommand(cut, COMMAND.deviceWatchdog, false)) {
      const message = diameterOf(event)
      if (!message) continue
      const bytes = withData(message, 'Result-Code', () => u32(5012))
      yield sabotaged(cut, 'the DWA refuses', { replace: new Map([[event.n, withBytes(event, bytes)]]) })
    }
  },
}

function ofCommand(cut: Cut, command: number, request: boolean): readonly Ch1[] {
  return cut.events.filter((event: HistoryEvent): event is Ch1 => {
    const message = event.kind === 'ch1' && event.dir === 'fromSut' ? diameterOf(event) : undefined
    return message?.commandCode === command && message.request === request
  })
}
