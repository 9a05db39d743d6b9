import { describe, expect, it, vi } from 'vitest'
import { VIEWS } from '../../src/cards/actions.ts'
import type { LocalSlack, SlackMessage } from '../../src/playground/index.ts'
import { found } from '../catalogue.ts'
import type { BotOptions } from './bot.ts'
import {
  botSaid,
  type Clicks,
  catalogueWithout,
  elementsOf,
  notesTo,
  only,
  restartWith,
  sharedIn,
  startClicks,
  wholeOf,
} from './clicks-scene.ts'
import { deskOf } from './desk-scene.ts'
import { databaseFile, idOf } from './digest-scene.ts'

const APOLOGY = 'Something went wrong on my side'
const TROUBLE = /"level":"(?:warn|error|fatal)"/

/** Whether looking for what is saved never comes to an end. */
const looking = vi.hoisted(() => ({ hangs: false }))
vi.mock('../../src/store/saved.ts', async (original) => {
  const store = await original<typeof import('../../src/store/saved.ts')>()
  const isSaved: typeof store.isSaved = (...about) =>
    looking.hangs ? new Promise(() => {}) : store.isSaved(...about)
  return { ...store, isSaved }
})

/** A bot whose database can be broken. */
async function startBreakable(options: BotOptions = {}) {
  const { url, use } = await databaseFile()
  const scene = await startClicks({ ...options, environment: { DATABASE_URL: url } })
  const drop = (table: string) => use(({ db }) => db.schema.dropTable(table).execute())
  const reports = () => use(({ db }) => db.selectFrom('suggestion').selectAll().execute())
  return { ...scene, drop, reports }
}

/** The form to report a problem with the first answer to some words. */
async function reportForm({ ask, open }: Clicks, words = 'fraud') {
  return open(await open(await ask(words), 'details'), 'report_problem')
}

describe('a view that was closed meanwhile', () => {
  const closeViews = (slack: LocalSlack) => slack.failWith('views.update', 'not_found')
  const expectPeace = ({ slack, log }: Clicks) => {
    expect(slack.waitingFaults()).toEqual([])
    expect(notesTo(slack, 'ada')).toEqual([])
    expect(log()).not.toMatch(TROUBLE)
  }

  it('keeps what was saved in it', async () => {
    const scene = await startClicks()
    const answer = await scene.ask('fraud')
    const view = await scene.open(answer, 'details')
    closeViews(scene.slack)
    await scene.click(view, 'save')
    expect(wholeOf(view)).not.toContain('Saved')
    expectPeace(scene)
    expect(elementsOf(await scene.open(answer, 'details'), 'unsave')).toHaveLength(1)
  })

  it('has posted what was shared in it', async () => {
    const scene = await startClicks()
    const view = await scene.open(await scene.ask('fraud'), 'details')
    closeViews(scene.slack)
    await scene.click(view, 'share')
    expect(only(sharedIn(scene.slack)).channel).toBe(idOf(scene.slack, 'general'))
    expect(wholeOf(view)).not.toContain('Shared.')
    expectPeace(scene)
  })

  it('does not mind the next page', async () => {
    const scene = await startClicks()
    const home = await deskOf(scene).home()
    const view = await scene.open(home, 'find:latest')
    const before = wholeOf(view)
    closeViews(scene.slack)
    await scene.click(view, 'page_next')
    expectPeace(scene)
    expect(wholeOf(view)).toBe(before)
    await scene.click(view, 'page_next')
    expect(wholeOf(view)).not.toBe(before)
  })
})

describe('details, while it cannot be seen what is saved', () => {
  async function saved() {
    const scene = await startBreakable()
    const answer = await scene.ask('fraud')
    await scene.click(await scene.open(answer, 'details'), 'save')
    return { ...scene, answer }
  }
  const expectNotSaved = async ({ open, answer, slack }: Clicks & { answer: SlackMessage }) => {
    const view = await open(answer, 'details')
    expect(elementsOf(view, 'save')).toHaveLength(1)
    expect(elementsOf(view, 'unsave')).toEqual([])
    expect(JSON.stringify(botSaid(slack))).not.toContain(APOLOGY)
  }

  it('open although its table is gone, and the log says why', async () => {
    const scene = await saved()
    await scene.drop('saved')
    await expectNotSaved(scene)
    expect(scene.log()).toMatch(
      /"level":"warn".*no such table: saved.*could not look whether a use case is saved/,
    )
    expect(scene.log()).not.toMatch(/"level":"error"/)
  })

  it('open in time although the database does not answer', async () => {
    const scene = await saved()
    looking.hangs = true
    await expectNotSaved(scene).finally(() => {
      looking.hangs = false
    })
    expect(elementsOf(await scene.open(scene.answer, 'details'), 'unsave')).toHaveLength(1)
  })
})

