import fc from 'fast-check'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { LENGTH, LINK_KINDS } from '../../src/catalogue/limits.ts'
import { useCaseFile } from '../../src/catalogue/schema.ts'
import { catalogue } from '../catalogue.ts'

/** Text that tries to break out: markup, mentions, links, entities, emoji, directions, long runs. */
const nasty = fc.oneof(
  fc.constantFrom(
    ...['<!channel>', '<!here>', '<!everyone>', '<@U0ADA>', '<#C0GENERAL|general>', '<https://x.example|y>'],
    ...[
      'https://evil.example/a',
      'www.evil.example',
      'evil.example',
      'mail@evil.example',
      '&amp;',
      '&',
      '<',
      '>',
    ],
    ...[
      '"',
      "'",
      '*bold*',
      '_it_',
      '~gone~',
      '`code`',
      '```',
      '> quote',
      '|',
      '👩‍👩‍👧‍👦',
      '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
      'ﷺ',
      'é',
      '\u202e',
      ':tada:',
    ],
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constant('&'.repeat(60)),
)

/** A query of any kind, up to Slack's 4,000 characters. */
export const query = fc.oneof(
  fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 4000 }),
  fc.nat(2000).map((length) => '🦄'.repeat(length)),
  fc.nat(4000).map((length) => '<!channel> & '.repeat(400).slice(0, length)),
)

// Cut to the limit; kept only if the schema accepts it, which the filter at the end decides.
const line = (max: number) =>
  fc
    .array(fc.oneof(nasty, fc.constant('x'.repeat(max)), fc.constant('&'.repeat(max))), {
      minLength: 1,
      maxLength: 8,
    })
    .map((parts) =>
      parts
        .join(' ')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
        .slice(0, max)
        .trim()
        .toWellFormed(),
    )
    .filter((text) => text !== '')

const url = fc
  .tuple(fc.domain(), fc.nat(LENGTH.url), fc.constantFrom('a', '/', '&', '%26', 'é'))
  .map(([domain, length, filler]) => `https://${domain}/?q=${filler.repeat(length)}`.slice(0, LENGTH.url))

const link = fc.record(
  {
    url,
    kind: fc.constantFrom(...LINK_KINDS),
    title: line(LENGTH.linkTitle),
    speakers: fc.array(line(LENGTH.speaker), { maxLength: LENGTH.speakers }),
    event: line(LENGTH.event),
    year: fc.integer({ min: 2016, max: 2026 }),
    language: fc.constantFrom('de', 'ko', 'en'),
  },
  { requiredKeys: ['url', 'kind'] },
)

/** Any use case that the schema accepts, the longest and nastiest included. */
export const useCase: fc.Arbitrary<UseCase> = fc
  .record(
    {
      company: line(LENGTH.company),
      industry: fc.constantFrom(...catalogue.industries.keys()),
      title: line(LENGTH.title),
      summary: line(LENGTH.summary),
      details: line(LENGTH.details),
      topics: fc.uniqueArray(fc.constantFrom(...catalogue.topics.keys()), {
        minLength: 1,
        maxLength: LENGTH.topics,
      }),
      links: fc.array(link, { minLength: 1, maxLength: LENGTH.links }),
      source: fc.constant('research' as const),
      added: fc.constant('2026-11-22'),
    },
    { requiredKeys: ['company', 'industry', 'title', 'summary', 'topics', 'links', 'source', 'added'] },
  )
  .map((file) => useCaseFile.safeParse(file))
  .filter((parsed) => parsed.success)
  .map((parsed) => ({ id: 'any-case', ...parsed.data }))
