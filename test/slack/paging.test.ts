import { describe, expect, it } from 'vitest'
import { headingOf } from '../../src/cards/use-case.ts'
import type { SlackMessage } from '../../src/playground/index.ts'
import { catalogue, found } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import {
  botSaid,
  callsDuring,
  catalogueWithout,
  clicksOf,
  elementsOf,
  forge,
  only,
  restartWith,
  searchFor,
  startClicks,
  typesOf,
  wholeOf,
} from './clicks-scene.ts'

/** How many use cases an answer has on all its pages. */
const totalOf = (answer: SlackMessage) => Number(/ of (\d+) use cases/.exec(answer.text)?.[1])

/** Three pages, with a filter, a phrase and a word left out. */
const LONG = 'industry:bank -"nobody says this"'
const PAGES = Math.ceil(found(LONG, 100).length / 5)
const CHANGED = 'The catalogue has changed since you asked. This is how it answers now.'
const STALE = 'This button does nothing any more'

const headLine = ({ text }: SlackMessage) => text.split('\n')[0]
const headings = ({ text }: SlackMessage) =>
  [...text.matchAll(/^\d+\. (.*) \([^)]*\)$/gm)].map(([, heading]) => heading)
const expected = (query: string, from: number, to: number) =>
  found(query, 100)
    .slice(from, to)
    .map((id) => {
      const useCase = catalogue.byId.get(id)
      return useCase && headingOf(useCase)
    })

