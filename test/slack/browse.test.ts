import { describe, expect, it } from 'vitest'
import { chosenWords } from '../../src/cards/browse.ts'
import { facetsOf } from '../../src/cards/facets.ts'
import { indexLinks } from '../../src/catalogue/links.ts'
import type { SlackMessage } from '../../src/playground/index.ts'
import { newestFirst, ofCompany, similarToCompany } from '../../src/search/lists.ts'
import { createAnswers } from '../../src/slack/answers.ts'
import { catalogue, search } from '../catalogue.ts'
import { headings, headOf, pressable, shows, startDesk, sure, textOf } from './desk-scene.ts'

const [industries, topics, companies] = (['industries', 'topics', 'companies'] as const).map((kind) =>
  facetsOf(kind, catalogue),
)
const THERE_IS = `${catalogue.useCases.length} use cases of Kafka Streams, in ${industries?.length} industries, on ${topics?.length} topics, at ${companies?.length} companies`
const headingOf = ({ company, title }: { company: string; title: string }) => `${company}: ${title}`
const menuOf = (message: SlackMessage, actionId: string) =>
  message.blocks
    ?.flatMap((block) => (block['elements'] ?? []) as Record<string, unknown>[])
    .find((element) => element['action_id'] === actionId)

describe('/kstreams browse', () => {
  it('says how much there is, and offers every industry with its number', async () => {
    const { ask } = await startDesk()
    const answer = await ask('browse')
    expect(textOf(answer)).toContain(`${THERE_IS}. Choose one:`)
    expect(headOf(answer)).toBe(THERE_IS)
    const menu = menuOf(answer, 'browse_industry')
    const labels = (sure(menu)['options'] as { text: { text: string } }[]).map(({ text }) => text.text)
    expect(labels).toEqual(industries?.map(({ label, number }) => `${label} (${number})`))
    for (const label of labels) expect(answer.text).toContain(label.replace(/&/g, '&amp;'))
  })

  it('numbers are what one finds who chooses', async () => {
    const answers = createAnswers({ catalogue, search, linked: indexLinks(catalogue), chance: () => 0 })
    const ask = { offset: 0, version: catalogue.version, command: '/kstreams', answer: 'A1' }
    for (const [action, facets = []] of [
      ['browse_industry', industries],
      ['browse_topic', topics],
      ['browse_company', companies],
    ] as const)
      for (const { value, number } of facets) {
        const words = sure(chosenWords(action, value, catalogue))
        const answered = answers({ ...ask, words })
        expect('list' in answered && answered.list.total, words).toBe(number)
      }
  })

  it('shows what one chooses in the place of the menu, for one alone, and pages there', async () => {
    const { slack, ask, press } = await startDesk()
    const [first] = industries ?? []
    const { value, label, number } = sure(first)
    const answer = await ask('browse', { user: 'grace' })
    await press(answer, { actionId: 'browse_industry', value }, `of ${number} use cases for`)
    expect(headOf(answer)).toBe(`1–5 of ${number} use cases for industry:"${label.toLowerCase()}"`)
    expect(answer.visibleTo).toBe('U0GRACE001')
    await press(answer, { actionId: 'page_next' }, '6–10 of')
    await press(answer, { actionId: 'page_back' }, '1–5 of')
    expect(slack.workspace.messages).toHaveLength(1)
  })

  it('shows a topic and a company that somebody typed', async () => {
    const { slack, ask, press } = await startDesk()
    const answer = await ask('browse')
    const found = await slack.suggest({ message: answer, actionId: 'browse_company', value: 'walm' })
    expect(found.map(({ text }) => text['text'])).toEqual(['Walmart (2)'])
    const options = await slack.suggest({ message: answer, actionId: 'browse_topic', value: 'frau' })
    expect(options[0]?.text['text']).toMatch(/^Fraud detection \(\d+\)$/)
    await press(answer, { actionId: 'browse_topic', value: options[0]?.value }, 'use cases for topic:')
    expect(headOf(answer)).toMatch(/for topic:"fraud detection"$/)
  })

  it('offers the most common before anything is typed', async () => {
    const { slack, ask } = await startDesk()
    const answer = await ask('browse')
    const offered = await slack.suggest({ message: answer, actionId: 'browse_topic', value: '' })
    expect(offered.map(({ text }) => text['text'])).toEqual(
      topics?.slice(0, 100).map(({ label, number }) => `${label} (${number})`),
    )
  })

  it('in a public thread shows what anybody chooses to all, in the same place', async () => {
    const { slack, mention } = await startDesk()
    const answer = await mention('browse')
    expect(answer.visibleTo).toBeUndefined()
    const before = slack.workspace.messages.length
    const [, second] = industries ?? []
    await slack.press({
      ...{ message: answer, actionId: 'browse_industry', value: sure(second).value, user: 'grace' },
    })
    await shows(slack, answer, `${sure(second).number} use cases for industry:`)
    expect(answer.visibleTo).toBeUndefined()
    expect(answer.thread_ts).toBeDefined()
    expect(slack.workspace.messages).toHaveLength(before)
    // Pages, too, and no Share: all see it already.
    expect(pressable(answer).map(({ actionId }) => actionId)).not.toContain('share')
    await slack.press({ message: answer, actionId: 'page_next', user: 'kenji' })
    await shows(slack, answer, '6–10 of')
    expect(slack.workspace.messages).toHaveLength(before)
  })

  it('lists industries, topics and companies as text', async () => {
    const { ask } = await startDesk()
    for (const [kind, facets = []] of [
      ['industries', industries],
      ['topics', topics],
      ['Companies', companies],
    ] as const) {
      const answer = await ask(`browse ${kind}`)
      expect(headOf(answer)).toBe(`${facets.length} ${kind.toLowerCase()}, the most common first`)
      const lines = answer.text.split('\n').filter((line) => line.startsWith('• '))
      expect(lines).toHaveLength(facets.length)
      expect(lines[0]).toBe(`• ${facets[0]?.label} (${facets[0]?.number})`)
    }
  })

  it('with other words is a search', async () => {
    const { ask } = await startDesk()
    expect(headOf(await ask('browse abandonment'))).not.toContain('Choose one')
  })
})

