import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { helpOf, overview } from '../src/cli/help.ts'

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
const DATA = fileURLToPath(new URL('../data', import.meta.url))

/** `npm run --silent kstreams -- <args>`, with its two outputs and its exit code. */
async function kstreams(args: string[], input = ''): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [CLI, ...args])
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  return { code: code as number, out, err }
}

describe('kstreams search', () => {
  it('prints cards with every address, plain where the output is no terminal', async () => {
    const { code, out } = await kstreams(['search', 'real', 'estate'])
    expect(code).toBe(0)
    expect(out).toContain('1 use case for real estate')
    expect(out).toContain('LIFULL Connect')
    expect(out).toContain('https://www.confluent.io/events/kafka-summit-london-2023/lessons-learned')
    expect(out).not.toContain('\u001b')
  })

  it('prints one JSON object with --json, and nothing else', async () => {
    const { code, out } = await kstreams(['search', '--json', '--limit', '1', 'walmrt'])
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    const answer = JSON.parse(out)
    expect(Object.keys(answer)).toEqual(['query', 'total', 'results', 'corrected', 'suggestions'])
    expect(answer).toMatchObject({ query: 'walmrt', total: 2, corrected: 'walmart', suggestions: [] })
    expect(Object.keys(answer.results[0])).toEqual(['id', 'company', 'title', 'score', 'reason', 'link'])
    expect(answer.results).toHaveLength(1)
  })

  it('answers each line of --stdin by one object, nothing found and empty lines included', async () => {
    const { code, out } = await kstreams(['search', '--stdin'], 'nyt\n\npizza\nfraud')
    expect(code).toBe(0)
    const answers = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(answers.map((answer) => [answer.query, answer.results[0]?.company ?? null])).toEqual([
      ...[
        ['nyt', 'New York Times'],
        ['', null],
        ['pizza', null],
        ['fraud', 'StubHub'],
      ],
    ])
    expect(answers[2].suggestions.length).toBeGreaterThan(1)
  })

  it('takes filters, phrases and exclusions as words', async () => {
    const { code, out } = await kstreams([
      'search',
      '--json',
      'fraud',
      '-walmart',
      'industry:retail',
      '"real time"',
    ])
    expect(code).toBe(0)
    const answer = JSON.parse(out)
    expect(answer.query).toBe('fraud -walmart industry:retail "real time"')
    const companies = answer.results.map(({ company }: { company: string }) => company)
    expect(companies[0]).toBe('StubHub')
    expect(companies).not.toContain('Walmart')
  })

  it('takes no escape sequences from the words into the terminal', async () => {
    const { out } = await kstreams(['search', '\u001b[31mpizza\u0007'])
    expect(out).not.toContain('\u001b')
    expect(out).not.toContain('\u0007')
  })

  it.each([
    [['search'], 'Say what to search for.'],
    [['search', '--limit', '0', 'x'], '--limit takes a number from 1 to 100.'],
    [['search', '--stdin', 'x'], '--stdin takes no words.'],
  ])('bad usage %j exits 2 and says what was wrong, and where it is explained', async (args, message) => {
    const err = `${message}\nkstreams search --help shows what it takes.\n`
    expect(await kstreams(args)).toEqual({ code: 2, out: '', err })
  })
})

describe('kstreams', () => {
  it('says which command was meant', async () => {
    expect(await kstreams(['serch', 'x'])).toEqual({
      ...{ code: 2, out: '' },
      err: 'There is no command “serch”. Did you mean search?\nkstreams --help lists all.\n',
    })
    expect((await kstreams(['constructor'])).err).toMatch(/^There is no command “constructor”\.\n/)
  })

  it('without a command lists all, and says last what was wrong', async () => {
    const { code, out, err } = await kstreams([])
    expect([code, out]).toEqual([2, ''])
    expect(err).toBe(`${overview()}\nSay what to do.\n`)
  })

  it('prints what it takes when asked: all commands, or one', async () => {
    const all = { code: 0, out: overview(), err: '' }
    for (const args of [['--help'], ['-h'], ['help'], ['help', 'serch']])
      expect(await kstreams(args)).toEqual(all)
    const one = { code: 0, out: helpOf('new'), err: '' }
    for (const args of [
      ['new', '--help'],
      ['new', '-h'],
      ['help', 'new'],
      ['new', '--title', 'x', '--help'],
    ]) {
      expect(await kstreams(args)).toEqual(one)
    }
  })

  it('says what to do about drafts that nobody has finished', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await cp(DATA, folder, { recursive: true })
    await writeFile(join(folder, 'use-cases/new-one.yaml'), 'company: New One\ntitle: TODO\n')
    const { code, err } = await kstreams(['new', '--yes', '--folder', folder])
    expect(code).toBe(1)
    expect(err).toMatch(/^The catalogue has faults:\nuse-cases\/new-one\.yaml/)
    expect(err).toMatch(/\n\nFinish these files or remove them first; kstreams check lists what is left\.\n$/)
    const none = await kstreams(['new', '--yes', '--folder', join(folder, 'none')])
    expect(none).toMatchObject({ code: 1, err: expect.not.stringContaining('Finish') })
  })

  it('says what could not be done without a word of usage', async () => {
    expect(await kstreams(['sync', join(DATA, 'none.md')])).toEqual({
      ...{ code: 1, out: '' },
      err: `${join(DATA, 'none.md')} is not there. Name a file, or an address with its https://.\n`,
    })
  })
})

describe('kstreams check', () => {
  it('says that there is nothing to mend', async () => {
    const { code, out } = await kstreams(['check'])
    expect(code).toBe(0)
    expect(out).toMatch(/^\d+ use cases, \d+ topics, \d+ industries: nothing to mend\.\n$/)
  })

  it('prints every problem and exits 1', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await cp(DATA, folder, { recursive: true })
    await writeFile(join(folder, 'use-cases/stubhub-fraud-detection.yaml'), 'company: [')
    await writeFile(join(folder, 'use-cases/new-one.yaml'), 'company: New One\n')
    const { code, out } = await kstreams(['check', folder])
    expect(code).toBe(1)
    expect(out).toContain(`${join(folder, 'use-cases/new-one.yaml')}: title is missing. Add it;`)
    expect(out).toMatch(/use-cases\/stubhub-fraud-detection\.yaml:1: broken YAML: .*\n/)
  })
})
