import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnyBlock, Reply } from '../../src/cards/blocks.ts'
import { helpReply } from '../../src/cards/help.ts'
import { LIMITS } from '../../src/cards/limits.ts'
import { resultsReply } from '../../src/cards/results.ts'
import { fullCard } from '../../src/cards/use-case.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import type { SearchResult } from '../../src/search/search.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'

/** Holds a reply to Slack's rules, as the local Slack knows them by a table of its own. */
function expectValid(reply: Reply, useCases: readonly UseCase[]): void {
  const own = new Set(useCases.flatMap((useCase) => useCase.links.map((link) => link.url)))
  for (const blocks of [reply.native, reply.classic, undefined]) {
    if (blocks) expectBlocks(blocks)
    const { notifies, links } = readMessage({ text: reply.text, blocks })
    expect(notifies).toEqual([])
    expect(links.filter((link) => !own.has(link))).toEqual([])
  }
  expect(reply.text.length).toBeLessThanOrEqual(LIMITS.text)
}

function expectBlocks(blocks: readonly AnyBlock[]): void {
  expect(
    checkBlocks(blocks, '/blocks', {
      surface: 'message',
      rejectedBlocks: new Set(),
      brokenImages: new Set(),
    }),
  ).toEqual([])
  expect(JSON.stringify(blocks).length).toBeLessThanOrEqual(13_200)
}

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
