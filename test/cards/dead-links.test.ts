import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answerReply } from '../../src/cards/answer.ts'
import { detailsView } from '../../src/cards/details.ts'
import { digestReply } from '../../src/cards/digest.ts'
import { finderView } from '../../src/cards/finder.ts'
import { homeView } from '../../src/cards/home.ts'
import { savedReply } from '../../src/cards/saved.ts'
import { sharedReply } from '../../src/cards/share.ts'
import { resultsForTerminal } from '../../src/cards/terminal.ts'
import { unfurlBlocks } from '../../src/cards/unfurl.ts'
import { fullCard } from '../../src/cards/use-case.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import type { DeadLink, Link } from '../../src/catalogue/schema.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { actionsOf, catalogueOf, expectView, readTexts } from './expect-view.ts'

const command = '/kstreams'
const SINCE = '2026-11-03'
const WAYBACK = 'https://web.archive.org/web/20261103000000/'

type Fate = 'alive' | 'archived' | 'dead'
const meet = ({ dead: _, ...link }: Link, fate: Fate): Link => {
  if (fate === 'alive') return link
  const dead: DeadLink = fate === 'dead' ? { since: SINCE } : { since: SINCE, archive: WAYBACK + link.url }
  return { ...link, dead }
}
/** In the order of the catalogue: those that live first, then copies, then what is gone. */
const withFates = (useCase: UseCase, fates: readonly Fate[]): UseCase => {
  const links = useCase.links.map((link, place) => ({ link, fate: fates[place] ?? 'alive' }))
  const inOrder = (['alive', 'archived', 'dead'] as const).flatMap((fate) =>
    links.filter((one) => one.fate === fate).map(({ link }) => meet(link, fate)),
  )
  return { ...useCase, links: inOrder }
}
const fates = fc.array(fc.constantFrom<Fate>('alive', 'archived', 'dead'), { minLength: 6, maxLength: 6 })
const mixed = fc.tuple(arbitrary.useCase, fates).map(([useCase, each]) => withFates(useCase, each))

const isAlive = ({ dead }: Link) => dead === undefined
/** Where the links of a use case may lead: those that are gone nowhere, so that a link to one fails. */
const reachable = (useCases: readonly UseCase[]): UseCase[] =>
  useCases.map((useCase) => ({
    ...useCase,
    links: useCase.links.flatMap((link) => {
      const url = isAlive(link) ? link.url : link.dead?.archive
      return url === undefined ? [] : [{ ...link, url }]
    }),
  }))

const ask = { words: 'joins', offset: 0, version: 'v1', command, answer: '1.2' }
const listOf = (useCases: readonly UseCase[]) => ({
  ...{ ask, total: useCases.length + 1, about: [], search: true },
  hits: useCases.map((useCase) => ({ useCase, score: 1, reasons: [] })),
})
const full = (useCase: UseCase) => fullCard({ useCase }, { ask, privately: true }, catalogue)
const list = (useCases: readonly UseCase[]) => answerReply(listOf(useCases), { privately: true }, catalogue)
const digest = (useCase: UseCase, similar: readonly UseCase[]) =>
  digestReply({ useCase, similar, shown: 1, matching: 70, next: 'Tue 24 Nov, 09:00 CET', command }, catalogue)
const details = (useCase: UseCase, similar: readonly UseCase[] = []) =>
  detailsView(
    {
      ...{ useCase, similar, saved: true, back: true, metadata: '', place: { words: '', command } },
      video: true,
    },
    catalogue,
  )
const home = (today: UseCase | undefined, useCases: readonly UseCase[]) =>
  homeView(
    {
      ...{ command, today, saved: { useCases, total: useCases.length, offset: 0 } },
      ...{ digests: { all: false, rows: [], total: 0 }, report: undefined, problems: undefined },
    },
    catalogue,
  )
const shared = (useCase: UseCase) => sharedReply(useCase, { words: '', command, who: 'Ada' }, catalogue)
const savedList = (useCases: readonly UseCase[]) =>
  savedReply({ useCases, total: useCases.length }, catalogue)

