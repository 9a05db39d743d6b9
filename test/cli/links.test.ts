import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Failure } from '../../src/cli/command.ts'
import { type LinksDeps, runLinks } from '../../src/cli/links.ts'
import { linksReport } from '../../src/cli/links-report.ts'
import { ok, type Routes, startWeb, status, to } from '../link-check/web.ts'

const DATA = fileURLToPath(new URL('../../data', import.meta.url))
const COMMAND = new URL('../../src/cli/links.ts', import.meta.url).href

/** A catalogue of two use cases with these links. */
async function catalogue(one: readonly string[], two: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kstreams-links-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await cp(DATA, folder, { recursive: true, filter: (path) => !path.includes('use-cases') })
  await cp(join(DATA, 'use-cases', 'airbnb-merge-queue.yaml'), join(folder, 'use-cases', 'one.yaml'))
  const text = await readFile(join(folder, 'use-cases', 'one.yaml'), 'utf8')
  await rm(join(folder, 'use-cases', 'one.yaml'))
  for (const [id, urls] of Object.entries({ one, two })) {
    if (urls.length === 0) continue
    const links = urls
      .map((url) => `  - url: ${url}\n    kind: article\n    title: ${url.slice(8)}\n`)
      .join('')
    const changed = text
      .replace(/^company: .*\naliases: .*$/m, `company: Company ${id}`)
      .replace(/^links:\n(?: .*\n)*/m, `links:\n${links}`)
    await writeFile(join(folder, 'use-cases', `${id}.yaml`), changed)
  }
  return folder
}

/** A catalogue whose links lead to a local server; `at` is the address of a path. */
async function living(routes: Routes, one: readonly string[], two: readonly string[] = []) {
  const web = await startWeb(routes, true)
  const at = (path: string) => web.at(path)
  const folder = await catalogue(one.map(at), two.map(at))
  const check = { ...web.options, network: { ...web.options.network, ca: web.ca } }
  return {
    web,
    at,
    folder,
    run: (args: string[], more = {}) => run([...args, '--folder', folder], { check, ...more }),
  }
}

async function run(args: string[], more: Partial<LinksDeps> = {}) {
  let [out, err] = ['', '']
  const code = await runLinks(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    ...{ columns: undefined, now: () => new Date('2026-11-23T09:00:00Z') },
    ...{ signal: new AbortController().signal, ...more },
  })
  return { code, out, err }
}
const ALL: Routes = {
  '/ok': ok,
  '/old': to('/new', 301),
  '/older': ok,
  '/new': ok,
  '/shy': status(403),
  '/broken': status(500),
}
const COPY = 'https://web.archive.org/web/2020/x'
const KEPT: Routes = {
  '/wayback/available': (_, response) =>
    void response.end(
      JSON.stringify({ archived_snapshots: { closest: { available: true, status: '200', url: COPY } } }),
    ),
}

