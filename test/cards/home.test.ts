import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS, decodePlace } from '../../src/cards/actions.ts'
import { COMMANDS } from '../../src/cards/commands.ts'
import type { DigestSettings } from '../../src/cards/digest-settings.ts'
import { type Home, homeView, SAVED_PAGE } from '../../src/cards/home.ts'
import type { HomeDigest } from '../../src/cards/home-digests.ts'
import { LENGTH } from '../../src/catalogue/limits.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { actionsOf, expectView, readTexts, thousand } from './expect-view.ts'

const settings: DigestSettings = {
  ...{ time: '09:00', days: ['mon', 'thu'], zone: 'Europe/Berlin' },
  ...{ industries: [], topics: ['joins'] },
}
const running: HomeDigest = {
  standing: { settings, channel: 'C0GENERAL', state: { kind: 'running', next: 'Thu 26 Nov, 09:00 CET' } },
  last: { kind: 'late', when: 'Mon 23 Nov, 11:00 CET', title: 'Fraud alerts', reason: 'missed' },
}
const newcomer: Home = {
  ...{ command: '/kstreams', today: catalogue.useCases[0], saved: { useCases: [], total: 0, offset: 0 } },
  ...{ digests: { all: false, rows: [], total: 0 }, report: undefined, problems: undefined },
}
const saved = (useCases: Home['saved']['useCases'], total: number, offset = 0): Home => ({
  ...newcomer,
  saved: { useCases, total, offset },
})
const textOf = (home: Home) => readTexts(homeView(home, catalogue).blocks).join('\n')
const pressed = (home: Home, action: string) =>
  actionsOf(homeView(home, catalogue).blocks).filter(({ action_id }) => action_id.startsWith(action))

describe('the Home tab of a newcomer', () => {
  it('has a search, buttons, the use case of the day, and says how to begin with the rest', () => {
    const view = homeView(newcomer, catalogue)
    expectView(view, catalogue.useCases)
    expect(view.blocks.length).toBeLessThan(25)
    expect(view.blocks).toContainEqual(
      expect.objectContaining({ type: 'input', block_id: ACTIONS.homeSearch, dispatch_action: true }),
    )
    expect(pressed(newcomer, ACTIONS.find)).toMatchObject(
      ['browse', 'latest', 'random', 'help'].map((words) => ({ action_id: `find:${words}`, value: words })),
    )
    const said = textOf(newcomer)
    expect(said).toContain('Nothing yet. *Save* keeps a use case here')
    expect(said).toContain('You have not set up one yet. `/kstreams digest` in a channel')
    expect(said).toContain('What is kept of you, and for how long: `/kstreams privacy`')
    expect(said).not.toContain('For admins')
    for (const { word } of COMMANDS) expect(said).toContain(`\`/kstreams ${word}`)
  })

  it('does without a use case of the day', () => {
    const view = homeView({ ...newcomer, today: undefined }, catalogue)
    expectView(view, [])
    expect(readTexts(view.blocks)).not.toContain('Use case of the day')
  })
})

describe('saved use cases', () => {
  const ten = catalogue.useCases.slice(0, SAVED_PAGE)

  it('can each be opened and removed', () => {
    const home = saved(ten, 10)
    expectView(homeView(home, catalogue), catalogue.useCases)
    const removed = pressed(home, ACTIONS.unsave)
    expect(removed.map(({ value }) => decodePlace(value)?.useCase)).toEqual(ten.map(({ id }) => id))
    expect(pressed(home, ACTIONS.details)).toHaveLength(11)
    expect(pressed(home, ACTIONS.savedPage)).toEqual([])
    expect(pressed(home, `${ACTIONS.save}:`)).toEqual([])
    expect(JSON.stringify(removed[0])).toContain(`Remove: ${ten[0]?.company}`)
  })

  it('offers no second saving of the use case of the day', () => {
    const saves = (home: Home) => pressed(home, '').filter(({ action_id }) => action_id === ACTIONS.save)
    expect(saves(newcomer)).toHaveLength(1)
    expect(saves({ ...newcomer, todaySaved: true })).toEqual([])
  })

  it('can be paged through, five hundred as well', () => {
    const pages = (offset: number) => pressed(saved(ten, 500, offset), ACTIONS.savedPage)
    expect(pages(0)).toMatchObject([{ action_id: 'saved_page:next', value: '10' }])
    expect(pages(490)).toMatchObject([{ action_id: 'saved_page:back', value: '480' }])
    expect(pages(10).map(({ value }) => value)).toEqual(['0', '20'])
    expect(textOf(saved(ten, 500, 10))).toContain('11–20 of 500')
    // Most were removed meanwhile: there is a way back.
    expect(pressed(saved([], 12, 40), ACTIONS.savedPage)).toMatchObject([{ value: '30' }])
    expect(textOf(saved([], 12, 40))).not.toContain('of 12')
    // One of them left the catalogue: the next page begins where it would have.
    expect(pressed(saved(ten.slice(1), 500, 10), ACTIONS.savedPage).map(({ value }) => value)).toContain('20')
  })
})

