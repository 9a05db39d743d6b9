import { describe, expect, it } from 'vitest'
import {
  COMMAND,
  FORM,
  post,
  raw,
  type Scene,
  signed,
  startScene,
  statuses,
  wire,
  wiredCommand,
} from './scene.ts'

const MEGABYTE = 1024 * 1024
const EVENTS = 'POST /slack/events HTTP/1.1'
const length = String(COMMAND.length)

/** What was sent was refused, nothing came through, and the next one is served. */
async function expectRefused(scene: Scene, bytes: string, status: number): Promise<void> {
  const before = scene.heard.length
  expect(statuses(await raw(scene, bytes))).toEqual([status])
  expect(scene.heard).toHaveLength(before)
  expect((await post(scene)).status).toBe(200)
}

describe('smuggling', () => {
  it.each([
    ['a length and chunks', { 'content-length': length, 'transfer-encoding': 'chunked' }],
    ['chunks by another name', { 'transfer-encoding': 'xchunked' }],
    ['chunks that are not last', { 'transfer-encoding': 'chunked, identity' }],
    ['a length that is none', { 'content-length': `+${length}` }],
    ['two lengths in one', { 'content-length': `${length}, ${length}` }],
    ['a space before the colon', { 'content-length ': length }],
    ['a folded line', { 'x-folded': `one\r\n two`, 'content-length': length }],
    ['a bare newline', { 'x-bare': `one\ntransfer-encoding: chunked`, 'content-length': length }],
    ['a zero byte', { 'x-zero': 'a\0b', 'content-length': length }],
  ])('is refused: %s', async (_, headers) => {
    const scene = await startScene()
    await expectRefused(scene, wire(EVENTS, { ...signed(COMMAND), ...headers }, COMMAND), 400)
  })

  it('is refused: two different lengths', async () => {
    const scene = await startScene()
    const twice = wiredCommand().replace('connection: close', 'content-length: 5')
    await expectRefused(scene, twice, 400)
  })

  it('is refused: a chunk whose size is no number', async () => {
    const scene = await startScene()
    const chunked = { ...signed(COMMAND), 'transfer-encoding': 'chunked' }
    expect(await raw(scene, wire(EVENTS, chunked, `zz\r\n${COMMAND}\r\n0\r\n\r\n`))).toMatch(/^HTTP\/1.1 400/)
    expect(scene.heard).toEqual([])
  })

  it('is refused: no host, another protocol, another version', async () => {
    const scene = await startScene()
    await expectRefused(scene, 'GET / HTTP/1.1\r\n\r\n', 400)
    expect(statuses(await raw(scene, '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'))).toEqual([400])
    expect(statuses(await raw(scene, 'GET / HTTP/9.9\r\n\r\n'))).toEqual([400])
  })

  it('is refused: two signatures, two times', async () => {
    const scene = await startScene()
    for (const name of ['x-slack-signature', 'x-slack-request-timestamp']) {
      const good = signed(COMMAND)[name]
      const twice = wiredCommand().replace(`${name}: `, `${name}: ${good}\r\n${name}: `)
      expect(statuses(await raw(scene, twice))).toEqual([401])
    }
    expect(scene.heard).toEqual([])
  })

  it('does not hide a second request in the body of the first', async () => {
    const scene = await startScene()
    const inner = wire('GET /privacy HTTP/1.1', {})
    const body = `${COMMAND}&x=${inner}`
    const answer = await raw(scene, wiredCommand({}, body))
    expect(statuses(answer)).toEqual([200])
    expect(scene.heard).toHaveLength(1)
  })

  it('answers several requests of one connection in their order', async () => {
    const scene = await startScene()
    const answer = await raw(
      scene,
      wiredCommand({ connection: 'keep-alive' }) +
        wire('GET /nowhere HTTP/1.1', {}) +
        wire(EVENTS, { 'content-type': FORM, 'content-length': '0' }),
    )
    expect(statuses(answer)).toEqual([200, 404, 401])
    expect(scene.heard).toHaveLength(1)
  })
})

