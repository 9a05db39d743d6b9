import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { check } from '../../src/cli/check.ts'
import { UsageError } from '../../src/cli/command.ts'
import { ENTRY, VALID } from '../catalogue/valid.ts'

/** `kstreams check <args>`, with what it prints and its exit code. */
async function run(...args: string[]): Promise<{ code: number; out: string }> {
  let out = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text)
    return true
  })
  try {
    return { code: await check(args), out }
  } finally {
    spy.mockRestore()
  }
}

const GOOD = (VALID[ENTRY] ?? '').replace('Kafka Summit', 'Kafka Summit 2020')
const OTHER = 'use-cases/other-case.yaml'

/** A data folder with these files besides the valid ones. */
async function dataFolder(files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kstreams-check-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'use-cases'))
  for (const [path, text] of Object.entries({ ...VALID, [ENTRY]: GOOD, ...files })) {
    await writeFile(join(folder, path), text)
  }
  return folder
}

describe('kstreams check', () => {
  it('says that there is nothing to mend', async () => {
    expect(await run(await dataFolder())).toEqual({
      code: 0,
      out: '1 use cases, 2 topics, 1 industries: nothing to mend.\n',
    })
  })

  it('lists slips of wording among all other problems, by file and line', async () => {
    const folder = await dataFolder({
      [ENTRY]: GOOD.replace('Finds fraud with', 'Finds very much with')
        .replace('[GB]', '[UK]')
        .replace('title: A talk', 'title: A talk.'),
      [OTHER]: GOOD.replace('Fraud alerts', 'other alerts').replace('[fraud-detection]', '[todo]'),
    })
    const [first, second] = [ENTRY, OTHER].map((path) => join(folder, path))
    expect(await run(folder)).toEqual({
      code: 1,
      out: `${first}:4: "UK" is no country code. Use the ISO 3166 code, such as DE or GB.
${first}:6: summary has “very”, a word of marketing. Say plainly what it does.
${first}:12: links[1].title ends with a full stop. Leave that out.
${second}:5: title does not begin with a capital letter. Begin it with one.
${second}:8: topic is still to be written. Use one of topics.yaml.

5 to mend.
`,
    })
  })

  it('names files so that a terminal opens them: from the working folder, or whole outside of it', async () => {
    const folder = await dataFolder({ [OTHER]: 'company: [' })
    const spy = vi.spyOn(process, 'cwd')
    onTestFinished(() => spy.mockRestore())
    spy.mockReturnValue(folder)
    expect((await run(folder)).out).toMatch(/^use-cases\/other-case\.yaml:1: broken YAML/)
    spy.mockReturnValue(join(folder, 'use-cases'))
    expect((await run(folder)).out).toMatch(/^other-case\.yaml:1: broken YAML/)
    spy.mockReturnValue(join(folder, 'elsewhere'))
    expect((await run(folder)).out.startsWith(`${join(folder, OTHER)}:1: `)).toBe(true)
  })

  it('takes one file of a catalogue, and counts what is wrong in others', async () => {
    const folder = await dataFolder({ [OTHER]: GOOD.replace('[GB]', '[UK]') })
    const path = relative(process.cwd(), join(folder, OTHER))
    expect(await run(path)).toEqual({
      code: 1,
      out: `${join(folder, OTHER)}:4: "UK" is no country code. Use the ISO 3166 code, such as DE or GB.
${join(folder, OTHER)}:5: the title "Fraud alerts" of Acme stands in use-cases/acme-fraud.yaml, too. Remove one, or say what tells them apart.

2 to mend.
`,
    })
    expect(await run(join(folder, ENTRY))).toEqual({
      code: 0,
      out: `${join(folder, ENTRY)}: nothing to mend; 2 in other files.\n`,
    })
    expect((await run(join(folder, 'topics.yaml'))).out).toContain('topics.yaml: nothing to mend')
  })

  it('takes no file that is none of a catalogue', async () => {
    const folder = await dataFolder()
    await writeFile(join(folder, 'README.md'), 'words')
    const promise = check([join(folder, 'README.md')])
    await expect(promise).rejects.toThrow(UsageError)
    await expect(promise).rejects.toThrow('README.md is no file of a catalogue: data/README.md says what is.')
  })

  it('tells of a folder that is not there, or is none of data', async () => {
    const folder = await dataFolder()
    const remedy = 'Name a folder with topics.yaml, industries.yaml and use-cases.\n\n1 to mend.\n'
    const nowhere = join(folder, 'nowhere')
    expect(await run(nowhere)).toEqual({ code: 1, out: `${nowhere}: the folder is not there. ${remedy}` })
    const inner = join(folder, 'use-cases')
    expect(await run(inner)).toEqual({
      code: 1,
      out: `${join(inner, 'use-cases')}: the folder is not there. ${remedy}`,
    })
  })
})
