// A record sent again under another End-to-End identifier, or another record under one that was used.
import { isRefused } from '../model/sendings'
import type { RecordRule } from './rule'

export const resendRenamed: RecordRule = {
  id: 'resend-renamed',
  owner: 'TP_ERR_001',
  requirement: 'RFC6733_3_2',
  sees: 'record',
  expected: 'the same End-to-End identifier, Session-Id and Accounting-Record-Number in each sending of a record',
  // RFC 6733 §3, §5.5.4 — duplicates are known by them. Behind an error answer it is a new request; a server that began anew, while no
  // connection stood, may have lost the identifier.
  breach: (record, { sendings, profile, connection }) => {
    const last = sendings.at(-1)
    if (!last || profile.topology.ch1 !== 'direct' || sendings.some(isRefused)) return undefined
    const { number, session, identity } = last.record
    const isRenamed = record.session !== session && record.sessionInAnswer !== true // over HTTP it has no name yet
    if (record.number !== number || isRenamed) return `record ${number ?? '?'} comes again as ${record.number ?? '?'}`
    if (record.identity === identity || !connection.openSince(last.record.atUs)) return undefined
    return 'another End-to-End identifier in a record sent again'
  },
}