describe('what HTTP allows and nobody needs', () => {
  it.each([
    ['an upgrade', wire('GET / HTTP/1.1', { connection: 'upgrade, close', upgrade: 'websocket' }), [200]],
    ['HTTP/2 by prior knowledge', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400]],
    ['another expectation', wire('GET / HTTP/1.1', { connection: 'close', expect: 'tea' }), [417]],
    ['a tunnel', wire('CONNECT evil.example:443 HTTP/1.1', {}), []],
    ['an old version', 'GET / HTTP/1.0\r\n\r\n', [200]],
  ])('does no harm: %s', async (_, bytes, expected) => {
    const scene = await startScene()
    expect(statuses(await raw(scene, bytes))).toEqual(expected)
    expect((await post(scene)).status).toBe(200)
  })
})

describe('too much', () => {
  it('is refused by the length that is announced, before it comes', async () => {
    const scene = await startScene()
    const announced = { ...signed(COMMAND), 'content-length': String(MEGABYTE + 1) }
    await expectRefused(scene, wire(EVENTS, announced), 413)
  })

  it('is refused by the length that it gets', async () => {
    const scene = await startScene()
    const chunked = { ...signed(COMMAND), 'transfer-encoding': 'chunked' }
    const much = `${(MEGABYTE + 1).toString(16)}\r\n${'a'.repeat(MEGABYTE + 1)}`
    await expectRefused(scene, wire(EVENTS, chunked, much), 413)
  })

  it('is not what is just as large as allowed', async () => {
    const scene = await startScene()
    const body = `${COMMAND}&x=`.padEnd(MEGABYTE, 'a')
    expect((await post(scene, body)).status).toBe(200)
  })

  it('is refused in headers', async () => {
    const scene = await startScene()
    await expectRefused(scene, wire('GET / HTTP/1.1', { 'x-much': 'a'.repeat(20_000) }), 431)
    await expectRefused(scene, wire(`GET /${'a'.repeat(20_000)} HTTP/1.1`, {}), 431)
  })
})

describe('too slow', () => {
  const limits = { headersMs: 150, requestMs: 300, stalledMs: 1000 }

  it.each([
    ['nothing', ''],
    ['half a header', 'POST /slack/events HTTP/1.1\r\nhost: bot.exa'],
    ['half a body', wiredCommand().slice(0, -5)],
    [
      'a chunk that does not come',
      wire(EVENTS, { ...signed(COMMAND), 'transfer-encoding': 'chunked' }, '5\r\nab'),
    ],
  ])('is cut off: %s', async (_, bytes) => {
    const scene = await startScene({ limits })
    await expectRefused(scene, bytes, 408)
    expect(scene.log()).toContain('too slow')
  })

  it('is forgotten who hangs up in the middle', async () => {
    const scene = await startScene()
    await raw(scene, wiredCommand().slice(0, -5), true)
    expect(scene.heard).toEqual([])
    expect((await post(scene)).status).toBe(200)
    expect(scene.log()).not.toContain('"level":50')
  })
})

describe('paths', () => {
  it.each([
    '/../../etc/passwd',
    '/..%2f..%2fetc/passwd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/privacy/../../package.json',
    '/privacy%00.html',
    '/privacy/',
    '//privacy',
    '/.env',
    '/PRIVACY',
    '/__proto__',
    '/constructor',
    '/slack/events/',
    'http://evil.example/privacy',
    '*',
  ])('lead nowhere else: %s', async (path) => {
    const scene = await startScene()
    const method = path === '*' ? 'OPTIONS' : 'GET'
    const answer = await raw(scene, wire(`${method} ${path} HTTP/1.1`, { connection: 'close' }))
    expect(statuses(answer)).toEqual([404])
    expect(answer).toMatch(/\r\n\r\nThere is nothing here\.\n$/)
  })
})
