import { describe, expect, it, onTestFinished } from 'vitest'
import type { checkLinks } from '../../src/link-check/check.ts'
import type { LinkResult } from '../../src/link-check/result.ts'
import { type LinkCheckDeps, startLinkCheck } from '../../src/link-check/weekly.ts'
import { createLog, type Log } from '../../src/log.ts'
import { openDatabase } from '../../src/store/database.ts'
import { deadLinks, keepLink, type TeamLink } from '../../src/store/links.ts'
import type { Database } from '../../src/store/tables.ts'
import { DAY, NINE, TEAM } from '../store/rows.ts'
import { ok, type Routes, startWeb, status } from './web.ts'

type Line = { level: 'info' | 'warn'; said: Record<string, unknown>; message: string }

/** A bot's part that checks links, on a database of its own, by a clock that the test turns. */
async function startBot(
  links: readonly TeamLink[],
  check: typeof checkLinks,
  { given, ...more }: Partial<LinkCheckDeps> & { given?: Database } = {},
) {
  const database = given ?? (await openDatabase('file::memory:'))
  if (!given) onTestFinished(() => database.close())
  const clock = { now: NINE }
  const lines: Line[] = []
  const changes: string[][] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const look of waiting) look()
  }
  const write = (level: Line['level']) => (said: Line['said'], message: string) => {
    lines.push({ level, said, message })
    wake()
  }
  const log = Object.assign(createLog('silent'), { info: write('info'), warn: write('warn') }) as Log
  const onChange = async () => {
    const dead = [...(await deadLinks(database, '')), ...(await deadLinks(database, TEAM))]
    changes.push(dead.map(([url]) => url))
    wake()
  }
  const deps = { database, team: TEAM, links: () => links, onChange, now: () => clock.now, log, check }
  const job = startLinkCheck({ ...deps, times: { firstMs: 0, everyMs: 1 }, ...more })
  onTestFinished(job.close)
  /** Waits until something that was logged or told makes it true. */
  const until = (isSo: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isSo()) return
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  const said = (message: string) => lines.filter((line) => line.message === message).map(({ said }) => said)
  return { database, clock, lines, changes, until, said, job }
}

const CHECKED = 'links were checked'
const link = (url: string, team = ''): TeamLink => ({ team, url })
/** A check that gives these results, and counts how often each link was asked for. */
function pretend(results: Record<string, Partial<LinkResult>>) {
  const asked: string[] = []
  const check: typeof checkLinks = async (urls) => {
    asked.push(...urls)
    return urls.map((url) => ({ url, state: 'ok', certain: false, ...results[url] }))
  }
  return { asked, check, results }
}
const GONE = { state: 'dead', certain: true, reason: '404 Not Found' } as const
const SILENT = { state: 'dead', certain: false, reason: 'timed out' } as const

