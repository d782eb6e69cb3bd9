// A server in another process, on other ports: the same verdict for each purpose as the embedded one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { embeddedRun } from './embedded-run'
import { against, freePorts, freeTcp, outsideServer, profileWith } from './outside-server'
import { ch1, newFolder, notPassed, runArgs, story, verdictsOf, words } from './run-process'
import { allEvents } from './stored-history'

test('an outside server gets the verdicts the embedded one gets', async () => {
  const { out: embedded } = await embeddedRun()
  const { sip } = await freePorts()
  const enablers = [await freeTcp(), await freeTcp(), await freeTcp()].map((port) => `127.0.0.1:${port}`)
  const listening = { sip, ch1: enablers.join(',') } // as many as the embedded server has
  const diameter = `127.0.0.1:${await freeTcp()}`
  const server = await outsideServer(listening, undefined, ['--tw', '2000', '--diameter', diameter]) // the profile's twMs
  try {
    const out = newFolder()
    const profile = profileWith({}, { addresses: `  diameter: ${diameter}` })
    const ended = await ch1(...runArgs(out, '--profile', profile, ...against(server, listening)))
    const opened = allEvents(out)[0]
    assert.ok(!ended.tooLong && opened?.kind === 'opened', story(ended))
    assert.equal(opened.sut.embedded, false)
    const [outside, inside] = [verdictsOf(out), verdictsOf(embedded)]
    const why = [...notPassed(outside), ...notPassed(inside).map((line) => `embedded: ${line}`)].join('\n')
    // nobody restarts the outside one
    const { TP_ERR_022: restarted, ...others } = words(inside)
    assert.deepEqual({ ...words(outside), TP_ERR_022: restarted }, { ...others, TP_ERR_022: 'pass' }, `${why}\n${story(ended)}`)
    assert.equal(ended.code, 0, story(ended))
  } finally {
    await server.stop()
  }
})
