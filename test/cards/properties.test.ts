import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ask } from '../../src/cards/actions.ts'
import { type AnswerList, answerReply } from '../../src/cards/answer.ts'
import { helpReply } from '../../src/cards/help.ts'
import { aboutSearch, nothingFoundReply } from '../../src/cards/results.ts'
import { fullCard } from '../../src/cards/use-case.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import type { SearchResult } from '../../src/search/search.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'

const askFor = (words: string, offset = 0): Ask => ({
  ...{ words, offset, version: 'v1', command: '/kstreams', answer: '1.2' },
})

const resultOf = (query: string, useCases: readonly UseCase[], total: number, corrected: boolean) => {
  const corrections = corrected ? [{ typed: query.slice(0, 30), used: 'word' }] : []
  const found = { query, total, understood: true, unknown: [], corrections, suggestions: [] }
  const hits = useCases.map((useCase) => ({ useCase, score: 1, reasons: [] }))
  return { ...found, hits, ...(corrected ? { corrected: query } : {}) } satisfies SearchResult
}

const listOf = (result: SearchResult, offset: number): AnswerList => ({
  ...{ ask: askFor(result.query, offset), total: result.total, hits: result.hits },
  ...{ about: aboutSearch(result), search: true },
})

describe('whatever is typed and whatever the data holds', () => {
  it('a page of results keeps to the limits, notifies nobody and links nowhere else', () => {
    fc.assert(
      fc.property(
        arbitrary.query,
        fc.array(arbitrary.useCase, { minLength: 1, maxLength: 5 }),
        fc.nat(500),
        fc.record({ corrected: fc.boolean(), privately: fc.boolean(), offset: fc.nat(500) }),
        (query, useCases, more, { corrected, privately, offset }) => {
          const result = resultOf(query, useCases, offset + useCases.length + more, corrected)
          const reply = answerReply(listOf(result, offset), { privately }, catalogue)
          expectValid(reply, useCases)
          expect(reply.shown).toBeGreaterThan(0)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('so does one use case in full, and its text carries every title and address', () => {
    fc.assert(
      fc.property(arbitrary.useCase, arbitrary.query, fc.boolean(), (useCase, words, privately) => {
        const reply = fullCard({ useCase }, { ask: askFor(words), privately }, catalogue)
        expectValid(reply, [useCase])
        for (const { url } of useCase.links) {
          expect(reply.text).toContain(url.replaceAll('&', '&amp;'))
          for (const blocks of [reply.native, reply.classic]) {
            const shown = readMessage({ text: '', blocks }).links
            expect(shown).toContain(url)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('so does the real answer to any question', () => {
    fc.assert(
      fc.property(arbitrary.query, (query) => {
        const result = search.search(query)
        const reply =
          result.total === 0
            ? nothingFoundReply(result, askFor(query))
            : answerReply(listOf(result, 0), { privately: true }, catalogue)
        expectValid(reply, catalogue.useCases)
      }),
      { numRuns: 300 },
    )
  })

  it('so does help under any name of the command', () => {
    fc.assert(
      fc.property(arbitrary.query, (name) => expectValid(helpReply(`/${name.slice(0, 31)}`, catalogue), [])),
      { numRuns: 100 },
    )
  })
})
