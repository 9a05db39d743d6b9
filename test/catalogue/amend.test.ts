import { describe, expect, test } from 'vitest'
import { amended, amending } from '../../src/catalogue/amend.ts'
import type { Catalogue } from '../../src/catalogue/catalogue.ts'
import type { Addition } from '../../src/catalogue/draft.ts'
import { CatalogueError } from '../../src/catalogue/problems.ts'
import type { DeadLink } from '../../src/catalogue/schema.ts'
import { atOnce } from '../../src/catalogue/sliced.ts'
import { check, ENTRY, TODAY, VALID } from './valid.ts'

function parsed(files: Record<string, string> = {}): Catalogue {
  const result = check(files)
  if (!result.ok) throw new CatalogueError(result.problems)
  return result.catalogue
}
const base = parsed({ 'use-cases/acme-old.yaml': 'movedTo: acme-fraud\n' })

const LINK = { url: 'https://example.com/new', kind: 'article' as const }
const addition = (id: string, over: Partial<Addition['useCase']> = {}): Addition => ({
  id,
  useCase: {
    ...{ company: 'Newbank', aliases: [], industry: 'finance', countries: [], title: 'Payments in time' },
    ...{ summary: 'Pays with Kafka Streams.', topics: ['payments'], source: 'research', added: TODAY },
    links: [LINK],
    ...over,
  },
})
const adding = (...additions: Addition[]) => amended(base, { additions, dead: new Map() }, TODAY)
const killing = (dead: Record<string, DeadLink>, catalogue = base, additions: Addition[] = []) =>
  amended(catalogue, { additions, dead: new Map(Object.entries(dead)) }, TODAY).catalogue

const idsOf = ({ useCases }: Catalogue) => useCases.map(({ id }) => id)

test('without amendments it is the same catalogue', () => {
  expect(adding()).toEqual({ catalogue: base, problems: [] })
  expect(adding().catalogue).toBe(base)
  expect(killing({ 'https://example.com/none': { since: TODAY } })).toBe(base)
})

describe('an addition', () => {
  test('is a use case like any other, in its place', () => {
    const { catalogue, problems } = adding(
      addition('newbank-payments'),
      addition('aaa-first', { company: 'Aaa' }),
    )
    expect(problems).toEqual([])
    expect(idsOf(catalogue)).toEqual(['aaa-first', 'acme-fraud', 'newbank-payments'])
    expect(catalogue.byId.get('newbank-payments')).toBe(catalogue.useCases[2])
    expect(catalogue.byId.get('acme-old')).toBe(base.useCases[0])
    expect(catalogue.topics).toBe(base.topics)
  })

  test('is left out where its links are there, whatever the company is called', () => {
    const merged = parsed({
      'use-cases/newbank-inc.yaml': (VALID[ENTRY] ?? '')
        .replace(/^company: .*$/m, 'company: Newbank Inc')
        .replace(/^aliases: .*$\n/m, '')
        .replace(/url: .*/, `url: ${LINK.url}`),
    })
    const again = amended(merged, { additions: [addition('newbank-payments')], dead: new Map() }, TODAY)
    expect(again.catalogue).toBe(merged)
    expect(again.problems).toEqual([])
  })

  test('leaves the catalogue as it was to whoever has it', () => {
    adding(addition('newbank-payments'))
    expect(idsOf(base)).toEqual(['acme-fraud'])
    expect(base.byId.has('newbank-payments')).toBe(false)
  })

  test('makes another version, which hangs on what was added', () => {
    const versions = [
      base,
      adding(addition('newbank-payments')).catalogue,
      adding(addition('newbank-payments', { title: 'Other' })).catalogue,
      killing({ 'https://example.com/talk': { since: TODAY } }),
      killing({ 'https://example.com/talk': { since: '2026-11-21' } }),
    ].map(({ version }) => version)
    expect(new Set(versions).size).toBe(versions.length)
    expect(adding(addition('newbank-payments')).catalogue.version).toBe(versions[1])
    const other = { ...base, version: 'other' }
    const additions = [addition('newbank-payments')]
    expect(amended(other, { additions, dead: new Map() }, TODAY).catalogue.version).not.toBe(versions[1])
  })

  test.each<[string, Addition]>([
    ['its id', addition('acme-fraud')],
    ['a former id', addition('acme-old')],
    [
      'its link, written otherwise',
      addition('acme-2', {
        company: 'Acme',
        links: [{ ...LINK, url: 'https://www.example.com/talk/?utm_source=x' }],
      }),
    ],
    [
      'its link, under another name',
      addition('acme-2', { company: 'ACME Corp', links: [{ ...LINK, url: 'https://example.com/talk' }] }),
    ],
  ])('is left out in silence where the catalogue has %s', (_, one) => {
    expect(adding(one)).toEqual({ catalogue: base, problems: [] })
  })

  test('stays where the link of another addition tells of another company, or is not the only one', () => {
    const link = { ...LINK, url: 'https://example.com/talk' }
    const two = adding(addition('newbank'), addition('other', { company: 'Other' }))
    expect(idsOf(two.catalogue)).toEqual(['acme-fraud', 'newbank', 'other'])
    expect(idsOf(adding(addition('acme-2', { company: 'Acme', links: [link, LINK] })).catalogue)).toContain(
      'acme-2',
    )
  })

  test('is there once, though it was accepted twice', () => {
    expect(
      adding(addition('newbank-payments'), addition('newbank-payments', { title: 'Again' })),
    ).toMatchObject({
      catalogue: { useCases: [{ id: 'acme-fraud' }, { title: 'Payments in time' }] },
      problems: [],
    })
    expect(idsOf(adding(addition('newbank-payments'), addition('newbank-2')).catalogue)).toHaveLength(2)
  })

  test.each<[string, Addition, string, string]>([
    [
      'an unknown topic',
      addition('x', { topics: ['payment'] }),
      'unknown topic "payment"',
      'Did you mean "payments"? Otherwise add it to topics.yaml.',
    ],
    [
      'a name of another',
      addition('x', { aliases: ['Acme'] }),
      'duplicate alias: "Acme" also stands for Acme in use-cases/acme-fraud.yaml',
      'Keep it in one of the two, or write the company the same way in both.',
    ],
    [
      'a day to come',
      addition('x', { added: '2027-01-01' }),
      'added 2027-01-01 is in the future',
      'Use today, 2026-11-22.',
    ],
    [
      'no plain text',
      addition('x', { title: 'a <b>bold</b> claim' }),
      'title has HTML in it',
      'Write plain text.',
    ],
    [
      'no id',
      addition('X Y'),
      'the file name is not an id',
      'Decline it, and suggest it anew under an id such as company-use-case.',
    ],
  ])('with %s is left out and reported', (_, one, fault, remedy) => {
    const { catalogue, problems } = adding(one, addition('good'))
    expect(idsOf(catalogue)).toEqual(['acme-fraud', 'good'])
    expect(problems).toEqual([{ file: `use-cases/${one.id}.yaml`, fault, remedy }])
  })

  test('that was left out keeps no name from others', () => {
    const bad = addition('bad', { company: 'Pizza', topics: ['pizza'] })
    const good = addition('good', { company: 'Good', aliases: ['Pizza'] })
    expect(adding(bad, good).problems.map(({ file }) => file)).toEqual(['use-cases/bad.yaml'])
    const other = addition('other', { company: 'Other', aliases: ['Good'] })
    expect(adding(good, other).problems).toMatchObject([{ file: 'use-cases/other.yaml' }])
  })

  test('of another time, with fields missing, is reported and not thrown at anybody', () => {
    const { problems } = adding({ id: 'x', useCase: { company: 'X' } as Addition['useCase'] })
    expect(problems.map(({ fault }) => fault)).toContain('links is missing')
  })
})

