// The good stories of interims by time, one a test purpose.
import type { AvpInput } from '@ch1/diameter'
import type { LegLine } from '../sip-lines'
import type { Story } from '../story'
import type { Conf } from '../story-calls'
import { IMS, NUMBER, type Tell } from './common-scenes'

/** As the reference profile has it. */
const INTERVAL_MS = 1000

/** When the request came that made a record. */
export const TIME_STAMPS: readonly AvpInput[] = [['Time-Stamps', [['SIP-Request-Timestamp', new Date('2026-11-23T10:00:01Z')]]]]

/** Alice with Bob; each Response asks for interims by time, the one to START for them so many seconds apart. */
function asked(s: Story, startS = 1): Conf {
  const conf = s.creates('alice')
  s.meets('start:alice', { asksS: startS })
  s.brings('bob', conf)
  s.meets('arrival:bob', { asksS: 1 })
  return conf
}

/** The same, and Carol. */
function withCarol(s: Story): { readonly conf: Conf; readonly bob: LegLine } {
  const conf = asked(s)
  const [, bob] = conf.legs
  s.brings('carol', conf)
  s.meets('arrival:carol', { asksS: 1 })
  if (!bob) throw new RangeError('Bob is not in')
  return { conf, bob }
}

/** An interval passes, and the server says so. */
function intervalPasses(s: Story, conf: Conf, nth: number): void {
  s.wait(INTERVAL_MS - 5).acr(conf, { label: `time:${nth}`, type: 'interim', callId: 'call-1', count: conf.in.size, asksS: 1 })
}

/** None more comes, and the conference ends. */
function ends(s: Story, conf: Conf): void {
  s.wait(4000).drain(conf)
}

export const intervalStories = {
  TP_LIF_006: (s) => {
    s.when()
    const conf = asked(s)
    s.byTime('interim-by-time-missing', { interims: 2 }).byTime('interim-by-time-early', { interims: 2, and: 'apart' })
    intervalPasses(s, conf, 1)
    intervalPasses(s, conf, 2)
    ends(s, conf)
  },
  TP_LIF_007: (s) => {
    s.when()
    const conf = asked(s, 10)
    s.owesOne('interim', 'arrival', 'bob', 'arrival-interim-missing')
    s.byTime('older-interval-kept', { interims: 1 })
    intervalPasses(s, conf, 1)
    ends(s, conf)
  },
  TP_SEQ_008: (s) => {
    const { conf, bob } = withCarol(s)
    s.byTime('interim-by-time-missing', { interims: 1 })
    intervalPasses(s, conf, 1)
    s.wait(10).when().leaves(bob, conf)
    s.meets('departure:bob', { asksS: 1 })
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.content('number-behind-interim-by-time', 'departure', 'bob', { path: NUMBER, op: 'nextNumber' })
    s.ofConference('record-number-unique-growing', 'alice', { what: 'grammar', rule: 'record-number-unique-growing' })
    ends(s, conf)
  },
  TP_CNT_014: (s) => {
    const { conf, bob } = withCarol(s)
    s.wait(100).when().leaves(bob, conf)
    s.meets('departure:bob', { asksS: 1, ims: TIME_STAMPS })
    s.owesOne('interim', 'departure', 'bob', 'departure-interim-missing')
    s.content('time-stamps-missing', 'departure', 'bob', { path: `${IMS}/Time-Stamps`, op: 'present' })
    s.byTime('interim-by-time-missing', { interims: 1 }).byTime('time-stamps-by-time', { interims: 1, and: 'bare' })
    intervalPasses(s, conf, 1)
    ends(s, conf)
  },
  TP_LIF_008: (s) => {
    s.when()
    const conf = asked(s)
    const other = s.creates('carol')
    s.meets('start:carol', { asksS: 1 })
    s.brings('dave', other)
    s.meets('arrival:dave', { asksS: 1 })
    s.ofConference('interim-by-time-early', 'carol', { what: 'byTime', interims: 1, and: 'spread' })
    intervalPasses(s, conf, 1)
    s.wait(40).acr(other, { label: 'time:other', type: 'interim', callId: 'call-3', count: 2, asksS: 1 })
    s.wait(4000).drain(conf).drain(other)
  },
} satisfies Readonly<Record<string, Tell>>
