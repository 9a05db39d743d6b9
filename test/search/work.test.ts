import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { atOnce } from '../../src/catalogue/sliced.ts'
import { collectConcepts } from '../../src/search/concepts.ts'
import { buildIndex } from '../../src/search/inverted-index.ts'
import type { Lexicon } from '../../src/search/meaning.ts'
import { learnSpelling } from '../../src/search/spelling.ts'
import { fold } from '../../src/search/text.ts'
import { understand } from '../../src/search/understand.ts'
import { catalogue, search } from '../catalogue.ts'

const concepts = atOnce(collectConcepts(catalogue))
const index = atOnce(buildIndex(catalogue, concepts.addTo))
const spelling = atOnce(learnSpelling(new Set([...index.words.keys(), ...concepts.words]), concepts.names))

const word = fc.oneof(
  fc.constantFrom(...index.words.keys()),
  fc.constantFrom(
    'the',
    'who',
    'kafka',
    '-',
    '"',
    'industry:',
    'or',
    '-x',
    'a'.repeat(300),
    '👩‍👩‍👧‍👦',
    '\u0301',
    "'''",
  ),
  fc.string({ maxLength: 12 }),
)
/** Anything that Slack lets a person type, long and nasty texts included. */
const query = fc.oneof(
  fc.array(word, { maxLength: 700 }).map((words) => words.join(' ').slice(0, 4000)),
  fc.string({ unit: 'binary', maxLength: 4000 }),
  fc.constantFrom(
    'a '.repeat(2000),
    'fraud '.repeat(600),
    '"'.repeat(4000),
    '-a'.repeat(2000),
    'kind:x '.repeat(570),
    '"a" '.repeat(1000),
    '"kafka streams" '.repeat(250),
  ),
)

describe('the work that any input makes', () => {
  it('is bounded: words looked up, slips mended, completions made, postings read', () => {
    fc.assert(
      fc.property(query, (text) => {
        const done = { corrected: 0, completed: 0 }
        const counting: Lexicon = {
          index,
          concepts,
          spelling: {
            correct: (one) => {
              done.corrected++
              return spelling.correct(one)
            },
            complete: (prefix, limit) => {
              done.completed++
              return spelling.complete(prefix, limit)
            },
          },
        }
        const subjects = understand(fold(text), counting)
        expect(done.corrected).toBeLessThanOrEqual(8)
        expect(done.completed).toBeLessThanOrEqual(8)
        expect(subjects.length).toBeLessThanOrEqual(24)
        const postings = subjects.flatMap(({ meanings }) =>
          meanings.map(({ term }) => (index.start[term + 1] ?? 0) - (index.start[term] ?? 0)),
        )
        expect(postings.length).toBeLessThanOrEqual(24 * 60)
        expect(postings.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(24 * 20 * index.size)
      }),
      { numRuns: 300 },
    )
  })

  it('always ends in an answer, and the same one', () => {
    fc.assert(
      fc.property(query, fc.nat(10), (text, offset) => {
        const first = search.search(text, { limit: 5, offset })
        expect(search.search(text, { limit: 5, offset })).toEqual(first)
        expect(first.hits.length).toBe(Math.max(0, Math.min(5, first.total - offset)))
        expect(first.total === 0).toBe(first.suggestions.length > 0)
        const scores = first.hits.map((hit) => hit.score)
        expect(scores).toEqual(scores.toSorted((a, b) => b - a))
      }),
      { numRuns: 300 },
    )
  })
})
