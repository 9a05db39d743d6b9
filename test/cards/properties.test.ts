import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { helpReply } from '../../src/cards/help.ts'
import { resultsReply } from '../../src/cards/results.ts'
import { fullCard } from '../../src/cards/use-case.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import type { SearchResult } from '../../src/search/search.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'

const resultOf = (
  query: string,
  useCases: readonly UseCase[],
  total: number,
  corrected: boolean,
): SearchResult => ({
  ...{
    query,
    total,
    understood: true,
    unknown: [],
    corrections: corrected ? [{ typed: query.slice(0, 30), used: 'word' }] : [],
    suggestions: useCases.length > 0 ? [] : ['fraud detection', 'payments'],
  },
  ...(corrected ? { corrected: query } : {}),
  hits: useCases.map((useCase) => ({ useCase, score: 1, reasons: [] })),
})

describe('whatever is typed and whatever the data holds', () => {
  it('a list of results keeps to the limits, notifies nobody and links nowhere else', () => {
    fc.assert(
      fc.property(
        arbitrary.query,
        fc.array(arbitrary.useCase, { maxLength: 5 }),
        fc.nat(500),
        fc.boolean(),
        (query, useCases, more, corrected) => {
          const result = resultOf(query, useCases, useCases.length + more, corrected)
          expectValid(resultsReply(result, catalogue), useCases)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('so does one use case in full, and its text carries every title and address', () => {
    fc.assert(
      fc.property(arbitrary.useCase, (useCase) => {
        const reply = fullCard(useCase, catalogue)
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
        expectValid(resultsReply(search.search(query), catalogue), catalogue.useCases)
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
