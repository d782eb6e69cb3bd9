// The six AVPs without which an accounting request is none.
import { avpsAt } from '@ch1/diameter/codec'
import type { RecordRule } from './rule'

const mandatory = [
  'Session-Id',
  'Origin-Host',
  'Origin-Realm',
  'Destination-Realm',
  'Accounting-Record-Type',
  'Accounting-Record-Number',
] as const

export const acrMandatoryAvps: RecordRule = {
  id: 'acr-mandatory-avps',
  owner: 'TP_CNT_002',
  requirement: 'TS32299_6.2.2_1',
  sees: 'record',
  expected: `each once and readable, Session-Id first: ${mandatory.join(', ')}`,
  // 3GPP TS 32.299 T6.2.2.1, RFC 6733 §9.7.1
  binding: 'diameter',
  breach: ({ diameter: message }) => {
    if (!message) return undefined
    const faults: string[] = []
    for (const name of mandatory) {
      const avps = avpsAt(message, name)
      const [avp] = avps
      if (!avp) faults.push(`${name} missing`)
      else if (avps.length > 1) faults.push(`${name} ${avps.length} times`)
      else if (!avp.value.ok) faults.push(`${name} unreadable: ${avp.value.error.message.split('\n')[0] ?? ''}`)
      else if (avp.value.value === '') faults.push(`${name} empty`)
    }
    if (message.avps[0] && message.avps[0].name !== 'Session-Id') faults.push(`${message.avps[0].name} before Session-Id`)
    return faults.length > 0 ? faults.join(', ') : undefined
  },
}
