import type { Ask } from '../../src/cards/actions.ts'
import { type AnswerList, answerReply } from '../../src/cards/answer.ts'
import type { Reply } from '../../src/cards/blocks.ts'
import { browseList, browseReply } from '../../src/cards/browse.ts'
import { withPlainFeedback } from '../../src/cards/feedback.ts'
import { helpReply } from '../../src/cards/help.ts'
import { sayHint } from '../../src/cards/hint.ts'
import { installedReply } from '../../src/cards/installed.ts'
import { limitedReply } from '../../src/cards/limited.ts'
import {
  aboutSearch,
  hintReply,
  noCompanyReply,
  noneLeftReply,
  nothingFoundReply,
  nothingMoreReply,
} from '../../src/cards/results.ts'
import { resultsForTerminal } from '../../src/cards/terminal.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { indexLinks } from '../../src/catalogue/links.ts'
import type { Hit } from '../../src/search/search.ts'
import { createAnswers } from '../../src/slack/answers.ts'
import { catalogue, named, search } from './catalogue.ts'
import { allArchived, allDead, someDead } from './dead-links.ts'
import { type Entry, message, terminal } from './entry.ts'

/** What answers a search, and the other lists of use cases, as the bot makes them from the golden catalogue. */
export const askFor = (words: string, more: Partial<Ask> = {}): Ask => ({
  ...{ words, offset: 0, version: catalogue.version, command: '/kstreams', answer: 'an-answer' },
  ...more,
})

const answers = createAnswers({ catalogue, search, linked: indexLinks(catalogue), chance: () => 0.4 })

/** The list of use cases that answers these words. */
export function listFor(words: string, more: Partial<Ask> = {}): AnswerList {
  const answered = answers(askFor(words, more))
  if (!('list' in answered)) throw new Error(`"${words}" is answered by no list`)
  return answered.list
}

/** What answers these words with something else than use cases. */
export function replyFor(words: string): Reply {
  const answered = answers(askFor(words))
  if (!('reply' in answered)) throw new Error(`"${words}" is answered by use cases`)
  return answered.reply
}

const found = (words: string, { privately = false, ...more }: Partial<Ask> & { privately?: boolean } = {}) =>
  answerReply(listFor(words, more), { privately }, catalogue)

const hits = (...ids: string[]): Hit[] => ids.map((id) => ({ useCase: named(id), score: 1, reasons: [] }))

const FIVE = hits(
  ...['acme-bank-alerts', 'acme-bank-limits', 'bahn-positions', 'corner-shop-offers', 'tiny-till'],
)
/** As if there were twelve of them: the second page of three. */
export const secondOfThree: AnswerList = {
  ...{ ask: askFor('joins', { offset: 5 }), total: 12, hits: FIVE },
  about: [' for ', { bold: 'joins' }],
  search: true,
}
const nothing = (words: string): Reply => nothingFoundReply(search.search(words), askFor(words))
/** More words than the value of a button holds. */
const endless = 'who '.repeat(700)

const oneOf = (useCase: UseCase) =>
  answerReply(
    {
      ...{ ask: askFor('tills'), total: 1, about: [' for ', { bold: 'tills' }], search: true },
      hits: [{ useCase, score: 1, reasons: [] }],
    },
    { privately: false },
    catalogue,
  )

