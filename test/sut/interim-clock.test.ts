// The clocks of interims by time, with a timer that the test moves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InterimClock } from '../../sut/im-server/charging/interim-clock'

test('the first is due an interval after it was told, and so on', () => {
  const bench = new Bench()
  bench.clock.set('a', 60)
  bench.advance(59_999)
  assert.deepEqual(bench.due, [])
  bench.advance(1)
  bench.advance(60_000)
  assert.deepEqual(bench.due, ['a', 'a'])
})

test('each is spread by the jitter, so that sessions do not report in step', () => {
  const numbers = [0, 0.999, 0.5]
  const bench = new Bench({ jitter: 0.1, random: () => numbers.shift() ?? 0.5 })
  for (const session of ['a', 'b', 'c']) bench.clock.set(session, 100)
  assert.deepEqual(
    bench.delays.map((ms) => Math.round(ms)),
    [90_000, 109_980, 100_000],
  )
})

test('the same interval told again does not move the clock, another one counts from now, 0 ends it', () => {
  const bench = new Bench()
  bench.clock.set('a', 60)
  bench.advance(40_000)
  bench.clock.set('a', 60)
  bench.advance(20_000)
  assert.deepEqual(bench.due, ['a'])
  bench.clock.set('a', 10)
  bench.advance(10_000)
  assert.deepEqual(bench.due, ['a', 'a'])
  bench.clock.set('a', 0)
  bench.advance(1_000_000)
  assert.deepEqual([bench.due.length, bench.running], [2, 0])
})

test('a session that has its STOP has no clock, and a closed server has none', () => {
  const bench = new Bench()
  for (const session of ['a', 'b', 'c']) bench.clock.set(session, 60)
  bench.clock.stop('b')
  assert.equal(bench.running, 2)
  bench.clock.close()
  bench.advance(1_000_000)
  assert.deepEqual([bench.due, bench.running], [[], 0])
})

test('a second is as long as the options say, and the longest interval is a time that a timer can have', () => {
  const bench = new Bench({ secondMs: 10 })
  bench.clock.set('a', 60)
  bench.clock.set('b', 0xffff_ffff)
  assert.deepEqual(bench.delays, [600, 0x7fff_ffff])
})

/** Clocks between a timer and an eye that the test holds. */
class Bench {
  readonly due: string[] = []
  readonly delays: number[] = []
  readonly clock: InterimClock
  private readonly timers = new Map<number, { readonly at: number; readonly fire: () => void }>()
  private now = 0

  constructor(o: { secondMs?: number; jitter?: number; random?: () => number } = {}) {
    this.clock = new InterimClock({
      ...{ secondMs: 1000, jitter: 0, random: () => 0.5, ...o },
      timers: {
        set: (ms, fire) => {
          this.delays.push(ms)
          this.timers.set(this.delays.length, { at: this.now + ms, fire })
          return this.delays.length
        },
        clear: (handle) => void this.timers.delete(handle as number),
      },
      due: (session) => this.due.push(session),
    })
  }

  get running(): number {
    return this.timers.size
  }

  advance(ms: number): void {
    this.now += ms
    for (const [id, { at, fire }] of [...this.timers]) {
      if (at > this.now || !this.timers.delete(id)) continue
      fire()
    }
  }
}