describe('/kstreams random', () => {
  it('shows one of the catalogue in full, and another one in its place', async () => {
    const { slack, ask } = await startDesk()
    const answer = await ask('random')
    expect(headOf(answer)).toBe('A use case by chance')
    const isKnown = () => catalogue.useCases.some((one) => answer.text.includes(`\n${headingOf(one)} (`))
    expect(isKnown()).toBe(true)
    const again = pressable(answer).find(({ actionId }) => actionId.startsWith('ask_again'))
    expect(again?.label).toBe('Another one')
    // Chance may show the same one again: it is the message that is written anew.
    await slack.press({ message: answer, actionId: 'ask_again' })
    await slack.until('another', () => answer.edited)
    expect(headOf(answer)).toBe('A use case by chance')
    expect(isKnown()).toBe(true)
    expect(slack.workspace.messages).toHaveLength(1)
  })

  it('is by chance', () => {
    const shown = [0, 0.5, 0.999_999].map((chance) => {
      const answers = createAnswers({
        catalogue,
        search,
        linked: indexLinks(catalogue),
        chance: () => chance,
      })
      const answered = answers({ words: 'random', offset: 0, version: '', command: '/kstreams', answer: '' })
      return 'list' in answered && answered.list.hits.map(({ useCase }) => useCase.id)
    })
    const ids = catalogue.useCases.map(({ id }) => id)
    expect(shown).toEqual([[ids[0]], [ids[Math.floor(ids.length / 2)]], [ids.at(-1)]])
  })
})

describe('/kstreams similar', () => {
  it('shows what is like all use cases of a company, and none of its own', async () => {
    const { ask } = await startDesk()
    const others = similarToCompany('Walmart', catalogue, 8)
    for (const words of [
      'similar walmart',
      'similar to Walmart',
      'SIMILAR like walmart',
      'similar "walmart labs"',
    ]) {
      const answer = await ask(words)
      expect(headOf(answer), words).toBe(`1–5 of ${others.length} use cases like those of “Walmart”`)
      expect(headings(answer), words).toEqual(others.slice(0, 5).map(headingOf))
    }
    expect(others.some(({ company }) => company === 'Walmart')).toBe(false)
  })

  it('knows the other names of a company', async () => {
    const { ask } = await startDesk()
    expect(headOf(await ask('similar nyt'))).toContain('like those of “New York Times”')
    expect(headOf(await ask('similar URBN'))).toContain('like those of “Nuuly”')
  })

  it('offers near names for one it does not know, as buttons that work', async () => {
    const { ask, press } = await startDesk()
    const answer = await ask('similar walmrat')
    expect(headOf(answer)).toBe('I know no company called “walmrat”. Perhaps “Walmart” or “Woowa Brothers”?')
    const [offer] = pressable(answer)
    expect(offer).toMatchObject({ label: 'Walmart', actionId: 'ask_again:1' })
    await press(answer, { actionId: 'ask_again:1' }, 'use cases like those of “Walmart”')
  })

  it('without a company is help', async () => {
    const { ask } = await startDesk()
    expect((await ask('similar')).text).toContain('similar &lt;company&gt;')
  })

  it('quotes what nobody can be notified by', async () => {
    const { ask } = await startDesk()
    const answer = await ask('similar <!channel> "x" <@U0GRACE001> https://evil.example')
    expect(answer.notifies).toEqual([])
    expect(answer.links).toEqual([])
  })
})

describe('/kstreams latest', () => {
  it('shows what came last, and pages to the end', async () => {
    const { ask, press } = await startDesk()
    const answer = await ask('latest')
    const all = newestFirst(catalogue)
    expect(headOf(answer)).toBe(`1–5 of ${all.length} use cases, the latest additions first`)
    expect(headings(answer)).toEqual(all.slice(0, 5).map(headingOf))
    const seen = headings(answer)
    // A page of the longest texts holds fewer than five.
    while (seen.length < all.length) {
      await press(answer, { actionId: 'page_next' }, `\n\n${seen.length + 1}. `)
      seen.push(...headings(answer))
    }
    expect(seen).toEqual(all.map(headingOf))
    expect(pressable(answer).some(({ actionId }) => actionId === 'page_next')).toBe(false)
  })
})

describe('/kstreams <company>', () => {
  it('groups its use cases, without its name in each heading', async () => {
    const { ask } = await startDesk()
    for (const company of ['Walmart', 'Expedia', 'Bloomberg']) {
      const own = ofCompany(company, catalogue)
      const answer = await ask(company.toLowerCase())
      expect(headOf(answer)).toBe(`${own.length} use cases of “${company}”`)
      expect(headings(answer)).toEqual(own.map(({ title }) => title))
    }
    expect(headOf(await ask('cbb'))).toBe('2 use cases of “Walmart”')
    expect(headOf(await ask('search walmart!'))).toBe('2 use cases of “Walmart”')
  })

  it('and more words are a search', async () => {
    const { ask } = await startDesk()
    expect(headOf(await ask('walmart models'))).toContain('for “walmart models”')
  })
})