describe('any mix of links that live, are archived, or are dead', () => {
  const some = fc.array(mixed, { minLength: 1, maxLength: 5 })

  it('keeps each message to the limits, and what is gone is linked nowhere', () => {
    fc.assert(
      fc.property(some, (useCases) => {
        const [first] = useCases
        if (!first) return
        const replies = [list(useCases), full(first), digest(first, useCases), shared(first)]
        for (const reply of [...replies, savedList(useCases)]) expectValid(reply, reachable(useCases))
        for (const { url } of first.links) {
          const blocks = unfurlBlocks(first, catalogue, { posted: url })
          expectValid({ text: '', native: blocks, classic: blocks }, reachable([first]))
        }
      }),
      { numRuns: 100 },
    )
  })

  it('keeps each view to the limits, and what is gone is linked nowhere', () => {
    fc.assert(
      fc.property(some, (useCases) => {
        const [first] = useCases
        if (!first) return
        const finder = finderView(
          { ask, answer: listOf(useCases), command, metadata: '' },
          catalogueOf(useCases),
        )
        for (const view of [details(first, useCases), home(first, useCases), finder])
          expectView(view, reachable(useCases))
      }),
      { numRuns: 100 },
    )
  })

  it('is told of each link in full, by every tier', () => {
    fc.assert(
      fc.property(mixed, (useCase) => {
        const reply = full(useCase)
        const gone = useCase.links.filter((link) => !isAlive(link)).length
        expect(reply.text.split('dead since 3 Nov 2026)').length - 1).toBe(gone)
        for (const blocks of [reply.native, reply.classic]) {
          const sections = readTexts(blocks).filter((text) => text.includes('dead since 3 Nov 2026)'))
          expect(sections).toHaveLength(gone)
        }
        for (const { url } of reachable([useCase])[0]?.links ?? [])
          expect(reply.text).toContain(url.replaceAll('&', '&amp;'))
      }),
      { numRuns: 100 },
    )
  })
})

const TALK: Link = {
  ...{ url: 'https://www.youtube.com/watch?v=a1B2c3D4e5F', kind: 'talk', title: 'Joins', year: 2023 },
  ...{ speakers: ['Ada Lovelace'], event: 'Current 2023' },
}
const PAPER: Link = { url: 'https://example.com/paper', kind: 'paper', title: 'On Joins' }
const SLIDES: Link = { url: 'https://example.com/slides', kind: 'slides', language: 'de' }

const [TEMPLATE] = catalogue.useCases
if (!TEMPLATE) throw new Error('the catalogue is empty')
const useCaseOf = (links: Link[], ...each: Fate[]) =>
  withFates({ ...TEMPLATE, company: 'Acme', title: 'Alerts', links }, each)
const buttonsOf = (node: unknown) =>
  (actionsOf(node) as unknown as { url?: string; text: { text: string }; accessibility_label?: string }[])
    .filter(({ url }) => url !== undefined)
    .map(({ url, text, accessibility_label }) => [text.text, accessibility_label, url])
/** The small lines of a card, of either kind. */
const smallOf = (blocks: readonly unknown[]) => readTexts(blocks).join('\n')

describe('a card', () => {
  it('opens the archived copy, and says that the original is gone', () => {
    const useCase = useCaseOf([TALK], 'archived')
    const said = 'The original has been gone since 3 Nov 2026; this is an archived copy · With Ada Lovelace'
    for (const { native, classic } of [list([useCase]), full(useCase), shared(useCase)]) {
      for (const blocks of [native, classic]) {
        expect(buttonsOf(blocks)).toEqual([['Archived talk', 'Archived talk: Joins', WAYBACK + TALK.url]])
        expect(smallOf(blocks)).toContain(said)
      }
    }
    expect(readTexts(details(useCase).blocks)).toContainEqual(expect.stringContaining(said))
    expect(full(useCase).text).toContain(
      `Archived talk: Joins, Ada Lovelace, Current 2023 (original dead since 3 Nov 2026)\n${WAYBACK}${TALK.url}`,
    )
  })

  it('has no button for what is dead, and names it with the day', () => {
    const useCase = useCaseOf([TALK], 'dead')
    for (const { native, classic } of [list([useCase]), full(useCase), shared(useCase)]) {
      for (const blocks of [native, classic]) {
        expect(buttonsOf(blocks)).toEqual([])
        expect(smallOf(blocks)).toContain('Its link has been dead since 3 Nov 2026 · With Ada Lovelace')
      }
    }
    expect(smallOf(list([useCase]).native)).toContain('Talk: Joins (dead since 3 Nov 2026)')
    expect(smallOf(full(useCase).native)).toContain('*Talk*  Joins (dead since 3 Nov 2026)')
    expect(full(useCase).text).toContain('Talk: Joins, Ada Lovelace, Current 2023 (dead since 3 Nov 2026)\n')
  })

  it('says nothing of it as long as one link lives, but where that link is listed', () => {
    const useCase = useCaseOf([TALK, PAPER, SLIDES], 'dead', 'alive', 'archived')
    const { native } = list([useCase])
    expect(buttonsOf(native)).toEqual([['Read paper', 'Read paper: On Joins', PAPER.url]])
    expect(smallOf(native)).not.toContain('links are dead')
    expect(readTexts(native).filter((text) => text.includes('dead'))).toEqual([
      `<${WAYBACK}${SLIDES.url}|Archived slides (German)> (original dead since 3 Nov 2026)`,
      'Talk: Joins (dead since 3 Nov 2026)',
    ])
  })

  it('says so where all of several links are dead', () => {
    const dead = useCaseOf([TALK, PAPER], 'dead', 'dead')
    expect(smallOf(list([dead]).native)).toContain('All its links are dead · With')
    const archived = useCaseOf([TALK, PAPER], 'dead', 'archived')
    const said = 'All its links are dead; what opens is an archived copy · With'
    expect(smallOf(list([archived]).classic)).toContain(said)
    expect(smallOf(home(archived, []).blocks)).toContain(said)
    expect(buttonsOf(home(archived, []).blocks)).toEqual([
      ['Archived paper', 'Archived paper: On Joins', WAYBACK + PAPER.url],
    ])
  })

  it('embeds no film that is gone', () => {
    const types = (useCase: UseCase) => details(useCase).blocks.map(({ type }) => type)
    expect(types(useCaseOf([TALK], 'alive'))).toContain('video')
    expect(types(useCaseOf([TALK], 'archived'))).not.toContain('video')
    expect(types(useCaseOf([TALK], 'dead'))).not.toContain('video')
  })

  it('of a digest has living links first, then copies, and no row of buttons for nothing', () => {
    const { native } = digest(useCaseOf([TALK, PAPER, SLIDES], 'dead', 'alive', 'archived'), [])
    expect(smallOf(native)).toContain(`*Paper*  <${PAPER.url}|On Joins>`)
    expect(buttonsOf(native).map(([text]) => text)).toEqual(['Archived slides (German)'])
    const gone = digest(useCaseOf([TALK, PAPER], 'dead', 'alive'), []).native
    expect(gone.map(({ type }) => type)).not.toContain('actions')
    expect(smallOf(gone)).toContain('Talk: Joins (dead since 3 Nov 2026)')
  })
})

