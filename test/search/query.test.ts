import { describe, expect, it } from 'vitest'
import { parseQuery } from '../../src/search/query.ts'
import { catalogue, found, search } from '../catalogue.ts'

const all = (query: string) => found(query, 100)
const entry = (id: string) => {
  const useCase = catalogue.byId.get(id)
  if (!useCase) throw new Error(`no ${id}`)
  return useCase
}

describe('a question taken apart', () => {
  it('knows filters, phrases and exclusions anywhere, curly quotes included', () => {
    expect(
      parseQuery('fraud industry:bank “exactly once” -spark in -topic:iot event:"Kafka Summit" prod'),
    ).toEqual({
      rest: 'fraud in prod',
      phrases: ['exactly once'],
      without: ['spark'],
      filters: [
        { name: 'industry', value: 'bank', negated: false },
        { name: 'topic', value: 'iot', negated: true },
        { name: 'event', value: 'kafka summit', negated: false },
      ],
    })
  })

  it.each([
    'real-time',
    'see https://example.com',
    'note: this',
    '2019 - 2021',
    'a "quote that never ends',
    '-',
    '--',
    '""',
  ])('takes %j as words', (query) => {
    expect(parseQuery(query)).toMatchObject({ phrases: [], without: [], filters: [] })
  })
})

describe('filters', () => {
  it('forgive: an id, a label, a synonym, the beginning of a word', () => {
    const banks = all('industry:finance')
    expect(banks.length).toBeGreaterThan(10)
    for (const value of ['bank', 'banks', 'Fintech', '"Finance and Fintech"', 'fin']) {
      expect(all(`industry:${value}`), value).toEqual(banks)
    }
    expect(all('topic:k8s')).toEqual(all('topic:kubernetes'))
    expect(all('company:walm').map((id) => entry(id).company)).toEqual(['Walmart', 'Walmart'])
  })

  it.each([
    ['industry:bank', (id: string) => entry(id).industry === 'finance'],
    ['kind:video', (id: string) => entry(id).links.some((link) => link.kind === 'video')],
    ['has:youtube', (id: string) => entry(id).links.some((link) => link.kind === 'video')],
    [
      'since:2022',
      (id: string) => entry(id).links.some((link) => (link.year ?? Number(link.date?.slice(0, 4))) >= 2022),
    ],
    [
      'year:2019',
      (id: string) => entry(id).links.some((link) => (link.year ?? Number(link.date?.slice(0, 4))) === 2019),
    ],
    [
      'event:buzzwords',
      (id: string) => entry(id).links.some((link) => link.event?.includes('Buzzwords') === true),
    ],
    ['country:german', (id: string) => entry(id).countries.includes('DE')],
    ['country:nl', (id: string) => entry(id).countries.includes('NL')],
    ['-industry:bank', (id: string) => entry(id).industry !== 'finance'],
  ] as const)('%s gives all that pass, and only those', (query, passes) => {
    const ids = all(query)
    expect(ids.toSorted()).toEqual(
      catalogue.useCases
        .map(({ id }) => id)
        .filter(passes)
        .toSorted(),
    )
    expect(ids.length).toBeGreaterThan(0)
  })

  it('of links hold for one and the same link; several values of one are alternatives', () => {
    for (const id of all('kind:slides event:london year:2019')) {
      const fits = entry(id).links.some(
        ({ kind, event, year }) => kind === 'slides' && event?.includes('London') === true && year === 2019,
      )
      expect(fits, id).toBe(true)
    }
    const either = [...all('topic:fraud-detection'), ...all('topic:insurance')]
    expect(all('topic:fraud-detection topic:insurance').toSorted()).toEqual([...new Set(either)].toSorted())
  })

  it('take several values, and no more than eight filters', () => {
    expect(all('industry:bank,gaming').toSorted()).toEqual(
      [...all('industry:bank'), ...all('industry:gaming')].toSorted(),
    )
    expect(parseQuery('topic:x '.repeat(500)).filters).toHaveLength(1)
    expect(
      parseQuery(Array.from({ length: 50 }, (_, n) => `topic:x${n} "p${n}" -w${n}`).join(' ')),
    ).toMatchObject({
      filters: { length: 8 },
      phrases: { length: 8 },
      without: { length: 8 },
    })
  })

  it('narrow what words find', () => {
    const ids = all('alerts industry:bank')
    expect(ids).toContain('rabobank-rabo-alerts')
    for (const id of ids) expect(entry(id).industry).toBe('finance')
  })

  it.each([
    ['industry:bnaking', 'industry'],
    ['topic:kuberntes', 'topic'],
    ['company:walmrt', 'company'],
    ['kind:vidoe', 'kind'],
    ['event:sumit', 'event'],
    ['year:1999', 'year'],
    ['since:soon', 'since'],
    ['country:atlantis', 'country'],
  ])('%s answers with the nearest known values', (query, name) => {
    const { total, unknown } = search.search(query)
    expect(total).toBe(0)
    expect(unknown[0]?.name).toBe(name)
    expect(unknown[0]?.nearest.length).toBeGreaterThan(0)
    for (const offer of search.search(query).suggestions) expect(all(offer), offer).not.toEqual([])
  })

  it('name what a slip was meant to be', () => {
    expect(search.search('company:walmrt').unknown[0]?.nearest).toContain('Walmart')
    expect(search.search('topic:kuberntes').unknown[0]?.nearest).toContain('kubernetes')
  })
})

