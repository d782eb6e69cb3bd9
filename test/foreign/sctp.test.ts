// docs/sctp.md as its reader would follow it: its configuration with TCP alone, and with SCTP where the kernel has it; where not, what the page says.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { COMMAND, scalarAt } from '@ch1/diameter'
import { ChargingEnabler } from '../../mocks/charging-enabler'
import { freeTcp } from '../conformance/outside-server'
import { acr, GOOD_CER, RawCtf } from '../mocks/raw-ctf'
import { folderWith, ForeignProcess, needs } from './foreign-process'
import { FREE_DIAMETER } from './free-diameter'
import { Witness } from './witness'

const CDF = { originHost: 'cdf1.charging.example', originRealm: 'charging.example' }
const PAGE = readFileSync(path.join(__dirname, '..', '..', 'docs', 'sctp.md'), 'utf8')
const LIMIT_MS = 30_000

async function enabler(t: TestContext): Promise<{ port: number; seen: Witness }> {
  const seen = new Witness()
  const one = await ChargingEnabler.start({ name: 'cdf1', host: '127.0.0.1', port: 0, identity: CDF, record: seen.record })
  t.after(() => one.close())
  return { port: one.port, seen }
}

/** freeDiameter with the page's two files, at ports that are free. */
async function relayOfThePage(t: TestContext, enablerPort: number, more = ''): Promise<{ relay: ForeignProcess; port: number }> {
  const [configuration = '', acl = ''] = [...PAGE.matchAll(/^```\n([^]*?)^```$/gm)]
    .map(([, block = '']) => block)
    .filter((block) => /^(Identity|ALLOW)/.test(block))
  assert.ok(configuration.includes('Port = 23868;') && configuration.includes('Port = 13868;') && acl !== '')
  const port = await freeTcp()
  const text = configuration.replace('Port = 23868;', `Port = ${port};`).replace('Port = 13868;', `Port = ${enablerPort};`)
  const relay = new ForeignProcess(
    'freeDiameterd',
    ['-c', './freeDiameter.conf'],
    folderWith({ 'freeDiameter.conf': text + more, 'acl.conf': acl }),
  )
  t.after(() => relay.stop())
  return { relay, port }
}

test('docs/sctp.md over TCP: a record sent to the relay arrives with Route-Record, and its answer comes back', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  const { port: enablerPort, seen } = await enabler(t)
  const { relay, port } = await relayOfThePage(t, enablerPort, 'No_SCTP;\n')
  await relay.until(/-> 'STATE_OPEN'\s+'cdf1\.charging\.example'/, LIMIT_MS)
  const ctf = await RawCtf.open(port, GOOD_CER)
  const answer = await ctf.ask({ avps: acr() })
  ctf.close()
  assert.deepEqual([answer.commandCode, scalarAt(answer, 'Result-Code')], [COMMAND.accounting, 2001])
  const [record] = seen.messages('fromSut').filter(({ commandCode }) => commandCode === COMMAND.accounting)
  assert.equal(record && scalarAt(record, 'Route-Record'), 'im1.im.example')
})

test('docs/sctp.md over SCTP: a client and the relay open over it where the kernel has SCTP; where not, the relay ends as the page says', async (t) => {
  if (!needs(t, FREE_DIAMETER)) return
  const { port: enablerPort, seen } = await enabler(t)
  const { relay, port } = await relayOfThePage(t, enablerPort)
  const [said] = await relay.until(/daemon initialized|IPPROTO_SCTP\).*Protocol not supported/, LIMIT_MS)
  if (said !== 'daemon initialized') {
    assert.notEqual(await relay.ended, 0)
    assert.match(relay.output, /SCTP \.+ : Enabled/)
    assert.match(
      PAGE,
      /`SCTP \.+ : Enabled` there, fails at\n`socket\(family, SOCK_STREAM, IPPROTO_SCTP\)` with `Protocol not supported`, and ends/,
    )
    t.diagnostic('this kernel has no SCTP: tried as far as freeDiameter goes')
    return
  }
  const client = new ForeignProcess(
    'freeDiameterd',
    ['-c', './freeDiameter.conf'],
    folderWith({
      'freeDiameter.conf': [
        'Identity = "im1.im.example";',
        'Realm = "im.example";',
        `Port = ${await freeTcp()};`,
        'SecPort = 0;',
        'No_IPv6;',
        'ListenOn = "127.0.0.1";',
        `ConnectPeer = "dra1.transit.example" { ConnectTo = "127.0.0.1"; Port = ${port}; No_TLS; No_TCP; };`,
        '',
      ].join('\n'),
    }),
  )
  t.after(() => client.stop())
  await relay.until(/-> 'STATE_OPEN'\s+'im1\.im\.example'/, LIMIT_MS)
  assert.ok(await seen.until(() => seen.states().includes('open'), LIMIT_MS), seen.story())
})
