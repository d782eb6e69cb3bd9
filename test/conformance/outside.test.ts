// A server in another process, on other ports: the same verdict for each purpose as the embedded one.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BY_SIPP_ALONE } from './asked'
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
    const profile = profileWith({}, { addresses: `  diameter: ${diameter}` })
    const bySockets = await run('--engine', 'socket')
    const bySipp = await run('--engine', 'sipp', ...BY_SIPP_ALONE.flatMap((id) => ['--only', id]))
    const inside = verdictsOf(embedded)
    const crowd = bySipp.results.filter(({ id }) => BY_SIPP_ALONE.includes(id))
    const outside = { ...bySockets, results: [...bySockets.results.filter(({ id }) => !BY_SIPP_ALONE.includes(id)), ...crowd] }
    const why = [...notPassed(outside), ...notPassed(inside).map((line) => `embedded: ${line}`)].join('\n')
    // nobody restarts the outside one
    const { TP_ERR_022: restarted, ...others } = words(inside)
    assert.deepEqual({ ...words(outside), TP_ERR_022: restarted }, { ...others, TP_ERR_022: 'pass' }, why)

    async function run(...flags: readonly string[]): Promise<ReturnType<typeof verdictsOf>> {
      const out = newFolder()
      const ended = await ch1(...runArgs(out, '--profile', profile, ...flags, ...against(server, listening)))
      const opened = allEvents(out)[0]
      assert.ok(!ended.tooLong && opened?.kind === 'opened', story(ended))
      assert.equal(opened.sut.embedded, false)
      assert.equal(ended.code, 0, `${notPassed(verdictsOf(out)).join('\n')}\n${story(ended)}`)
      return verdictsOf(out)
    }
  } finally {
    await server.stop()
  }
})
