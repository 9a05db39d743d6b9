import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))

/**
 * What each part of src may import from the others, and which packages; a part is a folder or a file right in src.
 * `pure` parts take time and data as arguments: no file system, no clock, no randomness, no environment.
 */
const PARTS: Record<string, { parts: string[]; packages: string[]; pure?: true; except?: string[] }> = {
  catalogue: { parts: [], packages: ['zod', 'yaml', 'fuse.js'], pure: true, except: ['catalogue/load.ts'] },
  search: { parts: ['catalogue'], packages: ['fuse.js', 'stemmer'], pure: true },
  cards: {
    parts: ['catalogue', 'search'],
    packages: ['@slack/types', 'picocolors', 'wrap-ansi'],
    pure: true,
  },
  digest: {
    parts: ['catalogue', 'search', 'cards', 'store', 'log', 'metrics'],
    packages: ['temporal-polyfill', 'chrono-node'],
    pure: true,
    // What acts takes the clock as an argument, too, but must name its claims and wait.
    except: ['digest/runner.ts', 'digest/workers.ts'],
  },
  // What the bot answers from at this moment: read anew when it changes.
  library: { parts: ['catalogue', 'search', 'log'], packages: [] },
  'link-check': {
    parts: ['catalogue', 'store', 'log'],
    packages: ['undici', 'ipaddr.js', 'robots-parser', 'p-limit'],
  },
  upstream: { parts: ['catalogue', 'link-check'], packages: ['marked'] },
  suggestions: { parts: ['catalogue', 'library', 'store', 'log'], packages: ['@octokit/core'] },
  people: { parts: ['search', 'store', 'log'], packages: [] },
  store: { parts: ['log'], packages: ['kysely', 'libsql', 'pg'] },
  config: { parts: ['cards', 'digest', 'store', 'workspaces'], packages: ['dotenv'] },
  log: { parts: ['config'], packages: ['pino'] },
  // What is counted and timed; who counts knows only its type.
  metrics: { parts: [], packages: ['prom-client'] },
  // The ports: what stands before Bolt, the pages, and what operators look at.
  http: { parts: ['cards', 'log'], packages: ['@slack/bolt'] },
  // The installations of those who installed the app.
  workspaces: { parts: ['store', 'log'], packages: ['@slack/oauth'] },
  slack: {
    parts: [
      ...['catalogue', 'search', 'cards', 'digest', 'people', 'library', 'suggestions', 'config', 'log'],
      ...['metrics'],
    ],
    packages: [
      ...['@slack/bolt', '@slack/web-api', '@slack/types', '@slack/oauth', 'rate-limiter-flexible', 'undici'],
    ],
  },
  app: {
    parts: [
      ...['catalogue', 'search', 'cards', 'digest', 'people', 'store', 'slack', 'config', 'log'],
      ...['library', 'suggestions', 'link-check', 'metrics', 'http', 'workspaces'],
    ],
    packages: ['@slack/bolt'],
  },
  doctor: {
    parts: ['catalogue', 'cards', 'store', 'config', 'log', 'slack', 'suggestions', 'workspaces'],
    packages: ['@slack/web-api', '@octokit/core'],
  },
  main: {
    parts: ['app', 'catalogue', 'slack', 'store', 'config', 'log', 'playground', 'stop'],
    packages: [],
  },
  stop: { parts: [], packages: [] },
  cli: {
    parts: [
      ...[
        'catalogue',
        'search',
        'cards',
        'store',
        'config',
        'link-check',
        'upstream',
        'suggestions',
        'doctor',
      ],
    ],
    packages: ['picocolors', 'supports-hyperlinks', '@clack/prompts'],
  },
  playground: { parts: ['app', 'config', 'log'], packages: ['ws', 'undici'] },
  // Runs in the browser; of the rest it knows only what is said between the two (page-api.ts).
  'playground/page': {
    parts: ['playground'],
    packages: ['react', 'react-dom/client', 'slack-blocks-to-jsx', 'slack-blocks-to-jsx/dist/style.css'],
  },
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => path.replaceAll('\\', '/'))
const partOf = (path: string) =>
  path.startsWith('playground/page/') ? 'playground/page' : (path.split('/')[0]?.replace(/\.ts$/, '') ?? '')
const textOf = (path: string) => readFileSync(join(SRC, path), 'utf8')
const importsOf = (path: string) =>
  [...textOf(path).matchAll(/(?:from|import)\s*\(?'([^'\n]+)'/g)].map((match) => match[1] ?? '')

const resolved = (path: string, target: string) =>
  relative(SRC, join(SRC, path, '..', target)).replaceAll('\\', '/')

describe('the import table', () => {
  it('knows every part', () => {
    expect([...new Set(files.map(partOf))].toSorted()).toEqual(Object.keys(PARTS).toSorted())
  })

  it.each(files)('holds for %s', (path) => {
    const part = PARTS[partOf(path)]
    const strangers = importsOf(path).filter((target) => {
      if (target.startsWith('.')) {
        const other = partOf(resolved(path, target))
        return other !== partOf(path) && !part?.parts.includes(other)
      }
      return !target.startsWith('node:') && !part?.packages.includes(target)
    })
    expect(strangers).toEqual([])
  })

  it.each(files.filter((path) => PARTS[partOf(path)]?.pure && !PARTS[partOf(path)]?.except?.includes(path)))(
    '%s is pure',
    (path) => {
      expect(importsOf(path).filter((target) => target.startsWith('node:'))).toEqual([])
      expect(textOf(path)).not.toMatch(
        /\bDate\.now|new Date\(\)|Math\.random|randomUUID|process\.|performance\./,
      )
    },
  )

  it.each(files.filter((path) => partOf(path) === 'playground/page'))(
    '%s takes types only from the server',
    (path) => {
      const imports = [...textOf(path).matchAll(/import (type )?[^']*?from '([^']+)'/g)]
      const code = imports.filter(([, type, to = '']) => {
        return type === undefined && to.startsWith('.') && partOf(resolved(path, to)) !== 'playground/page'
      })
      expect(code.map((match) => match[2])).toEqual([])
    },
  )

  it('reads the environment in config.ts only', () => {
    expect(files.filter((path) => textOf(path).includes('process.env'))).toEqual(['config.ts'])
  })

  it('has no cycles', () => {
    const graph = new Map(
      files.map((path) => [
        path,
        importsOf(path)
          .filter((to) => to.startsWith('.'))
          .map((to) => resolved(path, to)),
      ]),
    )
    const cycles: string[][] = []
    const visit = (path: string, trail: readonly string[]) => {
      if (trail.includes(path)) {
        cycles.push([...trail.slice(trail.indexOf(path)), path])
        return
      }
      if (done.has(path)) return
      for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
      done.add(path)
    }
    const done = new Set<string>()
    for (const path of files) visit(path, [])
    expect(cycles).toEqual([])
  })
})
