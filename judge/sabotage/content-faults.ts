// For each test on a record's content: what makes the record say something else.
import { avpsAt, decodeMessage, type Avp, type DiameterMessage } from '@ch1/diameter/codec'
import type { AvpTest } from '../history/events'
import { MESSAGE_COUNTERS } from '../rules/im-information-members'
import { rawOf, u32, utf8, withAvps, withData, type Acr } from './acr'
import { edited, editedAnswer, type Changes } from './sabotage'

const NOBODY = 'sip:nobody@nowhere.example'
/** Whoever a record may name. */
const PARTIES = [
  'Calling-Party-Address',
  'Called-Party-Address',
  'Requested-Party-Address',
  'Subscription-Id-Data',
  'From-Address',
  'Participants-Involved',
  'Application-Provided-Called-Party-Address',
]

/** The record says otherwise than this test wants. A number takes those behind it along, so that none is used twice. */
export function contentFault(acr: Acr, test: AvpTest, all: readonly Acr[]): Changes {
  const name = test.path.split('/').at(-1) ?? test.path
  if (name !== 'Accounting-Record-Number')
    return { replace: edited(acr, (message) => otherwise(message, name, test, all.length)) }
  const behind = all.filter(({ session, event }) => session === acr.session && event.n >= acr.event.n)
  const more = (message: DiameterMessage): Uint8Array => withData(message, name, (avp) => u32(numberIn(avp) + 3))
  return { replace: new Map(behind.flatMap((one) => [...edited(one, more), ...editedAnswer(one, more)])), numbersStay: true }
}

function otherwise(message: DiameterMessage, name: string, test: AvpTest, records: number): Uint8Array {
  switch (test.op) {
    case 'party':
      return PARTIES.reduce((bytes, party) => withData(decodeMessage(bytes), party, () => utf8(NOBODY)), message.bytes)
    case 'absent':
      return withAvps(message, test.path.split('/').slice(0, -1), (avps) => [...avps.map(rawOf), [name, 0]])
    case 'present':
      return withAvps(message, test.path.split('/').slice(0, -1), (avps) => avps.filter((avp) => avp.name !== name).map(rawOf))
    case 'participants':
      // in a crowd a few more may well be in as the record is made; as many more as there are records never are
      return withData(message, name, (avp) => u32(numberIn(avp) + records + 7))
    case 'messages':
      return withData(message, 'SDP-Media-Name', () => utf8('audio 9 RTP/AVP 0'))
    case 'cumulative':
      return MESSAGE_COUNTERS.reduce((bytes, counter) => withData(decodeMessage(bytes), counter, () => u32(0)), message.bytes)
    case 'operators':
      return ['Originating-IOI', 'Terminating-IOI'].reduce(
        (bytes, operator) => withData(decodeMessage(bytes), operator, () => utf8('nowhere.example')),
        message.bytes,
      )
    case 'legIcid':
    case 'legCallId':
      return withData(message, name, () => utf8('nobody'))
    default: {
      const [avp] = avpsAt(message, test.path)
      const isText = avp?.value.ok === true && typeof avp.value.value === 'string'
      return withData(message, name, (one) => (isText ? utf8('OTHER') : u32(test.op === 'matches' ? 0 : numberIn(one) + 7)))
    }
  }
}

function numberIn({ data }: Avp): number {
  return data.reduce((sum, octet) => sum * 256 + octet, 0)
}
