// What a watcher makes of a child's heartbeats.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { LagWatch } from '../../sut/lag-watch'

test('beats on time are no lag, whatever the watcher itself did meanwhile', (t) => {
  const { watch, lags } = watching(t)
  for (const atMs of [1000, 1100, 1201, 1299]) watch.heard({ heartbeat: 0, atMs })
  assert.deepEqual(lags, [])
})

test('a gap in the child’s own clock is a lag of what the gap has too much', (t) => {
  const { watch, lags } = watching(t)
  for (const atMs of [1000, 1100, 1700, 1800]) watch.heard({ heartbeat: 0, atMs })
  assert.deepEqual(lags, [500])
})

test('other messages are no beats', (t) => {
  const { watch, lags } = watching(t)
  for (const message of [undefined, null, 'x', {}, { heartbeat: 1 }, { heartbeat: 1, atMs: 'x' }]) watch.heard(message)
  assert.deepEqual(lags, [])
})

test('a child that falls silent is told of before it beats again', async () => {
  const lag = await new Promise<number>((resolve) => {
    const watch = new LagWatch((lagMs) => {
      watch.stop()
      resolve(lagMs)
    })
    watch.heard({ heartbeat: 0, atMs: 0 })
    setTimeout(() => watch.stop(), 5000).unref()
    setTimeout(() => {}, 1000) // the watch's own timer does not keep a process alive
  })
  assert.ok(lag >= 300)
})

function watching(t: TestContext): { watch: LagWatch; lags: number[] } {
  const lags: number[] = []
  const watch = new LagWatch((lagMs) => lags.push(lagMs))
  t.after(() => watch.stop())
  return { watch, lags }
}
