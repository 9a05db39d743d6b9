import { createServer as createRawServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isPublic } from '../../src/link-check/address.ts'
import type { LinkResult } from '../../src/link-check/result.ts'
import { inOrder, listen, ok, type Routes, startWeb, status, to } from './web.ts'

/** What becomes of a link to `/` on a server with these routes. */
async function one(routes: Routes, path = '/'): Promise<Omit<LinkResult, 'url'> & { asked: string[] }> {
  const web = await startWeb(routes)
  const [result] = await web.check([path])
  if (!result) throw new Error('no result')
  const { url, ...rest } = result
  expect(url).toBe(web.at(path))
  return { ...rest, asked: web.asked.filter((line) => !line.includes('archive.test')) }
}

const HEAD = 'HEAD a.test/'
const GET = 'GET a.test/'
const good = { state: 'ok', certain: false }
const blocked = (reason: string) => ({ state: 'blocked', certain: false, reason })
const dead = (reason: string, certain = false) => ({ state: 'dead', certain, reason })

describe('what a server says', () => {
  it('is heard by HEAD alone where that is clear', async () => {
    expect(await one({ '/': ok })).toEqual({ ...good, asked: [HEAD] })
  })

  it.each([403, 404, 405, 501])('is heard by GET where HEAD says %i', async (code) => {
    const only: Routes = {
      '/': (request, response) => void response.writeHead(request.method === 'HEAD' ? code : 200).end(),
    }
    expect(await one(only)).toMatchObject(good)
  })

  it.each([
    [404, '404 Not Found'],
    [410, '410 Gone'],
  ])('is proof with %i', async (code, reason) => {
    expect(await one({ '/': status(code) })).toEqual({ ...dead(reason, true), asked: [HEAD, GET] })
  })

  it.each([
    [401, '401 Unauthorized'],
    [403, '403 Forbidden'],
    [400, '400 Bad Request'],
    [451, '451 Unavailable For Legal Reasons'],
    [999, '999'],
  ])('tells nothing with %i', async (code, reason) => {
    expect(await one({ '/': status(code) })).toEqual({ ...blocked(reason), asked: [HEAD, GET] })
  })

  it('tells nothing where Cloudflare asks whether we are human', async () => {
    const challenge = status(503, { 'cf-mitigated': 'challenge' })
    expect(await one({ '/': challenge })).toMatchObject(blocked('503 Service Unavailable'))
  })

  it('is no proof while it has a fault of its own, and asked for again', async () => {
    const { asked, ...result } = await one({ '/': status(500) })
    expect(result).toEqual(dead('500 Internal Server Error'))
    expect(asked).toEqual([HEAD, GET, GET, GET])
    expect(await one({ '/': inOrder(status(503), status(502), ok) })).toMatchObject(good)
  })

  it('is waited for when it is too busy, though not for ever', async () => {
    const soon = await one({ '/': inOrder(status(429, { 'retry-after': '0' }), ok) })
    expect(soon).toEqual({ ...good, asked: [HEAD, GET] })
    const past = status(429, { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' })
    expect(await one({ '/': inOrder(past, ok) })).toMatchObject(good)
    const later = await one({ '/': inOrder(status(429, { 'retry-after': '1' }), ok) })
    expect(later).toEqual({ ...blocked('429 Too Many Requests'), asked: [HEAD] })
    const next = status(503, { 'retry-after': 'Fri, 31 Dec 2999 23:59:59 GMT' })
    expect(await one({ '/': inOrder(next, ok) })).toMatchObject(dead('503 Service Unavailable'))
  })

  it('is waited for longer each time, and not by all equally long', async () => {
    const web = await startWeb({ '/': inOrder(status(503), status(503), ok) })
    const drawn: string[] = []
    const random = () => {
      drawn.push(web.asked.at(-1) ?? '')
      return 0
    }
    // Of 2 and 4 ms only the latter is more than 3: there it gives up.
    const pace = { ...web.options.pace, backoffMs: 4, mostRetryAfterMs: 3 }
    expect(await web.check(['/'], { pace, random })).toMatchObject([dead('503 Service Unavailable')])
    expect(drawn).toEqual([HEAD, GET])
  })
})

describe('a redirect', () => {
  it('for good is told, with where it ends', async () => {
    const web = await startWeb({ '/': to('/b', 301), '/b': to('http://b.test:1/c', 308) })
    const routes: Routes = { '/': to('/b?x=1', 301), '/b': to('/c', 308), '/c': ok }
    const other = await startWeb(routes)
    expect(await other.check(['/#here'])).toEqual([
      { url: other.at('/#here'), state: 'moved', certain: false, movedTo: other.at('/c#here') },
    ])
    expect(await web.check(['/'])).toMatchObject([blocked('redirect: port 1')])
  })

  it.each([302, 303, 307])('for now (%i) changes nothing', async (code) => {
    expect(await one({ '/': to('/b', code), '/b': to('/c', 301), '/c': ok })).toMatchObject(good)
    const result = await one({ '/': to('/b', 301), '/b': to('/c', code), '/c': ok })
    expect(result).toMatchObject({ state: 'moved', movedTo: expect.stringMatching(/\/b$/) })
  })

  it('to the same page in another spelling is none', async () => {
    const routes = { '/a': to('/a/?utm_source=us', 301), '/a/': ok }
    expect(await one(routes, '/a')).toMatchObject(good)
  })

  it('to what is gone makes it dead', async () => {
    const result = await one({ '/': to('/b', 301) })
    expect(result).toEqual({ ...dead('404 Not Found', true), asked: [HEAD, 'HEAD a.test/b', 'GET a.test/b'] })
  })

  it('in a circle, without end or to nowhere is told', async () => {
    expect(await one({ '/': to('/b'), '/b': to('/') })).toMatchObject(blocked('redirects in a circle'))
    const endless: Routes = {}
    for (let n = 0; n < 20; n++) endless[`/${n}`] = to(`/${n + 1}`)
    const { asked, ...result } = await one(endless, '/0')
    expect(result).toEqual(blocked('more than 10 redirects'))
    expect(asked).toHaveLength(11)
    expect(await one({ '/': status(302) })).toMatchObject(dead('302 Found'))
    expect(await one({ '/': to('http://') })).toMatchObject(dead('302 Found'))
  })

  it.each([
    ['file:///etc/passwd', 'file: is neither http nor https'],
    ['javascript:alert(1)', 'javascript: is neither http nor https'],
    ['http://127.0.0.1/', 'private address'],
    ['http://10.0.0.1/', 'private address'],
    ['http://ten.test/', 'private address'],
    ['http://user:secret@a.test/', 'password in the address'],
  ])('to %s is refused', async (target, reason) => {
    expect(await one({ '/': to(target) })).toEqual({ ...blocked(`redirect: ${reason}`), asked: [HEAD] })
  })
})

describe('a server that does not play by the rules', () => {
  const cases: Record<string, [Routes, string]> = {
    'resets the connection': [{ '/': ({ socket }) => void socket.resetAndDestroy() }, 'connection broken'],
    'hangs up': [{ '/': ({ socket }) => void socket.destroy() }, 'connection broken'],
    'talks rubbish': [{ '/': ({ socket }) => void socket.write('rubbish\r\n\r\n') }, 'answer not understood'],
    'sends headers without end': [
      {
        '/': ({ socket }) =>
          void socket.write(`HTTP/1.1 200 OK\r\n${`x-more: ${'x'.repeat(1000)}\r\n`.repeat(200)}`),
      },
      'answer not understood',
    ],
  }
  it.each(Object.entries(cases))('that %s is no proof', async (_, [routes, reason]) => {
    const { asked, ...result } = await one(routes)
    expect(result).toEqual(dead(reason))
    expect(asked).toEqual([HEAD, GET, GET, GET])
  })

  it('that never answers is not waited for', async () => {
    const web = await startWeb({ '/': () => {} })
    const pace = { ...web.options.pace, timeoutMs: 40 }
    expect(await web.check(['/'], { pace })).toMatchObject([dead('timed out')])
  })

  it('that sends a body without end is believed, and cut off', async () => {
    let cutOff: Promise<unknown> | undefined
    const endless: Routes[string] = (request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(405).end()
      const timer = setInterval(() => response.write('x'.repeat(100_000)), 1)
      cutOff = new Promise((resolve) => response.on('close', resolve)).then(() => clearInterval(timer))
    }
    expect(await one({ '/': endless })).toMatchObject(good)
    await cutOff
  })

  it('that sends a gzip bomb is believed, and nothing unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000))
    const send: Routes[string] = (_, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'text/plain' }).end(bomb)
    const body: Routes[string] = (request, response) =>
      request.method === 'HEAD' ? status(501)(request, response) : send(request, response)
    expect(await one({ '/': body, '/robots.txt': send })).toMatchObject(good)
  })

  it('whose certificate nobody vouches for is no proof, and not asked again', async () => {
    const web = await startWeb({ '/': ok }, true)
    const ports: number[] = []
    const allow = (_: string, port: number) => ports.push(port) > 0
    const network = { ...web.options.network, allow }
    expect(await web.check(['/'], { network })).toMatchObject([dead('certificate not valid')])
    // For robots.txt, the link, and the copy.
    expect(ports).toEqual([web.port, web.port, web.port])
    expect(web.asked).toEqual([])
  })

  it('whose certificate is another host’s is no proof either', async () => {
    const web = await startWeb({ '/': ok }, true)
    const network = { ...web.options.network, ca: web.ca }
    const urls = [web.at('/'), web.at('/', 'b.test')]
    expect(await web.check(urls, { network })).toMatchObject([good, dead('certificate not valid')])
    expect(web.asked).toEqual([HEAD])
  })

  it('that has no secure connection is no proof', async () => {
    const web = await startWeb({ '/': ok })
    const secure = web.at('/').replace('http:', 'https:')
    expect(await web.check([secure])).toMatchObject([dead('no secure connection')])
  })

  it('that is not there is no proof', async () => {
    const gone = createRawServer()
    const port = await listen(gone)
    await new Promise((resolve) => gone.close(resolve))
    const web = await startWeb({})
    const allow = () => true
    const urls = [`http://127.0.0.1:${port}/`, 'https://nowhere.example/']
    const results = await web.check(urls, { network: { ...web.options.network, allow } })
    expect(results).toMatchObject([dead('connection refused'), dead('host not found')])
  })
})

