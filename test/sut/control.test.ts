// The control door and its client, over loopback HTTP.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { SutError } from '../../sut/adapter'
import { ControlDoor } from '../../sut/im-server/control'
import { toldPolicy } from '../../sut/im-server/conference/told-policy'
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
    ControlDoor.listen({ host: '127.0.0.1', port }, { expel: () => true, decide: () => undefined }),
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

test('what the operator decides is taken word by word; a word or a value that is none is answered 400 and nothing is decided', async (t) => {
  const { port, decided } = await door(t)
  const controlUrl = `http://127.0.0.1:${port}/control`
  const sut = outsideSut({ sip: { host: '127.0.0.1', port: 5060 }, controlUrl, decides: true })
  assert.deepEqual([...sut.can], ['expel', 'decide'])
  const policy = {
    minimumUsers: 2,
    rejoin: 'notExpelled',
    mayRefer: 'owner',
    msrp: 'connects',
    releasesWithOwner: true,
    sessionTimer: { minS: 1 },
  }
  await sut.control('decide', [JSON.stringify(policy)])
  await sut.control('decide', [])
  const groups = [{ name: 'team', members: ['sip:bob@home.example'] }]
  await sut.control('decide', [JSON.stringify({ groups })])
  assert.deepEqual(decided, [policy, {}, { groups }])
  for (const bad of [
    '[]',
    '1',
    '{',
    '{"maximumUsers":3}',
    '{"minimumUsers":-1}',
    '{"rejoin":"maybe"}',
    '{"groups":[{"name":"a b","members":[]}]}',
    '{"groups":[{"name":"a","members":[1]}]}',
    '{"sessionTimer":{"s":1}}',
    '{"releasesWithOwner":1}',
  ])
    await assert.rejects(sut.control('decide', [bad]), { name: 'SutError', message: /answered 400 / }, bad)
  assert.equal(decided.length, 3)
  const mute = outsideSut({ sip: { host: '127.0.0.1', port: 5060 }, controlUrl })
  await assert.rejects(mute.control('decide', ['{}']), { name: 'SutError', message: /cannot be told to decide/ })
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
  const decided: unknown[] = []
  const opened = await ControlDoor.listen(
    { host: '127.0.0.1', port: 0 },
    {
      expel: (...order) => {
        orders.push(order)
        return knows
      },
      decide: (policy) => {
        const read = toldPolicy(policy)
        if (!read.ok) return read.what
        decided.push(read.policy)
        return undefined
      },
    },
  )
  t.after(() => opened.close())
  const { port } = opened.address
  return { port, orders, decided, url: `http://127.0.0.1:${port}/control/expel`, close: () => opened.close() }
}
