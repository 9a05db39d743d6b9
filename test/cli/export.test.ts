import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'
import type { UseCaseFile } from '../../src/catalogue/schema.ts'
import { Failure, UsageError } from '../../src/cli/command.ts'
import { exportAccepted } from '../../src/cli/export.ts'
import { keepSuggestion, updateSuggestion } from '../../src/store/suggestions.ts'
import { ENGINES, emptyDatabase, folder, open, ownPostgres } from '../store/engines.ts'

const server = ownPostgres()
afterEach(() => vi.unstubAllEnvs())

const acme = (changed: Partial<UseCaseFile> = {}): UseCaseFile => ({
  ...{ company: 'Acme', aliases: [], industry: 'finance', countries: [], title: 'Fraud alerts: all day' },
  ...{ summary: 'Finds fraud with Kafka Streams.', topics: ['fraud-detection'] },
  links: [{ url: 'https://example.com/acme', kind: 'talk' }],
  ...{ source: 'research', added: '2026-11-22', ...changed },
})
const linked = (url: string): Pick<UseCaseFile, 'links'> => ({ links: [{ url, kind: 'talk' }] })

type Row = { team?: string; useCase: string; body?: unknown; more?: object; state?: 'accepted' | 'declined' }

/** Keeps suggestions, each later than the one before, and tells the program where they are. */
async function keep(url: string, rows: readonly Row[]): Promise<void> {
  const database = await open(url)
  for (const [at, { team = 'T1', useCase, body, more, state = 'accepted' }] of rows.entries()) {
    const which = { team, id: `S${at}`, useCase, body: { useCase: body ?? acme(), ...more } }
    await keepSuggestion(database, { ...which, kind: 'use-case', createdBy: 'U1', createdAt: at })
    await updateSuggestion(database, { ...which, state, decidedAt: at })
  }
  await database.close()
  vi.stubEnv('DATABASE_URL', url)
}

/** A copy of the catalogue to export to. */
function copy(): { data: string; target: string } {
  const data = join(folder(), 'data')
  cpSync(DATA_FOLDER, data, { recursive: true })
  return { data, target: join(data, 'use-cases') }
}

async function run(...args: string[]): Promise<{ code: number; out: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    return { code: await exportAccepted(args), out: out.mock.calls.map(([text]) => text).join('') }
  } finally {
    out.mockRestore()
  }
}

describe.each(ENGINES)('kstreams export from %s', (engine) => {
  const fresh = emptyDatabase(engine, server)

  it('writes what was accepted in all workspaces, so that the catalogue has it', async () => {
    await keep(await fresh(), [
      { useCase: 'acme-fraud', body: acme() },
      {
        useCase: 'acme-fraud',
        team: 'T2',
        body: acme({ title: 'Fraud at night', ...linked('https://example.com/other') }),
      },
      { useCase: 'acme-other', body: acme(linked('https://example.com/third')), state: 'declined' },
    ])
    const { data } = copy()
    const { code, out } = await run(data)
    expect(code).toBe(0)
    expect(out).toMatch(
      /^2 suggestions accepted in Slack\.\nWrote:\n.*acme-fraud\.yaml\n.*acme-fraud-2\.yaml\n\nWhat comes/,
    )
    const { byId, useCases } = await loadCatalogue(data)
    expect(useCases).toHaveLength((await loadCatalogue()).useCases.length + 2)
    expect(byId.get('acme-fraud')).toEqual({ id: 'acme-fraud', ...acme() })
    expect(byId.get('acme-fraud-2')?.links[0]?.url).toBe('https://example.com/other')
  })
})

