import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { CatalogueError } from '../../src/catalogue/problems.ts'
import { Failure } from '../../src/cli/command.ts'
import { sync } from '../../src/cli/sync.ts'
import { ENTRY, VALID } from '../catalogue/valid.ts'

/** `kstreams sync <args>`, with its two outputs and its exit code. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' }
  const listen = (stream: NodeJS.WriteStream, name: 'out' | 'err') =>
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said[name] += String(text)
      return true
    })
  const spies = [listen(process.stdout, 'out'), listen(process.stderr, 'err')]
  try {
    const code = await sync(args)
    return { code, ...said }
  } catch (error) {
    // As the program says it.
    if (error instanceof Failure) return { code: 1, out: said.out, err: `${error.message}\n` }
    throw error
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const LISTED = 'source: awesome-kafka-streams'
/** The small catalogue, with two more use cases that came from the list. */
const DATA: Readonly<Record<string, string>> = {
  ...VALID,
  'industries.yaml': `${VALID['industries.yaml']}- id: gaming\n  label: Gaming\n  meaning: Games.\n`,
  'use-cases/bolt-fraud.yaml': (VALID[ENTRY] ?? '')
    .replace('company: Acme\naliases: [Acme Corp]', 'company: Bolt')
    .replace('https://example.com/talk', 'https://bolt.example/talk')
    .replace('source: research', LISTED),
  'use-cases/wide-fraud.yaml': (VALID[ENTRY] ?? '')
    .replace('company: Acme\naliases: [Acme Corp]', 'company: Wide')
    .replace('https://example.com/talk', 'https://wide.example/talk')
    .replace('source: research', LISTED),
}

const LIST = `# Streams at work

# Gaming
* [Nobody Ltd](https://nobody.example/points) uses Kafka Streams to count points. Hear this [talk](https://youtu.be/abc).
* [Acme Corp](https://acme.example/third) uses Kafka Streams for payments
* [Nobody Ltd](https://nobody.example/more) uses Kafka Streams to count points.

# Finance
* [Volt](https://bolt.example/de-de/talk/)
* [Acme](https://example.com/talk): the same
* words only
`

/** A folder with the list in it, and one with the data. */
async function folders(): Promise<{ list: string; data: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'kstreams-sync-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const [list, data] = [join(folder, 'README.md'), join(folder, 'data')]
  await mkdir(join(data, 'use-cases'), { recursive: true })
  await writeFile(list, LIST)
  for (const [path, text] of Object.entries(DATA)) await writeFile(join(data, path), text)
  return { list, data }
}
const useCases = (data: string) => readdir(join(data, 'use-cases'))
const BEFORE = ['acme-fraud.yaml', 'bolt-fraud.yaml', 'wide-fraud.yaml']
const DRAFTS = ['acme-payments.yaml', 'nobody-ltd-count-points-hear.yaml', 'nobody-ltd-count-points.yaml']

