// A server that is named by `;transport=tcp` is spoken to by TCP, and so says the history.
import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { parseMessage, respond, serialize, TcpTransport } from '@ch1/sip'
import { against, freePorts } from '../conformance/outside-server'
import { ch1, newFolder, ROOT, runArgs, story, verdictsOf } from '../conformance/run-process'
import { allEvents } from '../conformance/stored-history'

test('a refusal over TCP is quoted, and all SIP of the run crossed by TCP', async () => {
  const server = await TcpTransport.bind({ host: '127.0.0.1', port: 0 })
  server.onMessage = (bytes, from) => {
    const message = parseMessage(bytes)
    if (message.kind === 'request' && message.method === 'INVITE')
      server.send(serialize(respond(message, 403, 'Forbidden', { toTag: 't' })), from)
  }
  try {
    const out = newFolder()
    const profile = path.join(ROOT, 'profiles', 'reference.yaml')
    const listening = await freePorts()
    const at = against({ sip: `sip:127.0.0.1:${server.sentBy.port};transport=tcp` }, listening)
    const ended = await ch1(...runArgs(out, '--profile', profile, '--only', 'TP_ARR_001', ...at))
    const verdict = verdictsOf(out).results.find(({ id }) => id === 'TP_ARR_001')
    assert.equal(verdict?.verdict, 'inconclusive', story(ended))
    assert.match(`${verdict.reason}\n${ended.stderr}`, /403 Forbidden/, story(ended))
    const crossed = allEvents(out).flatMap((event) => (event.kind === 'sip' ? [event.flow.transport] : []))
    assert.ok(crossed.length >= 2, story(ended))
    assert.deepEqual([...new Set(crossed)], ['tcp'])
  } finally {
    await server.close()
  }
})
