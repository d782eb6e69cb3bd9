// The generated scenario: the jump table points where it says, and the file is one SIPp can read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hubScenario } from 'sipp-wrapper'
import { hubMethods, hubStatusCodes } from '../../packages/sipp-wrapper/src/agent/hub-vocabulary'

/** The elements SIPp numbers, in order, read from the text alone. */
function numberedElements(xml: string): readonly string[] {
  const body = xml.slice(xml.indexOf('<scenario'))
  const elements = body.match(/<(?:send|recv|recvCmd|nop|sendCmd|pause)\b(?:[^>]*\/>|[^]*?<\/(?:send|recv|recvCmd|nop)>)/g)
  return elements ?? []
}

const { xml, index } = hubScenario()
const elements = numberedElements(xml)

test('each block stands at its index, after a bare nop', () => {
  for (const [key, at] of index) {
    assert.equal(elements[at - 1], '<nop/>', key)
    const element = elements[at] ?? ''
    if (key === 'end') {
      assert.equal(element, '<nop next="end"/>')
      continue
    }
    const [name = '', body] = key.split('+')
    const start = /^\d/.test(name) ? `SIP/2.0 ${name} [$start]` : `${name} [$start] SIP/2.0`
    const text = `<send next="hub"><![CDATA[\n\n${start}\n[$headers]\n\n${body === undefined ? '' : '[$body]'}]]></send>`
    assert.equal(element, text)
  }
})

test('there is a block with and without body for every method and code, and one to end', () => {
  const wanted = [...hubMethods, ...hubStatusCodes.map(String)].flatMap((name) => [name, `${name}+body`])
  assert.deepEqual([...index.keys()].sort(), [...wanted, 'end'].sort())
  assert.equal(new Set(index.values()).size, index.size)
  for (const name of ['INVITE', 'PUBLISH', '100', '199', '380', '494', '513', '607']) assert.ok(index.has(name), name)
})

test('what SIPp 3.6 demands of the file', () => {
  assert.match(xml, /^<\?xml version="1\.0" encoding="ISO-8859-1" \?>\n/)
  // SIPp reads 65,536 bytes and no more.
  assert.ok(Buffer.byteLength(xml, 'latin1') < 65_536)
  const kinds = elements.map((element) => /^<(\w+)/.exec(element)?.[1])
  assert.equal(kinds[0], 'recvCmd', 'a twin that listens')
  assert.ok(kinds.indexOf('send') < kinds.indexOf('recv'), 'a sender, also over TCP')
  assert.match(elements[kinds.indexOf('recv')] ?? '', /optional="global" advance_state="false" lost="101"/)
})
