import { MessageTraceParser, ShortMessageTraceParser, TransactionTimes } from 'sipp-wrapper'

// Two lines of -trace_shortmsg; a parser takes chunks of any size, as a growing file gives them.
const stamp = (time: string): string => `2026-11-24\t03:57:23.${time}\t1795492643.${time}`
const short = new ShortMessageTraceParser()
const messages = short.push(
  Buffer.from(
    `${stamp('846285')}\tS\t1@a\tCSeq:1 INVITE\tINVITE sip:b@example.org SIP/2.0\n` +
      `${stamp('846910')}\tR\t1@a\tCSeq:1 INVITE\tSIP/2.0 200 OK\n`,
  ),
)
const times = new TransactionTimes()
for (const message of messages) times.add(message)
console.log(`INVITE took ${times.distributions().get('INVITE')?.p50Ms} ms`)

// -trace_msg: entries are read by their byte counts, so a body may hold whatever it likes.
const trace = `${'-'.repeat(47)} 2026-11-24 03:57:23.846285\nUDP message received [5] bytes :\n\nhello\n`
for (const { direction, time, bytes } of new MessageTraceParser().push(Buffer.from(trace)))
  console.log(direction, time.slice(11), Buffer.from(bytes).toString('latin1'))