describe('a dead link', () => {
  const text = (VALID[ENTRY] ?? '').replace(
    /links:\n( .*\n)+/,
    `links:\n${['a', 'b', 'c', 'd'].map((name) => `  - {url: 'https://example.com/${name}', kind: talk}\n`).join('')}`,
  )
  const catalogue = parsed({ [ENTRY]: text })
  const linksOf = (of: Catalogue) => of.useCases[0]?.links.map(({ url, dead }) => [url.at(-1), dead?.since])

  test('stands behind those that are alive, and behind those of which there is a copy', () => {
    const dead = {
      'https://example.com/a': { since: '2026-11-01' },
      'https://example.com/c': { since: '2026-11-02', archive: 'https://web.archive.org/c' },
    }
    const marked = killing(dead, catalogue)
    expect(linksOf(marked)).toEqual([
      ['b', undefined],
      ['d', undefined],
      ['c', '2026-11-02'],
      ['a', '2026-11-01'],
    ])
    expect(marked.useCases[0]?.links[2]?.dead?.archive).toBe('https://web.archive.org/c')
    expect(marked.byId.get('acme-fraud')).toBe(marked.useCases[0])
    expect(linksOf(catalogue)).toEqual(['a', 'b', 'c', 'd'].map((name) => [name, undefined]))
  })

  test('is told by its exact address', () => {
    expect(
      killing(
        { 'https://example.com/A': { since: TODAY }, 'http://example.com/a': { since: TODAY } },
        catalogue,
      ),
    ).toBe(catalogue)
  })

  test('is marked in former ids and in additions, too', () => {
    const marked = killing(
      { [LINK.url]: { since: TODAY }, 'https://example.com/talk': { since: TODAY } },
      base,
      [addition('newbank')],
    )
    expect(marked.byId.get('newbank')?.links[0]?.dead).toEqual({ since: TODAY })
    expect(marked.useCases[1]).toBe(marked.byId.get('newbank'))
    expect(marked.byId.get('acme-old')?.links[0]?.dead).toEqual({ since: TODAY })
  })
})

test('in steps it comes to the same', () => {
  const amendments = { additions: [addition('newbank')], dead: new Map([[LINK.url, { since: TODAY }]]) }
  expect(atOnce(amending(base, amendments, TODAY))).toEqual(amended(base, amendments, TODAY))
})
