import { browseReply } from '../../src/cards/browse.ts'
import { type Details, detailsView } from '../../src/cards/details.ts'
import { type Finder, finderView } from '../../src/cards/finder.ts'
import { type Home, homeView } from '../../src/cards/home.ts'
import type { HomeDigest } from '../../src/cards/home-digests.ts'
import {
  forgottenPubliclyReply,
  forgottenReply,
  notAdminReply,
  privacyReply,
  shareFailedReply,
  staleButton,
  thanksForVote,
  typeItReply,
  welcomeReply,
} from '../../src/cards/notices.ts'
import { problemThanksView, problemView } from '../../src/cards/problem.ts'
import { savedPubliclyReply, savedReply } from '../../src/cards/saved.ts'
import { sharedReply } from '../../src/cards/share.ts'
import { shareToView } from '../../src/cards/share-to.ts'
import { type SearchNumbers, statsReply, statsText } from '../../src/cards/stats.ts'
import { unfurlBlocks } from '../../src/cards/unfurl.ts'
import { type ProblemLine, usageText } from '../../src/cards/usage-report.ts'
import { headingOf } from '../../src/cards/use-case.ts'
import { statsOf } from '../../src/catalogue/stats.ts'
import { askFor, listFor, replyFor, secondOfThree } from './answers.ts'
import { catalogue, named, search } from './catalogue.ts'
import { allArchived, allDead, someDead } from './dead-links.ts'
import { PAUSED, RUNNING, STOPPED } from './digests.ts'
import { type Entry, home, message, modal, terminal } from './entry.ts'

const alerts = named('acme-bank-alerts')
const trains = named('bahn-positions')
const corner = named('corner-shop-offers')
const long = named('long-haul')
const command = '/kstreams'

const details = (id: string, more: Partial<Details> = {}) =>
  detailsView(
    {
      ...{ useCase: named(id), similar: search.similar(id, 5), saved: false, back: false, video: false },
      ...{ metadata: '{"s":[]}', place: { words: 'joins', command }, ...more },
    },
    catalogue,
  )

const finder = (words: string, answer: Finder['answer']) =>
  finderView({ ask: askFor(words), answer, command, metadata: '' }, catalogue)
const newcomer: Home = {
  ...{ command, today: trains, saved: { useCases: [], total: 0, offset: 0 } },
  ...{ digests: { all: false, rows: [], total: 0 }, report: undefined, problems: undefined },
}
const last = { kind: 'sent' as const, when: 'Mon 9 Mar, 09:00 CET', title: headingOf(alerts) }
const rows: HomeDigest[] = [
  { standing: RUNNING, last },
  { standing: PAUSED, last: { kind: 'skipped', when: 'Fri 6 Mar, 17:30 CET', reason: 'missed' } },
  { standing: STOPPED, last: { ...last, kind: 'failed', reason: 'is_archived' } },
  { standing: { ...RUNNING, channel: 'C0RANDOM01' }, last: { ...last, kind: 'late', reason: 'unreachable' } },
]
const full: Home = {
  ...newcomer,
  today: long,
  saved: { useCases: [alerts, corner, long], total: 3, offset: 0 },
  digests: { all: false, rows, total: 4 },
}
const problemLines: ProblemLine[] = [
  { id: 'V1', kind: 'dead-link', heading: headingOf(alerts), note: '', when: 'Mon 9 Mar' },
  {
    id: 'V1',
    kind: 'wrong',
    heading: headingOf(corner),
    note: 'It is *bread* & <butter>',
    when: 'Sun 8 Mar',
  },
]
const problems = { total: 7, lines: problemLines }
const report = {
  days: 90,
  unanswered: [
    { query: 'knitting patterns', times: 12 },
    { query: '*bold* <!here>', times: 1 },
    { query: '', times: 3 },
  ],
  votedDown: [{ query: 'joins', up: 1, down: 4 }],
}
const searches: SearchNumbers = {
  ...{ days: 90, searches: 214, different: 130, unanswered: 12 },
  months: [
    { month: '2026-01', searches: 50 },
    { month: '2026-02', searches: 153 },
    { month: '2026-03', searches: 11 },
  ],
  mostAsked: [
    { query: 'acme bank', asked: 12 },
    { query: 'r&d <of> *offers*', asked: 8 },
  ],
}
const quiet = { days: 90, unanswered: [], votedDown: [] }

const share = (words: string, id = 'acme-bank-alerts') =>
  sharedReply(named(id), { words, command, who: 'Ada <Lovelace>' }, catalogue)
const failed = (words: string, reason?: string) =>
  shareFailedReply({
    ...{ heading: headingOf(alerts), company: alerts.company, command, words },
    ...(reason ? { reason } : {}),
  })
const counts = { saved: 0, votes: 0, suggestions: 0, digests: 0 }