describe('links that are checked in the background', () => {
  it('are those that are due, by the real check', async () => {
    const routes: Routes = { '/ok': ok, '/403': status(403) }
    const web = await startWeb(routes)
    const { checkLinks } = await import('../../src/link-check/check.ts')
    const links = [link(web.at('/ok')), link(web.at('/gone')), link(web.at('/403'), TEAM)]
    const bot = await startBot(links, (urls, options) => checkLinks(urls, { ...options, ...web.options }))
    await bot.until(() => bot.said(CHECKED).length === 1)
    expect(bot.said(CHECKED)).toEqual([{ checked: 3, ok: 1, moved: 0, blocked: 1, dead: 1 }])
    expect(bot.changes).toEqual([[web.at('/gone')]])
    expect(bot.said('a link is dead')).toEqual([{ url: web.at('/gone'), since: '2026-11-23' }])
    const rows = await bot.database.db.selectFrom('link').select(['team', 'state', 'reason']).execute()
    expect(rows).toContainEqual({ team: TEAM, state: 'blocked', reason: '403 Forbidden' })
  })

  it('are told when they die, and when they are back', async () => {
    const { check, results, asked } = pretend({ a: GONE })
    const bot = await startBot([link('a'), link('b'), link('c')], check)
    await bot.until(() => bot.said(CHECKED).length === 1)
    expect(bot.changes).toEqual([['a']])
    Object.assign(results, { a: {} })
    bot.clock.now += DAY
    await bot.until(() => bot.said(CHECKED).length === 2)
    expect(bot.changes).toEqual([['a'], []])
    expect(bot.said('a link is dead no longer')).toEqual([{ url: 'a' }])
    expect(asked.toSorted()).toEqual(['a', 'a', 'b', 'c'])
  })

  it('are not taken for dead while nothing at all can be reached', async () => {
    const { check, results } = pretend({ b: SILENT })
    const bot = await startBot([link('a'), link('b')], check)
    await bot.until(() => bot.said(CHECKED).length === 1)
    // From here on the cable is out: b, alone in its batch, does not answer, but neither does a.
    Object.assign(results, { a: SILENT })
    bot.clock.now += 2 * DAY
    const UNREACHABLE = 'links cannot be checked: no server can be reached from here'
    await bot.until(() => bot.said(UNREACHABLE).length === 1)
    expect(bot.changes).toEqual([])
    // It is in again: a answers, b still does not.
    Object.assign(results, { a: {} })
    bot.clock.now += DAY / 24
    await bot.until(() => bot.changes.length === 1)
    expect(bot.changes).toEqual([['b']])
  })

  it('are marked, too, when another process finds them dead, or found them so before', async () => {
    const { check } = pretend({})
    const given = await openDatabase('file::memory:')
    onTestFinished(() => given.close())
    await keepLink(given, { ...link('a'), state: 'dead', reason: '404 Not Found', checkedAt: NINE })
    await keepLink(given, { ...link('b', TEAM), state: 'ok', checkedAt: NINE })
    const bot = await startBot([link('a'), link('b', TEAM)], check, { given })
    await bot.until(() => bot.changes.length === 1)
    expect(bot.changes).toEqual([['a']])
    await keepLink(given, { ...link('b', TEAM), state: 'dead', reason: '410 Gone', checkedAt: NINE + 1 })
    await bot.until(() => bot.changes.length === 2)
    expect(bot.changes.at(-1)).toEqual(['a', 'b'])
    await bot.until(() => bot.said('a link is dead').length === 1)
    // What was so before the start is no news.
    expect(bot.said('a link is dead')).toEqual([{ url: 'b', since: '2026-11-23' }])
    expect(bot.said(CHECKED)).toEqual([])
  })

  it('are forgotten with their use cases', async () => {
    const { check } = pretend({ a: GONE })
    const links = [link('a'), link('b')]
    const bot = await startBot(links, check)
    await bot.until(() => bot.changes.length === 1)
    links.shift()
    await bot.until(() => bot.changes.length === 2)
    const rows = await bot.database.db.selectFrom('link').select('url').execute()
    expect(rows).toEqual([{ url: 'b' }])
  })

  it('are asked for again when something went wrong, and told again when nobody listened', async () => {
    const { check } = pretend({ a: GONE })
    let told = 0
    let fails = 0
    const bot = await startBot(
      [link('a')],
      async (urls) => {
        if (fails++ === 0) throw new Error('out of order')
        return check(urls)
      },
      {
        onChange: async () => {
          if (told++ === 0) throw new Error('not now')
        },
      },
    )
    await bot.until(() => bot.said('links could not be checked').length === 1)
    bot.clock.now += DAY / 24
    await bot.until(() => bot.said('a link is dead').length === 1)
    expect(told).toBe(2)
    const errors = bot.said('links could not be checked').map(({ error }) => (error as Error).message)
    expect(errors).toEqual(['out of order', 'not now'])
  })

  it('are let go of at once, and what is known is kept', async () => {
    let begin = () => {}
    const begun = new Promise<void>((resolve) => {
      begin = resolve
    })
    const bot = await startBot([link('a'), link('b')], async (_, { signal } = {}) => {
      begin()
      await new Promise((resolve) => signal?.addEventListener('abort', resolve))
      return [{ url: 'a', ...GONE }]
    })
    await begun
    await bot.job.close()
    expect([...(await deadLinks(bot.database, '')).keys()]).toEqual(['a'])
    expect(bot.said('links could not be checked')).toEqual([])
  })

  it('are left alone until then by a job that ends before', async () => {
    const { check, asked } = pretend({})
    const bot = await startBot([link('a')], check, { times: { firstMs: 60_000, everyMs: 60_000 } })
    await bot.job.close()
    expect(asked).toEqual([])
  })
})