export const answerEntries: Entry[] = [
  message('results-several', () => found('joins')),
  message('results-several-private', () => found('joins', { privately: true })),
  message('results-one-in-full', () => found('fraud')),
  message('results-one-in-full-private', () => found('fraud', { privately: true })),
  message('results-one-to-escape', () => found('corner')),
  message('results-one-as-long-as-can-be', () => found('containers', { privately: true })),
  message('results-corrected', () => found('winowing')),
  message('results-by-a-synonym', () => found('k8s windows')),
  message('results-by-filter', () => found('industry:bank')),
  message('results-of-a-company', () => found('acme bank')),
  message('results-page-2-of-3', () => answerReply(secondOfThree, { privately: false }, catalogue)),
  message('results-page-2-of-3-private', () => answerReply(secondOfThree, { privately: true }, catalogue)),
  message('results-last-page', () => {
    const ask = askFor('joins', { offset: 10 })
    return answerReply({ ...secondOfThree, ask, hits: FIVE.slice(0, 2) }, { privately: false }, catalogue)
  }),
  message('results-too-long-to-page', () => {
    const list = { ...secondOfThree, ask: askFor(endless), about: [' for ', { bold: 'who who who' }] }
    return answerReply(list, { privately: false }, catalogue)
  }),
  message('results-catalogue-changed', () => found('joins', { version: 'older' })),
  message('results-dead-links', () =>
    answerReply(
      {
        ...{ ask: askFor('joins'), total: 3, about: [' for ', { bold: 'joins' }], search: true },
        hits: [someDead, allArchived, allDead].map((useCase) => ({ useCase, score: 1, reasons: [] })),
      },
      { privately: false },
      catalogue,
    ),
  ),
  message('results-one-archived', () => oneOf(allArchived)),
  message('results-one-dead', () => oneOf(allDead)),
  message('results-plain-thumbs', () => {
    const reply = found('fraud')
    return { ...reply, native: withPlainFeedback(reply.native), classic: withPlainFeedback(reply.classic) }
  }),
  message('hint-above-use-cases', () => {
    const hint = sayHint('search joins', '/kstreams')
    return answerReply({ ...listFor('joins'), notes: [hint] }, { privately: false }, catalogue)
  }),
  message('hint-above-nothing-found', () => replyFor('brwose')),
  message('hint-instead-of-nothing', () =>
    hintReply(sayHint('browse', '/kstreams'), 'browse', askFor('brwose')),
  ),
  message('nothing-found', () => {
    const result = { ...search.search('knitting patterns'), suggestions: [] }
    return nothingFoundReply(result, askFor('knitting patterns'))
  }),
  message('nothing-found-offers', () => nothing('knitting patterns')),
  message('nothing-found-unknown-filter', () => nothing('joins industry:finanse')),
  message('nothing-found-two-unknown-filters', () => nothing('joins industry:x topic:`y`')),
  message('nothing-found-to-escape', () => nothing('<!channel> *knitting* & https://example.com')),
  message('none-left', () => noneLeftReply('fraud', 'only shops')),
  message('nothing-more', () => nothingMoreReply(6, [' for ', { bold: 'joins' }])),
  message('nothing-more-only-one', () => nothingMoreReply(1, aboutSearch(search.search('fraud')))),
  message('limited', () => limitedReply(41)),
  message('installed', installedReply),
  message('help', () => helpReply('/kstreams', catalogue)),
  message('help-another-command', () => helpReply('/who-streams', catalogue)),
  message('browse', () => browseReply(catalogue, askFor('browse'))),
  message('browse-empty', () => browseReply({ ...catalogue, useCases: [] }, askFor('browse'))),
  message('browse-industries', () => browseList('industries', catalogue, '/kstreams')),
  message('browse-topics', () => browseList('topics', catalogue, '/kstreams')),
  message('browse-companies', () => browseList('companies', catalogue, '/kstreams')),
  message('browse-list-empty', () => browseList('topics', { ...catalogue, useCases: [] }, '/kstreams')),
  message('latest', () => found('latest')),
  message('random', () => found('random', { privately: true })),
  message('similar', () => found('similar acme bank')),
  message('similar-unknown-company', () => noCompanyReply('Akme', ['Acme Bank'], askFor('similar akme'))),
  terminal('terminal-results', () => inTerminal('joins')),
  terminal('terminal-corrected', () => inTerminal('winowing')),
  terminal('terminal-dead-links', () => {
    const hits = [someDead, allDead].map((useCase) => ({ useCase, score: 1, reasons: [] }))
    return resultsForTerminal({ ...search.search('joins'), hits, total: 2 }, catalogue, eighty)
  }),
  terminal('terminal-nothing-found', () => inTerminal('knitting patterns')),
  terminal('terminal-unknown-filter', () => inTerminal('industry:finanse')),
]

const eighty = { width: 80, colour: false, links: false }
const inTerminal = (words: string) => resultsForTerminal(search.search(words), catalogue, eighty)
