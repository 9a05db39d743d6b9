import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
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

test('a link that leads out of the folder is not followed, wherever it stands', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'kstreams-outside-'))
  try {
    await writeFile(join(outside, 'secret.yaml'), 'password: hunter2')
    await rm(join(folder, 'topics.yaml'))
    await symlink(join(outside, 'secret.yaml'), join(folder, 'topics.yaml'))
    await symlink(join(outside, 'secret.yaml'), join(folder, 'use-cases/absolute.yaml'))
    await symlink(
      join('..', '..', outside.split('/').at(-1) ?? '', 'secret.yaml'),
      join(folder, 'use-cases/relative.yaml'),
    )
    await symlink('/etc/passwd', join(folder, 'use-cases/passwd.yaml'))
    await symlink('absolute.yaml', join(folder, 'use-cases/twice.yaml'))
    await symlink(outside, join(folder, 'use-cases/folder.yaml'))
    const out = 'this link leads out of the data folder. Put the file itself here.'
    expect(await problems()).toBe(
      [
        `topics.yaml: ${out}`,
        ...['absolute', 'folder', 'passwd', 'relative', 'twice'].map(
          (name) => `use-cases/${name}.yaml: ${out}`,
        ),
      ].join('\n'),
    )
    await rm(join(folder, 'use-cases'), { recursive: true })
    await symlink(outside, join(folder, 'use-cases'))
    expect(await problems()).toBe(`use-cases: ${out}`)
  } finally {
    await rm(outside, { recursive: true })
  }
})

test('a folder beside it whose name begins alike is outside, too', async () => {
  const beside = `${folder}-old`
  await mkdir(beside)
  try {
    await write('use-cases/x.yaml', '')
    await writeFile(join(beside, 'x.yaml'), VALID[ENTRY] ?? '')
    await rm(join(folder, 'use-cases/x.yaml'))
    await symlink(join(beside, 'x.yaml'), join(folder, 'use-cases/x.yaml'))
    expect(await problems()).toMatch('use-cases/x.yaml: this link leads out of the data folder.')
  } finally {
    await rm(beside, { recursive: true })
  }
})

test('a folder that is mounted as Kubernetes does it, or reached by a link itself', async () => {
  const real = join(folder, '..2026')
  await mkdir(real)
  for (const name of ['topics.yaml', 'industries.yaml', 'use-cases']) {
    await rename(join(folder, name), join(real, name))
    await symlink(join('..data', name), join(folder, name))
  }
  await symlink('..2026', join(folder, '..data'))
  expect(await problems()).toBe('')
  const other = `${folder}-link`
  await symlink(folder, other)
  expect(await problems(other)).toBe('')
  await rm(other)
})

test('links in a circle', async () => {
  await symlink('b.yaml', join(folder, 'use-cases/a.yaml'))
  await symlink('a.yaml', join(folder, 'use-cases/b.yaml'))
  await symlink('self.yaml', join(folder, 'use-cases/self.yaml'))
  const circle = 'this link leads to itself. Put the file itself here.'
  expect(await problems()).toBe(
    ['a', 'b', 'self'].map((name) => `use-cases/${name}.yaml: ${circle}`).join('\n'),
  )
})

test.skipIf(process.platform === 'win32')(
  'pipes and sockets, which would keep a reader waiting for ever',
  async () => {
    execFileSync('mkfifo', [join(folder, 'use-cases/pipe.yaml'), join(folder, 'words.yaml')])
    await symlink('pipe.yaml', join(folder, 'use-cases/to-pipe.yaml'))
    const server = createServer().listen(join(folder, 'use-cases/socket.yaml'))
    await once(server, 'listening')
    try {
      const no = 'this is not a file. Keep only files in this folder.'
      expect(await problems()).toBe(
        ['use-cases/pipe.yaml', 'use-cases/socket.yaml', 'use-cases/to-pipe.yaml', 'words.yaml']
          .map((path) => `${path}: ${no}`)
          .join('\n'),
      )
    } finally {
      server.close()
    }
  },
)

test('a file that is too large is not read', async () => {
  await write('use-cases/large.yaml', `${VALID[ENTRY]}#${'x'.repeat(64 * 1024)}`)
  await write('words.yaml', '')
  await truncate(join(folder, 'words.yaml'), 5_000_000_000)
  const remedy = 'See what is in it that does not belong there.'
  expect(await problems()).toBe(
    [
      `use-cases/large.yaml: the file has 65 kB, more than 64. ${remedy}`,
      `words.yaml: the file has 4882813 kB, more than 1024. ${remedy}`,
    ].join('\n'),
  )
  await rm(join(folder, 'words.yaml'))
  await write('use-cases/large.yaml', `movedTo: acme-fraud\n#${'x'.repeat(64 * 1024 - 21)}`)
  expect(await problems()).toBe('')
})

test('many files come out in the order of their paths, each with its own text', async () => {
  const names = Array.from({ length: 200 }, (_, number) => `use-cases/moved-${1000 + number}.yaml`)
  await Promise.all(names.map((name) => write(name, `movedTo: acme-fraud # ${name}\n`)))
  const files = await readFolder(folder)
  expect(files.map(({ path }) => path)).toEqual(['industries.yaml', 'topics.yaml', ENTRY, ...names])
  for (const file of files.slice(3)) expect(file).toMatchObject({ text: expect.stringContaining(file.path) })
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