describe('a host that is not there', () => {
  it('is not waited for again for each of its links', async () => {
    const web = await startWeb({ '/': ok })
    const { lookup } = web.options.network ?? {}
    const names: string[] = []
    const network: typeof web.options.network = {
      ...web.options.network,
      lookup: (name, options, callback) => {
        names.push(name)
        lookup?.(name, options, callback)
      },
    }
    const urls = [1, 2, 3].map((n) => `https://nowhere.example/${n}`)
    const archive = 'https://no.archive.example/'
    expect(await web.check([...urls, '/'], { network, archive })).toMatchObject([
      ...urls.map(() => dead('host not found')),
      good,
    ])
    // For robots.txt, and four times for the first.
    expect(names.filter((name) => name === 'nowhere.example')).toHaveLength(5)
    expect(names.filter((name) => name === 'no.archive.example')).toHaveLength(1)
  })
})

it('does not follow a redirect to an address that is too long', async () => {
  const result = await one({ '/': to(`/${'a'.repeat(5000)}`) })
  expect(result).toMatchObject(blocked('redirect: an address too long to follow'))
})

describe('what is not the web of all', () => {
  it('is told from what is', () => {
    const strange = ['10.0.0.1', '::1', '::7f00:1', '4000::1', '64:ff9b::7f00:1', '', 'a.test']
    const addresses = ['8.8.8.8', '2606:4700:4700::1111', ...strange]
    expect(addresses.filter((address) => isPublic(address, 443))).toEqual(addresses.slice(0, 2))
    expect([80, 443, 22, 8080].filter((port) => isPublic('8.8.8.8', port))).toEqual([80, 443])
  })

  it.each([
    ...['http://127.0.0.1/', 'http://2130706433/', 'http://0x7f.1/', 'http://0177.0.0.1/', 'http://0.0.0.0/'],
    ...['http://localhost/', 'http://10.0.0.8/', 'http://192.168.1.1/', 'http://172.16.0.1/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://100.64.0.1/', 'http://168.63.129.16/'],
    ...['http://224.0.0.1/', 'http://255.255.255.255/', 'http://[::1]/', 'http://[::]/', 'http://[fe80::1]/'],
    ...['http://[fd00:ec2::254]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:8.8.8.8]/'],
    ...['http://[64:ff9b::7f00:1]/', 'http://[ff02::1]/', 'https://ten.test/', 'https://cloud.test/'],
    ...['https://mapped.test/', 'https://a.test/'],
  ])('is refused: %s', async (url) => {
    const web = await startWeb({})
    const { lookup } = web.options.network ?? {}
    expect(await web.check([url], { network: lookup ? { lookup } : {} })).toMatchObject([
      blocked('private address'),
    ])
  })

  it.each([
    ['ftp://a.test/', 'ftp: is neither http nor https'],
    ['https://user@a.test/', 'password in the address'],
    ['https://a.test:22/', 'port 22'],
    ['not an address', 'no address'],
  ])('is refused: %s', async (url, reason) => {
    const [result] = await (await startWeb({})).check([url])
    expect(result).toMatchObject(blocked(reason))
  })
})

