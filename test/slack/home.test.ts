import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/cards/actions.ts'
import { pickOfTheDay } from '../../src/search/lists.ts'
import { catalogue } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import { deskOf, hides, pressable, shows, startDesk, startWithDatabase, sure, textOf } from './desk-scene.ts'
import { createClock, databaseFile, MONDAY, startScene } from './digest-scene.ts'
import { decide, GOOD, REVIEW, startSuggesting } from './suggest-scene.ts'

const GRACE = 'U0GRACE001'
const TEAM = 'T0LOCAL001'
const headingOf = ({ company, title }: { company: string; title: string }) => `${company}: ${title}`

describe('the Home tab', () => {
  it('takes one call beside the look at who it is, which is remembered', async () => {
    const { home, callsDuring } = await startDesk()
    expect(await callsDuring(() => home('grace'))).toEqual(['users.info', 'views.publish'])
    expect(await callsDuring(() => home('grace'))).toEqual(['views.publish'])
  })

  it('searches for what is typed, in a view of its own', async () => {
    const { slack, home, press } = await startDesk()
    const view = await home('grace')
    const entered = await slack.press({ view, actionId: 'home_search', value: '  machine learning ' })
    const found = await slack.opened(entered)
    expect(found).toMatchObject({ type: 'modal', user: GRACE })
    expect(textOf(found)).toMatch(/1–\d of \d+ use cases\s+for\s+machine learning/)
    await press(found, { actionId: 'page_next' }, '6–')
    const nothing = await slack.opened(await slack.press({ view, actionId: 'home_search', value: ' ' }))
    expect(textOf(nothing)).toContain('Or look at what there is:')
  })

  it('has a button for each way to look around', async () => {
    const { slack, home } = await startDesk()
    const view = await home()
    for (const [label, expected] of [
      ['Browse', 'Or look at what there is:'],
      ['Latest', ', the latest additions first'],
      ['Random', 'A use case by chance'],
      ['Help', 'Ask in a few words'],
    ] as const) {
      const { actionId } = sure(pressable(view).find((one) => one.label === label))
      expect(actionId).toBe(`find:${label.toLowerCase()}`)
      expect(textOf(await slack.opened(await slack.press({ view, actionId }))), label).toContain(expected)
    }
  })

  it('shows the pick of the day to everybody, another one on another day, and its details', async () => {
    const clock = createClock('2026-11-22T23:00Z')
    const { slack, home } = await startDesk({ now: clock.now })
    const [today, tomorrow] = ['2026-11-22', '2026-11-23'].map((date) => sure(pickOfTheDay(catalogue, date)))
    expect(textOf(await home('ada'))).toContain(headingOf(sure(today)))
    const view = await home('grace')
    expect(textOf(view)).toContain(headingOf(sure(today)))
    const details = await slack.opened(await slack.press({ view, actionId: 'details' }))
    expect(textOf(details)).toContain(headingOf(sure(today)))
    clock.turnTo('2026-11-23T00:01Z')
    expect(textOf(await home('grace'))).toContain(headingOf(sure(tomorrow)))
    expect(today).not.toBe(tomorrow)
  })

  it('is published again when the last time failed, and nobody is told of the failure', async () => {
    const { slack, home, logged } = await startDesk()
    slack.failWith('views.publish', 'internal_error')
    await slack.openHome({ user: 'grace' })
    await logged('internal_error')
    expect(textOf(await home('grace'))).toContain('Who uses Kafka Streams for this?')
    expect(slack.workspace.messages).toEqual([])
  })
})