describe('what is sent in a view and delivered twice', () => {
  it('is acknowledged again: a report, kept once', async () => {
    const scene = await startBreakable()
    const view = await reportForm(scene)
    const sent = await scene.slack.submit({ view, values: { problem_kind: 'wrong' } })
    await sent.acked
    await (await scene.slack.redeliver(sent)).acked
    expect(scene.slack.envelopes.at(-1)).toMatchObject({ retry_attempt: 1, state: 'acked' })
    await scene.close()
    expect(await scene.reports()).toHaveLength(1)
    expect(wholeOf(view)).toContain('Thank you.')
  })

  it('is acknowledged again: a card, posted once', async () => {
    const scene = await startClicks()
    const { slack, open } = scene
    const view = await open(await open(await deskOf(scene).home(), 'details'), 'share')
    const sent = await slack.submit({ view, values: { share_to: idOf(slack, 'random') } })
    await sent.acked
    await (await slack.redeliver(sent)).acked
    expect(slack.envelopes.at(-1)).toMatchObject({ retry_attempt: 1, state: 'acked' })
    await scene.close()
    expect(sharedIn(slack)).toHaveLength(1)
    expect(notesTo(slack, 'ada')).toEqual([])
  })
})

describe('a report that cannot be kept', () => {
  const values = { problem_kind: 'wrong', problem_note: 'the year' }

  it('since its use case left the catalogue meanwhile: the field says so', async () => {
    const scene = await startClicks()
    const view = await reportForm(scene)
    await restartWith(scene, catalogueWithout(...found('fraud', 1)))
    await (await scene.slack.submit({ view, values })).acked
    expect(view.errors).toEqual({
      problem_kind: 'This use case is no longer in the catalogue: nothing needs to be reported.',
    })
    expect(view.open).toBe(true)
    expect(wholeOf(view)).not.toContain('Thank you.')
  })

  it('since the database does not take it: what was written stays, and the log has the cause', async () => {
    const scene = await startBreakable()
    const view = await reportForm(scene)
    await scene.drop('suggestion')
    await (await scene.slack.submit({ view, values })).acked
    expect(view.errors).toEqual({ problem_kind: expect.stringContaining('could not be kept just now') })
    expect(view.open).toBe(true)
    expect(JSON.stringify(view.view['state'])).toContain('the year')
    expect(scene.log()).toMatch(/"level":"error".*no such table: suggestion.*a report could not be kept/)
    expect(notesTo(scene.slack, 'ada')).toEqual([])
  })
})

describe('an answer of Slack that was lost', () => {
  /** Presses while the next answer of a method is lost; what is said afterwards is all that is said. */
  async function lose(
    { slack, click, close }: Clicks,
    method: string,
    ...pressed: Parameters<Clicks['click']>
  ) {
    slack.loseAnswer(method)
    await click(...pressed)
    await close()
    expect(slack.waitingFaults()).toEqual([])
    expect(JSON.stringify(botSaid(slack))).not.toContain(APOLOGY)
    return botSaid(slack).length
  }
  const openNow = ({ workspace }: LocalSlack) => workspace.views.filter(({ open }) => open)

  it.each(['response_url', 'chat.update'])(
    'to %s: the page is there, and nobody is told otherwise',
    async (way) => {
      const scene = await startClicks()
      const answer = await (way === 'chat.update' ? scene.mention('latest') : scene.ask('latest'))
      expect(await lose(scene, way, answer, 'page_next')).toBe(1)
      expect(only(botSaid(scene.slack)).text).toMatch(/^6–10 of/)
      expect(scene.log()).toMatch(/"level":"error".*could not answer/)
    },
  )

  it('to views.update: the page in a view is there', async () => {
    const scene = await startClicks()
    const view = await scene.open(await deskOf(scene).home(), 'find:latest')
    expect(await lose(scene, 'views.update', view, 'page_next')).toBe(0)
    expect(wholeOf(view)).toContain('6–10 of')
  })

  it('to views.open: the details are there', async () => {
    const scene = await startClicks()
    expect(await lose(scene, 'views.open', await scene.ask('fraud'), 'details')).toBe(1)
    expect(only(openNow(scene.slack)).view['callback_id']).toBe(VIEWS.details)
  })

  it.each(['details', 'save'])('to views.update: %s in the details is done', async (action) => {
    const scene = await startClicks()
    const view = await scene.open(await scene.ask('fraud'), 'details')
    const before = wholeOf(view)
    expect(await lose(scene, 'views.update', view, action)).toBe(1)
    expect(wholeOf(view)).not.toBe(before)
  })

  it('to the card that was shared in the details: it is there once, and said to be', async () => {
    const scene = await startClicks()
    const view = await scene.open(await scene.ask('fraud'), 'details')
    expect(await lose(scene, 'response_url', view, 'share')).toBe(2)
    expect(sharedIn(scene.slack)).toHaveLength(1)
    expect(wholeOf(view)).toContain('Shared.')
  })

  it('to the card that was shared where one chose to: it is there once', async () => {
    const scene = await startClicks()
    const { slack, open, close } = scene
    const view = await open(await open(await deskOf(scene).home(), 'details'), 'share')
    slack.loseAnswer('response_url')
    await (await slack.submit({ view, values: { share_to: idOf(slack, 'random') } })).acked
    await slack.until('the card', () => sharedIn(slack)[0])
    await close()
    expect(botSaid(slack)).toHaveLength(1)
    expect(slack.waitingFaults()).toEqual([])
  })
})
