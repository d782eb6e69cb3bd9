// The values of digest against published ones: RFC 2617 §3.5, RFC 7616 §3.9.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestValue, type DigestInput } from '@ch1/sip'

const EMPTY = new Uint8Array()

const RFC_2617: DigestInput = {
  algorithm: 'MD5',
  username: 'Mufasa',
  realm: 'testrealm@host.com',
  password: 'Circle Of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonce: 'dcd98b7102dd2f0e8b11d0f600bfb0c093',
  protection: { qop: 'auth', nc: '00000001', cnonce: '0a4f113b' },
  body: EMPTY,
}

const RFC_7616: DigestInput = {
  algorithm: 'MD5',
  username: 'Mufasa',
  realm: 'http-auth@example.org',
  password: 'Circle of Life',
  method: 'GET',
  uri: '/dir/index.html',
  nonce: '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v',
  protection: { qop: 'auth', nc: '00000001', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
  body: EMPTY,
}

// RFC 7616 §3.9.2; the value printed there is not of SHA-512/256, erratum 4897 gives the right one.
const SHA_512_256: DigestInput = {
  algorithm: 'SHA-512-256',
  username: 'Jäsøn Doe',
  realm: 'api@example.org',
  password: 'Secret, or not?',
  method: 'GET',
  uri: '/doe.json',
  nonce: '5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK',
  protection: { qop: 'auth', nc: '00000001', cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v' },
  body: EMPTY,
}

for (const [name, input, value] of [
  ['RFC 2617 §3.5, MD5', RFC_2617, '6629fae49393a05397450978507c4ef1'],
  ['RFC 7616 §3.9.1, MD5', RFC_7616, '8ca523f5e9506fed4657c9700eebdbec'],
  [
    'RFC 7616 §3.9.1, SHA-256',
    { ...RFC_7616, algorithm: 'SHA-256' },
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  ],
  ['RFC 7616 §3.9.2, SHA-512-256', SHA_512_256, '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5'],
] as const)
  test(`${name} is the value`, () => assert.equal(digestValue(input), value))