describe('kstreams export', () => {
  const fresh = emptyDatabase('sqlite', server)

  it('leaves alone what is there already, by id, by link and by file', async () => {
    const known = (await loadCatalogue()).byId.get('stubhub-fraud-detection')?.links[0]?.url ?? ''
    await keep(await fresh(), [
      { useCase: 'stubhub-fraud-detection' },
      { useCase: 'stubhub-again', body: acme(linked(`${known}?utm_source=x`)) },
      { useCase: 'acme-fraud' },
      { useCase: 'acme-again', team: 'T2' },
    ])
    const bare = folder()
    const target = join(bare, 'use-cases')
    mkdirSync(target)
    writeFileSync(join(target, 'acme-fraud.yaml'), 'mine')
    const before = readdirSync(target)
    const { code, out } = await run(bare)
    expect(code).toBe(0)
    expect(out).toContain('  stubhub-fraud-detection: the catalogue has it\n')
    expect(out).toContain('  stubhub-again: the catalogue has its link, as stubhub-fraud-detection\n')
    expect(out).toContain('  acme-again: another workspace suggested the same link, as acme-fraud\n')
    expect(out).toContain('acme-fraud.yaml: the file is there\n')
    expect(out).toContain('There is nothing new to commit.')
    expect(readdirSync(target)).toEqual(before)
    expect(readFileSync(join(target, 'acme-fraud.yaml'), 'utf8')).toBe('mine')
  })

  it('leaves alone what a pull request brings', async () => {
    const more = { pullRequest: { url: 'https://github.com/acme/list/pull/7' } }
    await keep(await fresh(), [{ useCase: 'acme-fraud', more }])
    const { out } = await run(copy().data)
    expect(out).toContain('  acme-fraud: a pull request has it, "https://github.com/acme/list/pull/7"\n')
    expect(out).not.toContain('Wrote')
  })

  it('says what breaks a rule by now, and writes the rest', async () => {
    const rows: Row[] = [
      { useCase: '../../evil\u001b', body: acme() },
      { useCase: 'acme-long', body: acme({ title: 'x'.repeat(61) }) },
      { useCase: 'acme-topic', body: acme({ topics: ['frauds'] }) },
      {
        useCase: 'acme-alias',
        body: acme({ company: 'Other', aliases: ['StubHub'], ...linked('https://a.example/1') }),
      },
      { useCase: 'acme-half', body: { company: 'Acme' } },
      {
        useCase: 'acme-fraud',
        body: acme({ title: 'Fraud at night', ...linked('https://example.com/fine') }),
      },
    ]
    await keep(await fresh(), rows)
    const { data } = copy()
    const { code, out } = await run(data)
    expect(code).toBe(1)
    expect(out).toContain(`  ${JSON.stringify('../../evil\u001b')} is not written as an id\n`)
    expect(out).toContain('  acme-long: title has 61 characters, more than 60. Shorten it by 1.\n')
    expect(out).toContain('  acme-topic: unknown topic "frauds". Did you mean "fraud-detection"?')
    expect(out).toContain('  acme-alias: duplicate alias: "StubHub" also stands for StubHub in')
    expect(out).toContain('  acme-half: ')
    expect(out).toMatch(/Wrote:\n.*acme-fraud\.yaml\nNot written:/)
    expect((await loadCatalogue(data)).byId.has('acme-fraud')).toBe(true)
  })

  it('makes the folder that is named, and compares with the own catalogue where it has none', async () => {
    await keep(await fresh(), [
      { useCase: 'stubhub-fraud-detection' },
      { useCase: 'acme-fraud', body: acme(linked('https://example.com/a')) },
    ])
    const made = join(folder(), 'made')
    const { code, out } = await run(made)
    expect(code).toBe(0)
    expect(out).toContain('stubhub-fraud-detection: the catalogue has it')
    expect(readdirSync(join(made, 'use-cases'))).toEqual(['acme-fraud.yaml'])
  })

  it('compares with the catalogue of the folder that is named', async () => {
    await keep(await fresh(), [{ useCase: 'acme-fraud' }])
    const { data, target } = copy()
    await run(data)
    renameSync(join(target, 'acme-fraud.yaml'), join(target, 'acme-by-another-name.yaml'))
    expect((await run(data)).out).toContain('the catalogue has its link, as acme-by-another-name')
  })

  it('says so where nothing is accepted, nothing can be written, or there is no database', async () => {
    const url = await fresh()
    await keep(url, [])
    const none = join(folder(), 'none')
    expect(await run(none)).toEqual({
      code: 0,
      out: `Nothing to write: no suggestion was accepted yet, by the file ${url.slice('file:'.length)}.\n`,
    })
    expect(existsSync(none)).toBe(false)
    await keep(await fresh(), [{ useCase: 'acme-fraud' }])
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    await expect(run(file)).rejects.toThrow(
      new Failure(
        `The folder ${file}/use-cases cannot be made (ENOTDIR). Name a folder that you may write to.`,
      ),
    )
    await expect(run('data/use-cases/')).rejects.toThrow(/^Name the data folder that data\/use-cases\/ is in/)
    await expect(run('a', 'b')).rejects.toThrow(UsageError)
    const lost = join(folder(), 'none.db')
    vi.stubEnv('DATABASE_URL', `file:${lost}`)
    await expect(run()).rejects.toThrow(
      new RegExp(
        `^There is no database: I looked for the file ${lost}\\.[^]*DATABASE_URL=file:FOLDER/kstreams.db`,
      ),
    )
  })
})
