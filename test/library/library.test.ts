import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Addition } from '../../src/catalogue/draft.ts'
import { changed, ENTRY, VALID } from '../catalogue/valid.ts'
import { found, openScene } from './scene.ts'

const NEW_EDITION = 'answers come from a new edition'
const OTHER = 'use-cases/other-bank.yaml'
const otherText = (title: string) =>
  changed(ENTRY, 'company: Acme\naliases: [Acme Corp]', 'company: Otherbank')
    .replace('example.com/talk', 'example.com/other')
    .replace('Fraud alerts', title)

const addition = (id: string, company: string, over: Partial<Addition['useCase']> = {}): Addition => ({
  id,
  useCase: {
    ...{ company, aliases: [], industry: 'finance', countries: [], title: `Pizza of ${company}` },
    ...{
      summary: 'Bakes with Kafka Streams.',
      topics: ['payments'],
      source: 'research',
      added: '2026-11-20',
    },
    links: [{ url: `https://example.com/${id}`, kind: 'talk' }],
    ...over,
  },
})

describe('a reload', () => {
  test('answers from the files as they are now', async () => {
    const { library, edition, write, said } = await openScene()
    await write(OTHER, otherText('Zebra counting'))
    expect(await library.reload()).toBe('changed')
    const now = library.current('T1')
    expect(found(now, 'zebra')).toEqual(['other-bank'])
    expect(now.linked('https://example.com/other')?.useCase.id).toBe('other-bank')
    expect(now.catalogue.version).not.toBe(edition.catalogue.version)
    expect(said(NEW_EDITION)).toMatchObject([{ level: 30, useCases: 2, version: now.catalogue.version }])
  })

  test('leaves the edition alone that somebody is being answered from', async () => {
    const { library, write } = await openScene()
    const taken = library.current('T1')
    await write(ENTRY, changed(ENTRY, 'Fraud alerts', 'Zebra counting'))
    await library.reload()
    expect(found(taken, 'alerts')).toEqual(['acme-fraud'])
    expect(found(taken, 'zebra')).toEqual([])
    expect(taken.catalogue.byId.get('acme-fraud')?.title).toBe('Fraud alerts')
    expect(found(library.current('T1'), 'zebra')).toEqual(['acme-fraud'])
  })

  test('does nothing where the files are the same', async () => {
    const { library, edition, write, lines } = await openScene()
    await write('README.md', 'not read')
    expect(await library.reload()).toBe('same')
    expect(library.current('')).toBe(edition)
    expect(lines).toEqual([])
  })

  test('keeps the old where the new has faults, and logs each of them', async () => {
    const { library, edition, write, said } = await openScene()
    await write(ENTRY, changed(ENTRY, '[fraud-detection]', '[fraud, tax]'))
    await write(OTHER, 'title: [')
    expect(await library.reload()).toBe('faulty')
    expect(library.current('')).toBe(edition)
    expect(said('a fault in the catalogue')).toMatchObject([
      { file: ENTRY, line: 8, fault: 'unknown topic "fraud"', level: 40 },
      { file: ENTRY, line: 8, fault: 'unknown topic "tax"' },
      { file: OTHER, line: 1, remedy: 'Look for it in this line or above.' },
    ])
    expect(said('the catalogue has faults: the one before stays')).toMatchObject([{ level: 50, faults: 3 }])
    await write(ENTRY, VALID[ENTRY] ?? '')
    await write(OTHER, otherText('Zebra counting'))
    expect(await library.reload()).toBe('changed')
  })

  test('says so when all is as it was before the faults', async () => {
    const { library, write, said } = await openScene()
    await write(ENTRY, 'title: [')
    expect(await library.reload()).toBe('faulty')
    await write(ENTRY, VALID[ENTRY] ?? '')
    expect([await library.reload(), await library.reload()]).toEqual(['same', 'same'])
    expect(said('the catalogue has no faults any more')).toMatchObject([{ level: 30, useCases: 1 }])
  })

  test('keeps the old where the folder is gone', async () => {
    const { library, edition, above, folder, said } = await openScene()
    await rm(folder, { recursive: true })
    expect(await library.reload()).toBe('faulty')
    expect(library.current('')).toBe(edition)
    expect(said('a fault in the catalogue')).toMatchObject([
      { file: folder, fault: 'the folder is not there' },
    ])
    expect(above).not.toBe('')
  })

  test('is one for all who ask while another is under way, and has what changed meanwhile', async () => {
    const { library, write, said } = await openScene()
    await write(OTHER, otherText('Zebra counting'))
    const first = library.reload()
    expect(library.reload()).toBe(first)
    await Promise.resolve().then(() => {})
    await write(OTHER, otherText('Giraffe counting'))
    const second = library.reload()
    const third = library.reload()
    const amending = library.amend('', { additions: [addition('pizza', 'Pizza')] })
    expect(second).not.toBe(first)
    expect(third).toBe(second)
    await Promise.all([first, second, amending])
    expect(found(library.current(''), 'giraffe')).toEqual(['other-bank'])
    expect(found(library.current(''), 'pizza')).toEqual(['pizza'])
    expect(said(NEW_EDITION).length).toBeLessThanOrEqual(2)
  })

  test('reads the files, though only an addition was asked for before it', async () => {
    const { library, write } = await openScene()
    await write(OTHER, otherText('Zebra counting'))
    const amending = library.amend('T1', { additions: [addition('pizza', 'Pizza')] })
    expect(await library.reload()).toBe('changed')
    await amending
    expect(found(library.current('T1'), 'zebra')).toEqual(['other-bank'])
    expect(found(library.current('T1'), 'pizza')).toEqual(['pizza'])
  })
})