async function serve(before: () => Promise<void> = async () => {}): Promise<string> {
  const server = createServer((_, response) => void before().then(() => response.end(LIST)))
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/README.md`
}

describe('kstreams sync', () => {
  it('reports what is new, changed, gone and left out, and writes nothing', async () => {
    const { list, data } = await folders()
    const { code, out, err } = await run(list, '--folder', data)
    expect([code, err]).toEqual([0, ''])
    expect(out).toBe(`${list}: 5 entries, compared with 3 use cases.

New (3)
  line 4: Nobody Ltd (Gaming)
    uses Kafka Streams to count points. Hear this talk.
    Nobody Ltd: https://nobody.example/points
    talk: https://youtu.be/abc
  line 5: Acme Corp (Gaming)
    uses Kafka Streams for payments
    Acme Corp: https://acme.example/third
    We have of this company: acme-fraud.
  line 6: Nobody Ltd (Gaming)
    uses Kafka Streams to count points.
    Nobody Ltd: https://nobody.example/more

Changed (1)
  line 9: Volt is our bolt-fraud
    The company has another name here: Bolt.

Gone from the list (1)
  wide-fraud: Wide, Fraud alerts

Left out (1)
  line 11: an item without a web link: words only

3 new, 1 changed, 1 gone, 1 the same; 1 left out.

Next: "kstreams sync ${list} --write" drafts what is new, for you to finish.
`)
    expect(await useCases(data)).toEqual(BEFORE)
  })

  it('tells the links that differ, and the industries', async () => {
    const { list, data } = await folders()
    await writeFile(
      list,
      '# Gaming\n* [Bolt](https://bolt.example/talk) and [slides](https://bolt.example/slides)\n* [Wide](https://new.example)',
    )
    expect((await run(list, '--folder', data)).out).toContain(`
Changed (2)
  line 2: Bolt is our bolt-fraud
    The list has it under Gaming, we under Finance.
    We lack slides: https://bolt.example/slides
    For a use case of its own: kstreams new --company Bolt --link https://bolt.example/slides
  line 3: Wide is our wide-fraud
    The list has it under Gaming, we under Finance.
    We lack Wide: https://new.example
    Only we have https://wide.example/talk
    For a use case of its own: kstreams new --company Wide --link https://new.example

0 new, 2 changed, 0 gone, 0 the same; 0 left out.

Next: look at each and change its file in use-cases where the list is right.
`)
  })

  it('prints one JSON object with --json', async () => {
    const { list, data } = await folders()
    const { out } = await run('--json', list, '--folder', data)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    const report = JSON.parse(out)
    expect(Object.keys(report)).toEqual(['source', 'new', 'changed', 'gone', 'same', 'leftOut', 'written'])
    expect(report).toMatchObject({ source: list, gone: ['wide-fraud'], same: 1, written: null })
    expect(report.new[1]).toEqual({
      company: 'Acme Corp',
      headings: ['Gaming'],
      links: [{ url: 'https://acme.example/third', text: 'Acme Corp' }],
      text: 'uses Kafka Streams for payments',
      line: 5,
      industry: 'gaming',
      ours: ['acme-fraud'],
    })
    expect(report.changed).toEqual([
      {
        ...{ company: 'Volt', line: 9, ours: ['bolt-fraud'], lacking: [], unlisted: [] },
        ...{ otherName: true, otherIndustry: null },
      },
    ])
    expect(report.leftOut).toEqual([{ line: 11, fault: 'an item without a web link: words only' }])
  })

  it('drafts what is new with --write, and check lists just what is left to do', async () => {
    const { list, data } = await folders()
    const { code, out } = await run(list, '--write', '--folder', data)
    expect(code).toBe(0)
    expect(await useCases(data)).toEqual([...BEFORE, ...DRAFTS].toSorted())
    const paths = DRAFTS.map((name) => join(data, 'use-cases', name))
    for (const path of paths) expect(out).toContain(`  ${path}\n`)
    expect(out).toMatch(/Next: write what is marked TODO in these files; "kstreams check" lists it/)

    const error = await loadCatalogue(data).catch((reason: unknown) => reason)
    if (!(error instanceof CatalogueError)) throw new Error('nothing to mend')
    expect(new Set(error.problems.map(({ file }) => file))).toEqual(
      new Set(DRAFTS.map((name) => `use-cases/${name}`)),
    )
    for (const path of paths) {
      const finished = (await readFile(path, 'utf8'))
        .replace(/title: .*/, `title: Points ${paths.indexOf(path)}`)
        .replace(/summary: (?:>-\n(?: {2}.*\n)+|.*\n)/, 'summary: Counts with Kafka Streams.\n')
        .replace('[todo]', '[payments]')
      expect(finished).not.toMatch(/todo/i)
      await writeFile(path, finished)
    }
    expect((await loadCatalogue(data)).useCases).toHaveLength(6)
    expect((await run(list, '--folder', data)).out).toContain('\n0 new, ')
  })

  it('writes the paths into the JSON', async () => {
    const { list, data } = await folders()
    const { out } = await run(list, '--write', '--json', '--folder', data)
    expect(JSON.parse(out).written.toSorted()).toEqual(DRAFTS.map((name) => join(data, 'use-cases', name)))
  })

  it('gives entries that read the same a file each', async () => {
    const { list, data } = await folders()
    await writeFile(
      list,
      `* [Bolt](https://bolt.example/talk)\n${[1, 2].map((page) => `* [Nobody](https://nobody.example/${page})\n`).join('')}`,
    )
    await run(list, '--write', '--folder', data)
    expect((await useCases(data)).filter((name) => !BEFORE.includes(name))).toEqual([
      'nobody-use-case-2.yaml',
      'nobody-use-case.yaml',
    ])
  })

  it('takes no id that something had, and writes over no file that came in between', async () => {
    const { data } = await folders()
    const [taken, between] = ['acme-payments', 'nobody-ltd-count-points'].map((id) =>
      join(data, 'use-cases', `${id}.yaml`),
    )
    await writeFile(taken ?? '', 'movedTo: acme-fraud\n')
    const late = await serve(() => writeFile(between ?? '', 'mine'))
    expect(await run(late, '--write', '--folder', data)).toEqual({
      ...{ code: 1, out: '' },
      err: expect.stringMatching(
        /nobody-ltd-count-points\.yaml is there already, and was left alone\..* Before that I wrote .*points-hear\.yaml, .*acme-payments-2\.yaml\.\n$/,
      ),
    })
    expect(await readFile(between ?? '', 'utf8')).toBe('mine')
    expect(await readFile(taken ?? '', 'utf8')).toBe('movedTo: acme-fraud\n')
  })

  it('refuses to compare with drafts that nobody has finished', async () => {
    const { list, data } = await folders()
    await run(list, '--write', '--folder', data)
    await expect(run(list, '--folder', data)).rejects.toThrow(CatalogueError)
  })

  it('reads an address', async () => {
    const { data } = await folders()
    const { code, out } = await run(await serve(), '--folder', data)
    expect(code).toBe(0)
    expect(out).toMatch(/README\.md: 5 entries, compared with 3 use cases\./)
  })

  it('reads the public list by default, and compares with the catalogue of the program', async () => {
    const link = (await loadCatalogue()).useCases.find(({ source }) => source === LISTED.slice(8))?.links[0]
      ?.url
    const asked = vi.spyOn(globalThis, 'fetch').mockResolvedValue(new Response(`* [One](${link})\n`))
    onTestFinished(() => asked.mockRestore())
    const { code, out } = await run()
    expect([code, String(asked.mock.calls[0]?.[0])]).toEqual([
      0,
      'https://raw.githubusercontent.com/responsivedev/awesome-kafka-streams/HEAD/README.md',
    ])
    expect(out).toMatch(/awesome-kafka-streams: 1 entry, compared with \d\d+ use cases\./)
  })

  it('refuses a list that has nothing of ours, and names the one that it compares with', async () => {
    const { list, data } = await folders()
    await writeFile(list, '* [Bolt](https://bolt.example/other)\n* [Else](https://else.example/)\n')
    expect(await run(list, '--write', '--folder', data)).toEqual({
      ...{ code: 1, out: '' },
      err: `${list} looks like another list: it has none of the links that we have. The one to compare with is\nhttps://github.com/responsivedev/awesome-kafka-streams\n`,
    })
    expect(await useCases(data)).toEqual(BEFORE)
    // A catalogue that took nothing from the list has nothing to miss in it.
    await Promise.all(['bolt', 'wide'].map((name) => rm(join(data, 'use-cases', `${name}-fraud.yaml`))))
    expect((await run(list, '--folder', data)).out).toContain('\n2 new, ')
  })

  it('offers a command that a shell takes as it is meant', async () => {
    const { list, data } = await folders()
    await writeFile(list, "* [Bolt](https://bolt.example/talk) and [more](https://a.example/?b=1&c='d')\n")
    expect((await run(list, '--folder', data)).out).toContain(
      ` kstreams new --company Bolt --link 'https://a.example/?b=1&c='\\''d'\\'''\n`,
    )
  })

  it('says what is wrong with a source, on standard error', async () => {
    const { list, data } = await folders()
    const refused = async (path: string) => {
      const { code, out, err } = await run(path, '--folder', data)
      expect([code, out]).toEqual([1, ''])
      return err
    }
    expect(await refused(`${list}.no`)).toBe(
      `${list}.no is not there. Name a file, or an address with its https://.\n`,
    )
    const none = `${list} has no entries: is this a list with lines such as * [Company](https://…)?`
    await writeFile(list, 'Words.\n\n* words only\n')
    expect(await refused(list)).toBe(`${none} Line 3: an item without a web link: words only.\n`)
    await writeFile(list, '')
    expect(await refused(list)).toBe(`${none}\n`)
  })

  it('says that there is nothing to do when there is not', async () => {
    const { list, data } = await folders()
    const items = ['Acme](https://example.com', 'Bolt](https://bolt.example', 'Wide](https://wide.example']
    await writeFile(list, items.map((item) => `* [${item}/talk)\n`).join(''))
    expect((await run(list, '--folder', data, '--write')).out).toBe(
      `${list}: 3 entries, compared with 3 use cases.\n\n0 new, 0 changed, 0 gone, 3 the same; 0 left out.\n\nThere is nothing to do.\n`,
    )
  })

  it('takes one list', async () => {
    await expect(run('a', 'b')).rejects.toThrow('sync takes one list: a file or an address.')
    await expect(run('a', '--wrong')).rejects.toThrow(/--wrong/)
  })
})
