import type { ServerResponse } from 'node:http'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startOperations } from '../../src/http/operations.ts'
import { post, raw, startScene, statuses, wire, wiredCommand } from './scene.ts'

const statusOf = async (url: string, method = 'GET') => (await fetch(url, { method })).status

describe('the routes', () => {
  it.each([
    ['/', 'Add to Slack'],
    ['/privacy', 'Words of searches'],
    ['/support?from=slack', 'help@example.com'],
  ])('%s is a page', async (path, text) => {
    const { url } = await startScene()
    const answer = await fetch(url + path)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toContain(text)
    const head = await fetch(url + path, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('may neither be framed nor guessed, run nothing, and tell nobody where one came from', async () => {
    const { url } = await startScene({
      publicUrl: 'https://bot.example.com',
      oauth: (_, response) => void response.end(),
    })
    for (const path of ['/', '/nowhere', '/healthz', '/slack/install']) {
      const { headers } = await fetch(url + path)
      const policy = headers.get('content-security-policy')
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; .*frame-ancestors 'none'$/)
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
      expect(headers.get('x-powered-by')).toBeNull()
    }
  })

  it('does not ask for https where there is none', async () => {
    const { url } = await startScene({ publicUrl: 'http://localhost:3000' })
    expect((await fetch(url)).headers.get('strict-transport-security')).toBeNull()
  })

  it.each([
    ['POST', '/', 'GET, HEAD'],
    ['GET', '/slack/events', 'POST'],
    ['PUT', '/slack/events', 'POST'],
    ['POST', '/slack/install', 'GET'],
    ['HEAD', '/slack/oauth_redirect', 'GET'],
    ['DELETE', '/readyz', 'GET, HEAD'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const { url } = await startScene({ oauth: (_, response) => void response.end() })
    const answer = await fetch(url + path, { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, allow])
  })

  it('says with a page to a browser, and else in a line, that there is nothing', async () => {
    const { url } = await startScene()
    const browser = await fetch(`${url}/elsewhere`, { headers: { accept: 'text/html,*/*;q=0.8' } })
    expect([browser.status, browser.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await browser.text()).toContain('<a href="/">What kstreams is</a>')
    const other = await fetch(`${url}/elsewhere`)
    expect([other.status, await other.text()]).toEqual([404, 'There is nothing here.\n'])
  })

  it('gives the installation what is asked of it, where there is one', async () => {
    const { url } = await startScene({ oauth: (request, response) => void response.end(request.url) })
    expect(await (await fetch(`${url}/slack/oauth_redirect?code=1&state=2`)).text()).toBe(
      '/slack/oauth_redirect?code=1&state=2',
    )
    const without = await startScene()
    expect(await statusOf(`${without.url}/slack/install`)).toBe(404)
    expect(await statusOf(`${without.url}/slack/oauth_redirect?code=1`)).toBe(404)
  })

  it('hides a fault of ours, and goes on', async () => {
    const faults = [
      () => {
        throw new Error('planted fault')
      },
      async () => Promise.reject(new Error('planted fault')),
    ]
    for (const oauth of faults) {
      const scene = await startScene({ oauth })
      const answer = await fetch(`${scene.url}/slack/install`)
      expect([answer.status, await answer.text()]).toEqual([500, 'That went wrong on our side.\n'])
      expect(scene.log()).toContain('planted fault')
      expect((await post(scene)).status).toBe(200)
    }
  })

  it('ends an answer that broke in the middle', async () => {
    const scene = await startScene({
      oauth: async (_, response) => {
        response.write('half')
        throw new Error('planted fault')
      },
    })
    const answer = await raw(scene, wire('GET /slack/install HTTP/1.1', {}))
    expect(answer).not.toContain('\r\n0\r\n\r\n')
    expect(statuses(answer).at(1)).toBeUndefined()
    expect((await post(scene)).status).toBe(200)
  })

  it('says which setting is wrong where the port is taken', async () => {
    const { http } = await startScene()
    await expect(startScene({ port: http.port })).rejects.toThrow('PORT is taken. Set another one.')
    await expect(startScene({ host: '192.0.2.1' })).rejects.toThrow('HOST is no address of this machine.')
  })
})

describe('the end', () => {
  it('asks clients to go elsewhere while it drains, and still answers', async () => {
    const scene = await startScene()
    expect(await statusOf(`${scene.url}/readyz`)).toBe(200)
    scene.http.drain()
    const ready = await fetch(`${scene.url}/readyz`)
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'unavailable', failing: ['accepting'] },
    ])
    expect(await statusOf(`${scene.url}/healthz`)).toBe(200)
    const answer = await raw(scene, wiredCommand({ connection: 'keep-alive' }))
    expect(answer).toMatch(/^HTTP\/1\.1 200[\s\S]*connection: close/i)
  })

  it('finishes what is in hand, takes nothing new, and lets go of the rest', async () => {
    let finish = () => {}
    const begun = new Promise<void>((arrived) => {
      finish = arrived
    })
    let answer = () => {}
    const scene = await startScene({
      slack: (_, response) => {
        answer = () => void response.end('finished')
        finish()
      },
    })
    const idle = raw(scene, wire('GET /healthz HTTP/1.1', {}))
    const silent = raw(scene, '')
    const half = raw(scene, 'POST /slack/events HTTP/1.1\r\nhost: x')
    const inHand = raw(scene, wiredCommand({ connection: 'keep-alive' }))
    await begun
    await scene.http.stopListening()
    expect(await scene.health.ready()).toMatchObject({ able: false })
    await expect(post(scene)).rejects.toThrow('fetch failed')
    let isClosed = false
    const closed = scene.http.close().then(() => {
      isClosed = true
    })
    expect(statuses(await idle)).toEqual([200])
    expect(await silent).toBe('')
    expect(await half).toBe('')
    expect(isClosed).toBe(false)
    answer()
    expect(await inHand).toMatch(/^HTTP\/1\.1 200[\s\S]*connection: close[\s\S]*finished/i)
    await closed
    await scene.http.close()
  })
})

describe('an answer that is half out when the end comes', () => {
  it('is finished, and its connection is not kept', async () => {
    let begun = (_: ServerResponse) => {}
    const half = new Promise<ServerResponse>((resolve) => {
      begun = resolve
    })
    const scene = await startScene({
      slack: (_, response) => {
        response.write('half')
        begun(response)
      },
    })
    const answer = raw(scene, wiredCommand({ connection: 'keep-alive' }))
    const response = await half
    const closed = scene.http.close()
    response.end(' and half')
    expect(await answer).toMatch(/ and half[\s\S]*\r\n0\r\n\r\n$/)
    await closed
  })
})

describe('the port of operators', () => {
  const log = pino({ level: 'silent' })

  it('has metrics and health, and nothing else', async () => {
    const { health } = await startScene()
    const metrics = async () => ({ contentType: 'text/plain; version=0.0.4', text: 'up 1\n' })
    const { port, close } = await startOperations({ port: 0, host: '127.0.0.1', health, metrics, log })
    onTestFinished(close)
    const url = `http://127.0.0.1:${port}`
    const answer = await fetch(`${url}/metrics`)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4')
    expect(await answer.text()).toBe('up 1\n')
    expect(await statusOf(`${url}/healthz`)).toBe(200)
    expect(await statusOf(`${url}/readyz`)).toBe(200)
    health.drain()
    expect(await statusOf(`${url}/readyz`)).toBe(503)
    expect(await statusOf(`${url}/metrics`, 'POST')).toBe(405)
    for (const path of ['/', '/slack/events', '/privacy']) expect(await statusOf(url + path)).toBe(404)
  })

  it('is not among what everybody may see', async () => {
    const { url } = await startScene()
    expect(await statusOf(`${url}/metrics`)).toBe(404)
  })

  it('outlives metrics that fail, and names its setting', async () => {
    const { health } = await startScene()
    const metrics = () => Promise.reject(new Error('planted fault'))
    const options = { host: '127.0.0.1', health, metrics, log }
    const { port, close } = await startOperations({ port: 0, ...options })
    onTestFinished(close)
    expect(await statusOf(`http://127.0.0.1:${port}/metrics`)).toBe(500)
    expect(await statusOf(`http://127.0.0.1:${port}/healthz`)).toBe(200)
    await expect(startOperations({ port, ...options })).rejects.toThrow('METRICS_PORT is taken')
  })
})