describe('what is known beyond the files', () => {
  test('is found by all workspaces, or by the one that it was accepted in', async () => {
    const { library, edition } = await openScene()
    await library.amend('T1', { additions: [addition('pizza-one', 'Pizza One')] })
    expect(found(library.current('T1'), 'pizza')).toEqual(['pizza-one'])
    expect(found(library.current('T1'), 'fraud')).toEqual(['acme-fraud'])
    expect(library.current('T2')).toBe(edition)
    expect(library.current('')).toBe(edition)
    await library.amend('', { additions: [addition('pizza-all', 'Pizza All')] })
    expect(found(library.current('T1'), 'pizza').toSorted()).toEqual(['pizza-all', 'pizza-one'])
    expect(found(library.current('T2'), 'pizza')).toEqual(['pizza-all'])
    expect(library.current('T2')).toBe(library.current(''))
  })

  test('stays when the files are read anew, until they have it', async () => {
    const { library, write } = await openScene()
    await library.amend('', { additions: [addition('other-bank', 'Otherbank')] })
    await library.amend('T1', { additions: [addition('pizza-one', 'Pizza One')] })
    await write(ENTRY, changed(ENTRY, 'Fraud alerts', 'Zebra counting'))
    await library.reload()
    expect(found(library.current('T1'), 'zebra')).toEqual(['acme-fraud'])
    expect(found(library.current('T1'), 'pizza').toSorted()).toEqual(['other-bank', 'pizza-one'])
    await write(OTHER, otherText('Giraffe counting'))
    await library.reload()
    expect(library.current('').catalogue.useCases.map(({ id }) => id)).toEqual(['acme-fraud', 'other-bank'])
    expect(library.current('').catalogue.byId.get('other-bank')?.title).toBe('Giraffe counting')
  })

  test('is set by its parts', async () => {
    const { library } = await openScene()
    const dead = new Map([['https://example.com/talk', { since: '2026-11-01' }]])
    await library.amend('', { dead })
    await library.amend('', { additions: [addition('pizza', 'Pizza')] })
    const { catalogue } = library.current('')
    expect(catalogue.byId.get('acme-fraud')?.links).toMatchObject([{ dead: { since: '2026-11-01' } }])
    expect(catalogue.byId.has('pizza')).toBe(true)
    await library.amend('', { additions: [], dead: new Map() })
    expect(library.current('').catalogue.useCases).toHaveLength(1)
    expect(library.current('').catalogue.byId.get('acme-fraud')?.links[0]?.dead).toBeUndefined()
  })

  test('is left out where it breaks a rule, which the log says once', async () => {
    const { library, edition, said } = await openScene()
    const faulty = addition('pizza', 'Pizza', { topics: ['pizza'] })
    await library.amend('', { additions: [faulty, addition('good', 'Good')] })
    expect(library.current('').catalogue.useCases.map(({ id }) => id)).toEqual(['acme-fraud', 'good'])
    const left = () => said('an accepted use case is left out')
    expect(left()).toMatchObject([{ fault: 'unknown topic "…"' }])
    await library.reload()
    await library.amend('T1', { additions: [addition('one', 'One')] })
    expect(left()).toHaveLength(1)
    expect(library.current('')).not.toBe(edition)
  })

  test('is found at once, also while the files have faults', async () => {
    const { library, write } = await openScene()
    await write(ENTRY, 'title: [')
    const reload = library.reload()
    await library.amend('', { additions: [addition('pizza', 'Pizza')] })
    expect(await reload).toBe('faulty')
    expect(found(library.current(''), 'pizza')).toEqual(['pizza'])
    expect(found(library.current(''), 'fraud')).toEqual(['acme-fraud'])
  })

  test('makes no new edition where it changes nothing', async () => {
    const { library, edition, said } = await openScene()
    await library.amend('', { dead: new Map([['https://example.com/none', { since: '2026-11-01' }]]) })
    expect(library.current('')).toBe(edition)
    await library.amend('T1', { additions: [addition('pizza', 'Pizza')] })
    const own = library.current('T1')
    await library.amend('T1', { additions: [addition('pizza', 'Pizza')] })
    expect(library.current('T1')).toBe(own)
    expect(said(NEW_EDITION)).toMatchObject([{ team: 'T1' }])
  })
})

test('once closed it answers, but builds no more', async () => {
  const { library, edition, write, lines } = await openScene()
  await write(OTHER, otherText('Zebra counting'))
  const underWay = library.reload()
  await Promise.resolve()
  await library.close()
  expect(await underWay).toBe('same')
  expect(await library.reload()).toBe('same')
  await library.amend('', { additions: [addition('pizza', 'Pizza')] })
  expect(library.current('')).toBe(edition)
  expect(lines).toEqual([])
})

test('watches its folder when told so', async () => {
  const { library, folder, write } = await openScene(true)
  const until = async (question: string) => {
    while (found(library.current(''), question).length === 0) await new Promise(setImmediate)
  }
  await write(OTHER, otherText('Zebra counting'))
  await until('zebra')
  await rm(join(folder, OTHER))
  await write(ENTRY, changed(ENTRY, 'Fraud alerts', 'Giraffe counting'))
  await until('giraffe')
  expect(found(library.current(''), 'zebra')).toEqual([])
})
