import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { stats } from '../../src/cli/stats.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { countSearches } from '../store/counts.ts'
import { folder, open } from '../store/engines.ts'
import { TEAM } from '../store/rows.ts'

/** What the command writes to standard output, and how it ends: its exit code, or what is told on standard error. */
async function kstreams(url: string, ...args: string[]): Promise<{ out: string; end: unknown }> {
  vi.stubEnv('DATABASE_URL', url)
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const end = await stats(args).catch((error: unknown) => error)
    return { out: written.mock.calls.map(([text]) => String(text)).join(''), end }
  } finally {
    written.mockRestore()
    vi.unstubAllEnvs()
  }
}

/** A database in which this was searched today, in two workspaces, and before anybody remembers. */
async function searched(): Promise<string> {
  const url = `file:${join(folder(), 'kstreams.db')}`
  const database = await open(url)
  const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 60 * 60_000).toISOString().slice(0, 10)
  const day = daysAgo(0)
  const count = (query: string, asked: number, unanswered: number, on = day) => ({
    ...{ query, day: on, asked, unanswered },
  })
  await countSearches(database, TEAM, [count('fraud', 3, 0), count('secret plans', 2, 2)])
  await countSearches(database, 'T0OTHER', [count('fraud', 4, 0), count('joins', 9, 9, daysAgo(100))])
  await database.close()
  return url
}

describe('kstreams stats', () => {
  it('draws the catalogue and what was searched, in plain text where the output is no terminal', async () => {
    const { out, end } = await kstreams(await searched())
    expect(end).toBe(0)
    expect(out).toMatch(
      /^\d+ use cases at \d+ companies, with \d+ links\n\nUse cases by industry\n {2}\S.* \d+ █+\n/,
    )
    expect(out).toContain('  Virtual reality')
    expect(out).toContain('\n9 searches in the last 90 days, for 2 different things; 2 found nothing\n')
    expect(out).toMatch(/Searches by month\n {2}[A-Z][a-z]{2} \d{4} 9 █+\n$/)
    expect(out).not.toContain('\u001b')
  })

  it('tells nobody what was searched', async () => {
    const url = await searched()
    for (const args of [[], ['--json']]) expect((await kstreams(url, ...args)).out).not.toMatch(/secret/)
  })

  it('gives one JSON object, numbers of the catalogue and of the searches', async () => {
    const { out, end } = await kstreams(await searched(), '--json')
    expect(end).toBe(0)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    const numbers = JSON.parse(out)
    expect(numbers).toMatchObject({
      useCases: expect.any(Number),
      industries: expect.arrayContaining([{ id: 'gaming', label: 'Gaming', useCases: expect.any(Number) }]),
      searches: { days: 90, searches: 9, different: 2, unanswered: 2 },
    })
    expect(numbers.searches.months).toMatchObject([{ searches: 9, unanswered: 2 }])
  })

  it('says that nothing was searched where the bot has made no database yet', async () => {
    const url = `file:${join(folder(), 'none.db')}`
    const { out, end } = await kstreams(url)
    expect(end).toBe(0)
    expect(out).toMatch(/\nNothing was searched in the last 90 days\n$/)
    expect(JSON.parse((await kstreams(url, '--json')).out).searches).toMatchObject({
      searches: 0,
      months: [],
    })
  })

  it('gives the numbers of the catalogue also where the database cannot be read, and says why', async () => {
    const file = join(folder(), 'broken.db')
    writeFileSync(file, 'no database at all, but a text that is long enough to be taken for one'.repeat(20))
    const { out, end } = await kstreams(`file:${file}`)
    expect(out).toMatch(/^\d+ use cases/)
    expect(out).not.toMatch(/searched|searches/)
    expect(end).toBeInstanceOf(StoreError)
    expect(JSON.parse((await kstreams('nonsense:', '--json')).out)).toMatchObject({
      useCases: expect.any(Number),
      searches: null,
    })
  })

  it('takes nothing else', async () => {
    expect((await kstreams('file::memory:', 'fraud')).end).toMatchObject({ message: 'stats takes no words.' })
    expect((await kstreams('file::memory:', '--jsno')).end).toMatchObject({
      message: 'There is no option --jsno. Did you mean --json?',
    })
  })
})
