// Replay files: which sides have one, and the reason of each that has none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryEvent } from '../../judge/history/events'
import { replaysOf, replayText } from '../../reports/replay/replay-files'
import { SliceWriter } from './fixtures/sample-slice'

const CALL = ['From: <sip:bob@home.example>;tag=b', 'Call-ID: c1', 'Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1']

function message(start: string, cseq: string, more: readonly string[] = ['To: <sip:conf-1@im.example>;tag=s']): string {
  return [start, ...CALL, ...more, `CSeq: ${cseq}`, '', ''].join('\r\n')
}

const INVITE = message('INVITE sip:conf-1@im.example SIP/2.0', '1 INVITE', ['To: <sip:conf-1@im.example>'])
const OK = message('SIP/2.0 200 OK', '1 INVITE')
const ACK = message('ACK sip:conf-1@im.example SIP/2.0', '1 ACK')
const BYE = message('BYE sip:conf-1@im.example SIP/2.0', '2 BYE')
const GONE = message('SIP/2.0 200 OK', '2 BYE')

type Line = readonly [dir: 'toSut' | 'fromSut', text: string]
const WHOLE: readonly Line[] = [
  ['toSut', INVITE],
  ['fromSut', OK],
  ['toSut', ACK],
  ['toSut', BYE],
  ['fromSut', GONE],
]

function slice(lines: readonly Line[], more: (w: SliceWriter) => void = () => undefined): readonly HistoryEvent[] {
  const writer = new SliceWriter()
  for (const [dir, text] of lines) writer.sip(dir, 'Bob', text)
  more(writer)
  return writer.events
}

function whyNot(events: readonly HistoryEvent[]): string {
  const [replay] = replaysOf(events)
  assert.ok(replay && 'why' in replay, JSON.stringify(replay))
  return replay.why
}

test('a whole side has a file: each message once, repeats left to SIPp', () => {
  const events = slice([...WHOLE.slice(0, 2), WHOLE[1] ?? ['fromSut', OK], ...WHOLE.slice(2)])
  const [replay] = replaysOf(events)
  assert.ok(replay && 'file' in replay, JSON.stringify(replay))
  assert.equal(replay.file, 'Bob.replay.xml')
  assert.deepEqual(
    [...replay.xml.matchAll(/(INVITE|ACK|BYE) (?:sip:\S+|\[next_url\]) SIP/g)].map(([, method]) => method),
    ['INVITE', 'ACK', 'BYE'],
  )
  assert.equal([...replay.xml.matchAll(/response="200"/g)].length, 2)
  assert.match(replayText('title', [replay]), /^Bob: sipp <SUT host:port> -sf Bob\.replay\.xml -m 1 -d 2000/m)
})

test('an invited side answers each request by what SIPp got last, never by numbers of the recorded run', () => {
  const asked = (start: string, cseq: string): Line => ['fromSut', message(start, cseq, ['To: <sip:bob@home.example>'])]
  const said = (cseq: string): Line => ['toSut', message('SIP/2.0 200 OK', cseq, ['To: <sip:bob@home.example>;tag=b'])]
  const events = slice([
    asked('INVITE sip:bob@127.0.0.1 SIP/2.0', '41 INVITE'),
    said('41 INVITE'),
    asked('ACK sip:bob@127.0.0.1 SIP/2.0', '41 ACK'),
    asked('BYE sip:bob@127.0.0.1 SIP/2.0', '42 BYE'),
    said('42 BYE'),
  ])
  const [replay] = replaysOf(events)
  assert.ok(replay && 'file' in replay, JSON.stringify(replay))
  assert.equal(replay.role, 'invited')
  const answers = [...replay.xml.matchAll(/^SIP\/2\.0 200 OK\n([^]*?)\]\]>/gm)].map(([, fields = '']) => fields.split('\n'))
  assert.equal(answers.length, 2)
  // RFC 3261 §8.2.6.2 — From, Call-ID, CSeq and the Via fields of a response equal those of its request.
  for (const fields of answers)
    for (const field of ['Via', 'From', 'Call-ID', 'CSeq']) {
      assert.ok(fields.includes(`[last_${field}:]`), `${field} in ${fields.join(' ')}`)
      assert.ok(!fields.some((line) => line.startsWith(`${field}:`)), `${field} twice in ${fields.join(' ')}`)
    }
})

test('participants whose names make one file name have a file each, and a name that can stand stays', () => {
  const writer = new SliceWriter()
  for (const party of ['A b', 'A_b', 'A.b', 'a_B'])
    for (const [dir, text] of WHOLE) writer.sip(dir, party, text.replaceAll('Call-ID: c1', `Call-ID: ${party}`))
  const files = replaysOf(writer.events).map((one) => ('file' in one ? one.file : one.why))
  assert.deepEqual(files, ['A_b_3.replay.xml', 'A_b.replay.xml', 'A_b_4.replay.xml', 'a_B_2.replay.xml'])
})

const reasons: readonly (readonly [why: RegExp, events: readonly HistoryEvent[]])[] = [
  [
    /the SUT itself was told something/,
    slice(WHOLE, (w) => w.add({ kind: 'command', participant: 'sut', verb: 'expel', args: [] })),
  ],
  [/the core impaired its traffic on purpose/, slice(WHOLE, (w) => w.add({ kind: 'impaired', of: 101, what: 'delayed' }))],
  [/none that SIPp would send or take/, slice([['toSut', 'no SIP at all\r\n\r\n'], ...WHOLE])],
  [/it has 2 dialogs/, slice([...WHOLE, ['toSut', INVITE.replace('Call-ID: c1', 'Call-ID: c2')]])],
  [/does not begin in this scenario/, slice(WHOLE.slice(2))],
  [/a message without CSeq/, slice([...WHOLE, ['fromSut', GONE.replace(/CSeq: .*\r\n/, '')]])],
  [
    /it cancels/,
    slice([
      ['toSut', INVITE],
      ['toSut', message('CANCEL sip:conf-1@im.example SIP/2.0', '1 CANCEL')],
    ]),
  ],
  [
    /its INVITE was refused \(486\)/,
    slice([
      ['toSut', INVITE],
      ['fromSut', message('SIP/2.0 486 Busy Here', '1 INVITE')],
    ]),
  ],
  [
    /answers an earlier request after a later one/,
    slice([
      ...WHOLE.slice(0, 3),
      ['fromSut', message('INFO sip:bob@127.0.0.1 SIP/2.0', '7 INFO')],
      ['fromSut', message('OPTIONS sip:bob@127.0.0.1 SIP/2.0', '8 OPTIONS')],
      ['toSut', message('SIP/2.0 200 OK', '7 INFO')],
    ]),
  ],
  [/bytes that are no UTF-8/, slice([['toSut', INVITE.replace('To:', 'Subject: \xff\xfe\r\nTo:')], ...WHOLE.slice(1)])],
]
for (const [why, events] of reasons)
  test(`no file, since ${why.source}`, () => {
    assert.match(whyNot(events), why)
    assert.match(replayText('title', replaysOf(events)), /^Bob: no file, /m)
  })

test('brackets, backslashes and the end of a CDATA in what was said stay what they are', () => {
  const odd = INVITE.replace('To:', 'Subject: [call_id] \\x41 ]]> <a>\r\nTo:')
  const [replay] = replaysOf(slice([['toSut', odd], ...WHOLE.slice(1)]))
  assert.ok(replay && 'file' in replay, JSON.stringify(replay))
  const [, subject = ''] = /Subject: (.*)/.exec(replay.xml) ?? []
  const read = subject.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  assert.equal(read.trimEnd(), '[call_id] \\x41 ]]> <a>')
})
