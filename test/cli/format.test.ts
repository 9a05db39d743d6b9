import { chmodSync, cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { DATA_FOLDER, readFolder } from '../../src/catalogue/load.ts'
import { UsageError } from '../../src/cli/command.ts'
import { format } from '../../src/cli/format.ts'
import { folder } from '../store/engines.ts'

const ENTRY = 'use-cases/stubhub-fraud-detection.yaml'
let data: string
const total = (await readFolder(DATA_FOLDER)).length
const read = (path: string) => readFileSync(join(data, path), 'utf8')
const whole = () =>
  new Map(
    readdirSync(data, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(data, path)).isFile())
      .map((path) => [path, read(path)]),
  )

/** What a command gives, and what it prints to standard output and standard error. */
async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const code = await format(args)
    return { code, out: out.mock.calls.join(''), err: err.mock.calls.join('') }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

/** Writes a file in a way that is not canonical. */
function mess(path: string): string {
  const text = read(path)
  writeFileSync(join(data, path), text.replace('company: StubHub', "company:   'StubHub' # tickets"))
  return text.replace('company: StubHub', 'company: StubHub # tickets')
}

beforeEach(() => {
  data = join(folder(), 'data')
  cpSync(DATA_FOLDER, data, { recursive: true })
})

describe('kstreams format', () => {
  it('formats what is not in its form, says which, and touches nothing else', async () => {
    const before = whole()
    const wanted = mess(ENTRY)
    chmodSync(join(data, ENTRY), 0o640)
    expect(await run(data)).toEqual({ code: 0, out: `Formatted 1 of ${total} files: ${ENTRY}.\n`, err: '' })
    expect(whole()).toEqual(before.set(ENTRY, wanted))
    expect(statSync(join(data, ENTRY)).mode & 0o777).toBe(0o640)
    expect(await run(data)).toEqual({ code: 0, out: `${total} files: nothing to format.\n`, err: '' })
  })

  it('only tells with --check, and exits 1', async () => {
    mess(ENTRY)
    const before = whole()
    const { code, out } = await run('--check', data)
    expect([code, out]).toEqual([
      1,
      `Not in canonical form: 1 of ${total} files: ${ENTRY}.\nkstreams format mends that.\n`,
    ])
    expect(whole()).toEqual(before)
    expect((await run('--check', join(data, 'topics.yaml'))).code).toBe(0)
  })

  it('takes files, each once', async () => {
    mess(ENTRY)
    const { out } = await run(join(data, 'topics.yaml'), join(data, ENTRY), join(data, ENTRY))
    expect(out).toBe(`Formatted 1 of 2 files: ${ENTRY}.\n`)
  })

  it('leaves broken YAML as it is, says why, and formats the rest', async () => {
    const broken = join(data, 'use-cases/a-broken-one.yaml')
    writeFileSync(broken, 'company: [\n')
    mess(ENTRY)
    const { code, out, err } = await run(data)
    expect([code, out]).toEqual([1, `Formatted 1 of ${total + 1} files: ${ENTRY}.\n`])
    expect(err).toContain(
      'Left as they are:\nuse-cases/a-broken-one.yaml:2: broken YAML: a quote or a bracket',
    )
    expect(readFileSync(broken, 'utf8')).toBe('company: [\n')
  })

  it('says what is no file of a catalogue', async () => {
    await expect(run(join(data, 'nothing.yaml'))).rejects.toThrow(UsageError)
    await expect(run(join(data, 'README.md'))).rejects.toThrow('README.md is no file of a catalogue')
    await expect(run(join(data, 'use-cases'))).rejects.toThrow('the folder is not there')
  })
})