describe('Next and Back', () => {
  it('replace the page in place, privately, without a message or a call more', async () => {
    const { slack, ask, click } = await startClicks()
    const answer = await ask('machine learning')
    const total = found('machine learning', 100).length
    expect(headLine(answer)).toBe(`1–5 of ${total} use cases for “machine learning”`)
    expect(elementsOf(answer, 'page_back')).toEqual([])
    const { ts } = answer
    const next = await callsDuring(slack, () => click(answer, 'page_next'))
    expect(headLine(answer)).toBe(`6–${total} of ${total} use cases for “machine learning”`)
    expect(headings(answer)).toEqual(expected('machine learning', 5, total))
    expect(elementsOf(answer, 'page_next')).toEqual([])
    const back = await callsDuring(slack, () => click(answer, 'page_back'))
    expect(headings(answer)).toEqual(expected('machine learning', 0, 5))
    expect([next, back]).toEqual([['response_url'], ['response_url']])
    expect(botSaid(slack)).toEqual([answer])
    expect(answer).toMatchObject({ ts, visibleTo: 'U0ADA00001', notifies: [] })
  })

  it('show each use case of a search with filters once, in the order of the search', async () => {
    const { ask, click } = await startClicks()
    const answer = await ask(LONG)
    const seen = [...headings(answer)]
    for (let page = 2; page <= PAGES; page++) {
      await click(answer, 'page_next')
      seen.push(...headings(answer))
    }
    expect(PAGES).toBeGreaterThan(2)
    expect(seen).toEqual(expected(LONG, 0, 100))
  })

  it('work after a restart: all they need travels with them', async () => {
    const first = await startClicks()
    const answer = await first.ask(LONG)
    await first.click(answer, 'page_next')
    await first.close()
    const second = clicksOf(await connectBot(first.slack))
    await second.click(answer, 'page_next')
    expect(headings(answer)).toEqual(expected(LONG, 10, 15))
    await second.click(answer, 'page_back')
    expect(headings(answer)).toEqual(expected(LONG, 5, 10))
    expect(answer.text).not.toContain(CHANGED)
  })

  it('work in a public thread, for everybody, and leave the answer public', async () => {
    const { slack, mention, click } = await startClicks()
    const answer = await mention(LONG)
    const { ts, thread_ts } = answer
    const calls = await callsDuring(slack, () => click(answer, 'page_next', { user: 'grace' }))
    expect(headings(answer)).toEqual(expected(LONG, 5, 10))
    // Not by the address of the click, which could not say what a later “more” goes on from.
    expect(calls).toEqual(['chat.update'])
    expect(botSaid(slack)).toEqual([answer])
    expect(answer).toMatchObject({ ts, thread_ts, notifies: [] })
    expect(answer.visibleTo).toBeUndefined()
    expect(elementsOf(answer, 'share')).toEqual([])
  })

  it('stay in the thread where a private answer stands in one', async () => {
    const { slack, askInThread, click } = await startClicks()
    const { root, answer } = await askInThread(LONG)
    await click(answer, 'page_next')
    const second = only(botSaid(slack))
    await click(second, 'page_next')
    const third = only(botSaid(slack))
    expect(headings(third)).toEqual(expected(LONG, 10, 15))
    expect(third).toMatchObject({ thread_ts: root, visibleTo: 'U0ADA00001' })
    await click(third, 'share')
    expect(only(botSaid(slack))).toMatchObject({ thread_ts: root, text: expect.stringMatching(/^Shared/) })
  })

  it('work in a direct message', async () => {
    const { slack, click } = await startClicks()
    const answer = only(await slack.answers(await slack.dm({ text: 'machine learning' })))
    await click(answer, 'page_next')
    expect(botSaid(slack)).toEqual([answer])
    expect(headings(answer)).toEqual(expected('machine learning', 5, 100))
  })

  it('work with classic blocks, and look for cards no more', async () => {
    const { slack, ask, click } = await startClicks()
    slack.rejectBlocks(['card'])
    const answer = await ask('machine learning')
    const calls = await callsDuring(slack, () => click(answer, 'page_next'))
    expect(calls).toEqual(['response_url'])
    expect(typesOf(answer)).not.toContain('card')
    expect(headings(answer)).toEqual(expected('machine learning', 5, 100))
  })

  it('page the other lists, too', async () => {
    const { ask, click } = await startClicks()
    for (const words of ['latest', 'similar walmart']) {
      const answer = await ask(words)
      const first = headings(answer)
      await click(answer, 'page_next')
      expect(headLine(answer), words).toMatch(/^6–\d+ of \d+ use cases/)
      expect(headings(answer).filter((heading) => first.includes(heading))).toEqual([])
    }
  })

  it('replace the page in the view of the search, in one call', async () => {
    const scene = await startClicks()
    const view = await searchFor(scene, LONG)
    const total = found(LONG, 100).length
    for (const [action, range] of [
      ['page_next', '6–10'],
      ['page_next', `11–${total}`],
      ['page_back', '6–10'],
    ] as const) {
      const calls = await callsDuring(scene.slack, () => scene.click(view, action))
      expect(calls).toEqual(['views.update'])
      expect(wholeOf(view)).toContain(`${range} of ${total} use cases`)
    }
  })

  it('keep the name that the command has in this workspace', async () => {
    const { ask, click } = await startClicks()
    const answer = await ask('machine learning', { command: '/prior-art' })
    await click(answer, 'page_next')
    for (const action of ['page_back', 'details', 'share', 'feedback']) {
      const [element] = elementsOf(answer, action)
      expect(JSON.stringify(element), action).toContain('/prior-art')
    }
  })

  it('goes by the address of the click where the bot may not update the answer', async () => {
    const { slack, mention, click } = await startClicks()
    const answer = await mention(LONG)
    slack.failWith('chat.update', 'cant_update_message')
    await click(answer, 'page_next', { user: 'grace' })
    expect(headings(answer)).toEqual(expected(LONG, 5, 10))
  })

  it('continues in words where its buttons led', async () => {
    const { slack, mention, click } = await startClicks()
    const answer = await mention(LONG)
    await click(answer, 'page_next')
    const said = await slack.mention({ text: 'more', threadTs: answer.thread_ts ?? '' })
    expect(headings(only(await slack.answers(said)))).toEqual(expected(LONG, 10, 15))
  })

  it('apologise to the one who clicked when the page cannot be shown', async () => {
    const { slack, mention, click } = await startClicks()
    const answer = await mention(LONG)
    slack.failWith('chat.update', 'cant_update_message')
    slack.failHttp('response_url', 404)
    const delivery = await click(answer, 'page_next', { user: 'grace' })
    const apology = only(await slack.answers(delivery))
    expect(apology).toMatchObject({ visibleTo: 'U0GRACE001', thread_ts: answer.thread_ts })
    expect(apology.text).toMatch(/^Something went wrong on my side, sorry\..* reference [0-9a-f]{6}\.$/)
    expect(headings(answer)).toEqual(expected(LONG, 0, 5))
  })
})

describe('a page after the catalogue has changed', () => {
  it('says so, once', async () => {
    const bot = await startClicks()
    const { slack } = bot
    const answer = await bot.ask(LONG)
    const gone = found(LONG, 2)
    await restartWith(bot, catalogueWithout(...gone))
    await slack.press({ message: answer, actionId: 'page_next' })
    await slack.until('the second page', () => (answer.text.includes('6–10 of') ? true : undefined))
    expect(answer.text).toContain(CHANGED)
    expect(headLine(answer)).toBe(CHANGED)
    await slack.press({ message: answer, actionId: 'page_back' })
    await slack.until('the first page', () => (answer.text.includes('1–5 of') ? true : undefined))
    expect(answer.text).not.toContain(CHANGED)
    expect(headings(answer)).toEqual(expected(LONG, 2, 7))
  })

  it('begins anew where there is no such page any more', async () => {
    const bot = await startClicks()
    const { slack } = bot
    const answer = await bot.ask('machine learning')
    await restartWith(bot, catalogueWithout(...found('machine learning', 100).slice(3)))
    await slack.press({ message: answer, actionId: 'page_next' })
    await slack.until('the page', () => (answer.text.startsWith(CHANGED) ? true : undefined))
    expect(answer.text).toContain('3 use cases for “machine learning”')
    expect(headings(answer)).toEqual(expected('machine learning', 0, 3))
  })
})

