import { chmod, cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  compileCatalogue,
  DATA_FOLDER,
  loadCatalogue,
  readCompiled,
  readFolder,
} from '../../src/catalogue/load.ts'
import { CatalogueError } from '../../src/catalogue/problems.ts'
import { changed, ENTRY, VALID } from './valid.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
  await mkdir(join(folder, 'use-cases'))
  for (const [path, text] of Object.entries(VALID)) await write(path, text)
})
afterEach(() => rm(folder, { recursive: true }))

const write = (path: string, text: string | Uint8Array) => writeFile(join(folder, path), text)

/** What is wrong, as a person reads it. */
async function problems(where = folder, now?: Date): Promise<string> {
  const error: unknown = await loadCatalogue(where, now).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error === undefined) return ''
  if (!(error instanceof CatalogueError)) throw error
  return error.message
}

test('reads a folder', async () => {
  const { useCases } = await loadCatalogue(folder)
  expect(useCases.map(({ id }) => id)).toEqual(['acme-fraud'])
})

test('reads the catalogue that comes with the program', async () => {
  expect((await loadCatalogue()).useCases.length).toBeGreaterThanOrEqual(70)
})

test('does so wherever the program is started', async () => {
  const before = process.cwd()
  process.chdir(folder)
  try {
    expect((await loadCatalogue()).useCases.length).toBeGreaterThanOrEqual(70)
  } finally {
    process.chdir(before)
  }
})

test('a copy of the real folder is as good', async () => {
  await rm(folder, { recursive: true })
  await cp(DATA_FOLDER, folder, { recursive: true })
  expect(await problems()).toBe('')
})

test('passes over hidden files, README, schemas and whatever else lies beside the vocabularies', async () => {
  await write('use-cases/.DS_Store', 'x')
  await write('use-cases/.acme.yaml.swp', 'x')
  await write('README.md', '# data')
  await mkdir(join(folder, 'schemas'))
  expect(await problems()).toBe('')
})

test('a byte order mark and CRLF do no harm', async () => {
  for (const [path, text] of Object.entries(VALID))
    await write(path, `\ufeff${text.replaceAll('\n', '\r\n')}`)
  expect(await problems()).toBe('')
})

test('today is given in UTC', async () => {
  expect(await problems(folder, new Date('2026-11-22T00:00:00Z'))).toBe('')
  expect(await problems(folder, new Date('2026-11-21T23:59:59Z'))).toBe(
    'use-cases/acme-fraud.yaml:17: added 2026-11-22 is in the future. Use today, 2026-11-21.',
  )
})

test('a missing folder', async () => {
  const missing = join(folder, 'nowhere')
  expect(await problems(missing)).toBe(
    `${missing}: the folder is not there. Name a folder with topics.yaml, industries.yaml and use-cases.`,
  )
})

test('a file in place of the folder', async () => {
  const file = join(folder, 'topics.yaml')
  expect(await problems(file)).toBe(
    `${file}: the folder cannot be read. Name a folder with topics.yaml, industries.yaml and use-cases.`,
  )
})

test('no folder of use cases', async () => {
  await rm(join(folder, 'use-cases'), { recursive: true })
  expect(await problems()).toBe(
    `${join(folder, 'use-cases')}: the folder is not there. Name a folder with topics.yaml, industries.yaml and use-cases.`,
  )
})

test('an empty folder of use cases', async () => {
  await rm(join(folder, ENTRY))
  expect(await problems()).toBe('use-cases: there is no use case. Add one; data/README.md says how.')
})

test('an empty folder', async () => {
  await rm(folder, { recursive: true })
  await mkdir(join(folder, 'use-cases'), { recursive: true })
  expect(await problems()).toBe(
    [
      'industries.yaml: the file is missing. Restore it; every use case refers to it.',
      'topics.yaml: the file is missing. Restore it; every use case refers to it.',
    ].join('\n'),
  )
})

test('folders and links in place of files, together with all other problems', async () => {
  await mkdir(join(folder, 'use-cases/a-folder.yaml'))
  await mkdir(join(folder, 'use-cases/drafts'))
  await symlink('nowhere.yaml', join(folder, 'use-cases/dead-link.yaml'))
  await symlink('.', join(folder, 'use-cases/link-to-folder.yaml'))
  await write(ENTRY, changed(ENTRY, '[fraud-detection]', '[fraud]'))
  expect(await problems()).toBe(
    [
      'use-cases/a-folder.yaml: this is not a file. Keep only files in this folder.',
      'use-cases/acme-fraud.yaml:8: unknown topic "fraud". Did you mean "fraud-detection"? Otherwise add it to topics.yaml.',
      'use-cases/dead-link.yaml: the file cannot be read (ENOENT). See that it is there and that you may read it.',
      'use-cases/drafts: this is not a file. Keep only files in this folder.',
      'use-cases/link-to-folder.yaml: this is not a file. Keep only files in this folder.',
    ].join('\n'),
  )
})

test('a link to a file is read like the file, since mounted configuration comes as links', async () => {
  await rm(join(folder, 'topics.yaml'))
  await write('..data', VALID['topics.yaml'] ?? '')
  await symlink('..data', join(folder, 'topics.yaml'))
  expect(await problems()).toBe('')
})

test('a vocabulary that cannot be read is not called missing', async () => {
  await rm(join(folder, 'topics.yaml'))
  await mkdir(join(folder, 'topics.yaml'))
  expect(await problems()).toBe('topics.yaml: this is not a file. Keep only files in this folder.')
})

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')(
  'a file without permission',
  async () => {
    await chmod(join(folder, ENTRY), 0)
    expect(await problems()).toBe(
      `${ENTRY}: the file cannot be read (EACCES). See that it is there and that you may read it.`,
    )
  },
)

test.each([
  ['Latin-1', Buffer.from(changed(ENTRY, 'Fraud alerts', 'Größe'), 'latin1')],
  ['UTF-16', Buffer.from(`\ufeff${VALID[ENTRY]}`, 'utf16le')],
])('a file in %s', async (_, bytes) => {
  await write(ENTRY, bytes)
  expect(await problems()).toBe(`${ENTRY}: the file is not in UTF-8. Save it as UTF-8.`)
})

test('a compiled catalogue is the catalogue, moved ids included, as long as its files are the same', async () => {
  await write('use-cases/acme-old-name.yaml', 'movedTo: acme-fraud\n')
  const target = join(folder, 'compiled.json')
  const compiled = async () => readCompiled(target, await readFolder(folder))
  expect(await compiled()).toBeUndefined()
  await compileCatalogue(folder, target)
  expect(await compiled()).toEqual(await loadCatalogue(folder))
  expect((await compiled())?.byId.get('acme-old-name')?.id).toBe('acme-fraud')
  await write(ENTRY, changed(ENTRY, 'Fraud alerts', 'Alerts of fraud'))
  expect(await compiled()).toBeUndefined()
})

test('a compiled catalogue that was cut short is not used', async () => {
  const target = join(folder, 'compiled.json')
  await writeFile(target, '{"fingerprint":"')
  expect(await readCompiled(target, await readFolder(folder))).toBeUndefined()
})

test('the real catalogue is the same compiled', async () => {
  const target = join(folder, 'compiled.json')
  await compileCatalogue(DATA_FOLDER, target)
  expect(await readCompiled(target, await readFolder(DATA_FOLDER))).toEqual(await loadCatalogue())
})
