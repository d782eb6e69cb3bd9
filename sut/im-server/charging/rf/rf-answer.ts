// Reads an ACA, or the answer-message of a protocol error, for the Rf client. RFC 6733 §9.7.2, §7.2
import { avpsAt, scalarAt, type DiameterMessage } from '@ch1/diameter'
import { RECORD_TYPE, type RecordType } from '../record'
import { realtimeOf } from './realtime'
import type { RfAnswer } from './rf-route'

/** What it says; `peersAt` gives the peers that a host names. What cannot be read counts as not said. */
export function rfAnswer(peer: number, answer: DiameterMessage, peersAt: (host: string) => readonly number[]): RfAnswer {
  const sessionId = scalarAt(answer, 'Session-Id')
  const type = typeOf(scalarAt(answer, 'Accounting-Record-Type'))
  const number = numberAt(answer, 'Accounting-Record-Number')
  const interimIntervalS = numberAt(answer, 'Acct-Interim-Interval')
  const realtime = realtimeOf(scalarAt(answer, 'Accounting-Realtime-Required'))
  const redirectTo = redirectHosts(answer).flatMap(peersAt)
  return {
    peer,
    hopByHop: answer.hopByHop,
    resultCode: numberAt(answer, 'Result-Code') ?? numberAt(answer, 'Experimental-Result/Experimental-Result-Code'),
    ...(typeof sessionId === 'string' && { sessionId }),
    ...(type !== undefined && { type }),
    ...(number !== undefined && { number }),
    ...(interimIntervalS !== undefined && { interimIntervalS }),
    ...(realtime !== undefined && { realtime }),
    ...(redirectTo.length > 0 && { redirectTo }),
  }
}

function numberAt(answer: DiameterMessage, path: string): number | undefined {
  const value = scalarAt(answer, path)
  return typeof value === 'number' ? value : undefined
}

function typeOf(value: unknown): RecordType | undefined {
  return (Object.keys(RECORD_TYPE) as RecordType[]).find((type) => RECORD_TYPE[type] === value)
}

// RFC 6733 §6.12, §4.3.1 — aaa://host[:port][;…]
function redirectHosts(answer: DiameterMessage): readonly string[] {
  return avpsAt(answer, 'Redirect-Host').flatMap(({ value }) => {
    const uri = value.ok && typeof value.value === 'string' ? value.value : ''
    const host = /^aaas?:\/\/(\[[^\]]+\]|[^:;/]+)/i.exec(uri)?.[1]
    return host === undefined ? [] : [host.replace(/^\[|\]$/g, '')]
  })
}