export const viewEntries: Entry[] = [
  modal('details', () => details('acme-bank-alerts')),
  modal('details-saved', () => {
    const note = 'Saved. You find it in the Home tab of this app.'
    return details('acme-bank-alerts', { saved: true, back: true, note })
  }),
  modal('details-with-video', () => details('acme-bank-alerts', { video: true })),
  modal('details-as-long-as-can-be', () => details('long-haul', { back: true, saved: true })),
  modal('details-to-escape', () => details('corner-shop-offers')),
  modal('details-nothing-similar', () => details('tiny-till', { similar: [] })),
  modal('details-dead-links', () => details('acme-bank-alerts', { useCase: someDead, video: true })),
  modal('details-archived', () => details('tiny-till', { useCase: allArchived, similar: [] })),
  modal('finder-empty', () => finder('', undefined)),
  modal('finder-results', () => finder('joins', listFor('joins'))),
  modal('finder-page-2-of-3', () => finder('joins', secondOfThree)),
  modal('finder-nothing-found', () => finder('knitting patterns', replyFor('knitting patterns'))),
  modal('finder-help', () => finder('help', replyFor('help'))),
  modal('finder-browse', () => finder('browse', browseReply(catalogue, askFor('browse')))),
  modal('problem', () => problemView({ useCase: alerts, metadata: '{}' }, catalogue)),
  modal('problem-to-escape', () => problemView({ useCase: corner, metadata: '{}' }, catalogue)),
  modal('problem-thanks', () => problemThanksView(alerts)),
  modal('share-to', () => shareToView({ useCase: alerts, metadata: '{}' })),
  home('home-newcomer', () => homeView(newcomer, catalogue)),
  home('home-full', () => homeView(full, catalogue)),
  home('home-saved-page-2', () => {
    const page = { useCases: Array.from({ length: 10 }, () => trains), total: 23, offset: 10 }
    return homeView({ ...newcomer, saved: page }, catalogue)
  }),
  home('home-dead-links', () => {
    const useCases = [allArchived, allDead]
    return homeView({ ...newcomer, today: allArchived, saved: { useCases, total: 2, offset: 0 } }, catalogue)
  }),
  home('home-nothing-today', () => homeView({ ...newcomer, today: undefined }, catalogue)),
  home('home-admin', () =>
    homeView(
      {
        ...{ ...full, digests: { all: true, rows, total: 26 }, report, problems },
        suggestions: { waiting: 3, accepted: 12, channel: 'C0RANDOM01' },
      },
      catalogue,
    ),
  ),
  home('home-admin-quiet', () =>
    homeView(
      {
        ...newcomer,
        digests: { all: true, rows: [], total: 0 },
        report: quiet,
        problems: { total: 0, lines: [] },
      },
      catalogue,
    ),
  ),
  message('shared', () => share('joins')),
  message('shared-without-words', () => share('', 'tiny-till')),
  message('shared-to-escape', () => share('*knit* <!here>', 'corner-shop-offers')),
  message('share-failed-away', () => failed('joins')),
  message('share-failed-other-reason', () => failed('', 'restricted_action')),
  message('stale-button', () => staleButton(command)),
  message('command-in-a-search', () => typeItReply(`${command} digest 9am weekdays`)),
  message('vote-up-thanks', () => thanksForVote('up', command)),
  message('vote-down-thanks', () => thanksForVote('down', command)),
  message('privacy', () => privacyReply(command, 90)),
  message('forgotten-publicly', () => forgottenPubliclyReply()),
  message('not-admin', () => notAdminReply()),
  message('saved-nothing', () => savedReply({ useCases: [], total: 0 }, catalogue)),
  message('saved', () => savedReply({ useCases: catalogue.useCases, total: 25 }, catalogue)),
  message('saved-dead-links', () =>
    savedReply({ useCases: [someDead, allArchived, allDead], total: 3 }, catalogue),
  ),
  message('saved-publicly', () => savedPubliclyReply('/kstreams')),
  message('forgotten-nothing', () => forgottenReply(counts)),
  message('forgotten', () => forgottenReply({ saved: 3, votes: 1, suggestions: 2, digests: 1 })),
  message('welcome', () => welcomeReply(command, catalogue)),
  { name: 'unfurl', kind: 'unfurl', make: () => unfurlBlocks(alerts, catalogue) },
  { name: 'unfurl-long', kind: 'unfurl', make: () => unfurlBlocks(long, catalogue) },
  {
    name: 'unfurl-second-link',
    kind: 'unfurl',
    make: () => unfurlBlocks(trains, catalogue, { posted: 'https://example.com/nordbahn/video' }),
  },
  {
    name: 'unfurl-archived',
    kind: 'unfurl',
    make: () => unfurlBlocks(allArchived, catalogue, { posted: allArchived.links[0]?.url ?? '' }),
  },
  {
    name: 'unfurl-dead',
    kind: 'unfurl',
    make: () => unfurlBlocks(someDead, catalogue, { posted: someDead.links[2]?.url ?? '' }),
  },
  message('stats', () => statsReply(statsOf(catalogue), searches)),
  message('stats-nothing-searched', () =>
    statsReply(statsOf(catalogue), { days: 90, searches: 0, different: 0, unanswered: 0, months: [] }),
  ),
  message('stats-empty', () => statsReply(statsOf({ ...catalogue, useCases: [] }), undefined)),
  terminal('terminal-stats', () =>
    statsText(statsOf(catalogue), searches, { width: 80, colour: false, links: false }),
  ),
  terminal('terminal-report', () => usageText(report, problems)),
  terminal('terminal-report-quiet', () => usageText(quiet, { total: 0, lines: [] })),
]
