// The good stories of interims by time, one a test purpose.
import type { Story } from '../story'
import type { Conf } from '../story-calls'
import type { Tell } from './common-scenes'

/** As the reference profile has it. */
const INTERVAL_MS = 1000

/** Alice with Bob; each Response asks for interims by time, the one to START for them so many seconds apart. */
function asked(s: Story, startS = 1): Conf {
  const conf = s.creates('alice')
  s.meets('start:alice', { asksS: startS })
  s.brings('bob', conf)
  s.meets('arrival:bob', { asksS: 1 })
  return conf
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
} satisfies Readonly<Record<string, Tell>>
