import { describe, expect, it } from 'vitest'
import { type FollowUp, narrowed, readFollowUp } from '../../src/search/follow-up.ts'
import { catalogue, search } from '../catalogue.ts'

const next: FollowUp = { kind: 'page', to: 'next' }
const back: FollowUp = { kind: 'page', to: 'back' }
const narrow = (added: string): FollowUp => ({ kind: 'narrow', added })

/** What goes on from an answer, and what it means. */
const FOLLOW_UPS: [string, FollowUp][] = [
  ['more', next],
  ['More!', next],
  ['  more   please ', next],
  ['show me more', next],
  ['and give me some more', next],
  ['any others?', next],
  ['the rest', next],
  ['next', next],
  ['next page', next],
  ['more of these', next],
  ['go on', next],
  ['continue.', next],
  ['what else?', next],
  ['anything else', next],
  ['back', back],
  ['go back', back],
  ['Previous page, please', back],
  ['only banks', narrow('industry:"banks"')],
  ['just finance', narrow('industry:"finance"')],
  ['and only the talks', narrow('kind:"talks"')],
  ['show me only slides', narrow('kind:"slides"')],
  ['only with fraud detection', narrow('topic:"fraud detection"')],
  ['only in Germany', narrow('country:"germany"')],
  ['only at Walmart Labs', narrow('company:"walmart labs"')],
  ['only from Zalando.', narrow('company:"zalando"')],
  ['only "exactly once"', narrow('topic:"exactly once"')],
  ['only rubber ducks', narrow('"rubber ducks"')],
  ['since 2021', narrow('since:2021')],
  ['only since the year 2021', narrow('since:2021')],
  ['from 2019 onwards', narrow('since:2019')],
  ['after 2020', narrow('since:2021')],
  ['in 2020?', narrow('year:2020')],
  ['and 2019', narrow('year:2019')],
  ['without spark', narrow('-"spark"')],
  ['but not walmart', narrow('-company:"walmart"')],
  ['except banks', narrow('-industry:"banks"')],
  ['leave out the videos', narrow('-kind:"videos"')],
  ['kind:talk', narrow('kind:talk')],
  ['-spark', narrow('-spark')],
  ['industry:bank -walmart since:2019', narrow('industry:bank -walmart since:2019')],
]

/** Questions of their own. */
const FRESH = [
  ...['', '   ', 'fraud', 'more fraud', 'what else does walmart do', 'who is next', 'continuous delivery'],
  ...['back pressure', 'go back in time', 'feedback', 'moreover', 'the rest of the world', 'restful apis'],
  ...[
    'events since 2021',
    'since',
    'since yesterday',
    'since 1821',
    'after 20',
    'in 20201',
    'only',
    'without',
  ],
  ...['fraud kind:talk', '"exactly once"', 'kind:talk fraud', 'nothing', 'notifications', 'onlyfans'],
  ...['2021 was a good year', 'node.js only', '🍕', '!!!', '---', '<!channel>', 'similar walmart', 'browse'],
]

describe('words that go on from an answer', () => {
  it.each(FOLLOW_UPS)('“%s”', (typed, meant) => expect(readFollowUp(typed, catalogue)).toEqual(meant))

  it.each(FRESH)('are not “%s”', (typed) => expect(readFollowUp(typed, catalogue)).toBeUndefined())

  it('narrow by what the search takes: every filter means something there', () => {
    for (const [typed, meant] of FOLLOW_UPS) {
      const query = meant.kind === 'narrow' ? `stream ${meant.added}` : 'stream'
      expect(search.search(query).unknown, typed).toEqual([])
    }
  })

  it('are read in an instant, however long and hostile', () => {
    const hostile = [
      `only ${'the '.repeat(20_000)}`,
      `${'show me '.repeat(20_000)}more`,
      `${'and '.repeat(20_000)}x`,
      `without ${'"'.repeat(40_000)}`,
      `${'-'.repeat(40_000)}`,
      `since ${' '.repeat(40_000)}2021x`,
      `${'more '.repeat(10_000)}`,
      `${'kind:talk '.repeat(5000)}`,
      `only ${'a:'.repeat(20_000)}`,
      `no ${'\u0301'.repeat(40_000)}`,
    ]
    for (const typed of hostile) {
      const began = performance.now()
      readFollowUp(typed, catalogue)
      expect(performance.now() - began, typed.slice(0, 30)).toBeLessThan(1000)
    }
  })

  it('never end a filter’s quotation marks', () => {
    for (const typed of ['only "a" industry:bank "b', 'without " kind:talk "', 'only “x” y', 'only «x» y']) {
      const read = readFollowUp(typed, catalogue)
      const added = read?.kind === 'narrow' ? read.added : ''
      expect(added.match(/"/g) ?? [], typed).toHaveLength(added === '' ? 0 : 2)
    }
  })

  // A filter behind “only” or “without” is still a filter.
  it.each([
    ['only kind:talk', 'kind:talk'],
    ['without industry:bank', '-industry:bank'],
  ])('take the filter of “%s”', (typed, added) =>
    expect(readFollowUp(typed, catalogue)).toEqual(narrow(added)),
  )

  // Said to a bot in a thread, these ask for nothing.
  it.each(['no thanks', 'not bad', 'just kidding'])('are not “%s”', (typed) =>
    expect(readFollowUp(typed, catalogue)).toBeUndefined(),
  )
})

describe('a question and what is added to it', () => {
  it.each([
    ['fraud', 'industry:"banks"', 'fraud industry:"banks"'],
    ['fraud', '-"spark"', 'fraud -"spark"'],
    ['fraud industry:"banks"', 'industry:"retail"', 'fraud industry:"retail"'],
    ['industry:bank fraud', 'industry:"retail"', 'fraud industry:"retail"'],
    ['fraud since:2019', 'year:2020', 'fraud year:2020'],
    ['fraud year:2020', 'since:2021', 'fraud since:2021'],
    ['fraud industry:"banks"', 'kind:"talks"', 'fraud industry:"banks" kind:"talks"'],
    ['fraud -industry:"banks"', 'industry:"retail"', 'fraud -industry:"banks" industry:"retail"'],
    ['fraud -"spark"', '-"flink"', 'fraud -"spark" -"flink"'],
    ['industry:bank', 'industry:"retail"', 'industry:"retail"'],
    ['search walmart', 'kind:"talks"', 'search walmart kind:"talks"'],
  ])('%s and %s is %s', (words, added, whole) => expect(narrowed(words, added)).toBe(whole))

  // Each of these is a way to write the filter that is typed as it should be above.
  it.each([
    ['fraud has:talks', 'kind:"slides"', 'fraud kind:"slides"'],
    ['fraud industry:“real estate”', 'industry:"retail"', 'fraud industry:"retail"'],
    ['fraud kind:talk industry:bank', 'kind:slides industry:retail', 'fraud kind:slides industry:retail'],
  ])('%s and %s is %s', (words, added, whole) => expect(narrowed(words, added)).toBe(whole))
})
