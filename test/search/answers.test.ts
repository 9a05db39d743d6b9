import { describe, expect, it } from 'vitest'
import { EXAMPLES, PRECISELY } from '../../src/cards/commands.ts'
import { catalogue, found, search } from '../catalogue.ts'

describe('search', () => {
  it.each([
    ['fraud', 'stubhub-fraud-detection'],
    ['walmrt', 'walmart-customer-backbone-at-scale'],
    ['recomendation engine', 'bigcommerce-merchant-analytics'],
    ['who uses kafka streams for real estate?', 'lifull-connect-real-estate-listings'],
    ['nyt', 'new-york-times-publishing-pipeline'],
    ['TransferWise', 'wise-instant-money-movement'],
    ['thousand eyes', 'thousandeyes-endpoint-agent'],
    ['schroedinger', 'schrodinger-livedesign-cdc'],
    ['realestate', 'lifull-connect-real-estate-listings'],
  ])('"%s" leads to %s', (query, id) => {
    expect(found(query)[0]).toBe(id)
  })

  it('"machine learning" gives those that do it', () => {
    const ids = found('machine learning')
    for (const id of ids) expect(catalogue.byId.get(id)?.topics).toContain('machine-learning')
    expect(ids).toHaveLength(5)
  })

  it.each(['pizza', 'asdfgh qwerty', 'netflix', '', '   ', '?!', 'kafka streams', 'who uses it?'])(
    '"%s" gives nothing, with searches that find something',
    (query) => {
      const result = search.search(query)
      expect(result).toMatchObject({ total: 0, hits: [] })
      expect(result.suggestions.length).toBeGreaterThanOrEqual(2)
      for (const suggestion of result.suggestions) expect(found(suggestion)).not.toEqual([])
    },
  )

  it('each company of the catalogue comes first for its own name', () => {
    for (const { company } of catalogue.useCases) {
      const own = catalogue.useCases
        .filter((useCase) => useCase.company === company)
        .map((useCase) => useCase.id)
      expect(found(company).slice(0, own.length).toSorted(), company).toEqual(own)
    }
  })

  it('the examples of the help find something', () => {
    for (const { query } of [...EXAMPLES, ...PRECISELY]) expect(found(query), query).not.toEqual([])
  })

  it('pages without overlap, and counts the whole', () => {
    const whole = found('machine learning', 100)
    const { total } = search.search('machine learning')
    const pages = [0, 3, 6].flatMap((offset) =>
      search.search('machine learning', { limit: 3, offset }).hits.map((hit) => hit.useCase.id),
    )
    expect(whole).toHaveLength(total)
    expect(pages).toEqual(whole.slice(0, 9))
  })

  it('says why', () => {
    expect(search.search('fraud').hits[0]?.reasons).toEqual([{ word: 'fraud', field: 'title', via: 'word' }])
  })

  it('says what it corrected', () => {
    expect(search.search('Walmrt?').corrected).toBe('walmart?')
    expect(search.search('walmart').corrected).toBeUndefined()
  })
})