describe('kstreams links', () => {
  it('lists what is not ok, with the line of each file, and says what to do', async () => {
    const { at, folder, run } = await living(
      ALL,
      ['/ok', '/older', '/old', '/gone'],
      ['/shy', '/gone', '/broken'],
    )
    const { code, out, err } = await run([])
    const lines: string[] = []
    for (const id of ['one', 'two']) {
      const path = join(folder, 'use-cases', `${id}.yaml`)
      const text = await readFile(path, 'utf8')
      for (const [nth, line] of text.split('\n').entries())
        lines.push(`${line} in ${relative('', path)}:${nth + 1}`)
    }
    const file = (id: string, path: string) =>
      lines
        .find((line) => line.startsWith(`  - url: ${at(path)} in`) && line.includes(`${id}.yaml`))
        ?.split(' in ')[1]
    const day = 'since 2026-11-23'
    expect(out.split('\n')).toEqual([
      ...[
        `moved    ${at('/old')}`,
        `         ${day}`,
        `         now at ${at('/new')}`,
        `         ${file('one', '/old')}`,
        '',
      ],
      ...[`blocked  ${at('/shy')}`, `         403 Forbidden, ${day}`, `         ${file('two', '/shy')}`, ''],
      ...[`dead     ${at('/gone')}`, `         404 Not Found, ${day}`],
      ...[`         ${file('one', '/gone')}`, `         ${file('two', '/gone')}`, ''],
      ...[`dead     ${at('/broken')}`, `         perhaps, 500 Internal Server Error, ${day}`],
      ...[`         ${file('two', '/broken')}`, '', '6 links: 2 ok, 1 moved, 1 blocked, 2 dead.'],
      'moved: put the new address into the file.',
      'blocked: it cannot be told from here; look at it in a browser.',
      'dead: look for another address, or use the copy. "perhaps" means that it may be back: check again tomorrow.',
      '',
    ])
    expect({ code, err }).toEqual({
      code: 1,
      err: 'Following 6 links, politely: this may take a few minutes.\n',
    })
  })

  it('asks for each link once, and is content when nothing is gone for certain', async () => {
    const { web, run } = await living(ALL, ['/ok', '/broken'], ['/ok'])
    const { code, out } = await run([])
    expect(code).toBe(0)
    expect(out).toContain('2 links: 1 ok, 0 moved, 0 blocked, 1 dead.')
    expect(web.asked.filter((line) => line.endsWith('/ok'))).toEqual(['HEAD a.test/ok'])
  })

  it('prints one JSON report with --json, and nothing else, on a terminal either', async () => {
    const { at, run } = await living({ ...ALL, ...KEPT }, ['/ok', '/old'], ['/ok', '/gone'])
    const network = { archive: at('/wayback/available') }
    const { out, err } = await run(['--json'], { columns: 80, ...network })
    const since = '2026-11-23T09:00:00.000Z'
    expect(err).toMatch(/^Following 3 links,/)
    expect(out.endsWith('\n')).toBe(true)
    const report = JSON.parse(out)
    expect(report).toEqual({
      ...{ checkedAt: since, complete: true, counts: { ok: 1, moved: 1, blocked: 0, dead: 1 } },
      links: [
        { url: at('/ok'), state: 'ok', certain: false, since, useCases: ['one', 'two'] },
        { url: at('/old'), state: 'moved', certain: false, movedTo: at('/new'), since, useCases: ['one'] },
        {
          ...{ url: at('/gone'), state: 'dead', certain: true, reason: '404 Not Found' },
          since,
          useCases: ['two'],
        },
      ],
    })
  })

  it('keeps a copy that is known, though the archive says nothing this time', () => {
    const url = 'https://example.com/gone'
    const dead = { url, state: 'dead', certain: true, reason: '404 Not Found' } as const
    const before = { ...dead, archive: COPY, since: '2026-11-01T00:00:00.000Z', useCases: ['one'] }
    const of = (results: Parameters<typeof linksReport>[0]['results']) =>
      linksReport({ links: new Map([[url, ['one']]]), results, checkedAt: 'now', old: { links: [before] } })
        .links
    expect(of([dead])).toEqual([before])
    expect(of([{ url, state: 'ok', certain: false }])).toEqual([
      { url, state: 'ok', certain: false, since: 'now', useCases: ['one'] },
    ])
  })

  it('draws a bar on a terminal, and takes it away', async () => {
    const { at, run } = await living({ ...ALL }, ['/ok', '/new'])
    const { out, err } = await run([], { columns: 40 })
    expect(err).toBe('')
    const [first, ...frames] = out.split('\r\u001b[K').slice(1)
    expect(first).toBe('[--------------------] 0/2 ')
    expect(frames).toEqual([
      `[##########----------] 1/2 ${at('/ok')}`.slice(0, 39),
      `[####################] 2/2 ${at('/new')}`.slice(0, 39),
      expect.stringMatching(/^2 links: /),
    ])
  })

  describe('with --report', () => {
    const later = { now: () => new Date('2026-12-01T00:00:00Z') }

    it('remembers since when, as long as the state stays', async () => {
      const routes = { ...ALL }
      const { at, folder, run } = await living(routes, ['/ok', '/gone', '/shy'])
      const file = join(folder, 'report.json')
      expect((await run(['--report', file])).code).toBe(1)
      const first = JSON.parse(await readFile(file, 'utf8'))
      expect(first.counts).toEqual({ ok: 1, moved: 0, blocked: 1, dead: 1 })
      routes['/shy'] = ok
      const { out } = await run(['--report', file], later)
      expect(out).toContain('404 Not Found, since 2026-11-23')
      const { links, checkedAt } = JSON.parse(await readFile(file, 'utf8'))
      expect(checkedAt).toBe('2026-12-01T00:00:00.000Z')
      expect(
        links.map(({ url, since }: { url: string; since: string }) => [url, since.slice(0, 10)]),
      ).toEqual([
        ...[
          [at('/ok'), '2026-11-23'],
          [at('/gone'), '2026-11-23'],
          [at('/shy'), '2026-12-01'],
        ],
      ])
      expect((await readdir(folder)).filter((name) => name.includes('report'))).toEqual(['report.json'])
    })

    it.each([
      '',
      '{}',
      '[]',
      '{"links":[{"url":"x","state":"fine","since":"2026-01-01"}]}',
      '{"links":[null]}',
    ])('refuses a file that is no report, and leaves it alone: %s', async (text) => {
      const { web, folder, run } = await living(ALL, ['/ok'])
      const file = join(folder, 'other.json')
      await writeFile(file, text)
      await expect(run(['--report', file])).rejects.toThrow(
        new Failure(`${file} is no report of "kstreams links". Name another file, or move that one away.`),
      )
      expect(await readFile(file, 'utf8')).toBe(text)
      expect(web.asked).toEqual([])
    })

    it('says so when a report cannot be read or written', async () => {
      const { folder, run } = await living(ALL, ['/ok'])
      await expect(run(['--report', folder])).rejects.toThrow(`${folder} cannot be read (EISDIR)`)
      const printed: string[] = []
      const out = (text: string) => void printed.push(text)
      await expect(run(['--report', join(folder, 'none', 'report.json')], { out })).rejects.toThrow(
        /cannot be written \(ENOENT\)/,
      )
      expect(printed.join('')).toContain('1 link: 1 ok')
    })
  })

  it('stops with what it has, and keeps in the report what it did not get to', async () => {
    const routes = { ...ALL }
    const { at, folder, run } = await living(routes, ['/ok', '/new', '/shy'])
    const file = join(folder, 'report.json')
    await run(['--report', file])
    const ending = new AbortController()
    routes['/new'] = () => ending.abort()
    routes['/ok'] = status(410)
    const { code, out } = await run(['--report', file], { signal: ending.signal })
    expect(code).toBe(130)
    expect(out).toContain(
      '3 links: 1 ok, 0 moved, 1 blocked, 1 dead.\nStopped before all links were checked.\n',
    )
    const { complete, links } = JSON.parse(await readFile(file, 'utf8'))
    expect(complete).toBe(false)
    expect(links.map(({ url, state }: { url: string; state: string }) => [url, state])).toEqual([
      ...[
        [at('/ok'), 'dead'],
        [at('/new'), 'ok'],
        [at('/shy'), 'blocked'],
      ],
    ])
  })

  it('takes nothing for dead when no server can be reached', async () => {
    const folder = await catalogue(['https://nowhere.example/'])
    const web = await startWeb({})
    const file = join(folder, 'report.json')
    const printed: string[] = []
    const out = (text: string) => void printed.push(text)
    await expect(run(['--folder', folder, '--report', file], { check: web.options, out })).rejects.toThrow(
      new Failure('No server could be reached: see to the connection of this machine. Nothing was written.'),
    )
    expect(printed).toEqual([])
    await expect(readFile(file)).rejects.toThrow('ENOENT')
  })

  it('refuses words, and a catalogue with faults', async () => {
    await expect(run(['fraud'])).rejects.toThrow(
      'links takes no words; --folder DIR names another catalogue.',
    )
    await expect(run(['--folder', '/nowhere'])).rejects.toThrow('the folder is not there')
  })

  it('as a process, leaves this machine alone', async () => {
    const urls = ['https://127.0.0.1/', 'https://127.0.0.1:22/', 'https://127.1/secret']
    const folder = await catalogue(urls)
    const args = JSON.stringify(['--json', '--folder', folder])
    const program = `import { links } from '${COMMAND}'; process.exitCode = await links(${args})`
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program])
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
    child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
    const [code] = await once(child, 'close')
    expect({ code, err }).toEqual({
      code: 0,
      err: 'Following 3 links, politely: this may take a few minutes.\n',
    })
    const links: { state: string; reason: string }[] = JSON.parse(out).links
    expect(links.map(({ state, reason }) => [state, reason])).toEqual([
      ...[
        ['blocked', 'private address'],
        ['blocked', 'port 22'],
        ['blocked', 'private address'],
      ],
    ])
  })
})
