import { createServer as createRawServer } from 'node:net'
import { setImmediate as soon } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { LinkResult } from '../../src/link-check/result.ts'
import { createTurns } from '../../src/link-check/turns.ts'
import { listen, ok, type Routes, startWeb } from './web.ts'

describe('the turns of hosts', () => {
  it('give each host one thing to do at a time, and let the others go on', async () => {
    const inTurn = createTurns(0, new AbortController().signal)
    const done: string[] = []
    const work = (name: string) => async () => {
      done.push(`${name} begins`)
      await soon()
      done.push(`${name} ends`)
    }
    const failing = async () => {
      throw new Error('no answer')
    }
    const failed = expect(inTurn('a', failing)).rejects.toThrow('no answer')
    await Promise.all([inTurn('a', work('a1')), inTurn('a', work('a2')), inTurn('b', work('b1')), failed])
    expect(done.filter((line) => line.startsWith('a'))).toEqual([
      ...['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends'],
    ])
    expect(done.indexOf('b1 begins')).toBeLessThan(done.indexOf('a1 ends'))
  })

  it('leave a host alone for a while, unless the whole is stopped', async () => {
    const ending = new AbortController()
    const inTurn = createTurns(60 * 60_000, ending.signal)
    let begun = 0
    const work = async () => void begun++
    await inTurn('a', work)
    const second = inTurn('a', work)
    await inTurn('b', work)
    await soon()
    expect(begun).toBe(2)
    ending.abort()
    await expect(second).rejects.toThrow('aborted')
    expect(begun).toBe(2)
  })
})

describe('a check of many links', () => {
  it('asks each host one thing at a time, several hosts at once, and no more than it may', async () => {
    const now = { a: 0, b: 0, c: 0, all: 0 }
    const most = { ...now }
    const both: (() => void)[] = []
    const slow: Routes[string] = async ({ headers }, response) => {
      const host = (headers.host?.[0] ?? '') as 'a' | 'b' | 'c'
      for (const key of [host, 'all'] as const) most[key] = Math.max(most[key], ++now[key])
      // The first two only get on together.
      if (both.length < 2) {
        const together = new Promise<void>((resolve) => both.push(resolve))
        if (both.length === 2) for (const resolve of both) resolve()
        await together
      }
      await soon()
      for (const key of [host, 'all'] as const) now[key]--
      response.end()
    }
    const paths = ['/1', '/2', '/3']
    const web = await startWeb(Object.fromEntries([...paths, '/robots.txt'].map((path) => [path, slow])))
    const urls = ['a.test', 'b.test', 'c.test'].flatMap((host) => paths.map((path) => web.at(path, host)))
    const results = await web.check(urls, { pace: { ...web.options.pace, hosts: 2 } })
    expect(results.map(({ url, state }) => [url, state])).toEqual(urls.map((url) => [url, 'ok']))
    expect(most).toEqual({ a: 1, b: 1, c: 1, all: 2 })
  })

  it('tells of each result at once, and stops with what it has when it is told to', async () => {
    const ending = new AbortController()
    const told: LinkResult[] = []
    const web = await startWeb({ '/1': ok, '/2': () => ending.abort(), '/3': ok })
    const onResult = (result: LinkResult) => void told.push(result)
    const results = await web.check(['/1', '/2', '/3'], { signal: ending.signal, onResult })
    expect(results).toEqual([{ url: web.at('/1'), state: 'ok', certain: false }])
    expect(told).toEqual(results)
    expect(web.asked).toEqual(['HEAD a.test/1', 'HEAD a.test/2'])
  })

  it('stops in the middle of a rest', async () => {
    const web = await startWeb({ '/': ok })
    const ending = new AbortController()
    const allow = () => {
      setImmediate(() => ending.abort())
      return true
    }
    const network = { ...web.options.network, allow }
    const pace = { ...web.options.pace, gapMs: 60 * 60_000 }
    expect(await web.check(['/'], { signal: ending.signal, network, pace })).toEqual([])
  })

  it('stops in the middle of a connection, and lets go of it', async () => {
    const web = await startWeb({})
    const ending = new AbortController()
    const silent = createRawServer()
    const letGo = new Promise((resolve) => {
      silent.on('connection', (socket) => {
        socket.resume().on('close', resolve)
        ending.abort()
      })
    })
    const port = await listen(silent)
    const pace = { ...web.options.pace, timeoutMs: 60 * 60_000 }
    const options = { signal: ending.signal, network: { ...web.options.network, allow: () => true }, pace }
    expect(await web.check([`https://a.test:${port}/`], options)).toEqual([])
    await letGo
  })

  it('of none is done at once', async () => {
    expect(await (await startWeb({})).check([])).toEqual([])
  })
})