describe('a heading that is a link', () => {
  const archived = useCaseOf([TALK], 'archived')
  const dead = useCaseOf([TALK], 'dead')
  const toCopy = `<${WAYBACK}${TALK.url}|Acme: Alerts> (archived copy)`
  const toNothing = 'Acme: Alerts (link dead since 3 Nov 2026)'

  it('leads to the copy, or nowhere', () => {
    const places = [
      savedList([archived, dead]).native,
      home(undefined, [archived, dead]).blocks,
      digest(useCaseOf([PAPER], 'alive'), [archived, dead]).native,
    ]
    for (const blocks of places) {
      expect(smallOf(blocks)).toContain(toCopy)
      expect(smallOf(blocks)).toContain(toNothing)
    }
  })

  it('says the same in text, where nothing makes a link of the dead address', () => {
    const { text } = savedList([archived, dead])
    expect(text).toContain(`Acme: Alerts (archived copy)\n${WAYBACK}${TALK.url}`)
    expect(text).toContain(`${toNothing}\nhttps:\u2060//www`)
  })
})

describe('a posted link', () => {
  const unfurled = (...each: Fate[]) => {
    const useCase = useCaseOf([TALK, PAPER], ...each)
    return unfurlBlocks(useCase, catalogue, { posted: TALK.url })
  }

  it('that is gone is said to be, and its copy comes first', () => {
    const blocks = unfurled('archived', 'alive')
    expect(smallOf(blocks)).toContain(
      'This link has been dead since 3 Nov 2026; there is an archived copy · With Ada Lovelace',
    )
    expect(buttonsOf(blocks).map(([text]) => text)).toEqual(['Archived talk', 'Read paper'])
    expect(blocks.map(({ type }) => type)).not.toContain('video')
  })

  it('without a copy has the other links alone', () => {
    const blocks = unfurled('dead', 'alive')
    expect(smallOf(blocks)).toContain('This link has been dead since 3 Nov 2026 · With Ada Lovelace')
    expect(buttonsOf(blocks).map(([text]) => text)).toEqual(['Read paper'])
    expect(buttonsOf(unfurled('dead', 'dead'))).toEqual([])
  })

  it('that lives says nothing of another one that is gone', () => {
    const blocks = unfurled('alive', 'dead')
    expect(smallOf(blocks)).not.toContain('dead')
    expect(blocks.map(({ type }) => type)).toContain('video')
  })
})

describe('the terminal', () => {
  const shown = (links: boolean, ...each: Fate[]) => {
    const useCase = useCaseOf([TALK], ...each)
    const result = { ...search.search('joins'), hits: [{ useCase, score: 1, reasons: [] }] }
    return resultsForTerminal(result, catalogue, { colour: false, links })
  }

  it('prints the address of the copy, and that of what is gone to be read', () => {
    expect(shown(false, 'archived')).toContain(
      `  → Archived talk: Joins (Ada Lovelace, Current 2023) (original dead since 3 Nov 2026)\n    ${WAYBACK}${TALK.url}\n`,
    )
    expect(shown(false, 'dead')).toContain(`(dead since 3 Nov 2026)\n    ${TALK.url}\n`)
  })

  it('makes no link of what is gone', () => {
    expect(shown(true, 'archived')).toContain(`\u001b]8;;${WAYBACK}${TALK.url}\u0007Archived talk: Joins`)
    expect(shown(true, 'dead')).not.toContain('\u001b]8')
    expect(shown(true, 'dead')).toContain(`\n    ${TALK.url}\n`)
  })
})
