// The twenty bytes in front of every record.
import type { RecordRule } from './rule'

export const acrHeader: RecordRule = {
  id: 'acr-header',
  owner: 'TP_CNT_001',
  requirement: 'RFC6733_3_1',
  sees: 'record',
  expected: 'version 1, command 271, R and P set, E and reserved bits clear, application 3',
  binding: 'diameter',
  breach: ({ diameter: message }) => {
    if (!message) return undefined
    const faults: string[] = []
    // another version is told of bytes that are no message: see the judge's `unframed`
    if (!message.request) faults.push('R clear')
    if (!message.proxiable) faults.push('P clear') // RFC 6733 §9.7.1 — ACR is proxiable
    if (message.error) faults.push('E set in a request') // RFC 6733 §3
    if ((message.flags & 0x0f) !== 0) faults.push(`reserved flag bits 0x${(message.flags & 0x0f).toString(16)}`)
    if (message.applicationId !== 3) faults.push(`application ${message.applicationId}`) // 3GPP TS 32.299 §6.2.2
    return faults.length > 0 ? faults.join(', ') : undefined
  },
}
