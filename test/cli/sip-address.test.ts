// SIP addresses and TLS files on the command line.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sipAddress, sipAddresses, sipTls } from '../../cli/sip-address'
import { UsageError } from '../../cli/usage-error'

test('addresses with and without transport', () => {
  assert.deepEqual(sipAddresses('127.0.0.1:5060,[::1]:0;transport=TCP,im.example:5061;transport=tls', '--sip'), [
    { host: '127.0.0.1', port: 5060 },
    { host: '::1', port: 0, transport: 'TCP' },
    { host: 'im.example', port: 5061, transport: 'TLS' },
  ])
})

for (const text of [
  '',
  '127.0.0.1',
  '127.0.0.1:1;transport=sctp',
  '127.0.0.1:1;lr',
  '127.0.0.1:1;transport=tcp;lr',
  '127.0.0.1:1,',
]) {
  test(`no address: ${text === '' ? '(none)' : text}`, () => {
    assert.throws(() => sipAddresses(text, '--sip'), UsageError)
  })
}

test('TLS wants both files, and says which cannot be read', () => {
  const none = { key: undefined, cert: undefined, ca: undefined, servername: undefined }
  assert.equal(sipTls(none), undefined)
  assert.throws(() => sipTls({ ...none, key: __filename }), /both a key and a certificate/)
  assert.throws(() => sipTls({ ...none, servername: 'core.example' }), /both a key and a certificate/)
  assert.throws(
    () => sipTls({ ...none, key: __filename, cert: '/none/cert.pem' }),
    /\/none\/cert\.pem cannot be read.*--sip-tls-cert/s,
  )
  assert.throws(() => sipAddress('127.0.0.1:1;transport=ws', '--next-hop'), /--next-hop/)
})
