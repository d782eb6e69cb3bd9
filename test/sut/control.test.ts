// The control door and its client, over loopback HTTP.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { SutError } from '../../sut/adapter'
import { ControlDoor } from '../../sut/im-server/control'
import { outsideSut } from '../../sut/outside'

const GOOD = JSON.stringify({ conference: 'sip:conf-1@im.example', user: 'sip:bob@home.example' })

test('an order for a user who is in is answered 204 and carried out once', async (t) => {
  const { url, orders } = await door(t)
  const response = await fetch(url, { method: 'POST', body: GOOD })
  assert.equal(response.status, 204)
  assert.deepEqual(orders, [['sip:conf-1@im.example', 'sip:bob@home.example']])
})

test('an order for a user who is not in is answered 404 and says who', async (t) => {
  const { url } = await door(t, false)
  const response = await fetch(url, { method: 'POST', body: GOOD })
  assert.equal(response.status, 404)
  assert.deepEqual(await response.json(), { error: 'sip:bob@home.example is not in a conference sip:conf-1@im.example' })
})

for (const body of [
  '',
  '{',
  'null',
  '[]',
  '"x"',
  '{"conference":"sip:a@b"}',
  '{"conference":1,"user":"sip:a@b"}',
  '{"conference":"a","user":null}',
]) {
  test(`the body ${body === '' ? '(none)' : body} is answered 400 and nothing is done`, async (t) => {
    const { url, orders } = await door(t)
    const response = await fetch(url, { method: 'POST', body })
    assert.equal(response.status, 400)
    assert.match(await response.text(), /"error":"the body is to be/)
    assert.deepEqual(orders, [])
  })
}

test('another path is answered 404, another method 405', async (t) => {
  const { url, orders } = await door(t)
  assert.equal((await fetch(new URL('/', url), { method: 'POST', body: GOOD })).status, 404)
  assert.equal((await fetch(new URL('/control/expel/x', url), { method: 'POST', body: GOOD })).status, 404)
  assert.equal((await fetch(url)).status, 405)
  assert.deepEqual(orders, [])
})

test('a body over the limit is answered 413, and the door still serves', async (t) => {
  const { url, orders } = await door(t)
  assert.equal((await fetch(url, { method: 'POST', body: `${GOOD}${' '.repeat(16_385)}` })).status, 413)
  assert.equal((await fetch(url, { method: 'POST', body: GOOD })).status, 204)
  assert.equal(orders.length, 1)
})

test('a door cannot listen where one listens already', async (t) => {
  const { port } = await door(t)
  await assert.rejects(
    ControlDoor.listen({ host: '127.0.0.1', port }, () => true),
    (error: unknown) => error instanceof SutError && error.where === `127.0.0.1:${port}` && /EADDRINUSE/.test(error.message),
  )
})

test('an outside server with a control door can expel, and a refusal is a SutError with the answer', async (t) => {
  const { port } = await door(t)
  const sut = outsideSut({ sip: { host: '127.0.0.1', port: 5060 }, controlUrl: `http://127.0.0.1:${port}/control/` })
  assert.deepEqual([...sut.can], ['expel'])
  await sut.control('expel', ['sip:conf-1@im.example', 'sip:bob@home.example'])
  const refusing = await door(t, false)
  const other = outsideSut({ sip: { host: '127.0.0.1', port: 5060 }, controlUrl: `http://127.0.0.1:${refusing.port}/control` })
  await assert.rejects(other.control('expel', ['sip:c@im.example', 'sip:bob@home.example']), {
    name: 'SutError',
    message: /expel of sip:bob@home\.example answered 404 .*is not in a conference.*, 204 was expected/,
  })
  await assert.rejects(other.control('expel', ['sip:c@im.example']), {
    name: 'SutError',
    message: /needs a conference URI and a user/,
  })
  await other.stop()
})

test('an outside server without a control door can do nothing but SIP', async () => {
  const sut = outsideSut({ sip: { host: '192.0.2.1', port: 5060 }, name: 'Acme IM', version: '7' })
  assert.deepEqual([sut.can.size, sut.name, sut.version, sut.pid], [0, 'Acme IM', '7', undefined])
  await assert.rejects(sut.control('expel', ['a', 'b']), { name: 'SutError', message: /192\.0\.2\.1:5060.*--control URL/ })
  await assert.rejects(sut.control('restart', []), { name: 'SutError', message: /cannot be told to restart/ })
})

test('a control door that is not there is a SutError', async (t) => {
  const { port, close } = await door(t)
  await close()
  const sut = outsideSut({ sip: { host: '127.0.0.1', port: 5060 }, controlUrl: `http://127.0.0.1:${port}/control` })
  await assert.rejects(sut.control('expel', ['a', 'b']), { name: 'SutError', message: /does not answer: .*ECONNREFUSED/ })
})

async function door(t: TestContext, knows = true) {
  const orders: (readonly string[])[] = []
  const opened = await ControlDoor.listen({ host: '127.0.0.1', port: 0 }, (...order) => {
    orders.push(order)
    return knows
  })
  t.after(() => opened.close())
  const { port } = opened.address
  return { port, orders, url: `http://127.0.0.1:${port}/control/expel`, close: () => opened.close() }
}
