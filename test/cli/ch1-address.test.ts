// `--ch1` of the reference server: what is an address of a Charging Enabler, over which binding, and what is none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ch1Addresses } from '../../cli/ch1-address'
import { UsageError } from '../../cli/usage-error'

for (const [text, expected] of [
  ['127.0.0.1:3868', [{ host: '127.0.0.1', port: 3868 }]],
  [
    'diameter://cdf1:3869,cdf2:3870',
    [
      { host: 'cdf1', port: 3869, scheme: 'diameter' },
      { host: 'cdf2', port: 3870 },
    ],
  ],
  ['diameter://cdf1', [{ host: 'cdf1', port: 3868, scheme: 'diameter' }]],
  ['http://cdf1:8080/', [{ host: 'cdf1', port: 8080, scheme: 'http' }]],
  [
    'HTTP://cdf1,https://[::1]',
    [
      { host: 'cdf1', port: 80, scheme: 'http' },
      { host: '::1', port: 443, scheme: 'https' },
    ],
  ],
] as const) {
  test(`${text} is read`, () => assert.deepEqual(ch1Addresses(text), expected))
}

for (const text of ['ftp://cdf1:21', 'http://', 'http://cdf1:99999', 'http://cdf1:80/path', '127.0.0.1', '127.0.0.1:3868,']) {
  test(`${text} is no address, and the message says what is`, () => {
    assert.throws(
      () => ch1Addresses(text),
      (error) => error instanceof UsageError && error.message.includes('--ch1'),
    )
  })
}