describe('robots.txt', () => {
  const robots = (text: string, type = 'text/plain'): Routes => ({
    '/': ok,
    '/private': ok,
    '/robots.txt': (_, response) => void response.writeHead(200, { 'content-type': type }).end(text),
  })
  const NO = 'User-agent: kstreams-link-check\nDisallow: /\n'

  it('is obeyed, and read once for each host', async () => {
    let read = 0
    const routes = robots('')
    routes['/robots.txt'] = (_, response) => {
      read++
      response.end('User-agent: *\nDisallow: /private\n')
    }
    const web = await startWeb(routes)
    expect(await web.check(['/private', '/', '/private?x'])).toMatchObject([
      ...[blocked('robots.txt'), good, blocked('robots.txt')],
    ])
    expect(web.asked).toEqual([HEAD])
    expect(read).toBe(1)
  })

  it('is obeyed by our name, where it was redirected to, and after a redirect', async () => {
    expect(await one(robots(NO))).toEqual({ ...blocked('robots.txt'), asked: [] })
    const moved = { ...robots(''), '/robots.txt': to('/r'), '/r': robots(NO)['/robots.txt'] ?? ok }
    expect(await one(moved)).toMatchObject(blocked('robots.txt'))
    const behind = robots('User-agent: *\nDisallow: /private\n')
    expect(await one({ ...behind, '/': to('/private') })).toMatchObject(blocked('redirect: robots.txt'))
  })

  it.each<[string, Routes]>([
    ['missing', {}],
    ['out of order', { '/robots.txt': status(500) }],
    ['not found, in many words', { '/robots.txt': (_, response) => void response.writeHead(404).end(NO) }],
    ['unreachable', { '/robots.txt': ({ socket }) => void socket.destroy() }],
    ['a page', robots(NO, 'text/html; charset=utf-8')],
    ['redirected for ever', { '/robots.txt': to('/robots.txt') }],
    ['redirected to this machine', { '/robots.txt': to('http://127.0.0.1/') }],
  ])('changes nothing when it is %s', async (_, routes) => {
    expect(await one({ '/': ok, ...routes })).toMatchObject(good)
  })

  it('is not obeyed where it is made to hold us up', async () => {
    const hostile = `User-agent: *\nDisallow: /${'*a'.repeat(2000)}b\nDisallow: /private\n`
    const path = `/${'a'.repeat(900)}`
    expect(await one({ ...robots(hostile), [path]: ok }, path)).toMatchObject(good)
    expect(await one(robots(hostile), '/private')).toMatchObject(blocked('robots.txt'))
  })

  it('is obeyed even if it never ends', async () => {
    const endless: Routes[string] = (_, response) => {
      response.write('User-agent: *\nDisallow: /private\n')
      const timer = setInterval(() => response.write('# and so on\n'.repeat(10_000)), 1)
      response.on('close', () => clearInterval(timer))
    }
    const result = await one({ '/robots.txt': endless, '/private': ok }, '/private')
    expect(result).toMatchObject(blocked('robots.txt'))
  })

  it('is read to its 500th KiB, up to the last whole line', async () => {
    const comment = `#${'x'.repeat(99)}\n`
    const early = `User-agent: *\nDisallow: /private\n${comment.repeat(6000)}`
    expect(await one(robots(early), '/private')).toMatchObject(blocked('robots.txt'))
    const long = `User-agent: *\n${comment.repeat(6000)}`
    const rule = 'Disallow: /nothing'
    const late = `${long.slice(0, 500 * 1024 - 1 - 'Disallow: /'.length)}\n${rule}\n${comment}`
    expect(late.slice(0, 500 * 1024)).toMatch(/\nDisallow: \/$/)
    expect(await one(robots(late))).toMatchObject(good)
  })
})

