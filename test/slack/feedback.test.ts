import { describe, expect, it } from 'vitest'
import type { SlackMessage } from '../../src/playground/index.ts'
import { found } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import {
  botSaid,
  type Clicks,
  callsDuring,
  clicksOf,
  elementsOf,
  only,
  startClicks,
  typesOf,
} from './clicks-scene.ts'
import { createClock, databaseFile } from './digest-scene.ts'

type Thumb = { value: string; accessibility_label?: string }

/** The two of Slack's own thumbs. */
function thumbsOf(answer: SlackMessage) {
  const { positive_button: up, negative_button: down } = only(elementsOf(answer, 'feedback'))
  return { up: up as Thumb, down: down as Thumb }
}

/** The bot with a database that can be looked into. */
async function startVotes() {
  const { url, use } = await databaseFile()
  const clock = createClock()
  const environment = { DATABASE_URL: url }
  const scene = await startClicks({ environment, now: clock.now })
  const vote = (answer: SlackMessage, which: 'up' | 'down', user = 'ada') => {
    clock.pass(1000)
    return scene.click(answer, 'feedback', { user, value: thumbsOf(answer)[which].value })
  }
  const votes = () => use(({ db }) => db.selectFrom('vote').selectAll().orderBy('at').execute())
  return { ...scene, use, vote, votes, environment, clock }
}

/** Lets the workspace have buttons in the place of Slack's own thumbs. */
const withoutThumbs = ({ slack }: Clicks) => slack.rejectBlocks(['context_actions'])

describe('thumbs', () => {
  it('are Slack’s own below what a search found, and stand below nothing else', async () => {
    const { ask, mention } = await startClicks()
    for (const answer of [await ask('fraud'), await mention('fraud'), await ask('walmart')]) {
      expect(typesOf(answer).at(-1)).toBe('context_actions')
      const { up, down } = thumbsOf(answer)
      expect(up.accessibility_label).toBe('Helpful: this answer helps')
      expect(down.accessibility_label).toBe('Not helpful: this answer does not help')
    }
    for (const words of ['latest', 'random', 'similar walmart', 'browse', 'help', 'pizza']) {
      expect(elementsOf(await ask(words), 'feedback'), words).toEqual([])
    }
  })

  it('are buttons where Slack does not take them, with the cards as before, and are tried once', async () => {
    const scene = await startClicks()
    withoutThumbs(scene)
    const answer = await scene.ask('fraud')
    expect(typesOf(answer)).toContain('card')
    expect(typesOf(answer).at(-1)).toBe('actions')
    for (const [action, label] of [
      ['feedback_up', 'Helpful: this answer helps'],
      ['feedback_down', 'Not helpful: this answer does not help'],
    ] as const) {
      const button = only(elementsOf(answer, action))
      expect(button).toMatchObject({ type: 'button', accessibility_label: label })
    }
    const calls = await callsDuring(scene.slack, () => scene.ask('walmart'))
    expect(calls).toEqual(['response_url'])
  })

  it('stay on every page of an answer, and are buttons among classic blocks', async () => {
    const { slack, ask, click } = await startClicks()
    slack.rejectBlocks(['card', 'context_actions'])
    const answer = await ask('machine learning')
    await click(answer, 'page_next')
    expect(typesOf(answer)).not.toContain('card')
    expect(elementsOf(answer, 'feedback_up')).toHaveLength(1)
    expect(elementsOf(answer, 'feedback_down')).toHaveLength(1)
  })
})