describe('what somebody saved', () => {
  it('shows at once when it is saved and removed there, to nobody else', async () => {
    const { slack, home } = await startDesk()
    const view = await home('grace')
    expect(textOf(view)).toContain('Nothing yet. *Save* keeps a use case here, for you alone')
    await slack.press({ view, actionId: 'save' })
    await hides(slack, view, 'Nothing yet.')
    expect(pressable(view).filter(({ actionId }) => actionId.startsWith('unsave:'))).toHaveLength(1)
    expect(pressable(view).some(({ actionId }) => actionId === 'save')).toBe(false)
    expect(textOf(await home('ada'))).toContain('Nothing yet.')
    await slack.press({ view, actionId: 'unsave:0' })
    await shows(slack, view, 'Nothing yet.')
  })

  it('comes from the details of an answer, too', async () => {
    const { slack, ask, home, press } = await startDesk()
    const answer = await ask('nyt', { user: 'grace' })
    const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
    await press(view, { actionId: 'save' }, 'Saved.')
    const saved = await home('grace')
    expect(textOf(saved)).toContain('|New York Times: ')
    expect((await ask('saved', { user: 'grace' })).text).toMatch(
      /^1 saved use case\n\nNew York Times: [^\n]+\nhttps/,
    )
    expect((await ask('saved', { user: 'ada' })).text).toMatch(/^You have saved no use case yet/)
    await press(view, { actionId: 'unsave' }, 'Save')
    expect(textOf(await home('grace'))).toContain('Nothing yet.')
  })

  it('stands ten to a page, newest first, and what left the catalogue is skipped', async () => {
    const { slack, home, press, database } = await startWithDatabase()
    const ids = catalogue.useCases.slice(0, 25).map(({ id }) => id)
    ids[3] = 'gone-from-the-catalogue'
    const rows = ids.map((useCase, n) => ({ team: TEAM, person: GRACE, useCase, at: 1000 - n }))
    await database.use(({ db }) => db.insertInto('saved').values(rows).execute())
    const view = await home('grace')
    const page = () =>
      pressable(view)
        .filter(({ actionId }) => actionId.startsWith('unsave:'))
        .map(({ value }) => (JSON.parse(String(value)) as { u: string }).u)
    expect(textOf(view)).toContain('1–10 of 25')
    expect(page()).toEqual(ids.slice(0, 10).filter((id) => id !== ids[3]))
    await press(view, { actionId: 'saved_page:next' }, '11–20 of 25')
    expect(page()).toEqual(ids.slice(10, 20))
    await press(view, { actionId: 'saved_page:next' }, '21–25 of 25')
    expect(page()).toEqual(ids.slice(20))
    expect(pressable(view).some(({ actionId }) => actionId === 'saved_page:next')).toBe(false)
    await press(view, { actionId: 'saved_page:back' }, '11–20 of 25')
    expect(textOf(await home('ada'))).toContain('Nothing yet.')
    await slack.press({ view, actionId: 'unsave:10' })
    await shows(slack, view, 'of 24')
  })

  it('shows the last page to somebody whose page has gone meanwhile', async () => {
    const { slack, home, press, database } = await startWithDatabase()
    const ids = catalogue.useCases.slice(0, 21).map(({ id }) => id)
    const rows = ids.map((useCase, n) => ({ team: TEAM, person: GRACE, useCase, at: 1000 - n }))
    await database.use(({ db }) => db.insertInto('saved').values(rows).execute())
    const view = await home('grace')
    await press(view, { actionId: 'saved_page:next' }, '11–20 of 21')
    await database.use(({ db }) => db.deleteFrom('saved').where('useCase', 'in', ids.slice(12)).execute())
    await press(view, { actionId: 'saved_page:next' }, 'of 12')
    expect(pressable(view).filter(({ actionId }) => actionId.startsWith('unsave:')).length).toBeGreaterThan(0)
    await slack.press({ view, actionId: 'saved_page:back' })
  })
})