describe('a button for a page', () => {
  it.each([1, 7, 100, Number.MAX_SAFE_INTEGER])('of offset %d shows a page that there is', async (offset) => {
    const { ask, click } = await startClicks()
    for (const words of ['machine learning', 'similar walmart']) {
      const answer = await ask(words)
      const total = totalOf(answer)
      forge(answer, 'page_next', { value: JSON.stringify({ w: words, o: offset, v: '', a: 'x' }) })
      await click(answer, 'page_next')
      const first = offset < total ? offset + 1 : 1
      const last = Math.min(first + 4, total)
      const range = first === last ? `${first}` : `${first}–${last}`
      expect(headLine(answer), words).toContain(`${range} of ${total} use cases`)
    }
  })

  it('is left out where the words are too long for it, and a note stands there', async () => {
    const { ask, open } = await startClicks()
    const answer = await ask(`machine learning ${'machine learning '.repeat(150)}`)
    expect(headLine(answer)).toMatch(/^1–5 of \d+ use cases for “machine learning/)
    for (const action of ['page_next', 'page_back']) expect(elementsOf(answer, action)).toEqual([])
    const note = 'There are more. Ask with fewer words to page through them.'
    expect(answer.text).toContain(note)
    expect(wholeOf(answer).split(note)).toHaveLength(3)
    expect(wholeOf(await open(answer, 'details'))).toContain('Similar use cases')
  })

  it.each([
    '',
    '{',
    'null',
    '[]',
    '{"w":"fraud"}',
    '{"w":1,"o":0}',
    '{"w":"fraud","o":-5}',
    '{"w":"fraud","o":1.5}',
    '{"w":"fraud","o":"5"}',
  ])('with the value %j says, to the one who pressed it, that it does nothing', async (value) => {
    const { slack, mention, told } = await startClicks()
    const answer = await mention(LONG)
    const before = wholeOf(answer)
    forge(answer, 'page_next', { value })
    const calls = await callsDuring(slack, async () => {
      const note = await told(answer, 'page_next', { user: 'grace' })
      expect(note).toMatchObject({ visibleTo: 'U0GRACE001', thread_ts: answer.thread_ts, notifies: [] })
      expect(note.text).toContain(STALE)
    })
    expect(calls).toEqual(['response_url'])
    expect(headings(answer)).toEqual(expected(LONG, 0, 5))
    expect(before).not.toContain(STALE)
  })

  it.each(['old_button', 'constructor', '__proto__', 'toString:1', ':', 'open_link_x'])(
    'that is called %s says that it does nothing',
    async (action_id) => {
      const { ask, told } = await startClicks()
      const answer = await ask(LONG)
      forge(answer, 'page_next', { action_id })
      expect((await told(answer, action_id)).text).toContain(STALE)
    },
  )
})

describe('a link button', () => {
  it('says and calls nothing, whichever of them it is', async () => {
    const { slack, ask, close } = await startClicks()
    const answer = await ask('fraud')
    forge(answer, 'open_link_1', { action_id: 'open_link_12' })
    const calls = await callsDuring(slack, async () => {
      for (const actionId of ['open_link_1', 'open_link_12']) {
        const { acked } = await slack.press({ message: answer, actionId })
        expect((await acked).payload).toEqual({})
      }
      await close()
    })
    expect(calls).toEqual([])
    expect(botSaid(slack)).toEqual([answer])
  })
})

describe('a button that asks something else', () => {
  it('answers in place where nothing was found', async () => {
    const { slack, ask, click } = await startClicks()
    const answer = await ask('pizza')
    const { ts } = answer
    const [, second] = [1, 2, 3].map((nth) => only(elementsOf(answer, `ask_again:${nth}`))['text'])
    const offered = (second as { text: string } | undefined)?.text
    const calls = await callsDuring(slack, () => click(answer, 'ask_again:2'))
    expect(calls).toEqual(['response_url'])
    expect(headLine(answer)).toContain(`use cases for “${offered}”`)
    expect(botSaid(slack)).toEqual([answer])
    expect(answer).toMatchObject({ ts, visibleTo: 'U0ADA00001' })
  })

  it('shows another use case by chance in place', async () => {
    const { slack, ask, click } = await startClicks()
    const answer = await ask('random')
    for (let time = 0; time < 3; time++) await click(answer, 'ask_again')
    expect(headLine(answer)).toBe('A use case by chance')
    expect(elementsOf(answer, 'ask_again')).toHaveLength(1)
    expect(botSaid(slack)).toEqual([answer])
  })
})