describe('a copy of what is dead', () => {
  const COPY = 'http://web.archive.org/web/20200101000000/http://a.test/'
  const closest = (changed: object = {}) => ({
    archived_snapshots: {
      closest: { available: true, status: '200', url: COPY, timestamp: '1', ...changed },
    },
  })
  const archive = (said: unknown): Routes => ({
    '/wayback/available': (_, response) =>
      void response.end(typeof said === 'string' ? said : JSON.stringify(said)),
  })

  it('is offered', async () => {
    const web = await startWeb({ ...archive(closest()), '/ok': ok })
    const [gone, fine] = await web.check(['/gone?a=1&b', '/ok'])
    expect(gone).toMatchObject({ ...dead('404 Not Found', true), archive: COPY.replace('http:', 'https:') })
    expect(fine).not.toHaveProperty('archive')
    const questions = web.asked.filter((line) => line.includes('archive.test'))
    expect(questions).toEqual([
      `GET archive.test/wayback/available?url=${encodeURIComponent(web.at('/gone?a=1&b'))}`,
    ])
  })

  it.each<[string, Routes]>([
    ['none is kept', archive({ archived_snapshots: {} })],
    ['the copy is of an error', archive(closest({ status: '404' }))],
    ['it is not available', archive(closest({ available: false }))],
    ['it is somewhere else', archive(closest({ url: 'https://web.archive.org.evil.example/' }))],
    ['it is on another port', archive(closest({ url: 'https://web.archive.org:8443/web/1/x' }))],
    ['it is no web page', archive(closest({ url: 'javascript:alert(1)' }))],
    ['the answer is no JSON', archive('<html>')],
    ['the answer is something else', archive([1])],
    ['the answer is huge', archive(JSON.stringify(closest({ more: 'x'.repeat(100_000) })))],
    ['the archive is out of order', { '/wayback/available': status(503) }],
    ['the archive hangs up', { '/wayback/available': ({ socket }) => void socket.destroy() }],
  ])('is not offered when %s', async (_, routes) => {
    const { archive, ...result } = await one(routes)
    expect(archive).toBeUndefined()
    expect(result).toMatchObject(dead('404 Not Found', true))
  })
})