describe('removing what was saved', () => {
  const save = async (desk: Awaited<ReturnType<typeof startWithDatabase>>, ids: string[]) => {
    const rows = ids.map((useCase, n) => ({ team: TEAM, person: GRACE, useCase, at: 1000 - n }))
    await desk.database.use(({ db }) => db.insertInto('saved').values(rows).execute())
  }

  // Whoever tidies the second page wants to go on there.
  it('stays on the page', async () => {
    const desk = await startWithDatabase()
    const { slack, home, press } = desk
    await save(
      desk,
      catalogue.useCases.slice(0, 25).map(({ id }) => id),
    )
    const view = await home('grace')
    await press(view, { actionId: 'saved_page:next' }, '11–20 of 25')
    await slack.press({ view, actionId: 'unsave:10' })
    await shows(slack, view, 'of 24')
    expect(textOf(view)).toContain('11–20 of 24')
  })

  // A heading with nothing below it says nothing.
  it('is not left to nobody where all of it left the catalogue', async () => {
    const desk = await startWithDatabase()
    await save(desk, ['gone-from-the-catalogue'])
    expect(textOf(await desk.home('grace'))).toMatch(/Saved\n(?!My digests)/)
  })
})

describe('digests on the Home tab', () => {
  it('are one’s own, with the next run and what became of the last', async () => {
    const scene = await startScene()
    const { home } = deskOf(scene)
    await scene.type('9am daily Berlin')
    const before = textOf(await home('grace'))
    expect(before).toContain('My digests')
    expect(before).toMatch(/<#C0GENERAL1>: .*09:00/)
    expect(before).toContain('Next: Mon 23 Nov, 09:00 CET')
    expect(before).not.toContain('Last:')
    scene.clock.turnTo(MONDAY)
    const [card] = await scene.cards(1)
    const view = await home('grace')
    const title = sure(card).text.split('\n')[0]
    expect(textOf(view)).toContain('Next: Tue 24 Nov, 09:00 CET')
    expect(textOf(view)).toContain('Last: Mon 23 Nov, 09:00 CET')
    expect(title).toBeDefined()
  })

  it('are all of the workspace for an admin, none of others’ for a member', async () => {
    const scene = await startScene()
    const { home } = deskOf(scene)
    await scene.type('9am daily', { user: 'grace' })
    await scene.type('10am daily', { user: 'ada', channel: 'streaming' })
    const all = textOf(await home('ada'))
    expect(all).toContain('Digests of this workspace')
    expect(all).toContain('<#C0GENERAL1>')
    expect(all).toContain('<#C0STREAM01>')
    const own = textOf(await home('grace'))
    expect(own).toContain('<#C0GENERAL1>')
    expect(own).not.toContain('<#C0STREAM01>')
    const none = textOf(await home('kenji'))
    expect(none).toContain('You have not set up one yet.')
    expect(none).not.toContain('<#')
  })
})

describe('what an admin sees of all', () => {
  it('is what was asked in vain and what did not help, as counts, never who', async () => {
    const { slack, ask, home } = await startDesk()
    for (const user of ['grace', 'grace', 'kenji']) await ask('Pizza?', { user })
    await ask('pasta recipes', { user: 'kenji' })
    const answer = await ask('fraud', { user: 'grace' })
    const [, down] = pressFeedback(answer)
    await slack.press({ message: answer, actionId: 'feedback', value: down })
    await slack.until('the vote', () =>
      slack.envelopes.every((one) => one.state === 'acked') ? true : undefined,
    )
    const view = textOf(await home('ada'))
    expect(view).toMatch(/Searches that found nothing.* \(the last 90 days\)/)
    expect(view).toMatch(/pizza.* {2}3 times/)
    expect(view).toMatch(/pasta recipes.* {2}once/)
    expect(view).toMatch(/fraud.* {2}1 against, 0 for/)
    expect(view).not.toMatch(/grace|kenji|U0GRACE001|U0KENJI001/i)
    for (const user of ['grace', 'kenji']) {
      const other = textOf(await home(user))
      expect(other).not.toMatch(/found nothing|did not help|pizza|pasta recipes|For admins/i)
    }
  })

  it('is the problems that people reported', async () => {
    const { slack, ask, home } = await startDesk()
    const answer = await ask('nyt', { user: 'grace' })
    const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
    const form = await slack.opened(await slack.press({ view, actionId: 'report_problem' }))
    await slack.submit({ view: form, values: { problem_kind: 'wrong', problem_note: 'the year <!here>' } })
    await shows(slack, form, 'hank')
    const report = textOf(await home('ada'))
    expect(report).toContain('Reported problems')
    expect(report).toMatch(/New York Times: .*a fact is wrong[\s\S]*the year[\s\S]*<@U0/)
    expect(report).not.toContain('<!here>')
    expect(textOf(await home('grace'))).not.toContain('Reported problems')
    const desk = await home('ada')
    await slack.press({ view: desk, actionId: 'problem_done' })
    await slack.until('none left', () => textOf(desk).includes('Reported problems*: none.') || undefined)
  })
})

describe('what an admin sees of suggestions', () => {
  it('is how many wait, and how many were accepted', async () => {
    const scene = await startSuggesting()
    const { home, suggested } = scene
    expect(textOf(await home('ada'))).toContain('none waits for a decision. Accepted so far: 0.')
    const message = await suggested()
    await suggested({ ...GOOD, url: 'https://example.com/other' })
    expect(textOf(await home('ada'))).toContain(
      `: 2 wait for a decision in <#${REVIEW}>. Accepted so far: 0.`,
    )
    await decide(scene, message, ACTIONS.accept, 'It is in answers now.')
    const said = textOf(await home('ada'))
    expect(said).toContain(`: 1 waits for a decision in <#${REVIEW}>. Accepted so far: 1.`)
    expect(said).not.toContain(GOOD.summary)
    expect(textOf(await home('grace'))).not.toContain('Suggested use cases')
  })

  it('is nothing where nobody can suggest anything here', async () => {
    const { home } = await startDesk()
    expect(textOf(await home('ada'))).toContain('For admins')
    expect(textOf(await home('ada'))).not.toContain('Suggested use cases')
  })
})

const pressFeedback = (answer: { blocks?: Record<string, unknown>[] }): unknown[] => {
  const block = answer.blocks?.find(({ type }) => type === 'context_actions')
  const [element] = (block?.['elements'] ?? []) as Record<string, { value: unknown }>[]
  return [element?.['positive_button']?.value, element?.['negative_button']?.value]
}

describe('the welcome', () => {
  const prompted = (calls: { method: string }[]) =>
    calls.filter(({ method }) => method === 'assistant.threads.setSuggestedPrompts').length

  it('comes once to each who opens the messages, also when Slack says it twice or two tabs are opened', async () => {
    const { slack } = await startDesk()
    const opened = [1, 2].map(() => slack.openHome({ user: 'grace', tab: 'messages' }))
    const [one] = await Promise.all(opened)
    await slack.redeliver(sure(one))
    await slack.openHome({ user: 'kenji', tab: 'messages' })
    await slack.until('all prompts', () => (prompted(slack.calls) === 3 ? true : undefined))
    const said = slack.workspace.messages.map(({ channel, text, notifies }) => ({ channel, text, notifies }))
    expect(said.map(({ channel }) => channel).toSorted()).toEqual(
      [slack.dmOf('grace').id, slack.dmOf('kenji').id].toSorted(),
    )
    for (const { text, notifies } of said) {
      expect(text).toMatch(/^I know \d+ public use cases of Kafka Streams\..*This message comes once\.$/s)
      expect(notifies).toEqual([])
    }
  })

  it('does not come again after a restart, nor with the Home tab', async () => {
    const database = await databaseFile()
    const environment = { DATABASE_URL: database.url }
    const first = await startDesk({ environment })
    const { slack } = first
    await first.home('grace')
    expect(slack.workspace.messages).toEqual([])
    await slack.openHome({ user: 'grace', tab: 'messages' })
    await slack.until('prompts', () => (prompted(slack.calls) === 1 ? true : undefined))
    await first.close()
    await connectBot(slack, { environment })
    await slack.openHome({ user: 'grace', tab: 'messages' })
    await slack.until('prompts again', () => (prompted(slack.calls) === 2 ? true : undefined))
    expect(slack.workspace.messages).toHaveLength(1)
  })
})