describe('a vote', () => {
  it('is kept with what was asked, without a message or a call', async () => {
    const { slack, ask, vote, votes } = await startVotes()
    const answer = await ask('Fraud?')
    const calls = await callsDuring(slack, () => vote(answer, 'down'))
    expect(calls).toEqual([])
    expect(botSaid(slack)).toEqual([answer])
    expect(await votes()).toMatchObject([{ team: 'T0LOCAL001', vote: 'down', query: 'fraud' }])
  })

  it('tells nobody who it was: no table holds a person', async () => {
    const { slack, ask, mention, vote, use, close } = await startVotes()
    await vote(await ask('fraud'), 'up')
    await vote(await mention('nyt'), 'down', 'grace')
    await close()
    const people = slack.workspace.users.flatMap(({ id, name, real_name }) => [id, name, real_name])
    const everything = await use(async ({ db }) => {
      const tables = await db.introspection.getTables()
      const rows = tables.map(({ name }) =>
        db
          .selectFrom(name as 'vote')
          .selectAll()
          .execute(),
      )
      expect(tables.map(({ name }) => name)).toContain('vote')
      return JSON.stringify(await Promise.all(rows)).toLowerCase()
    })
    expect(everything).toContain('"query":"nyt"')
    for (const one of people) expect(everything).not.toContain(one.toLowerCase())
  })

  it('is the last click of a person, on whichever page', async () => {
    const { ask, vote, votes, click } = await startVotes()
    const answer = await ask('machine learning')
    await vote(answer, 'down')
    await vote(answer, 'up')
    expect(await votes()).toMatchObject([{ vote: 'up' }])
    await click(answer, 'page_next')
    await vote(answer, 'down')
    expect(await votes()).toMatchObject([{ vote: 'down', query: 'machine learning' }])
  })

  it('counts once for each person and answer', async () => {
    const { ask, mention, vote, votes } = await startVotes()
    const read = await mention('fraud')
    await vote(read, 'up', 'ada')
    await vote(read, 'down', 'grace')
    await vote(await ask('fraud'), 'up', 'ada')
    const kept = await votes()
    expect(kept.map(({ vote: which }) => which)).toEqual(['up', 'down', 'up'])
    expect(new Set(kept.map(({ voter }) => voter)).size).toBe(3)
    expect(new Set(kept.map(({ answer }) => answer)).size).toBe(2)
  })

  it('counts once when Slack delivers it twice, and does not overrule a later one', async () => {
    const { slack, ask, vote, votes, close } = await startVotes()
    const answer = await ask('fraud')
    const first = await vote(answer, 'up')
    await vote(answer, 'down')
    await (await slack.redeliver(first)).acked
    await close()
    expect(await votes()).toMatchObject([{ vote: 'down' }])
  })

  it('is of the same person after a restart', async () => {
    const { slack, ask, vote, votes, close, clock, environment } = await startVotes()
    const answer = await ask('fraud')
    await vote(answer, 'up')
    await close()
    const again = clicksOf(await connectBot(slack, { environment, now: clock.now }))
    await again.click(answer, 'feedback', { value: thumbsOf(answer).down.value })
    expect(await votes()).toMatchObject([{ vote: 'down' }])
  })

  it('can be taken back by who gave it, and only by them', async () => {
    const { ask, mention, vote, votes } = await startVotes()
    const answer = await mention('fraud')
    await vote(answer, 'up')
    await vote(answer, 'down', 'grace')
    expect((await ask('forget me')).text).toBe('Erased: 1 vote.')
    expect(await votes()).toMatchObject([{ vote: 'down' }])
  })

  it('is apologised for where it cannot be kept', async () => {
    const { slack, ask, vote, use } = await startVotes()
    const answer = await ask('fraud')
    await use(({ db }) => db.schema.dropTable('vote').execute())
    const delivery = await vote(answer, 'up')
    const apology = only(await slack.answers(delivery))
    expect(apology.text).toContain('Something went wrong on my side')
    expect(apology.visibleTo).toBe('U0ADA00001')
  })

  it.each(['', 'up', 'up {', 'sideways {"w":"fraud","o":0,"a":"x"}', 'up {"w":"fraud","o":0}'])(
    'of a button with the value %j is none, and says so',
    async (value) => {
      const { ask, told, votes } = await startVotes()
      const answer = await ask('fraud')
      const [element] = elementsOf(answer, 'feedback')
      Object.assign(element?.['positive_button'] ?? {}, { value })
      expect((await told(answer, 'feedback')).text).toContain('This button does nothing any more')
      expect(await votes()).toEqual([])
    },
  )
})

describe('a vote by a plain button', () => {
  it('is kept, and thanked for in one line that only the voter sees', async () => {
    const scene = await startVotes()
    const { slack, ask, click, votes } = scene
    withoutThumbs(scene)
    const answer = await ask('fraud')
    const thanks: SlackMessage[] = []
    for (const action of ['feedback_up', 'feedback_down']) {
      const calls = await callsDuring(slack, async () => {
        thanks.push(only(await slack.answers(await click(answer, action))))
      })
      expect(calls).toEqual(['response_url'])
    }
    expect(thanks.map(({ text }) => text)).toEqual([
      'Thank you, good to know.',
      'Thank you. Other or fewer words may find more; /kstreams help shows how to ask.',
    ])
    expect(thanks.map(({ visibleTo }) => visibleTo)).toEqual(['U0ADA00001', 'U0ADA00001'])
    expect(answer.deleted).toBeUndefined()
    expect(answer.text).toContain(`${found('fraud', 100).length} use cases`)
    expect(await votes()).toMatchObject([{ vote: 'down', query: 'fraud' }])
  })

  it('is thanked for in the thread that the answer stands in', async () => {
    const scene = await startClicks()
    withoutThumbs(scene)
    const answer = await scene.mention('fraud')
    const delivery = await scene.click(answer, 'feedback_down', { user: 'grace' })
    const thanks = only(await scene.slack.answers(delivery))
    expect(thanks).toMatchObject({ visibleTo: 'U0GRACE001', thread_ts: answer.thread_ts, notifies: [] })
  })

  it('names the command as it is called there', async () => {
    const scene = await startClicks()
    withoutThumbs(scene)
    const answer = await scene.ask('machine learning', { command: '/prior-art' })
    await scene.click(answer, 'page_next')
    const delivery = await scene.click(answer, 'feedback_down')
    expect(only(await scene.slack.answers(delivery)).text).toContain('/prior-art help')
  })
})