describe('digests', () => {
  const of = (rows: readonly HomeDigest[], all = false, total = rows.length) =>
    textOf({ ...newcomer, digests: { all, rows, total } })

  it('say when they come next, and what became of the last one', () => {
    const said = of([running])
    expect(said).toContain('My digests')
    expect(said).toContain('<#C0GENERAL>: Mondays and Thursdays at 09:00 (Europe/Berlin), 1 topic')
    expect(said).toContain('Next: Thu 26 Nov, 09:00 CET\nLast: Mon 23 Nov, 11:00 CET, late, *Fraud alerts*: ')
    expect(said).toContain('To change one, type `/kstreams digest` in its channel.')
  })

  it('say that they are paused, or why they stopped', () => {
    const paused = { kind: 'paused' as const, until: 'Tue 1 Dec', next: 'Thu 3 Dec' }
    const stopped = { kind: 'stopped' as const, when: 'Fri 20 Nov', reason: 'is_archived' }
    const said = of([
      { standing: { ...running.standing, state: paused }, last: { kind: 'sent', when: 'Mon 23 Nov' } },
      {
        standing: { ...running.standing, state: stopped },
        last: { kind: 'failed', when: 'Fri 20 Nov', reason: 'is_archived' },
      },
      { standing: running.standing, last: { kind: 'waiting', when: 'now', reason: 'uncertain' } },
    ])
    expect(said).toContain('Paused until Tue 1 Dec. Next: Thu 3 Dec\nLast: Mon 23 Nov')
    expect(said).toContain('*Stopped* Fri 20 Nov: the channel was archived\nLast: Fri 20 Nov, failed\n')
    expect(said).toContain('Last: now, perhaps sent: Slack did not say whether it arrived')
  })

  it('are at most twenty, and the rest a number', () => {
    const said = of(new Array(25).fill(running), true, 60)
    expect(said).toContain('Digests of this workspace')
    expect(said.split('<#C0GENERAL>')).toHaveLength(21)
    expect(said).toContain('and 40 more: `/kstreams digest list`')
    expect(of([], true)).toContain('There is none yet.')
  })
})

describe('the Home tab of an admin', () => {
  it('tells what was asked in vain, and what was reported', () => {
    const report = { days: 90, unanswered: [{ query: 'quantum billing', times: 12 }], votedDown: [] }
    const home: Home = { ...newcomer, report, problems: { total: 0, lines: [] } }
    expectView(homeView(home, catalogue), catalogue.useCases)
    expect(textOf(home)).toContain('For admins')
    expect(textOf(home)).toContain('• *quantum billing*  12 times')
  })

  it('counts what is suggested, and names the channel', () => {
    const of = (waiting: number, accepted: number, channel?: string) =>
      textOf({ ...newcomer, suggestions: { waiting, accepted, channel } })
    expect(of(3, 12, 'C0STREAM01')).toContain(
      '*Suggested use cases*: 3 wait for a decision in <#C0STREAM01>. Accepted so far: 12.',
    )
    expect(of(1, 0)).toContain('*Suggested use cases*: 1 waits for a decision. Accepted so far: 0.')
    expect(of(0, 0, 'C0STREAM01')).toContain('none waits for a decision. Accepted so far: 0.')
    expect(of(0, 0)).not.toMatch(/Suggested|For admins/)
    const report = { days: 90, unanswered: [], votedDown: [] }
    const home: Home = {
      ...{ ...newcomer, report, problems: { total: 0, lines: [] } },
      suggestions: { waiting: 0, accepted: 1, channel: undefined },
    }
    expectView(homeView(home, catalogue), catalogue.useCases)
    expect(textOf(home)).toMatch(/Reported problems\*: none\.\n\*Suggested use cases\*/)
  })
})

describe('whatever there is', () => {
  it('keeps to the limits, notifies nobody and links nowhere else', () => {
    fc.assert(
      fc.property(arbitrary.useCase, arbitrary.query, fc.nat(600), (useCase, hostile, offset) => {
        const longest = { ...useCase, id: 'x'.repeat(LENGTH.id) }
        const digest: HomeDigest = {
          standing: { settings, channel: hostile, state: { kind: 'paused', until: hostile, next: hostile } },
          last: { kind: 'failed', when: hostile, title: hostile, reason: hostile },
        }
        const view = homeView(
          {
            ...{ command: `/${hostile.slice(0, 31)}`, today: longest },
            saved: { useCases: new Array(12).fill(longest), total: 500, offset },
            digests: { all: true, rows: new Array(21).fill(digest), total: 70 },
            report: {
              days: 90,
              unanswered: new Array(11).fill({ query: hostile, times: 7 }),
              votedDown: new Array(11).fill({ query: hostile, up: 1, down: 2 }),
            },
            problems: {
              total: 99,
              lines: new Array(6).fill({ kind: 'wrong', heading: hostile, note: hostile, when: hostile }),
            },
            suggestions: { waiting: 99, accepted: 10_000, channel: 'C0STREAM01' },
          },
          thousand,
        )
        expectView(view, [useCase])
      }),
      { numRuns: 40 },
    )
  })
})