describe('phrases and exclusions', () => {
  it('"a phrase" must be there word for word', () => {
    expect(all('"state machine"')).toEqual(['airbnb-merge-queue'])
    expect(all('"machine state"')).toEqual([])
  })

  it('quotation marks insist on the typed word', () => {
    expect(found('walmrt')).not.toEqual([])
    expect(found('"walmrt"')).toEqual([])
  })

  it('NOT word is the same, and an exclusion alone leaves the rest', () => {
    expect(all('fraud NOT walmart')).toEqual(all('fraud -walmart'))
    expect(all('-walmart')).toHaveLength(catalogue.useCases.length - 2)
  })

  it('-word leaves out what holds the word, or is of that company, topic or industry', () => {
    const fraud = all('fraud')
    expect(all('fraud -walmart')).toEqual(fraud.filter((id) => entry(id).company !== 'Walmart'))
    expect(all('alerting -banking').some((id) => entry(id).topics.includes('banking'))).toBe(false)
    expect(all('fraud -"account takeovers"')).not.toContain('tesco-account-risk-engine')
  })
})

describe('spellings', () => {
  const same = (...queries: string[]) => {
    const [first = '', ...others] = queries
    for (const other of others) expect(found(other), other).toEqual(found(first))
    expect(found(first)).not.toEqual([])
  }

  it('of one thing find the same', () => {
    same('real-time analytics', 'realtime analytics', 'real time analytics', 'REAL-TIME Analytics')
    same('ci/cd', 'cicd', 'ci cd')
    same('schrödinger', 'schrodinger', 'SCHRÖDINGER')
    same('personalised offers', 'personalized offers')
    same('insurance &amp; health', 'insurance & health', 'insurance health')
    same('wise', "wise's", 'wise’s')
  })

  it('plural and verb forms lead to the same first answer', () => {
    for (const [one, other] of [
      ['blockchain', 'blockchains'],
      ['microscope image', 'microscope images'],
      ['schedule network tests', 'scheduling network tests'],
    ] as const) {
      expect(found(one)[0], other).toBe(found(other)[0])
    }
  })

  it('mends a swap, a missing letter, a doubled one, a wrong one', () => {
    for (const [slip, right] of [
      ...[
        ['fruad', 'fraud'],
        ['pinterst', 'pinterest'],
        ['twillio', 'twilio'],
        ['etherium', 'ethereum'],
      ],
      ...[
        ['carribean', 'caribbean'],
        ['helthcare', 'healthcare'],
        ['recomendation', 'recommendation'],
      ],
    ] as const) {
      expect(search.search(slip ?? '').corrected).toBe(right)
    }
  })

  it('completes what somebody is still typing', () => {
    expect(found('choreogr')).toContain('michelin-erp-choreography')
    expect(found('blockch')).toContain('tokenanalyst-block-confirmer')
  })
})

describe('places', () => {
  it.each([
    ['german companies', 'DE'],
    ['who does this in Norway?', 'NO'],
    ['dutch banks', 'NL'],
    ['any french firms', 'FR'],
  ])('%s', (query, country) => {
    const ids = found(query)
    expect(ids).not.toEqual([])
    expect(entry(ids[0] ?? '').countries).toContain(country)
  })

  it('every country of the catalogue is known by name', () => {
    const codes = new Set(catalogue.useCases.flatMap(({ countries }) => countries))
    expect([...codes].filter((code) => !catalogue.countries.has(code.toLowerCase()))).toEqual([])
  })
})
