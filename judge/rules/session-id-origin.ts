// A Session-Id begins with the name of the node that made it.
import type { RecordRule } from './rule'

export const sessionIdOrigin: RecordRule = {
  id: 'session-id-origin',
  owner: 'TP_CNT_018',
  requirement: 'RFC6733_8.8_2',
  sees: 'record',
  expected: "a Session-Id that begins with the START's Origin-Host and a semicolon",
  binding: 'diameter',
  // LV-22 — any node of a cluster may go on with a session: only its START must bear the maker's name
  about: { what: 'START', isIn: ({ type }) => type === 'start' },
  // RFC 6733 §8.8, names compared without case
  breach: ({ session, originHost, diameter }) =>
    !diameter || session.toLowerCase().startsWith(`${originHost.toLowerCase()};`)
      ? undefined
      : `Session-Id ${session} from Origin-Host ${originHost}`,
}
