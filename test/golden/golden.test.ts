import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { expectValid } from '../cards/expect-valid.ts'
import { expectView } from '../cards/expect-view.ts'
import { catalogue, named } from './catalogue.ts'
import type { Entry } from './entry.ts'
import { gallery } from './gallery.ts'
import { reached, showing } from './sources.ts'
import { ISSUE, PULL_REQUEST } from './suggestions.ts'

const FILES = fileURLToPath(new URL('./files/', import.meta.url))

/** What is kept of an entry: for a message the text by its lines, and the classic tier only where it differs. */
function golden(entry: Entry): unknown {
  switch (entry.kind) {
    case 'message': {
      const { text, native, classic } = entry.make()
      const same = JSON.stringify(native) === JSON.stringify(classic)
      return { text: text.split('\n'), native, ...(same ? {} : { classic }) }
    }
    case 'terminal':
      return { text: entry.make().split('\n') }
    case 'unfurl':
      return { blocks: entry.make() }
    case 'modal':
    case 'home':
      return { view: entry.make() }
  }
}

// As Biome wants them (biome.json): a list of texts on one line where that is no longer than this.
const WIDTH = 110
const TEXTS = /^(.*)\[\n((?: *"(?:[^"\\]|\\.)*",?\n)+) *\](,?)$/gm

const written = (value: unknown): string => {
  const json = JSON.stringify(value, undefined, 2).replace(TEXTS, (whole, before, texts, after) => {
    const line = `${before}[${String(texts).trim().split(/\n */).join(' ')}]${after}`
    return line.length <= WIDTH ? line : whole
  })
  return `${json}\n`
}

/** Where a suggestion leads besides. */
const repository: UseCase = {
  ...named('tiny-till'),
  links: [ISSUE, PULL_REQUEST].map((url) => ({ url, kind: 'event' })),
}

/** The same rules that the local Slack holds the bot to. */
function expectAccepted(entry: Entry): void {
  const useCases = [...catalogue.useCases, repository]
  if (entry.kind === 'message') expectValid(entry.make(), useCases)
  if (entry.kind === 'modal' || entry.kind === 'home') expectView(entry.make(), useCases)
  if (entry.kind === 'unfurl') {
    const blocks = entry.make()
    expectValid({ text: 'a link', native: blocks, classic: blocks }, useCases)
  }
}

// `npx vitest run test/golden -u` writes the files anew: their difference is then what people would see change.
describe('what the bot shows', () => {
  it.each(gallery.map((entry) => [entry.name, entry] as const))('%s', async (name, entry) => {
    expectAccepted(entry)
    // Made twice it is the same: nothing in it is left to chance or to the clock.
    expect(golden(entry)).toEqual(golden(entry))
    await expect(written(golden(entry))).toMatchFileSnapshot(`${FILES}${name}.json`)
  })
})

describe('the gallery', () => {
  it('names each entry once', () => {
    const names = gallery.map(({ name }) => name)
    expect(names).toEqual([...new Set(names)])
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  it('has everything that src/cards can show', () => {
    const shown = reached()
    expect(showing.length).toBeGreaterThan(40)
    expect(showing.filter((name) => !shown.has(name))).toEqual([])
  })

  it('leaves no golden file over', () => {
    const names = new Set(gallery.map(({ name }) => `${name}.json`))
    expect(readdirSync(FILES).filter((file) => !names.has(file))).toEqual([])
  })
})
