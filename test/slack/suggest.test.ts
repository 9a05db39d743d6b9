import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parse } from 'yaml'
import { ACTIONS, VIEWS } from '../../src/cards/actions.ts'
import { SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { useCaseFile } from '../../src/catalogue/schema.ts'
import type { SlackMessage, ViewState } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { addition, processOn } from '../suggestions/scene.ts'
import { botSaid, elementsOf, only, searchFor, startClicks, typesOf, wholeOf } from './clicks-scene.ts'
import { pressable, startDesk, sure, textOf } from './desk-scene.ts'
import {
  ADA,
  above,
  filledIn,
  fillIn,
  forge,
  GOOD,
  GOOD_HEADING,
  REVIEW,
  type Suggesting,
  startSuggesting,
  TEAM,
  type Typed,
} from './suggest-scene.ts'

const nameOf = ({ view }: ViewState) => view['callback_id']
const rowsIn = ({ database }: Suggesting) =>
  database.use(({ db }) => db.selectFrom('suggestion').selectAll().execute())
const MINUTE = 60_000
const CHANNEL = { environment: { SUGGEST_CHANNEL: '' } }

describe('the form for a use case that is missing', () => {
  it('opens by the command, with the words in it', async () => {
    const { form } = await startSuggesting()
    const view = await form('acme fraud')
    expect(nameOf(view)).toBe(VIEWS.suggest)
    expect(filledIn(view)).toEqual({ title: 'Acme fraud' })
    expect(filledIn(await form(''))).toEqual({})
    expect(filledIn(await form('walmart https://example.com/a joins'))).toEqual({
      ...{ company: 'Walmart', title: 'Joins', url: 'https://example.com/a' },
    })
    expect(textOf(view)).toContain('reads this, with your name')
  })

  it('opens by a button where a message cannot open one', async () => {
    const { slack, mention, dm } = await startSuggesting()
    for (const say of [mention, dm]) {
      const answer = await say('suggest acme fraud')
      expect(textOf(answer)).toContain('Tell me in a form.')
      const view = await slack.opened(await slack.press({ message: answer, actionId: ACTIONS.suggest }))
      expect([nameOf(view), filledIn(view)]).toEqual([VIEWS.suggest, { title: 'Acme fraud' }])
    }
    const bare = await mention('suggest')
    const view = await slack.opened(await slack.press({ message: bare, actionId: ACTIONS.suggest }))
    expect(filledIn(view)).toEqual({})
  })

  it('opens below an answer that found nothing, with what was looked for', async () => {
    const { slack, ask, mention } = await startDesk()
    for (const answer of [await ask('knitting patterns'), await mention('knitting patterns')]) {
      expect(pressable(answer).filter(({ actionId }) => actionId === ACTIONS.suggest)).toEqual([
        { actionId: ACTIONS.suggest, label: 'Suggest one', value: 'knitting patterns' },
      ])
      expect(answer.text).toContain('/kstreams suggest')
      const view = await slack.opened(await slack.press({ message: answer, actionId: ACTIONS.suggest }))
      expect([view.previousId, filledIn(view)]).toEqual([undefined, { title: 'Knitting patterns' }])
    }
    expect(pressable(await ask('fraud')).map(({ actionId }) => actionId)).not.toContain(ACTIONS.suggest)
  })

  it('lies on top of the search where nothing was found there, and gives it back', async () => {
    const scene = await startClicks()
    const finder = await searchFor(scene, 'knitting patterns')
    const view = await scene.open(finder, ACTIONS.suggest)
    expect([view.previousId, filledIn(view)]).toEqual([finder.id, { title: 'Knitting patterns' }])
    await scene.slack.dismiss(view)
    expect(finder.open).toBe(true)
  })

  it('offers topics for what is typed', async () => {
    const { slack, form } = await startSuggesting()
    const view = await form()
    const offered = async (value: string) =>
      (await slack.suggest({ view, actionId: ACTIONS.suggestTopics, value })).map((one) => one.value)
    expect(await offered('fraud')).toContain('fraud-detection')
    expect(await offered('scam')).toContain('fraud-detection')
    expect((await offered('')).length).toBe(Math.min(100, catalogue.topics.size))
    for (const strange of ['xyzzy', 'lottery']) expect(await offered(strange)).toEqual([])
  })
})

describe('what is wrong in the form', () => {
  const known = catalogue.useCases[0]
  const FAULTS: [string, Typed, Record<string, RegExp>][] = [
    ['an http link', { ...GOOD, url: 'http://example.com/a' }, { url: /https/ }],
    ['a script for a link', { ...GOOD, url: 'javascript:alert(1)' }, { url: /https/ }],
    ['HTML for a link', { ...GOOD, url: '<script>alert(1)</script>' }, { url: /https/ }],
    [
      'a link that we have',
      { ...GOOD, url: known?.links[0]?.url ?? '' },
      { url: /^The catalogue has this as “/ },
    ],
    ['a company of 3,000 characters', { ...GOOD, company: 'x'.repeat(3000) }, { company: /60/ }],
    ['HTML', { ...GOOD, title: '<b onclick="x()">Alerts</b>' }, { title: /./ }],
    [
      'a topic that is none',
      { ...GOOD, topics: ['fraud-detection', 'no-such'] },
      { topics: /not known here/ },
    ],
    ['an industry that is none', { ...GOOD, industry: 'no-such' }, { industry: /not known here/ }],
    ['a kind that is none', { ...GOOD, kind: 'no-such' }, { kind: /not known here/ }],
    ['a year that is none', { ...GOOD, when: 'soon' }, { when: /no year/ }],
    ['a day to come', { ...GOOD, when: '2999-01-01' }, { when: /./ }],
  ]

  it.each(FAULTS)('stands at its field, and nothing is kept: %s', async (_, typed, expected) => {
    const scene = await startSuggesting()
    const view = await scene.form()
    forge(view, typed)
    const errors = await scene.refused(view, {})
    const fields = Object.keys(expected) as (keyof typeof SUGGEST_INPUTS)[]
    expect(Object.keys(errors)).toEqual(fields.map((field) => SUGGEST_INPUTS[field]))
    for (const field of fields) expect(errors[SUGGEST_INPUTS[field]]).toMatch(expected[field] ?? /never/)
    expect([view.trouble, view.open, above(scene.slack, view)]).toEqual([undefined, true, undefined])
    expect([await rowsIn(scene), botSaid(scene.slack)]).toEqual([[], []])
  })

  it('stands at all its fields at once, for half a form and for none of it', async () => {
    const scene = await startSuggesting()
    const view = await scene.form()
    await expect(scene.slack.submit({ view })).rejects.toThrow('the required input')
    forge(view, { company: 'Acme Bank' })
    const required = ['title', 'summary', 'topics', 'url', 'kind', 'industry'] as const
    const errors = await scene.refused(view, {})
    expect(Object.keys(errors).toSorted()).toEqual(required.map((field) => SUGGEST_INPUTS[field]).toSorted())
    for (const text of Object.values(errors)) expect(text).toMatch(/^(?:Say|Choose|Give) .+\.$/)
    // So do a link and a title that are known.
    const { company, title, links } = sure(known)
    forge(view, {
      ...GOOD,
      company,
      title,
      url: `${sure(links[0]).url}?utm_source=slack`,
      topics: [],
      kind: '',
    })
    const twice = await scene.refused(view, {})
    expect(Object.keys(twice).toSorted()).toEqual(
      (['title', 'topics', 'url', 'kind'] as const).map((field) => SUGGEST_INPUTS[field]).toSorted(),
    )
    expect(twice[SUGGEST_INPUTS.url]).toMatch(/^The catalogue has this as “.+”\. Give another link/)
    // Mended, it goes on.
    await fillIn(scene.slack, view)
    expect(nameOf(await scene.preview(view))).toBe(VIEWS.suggestPreview)
  })
})

describe('the preview', () => {
  it('shows the card, and what there is of the company; Back leads to the form as it was', async () => {
    const { slack, form, preview, send, reviewed } = await startSuggesting()
    const view = await form()
    const own = catalogue.useCases.filter(({ company }) => company === 'Walmart')
    const shown = await preview(view, { ...GOOD, company: 'walmart' })
    expect([nameOf(shown), shown.previousId]).toEqual([VIEWS.suggestPreview, view.id])
    expect(textOf(shown)).toContain(`The catalogue has ${own.length} of *Walmart* already:`)
    expect(textOf(shown)).toContain(GOOD.summary)
    expect(textOf(shown)).toContain('Fraud detection')
    await slack.dismiss(shown)
    expect([view.open, filledIn(view)]).toEqual([true, { ...GOOD, company: 'walmart' }])
    expect(botSaid(slack)).toEqual([])
    await send(await preview(view, { company: 'Acme Bank' }))
    expect((await reviewed()).length).toBe(1)
  })

  it('sends it, keeps it and thanks; sent twice it is one', async () => {
    const scene = await startSuggesting()
    const { slack, form, preview, reviewed } = scene
    const shown = await preview(await form())
    const delivery = await slack.submit({ view: shown })
    await delivery.acked
    expect(textOf(shown)).toContain('Thank you. Whoever maintains the catalogue reads this')
    expect([nameOf(shown), shown.view['clear_on_close']]).toEqual(['', true])
    await reviewed()
    await (await slack.redeliver(delivery)).acked
    expect(await rowsIn(scene)).toMatchObject([
      { team: TEAM, kind: 'use-case', state: 'open', createdBy: ADA, id: shown.id },
    ])
    expect(await reviewed()).toHaveLength(1)
    await slack.dismiss(shown)
    expect(slack.workspace.views.filter(({ open, type }) => open && type === 'modal')).toEqual([])
  })

  it('is one suggestion when Send is pressed twice in a hurry', async () => {
    const scene = await startSuggesting()
    const { slack, form, preview, reviewed } = scene
    const view = await preview(await form())
    const sent = await Promise.all([slack.submit({ view }), slack.submit({ view })])
    await Promise.all(sent.map(({ acked }) => acked))
    expect(textOf(view)).toContain('Thank you. Whoever maintains the catalogue reads this')
    await reviewed()
    await scene.close()
    expect([await rowsIn(scene), await reviewed()].map(({ length }) => length)).toEqual([1, 1])
  })

  it('takes the longest that the form takes', async () => {
    const { form, preview, send, slack, reviewed } = await startSuggesting()
    const of = (length: number) => '"'.repeat(length - 1).padStart(length, 'Ñ')
    const shown = await preview(await form(), {
      ...{
        ...GOOD,
        company: of(60),
        title: of(60),
        summary: `Joins in Kafka Streams ${of(166)}.`,
        linkTitle: of(160),
      },
      ...{ event: of(80), when: '2024-05-31', url: `https://example.com/${'x'.repeat(380)}` },
      topics: [...catalogue.topics.keys()].slice(0, 8),
    })
    expect(shown.trouble).toBeUndefined()
    await send(shown)
    expect(textOf(shown)).toContain('Thank you.')
    await reviewed()
    expect(slack.workspace.views.filter(({ trouble }) => trouble)).toEqual([])
  })

  it('says that somebody was faster with the same link', async () => {
    const scene = await startSuggesting()
    await scene.suggested()
    const shown = await scene.preview(await scene.form('', 'grace'), { ...GOOD, company: 'Other' })
    await scene.send(shown)
    expect(textOf(shown)).toContain('this link was suggested already')
    expect([await rowsIn(scene), await scene.reviewed()].map(({ length }) => length)).toEqual([1, 1])
  })

  it('says when too many of a person wait, and keeps what was written', async () => {
    const scene = await startSuggesting()
    await scene.database.use(async (database) => {
      const { suggestions } = processOn(database)
      for (let one = 1; one <= 20; one++)
        await suggestions.suggest({ team: TEAM, user: ADA }, `V${one}`, addition(`a-${one}`))
    })
    const shown = await scene.preview(await scene.form())
    await scene.send(shown)
    expect(textOf(shown)).toContain('20 suggestions of yours wait for a decision')
    expect(textOf(shown)).toContain(GOOD.summary)
    expect([nameOf(shown), (await rowsIn(scene)).length]).toEqual([VIEWS.suggestPreview, 20])
    const other = await scene.preview(await scene.form('', 'grace'))
    await scene.send(other)
    expect(textOf(other)).toContain('Thank you.')
  })

  it('says when it cannot be kept, and loses nothing', async () => {
    const scene = await startSuggesting()
    const { database, form, preview, send, log, reviewed } = scene
    const rename = (from: string, to: string) =>
      database.use(({ db }) => db.schema.alterTable(from).renameTo(to).execute())
    const view = await form()
    const shown = await preview(view)
    await rename('suggestion', 'gone')
    await send(shown)
    expect(textOf(shown)).toContain('This could not be kept just now. Send it again in a minute.')
    expect(textOf(shown)).toContain(GOOD.summary)
    expect(log()).toContain('a suggestion was not kept')
    await rename('gone', 'suggestion')
    await send(shown)
    expect(textOf(shown)).toContain('Thank you.')
    expect(only(await reviewed()).text).toContain(GOOD_HEADING)
  })
})

describe('the message for those who decide', () => {
  it('has all of it, three buttons, and no mention of anybody', async () => {
    const { slack, suggested } = await startSuggesting()
    const ada = slack.workspace.users.find(({ name }) => name === 'ada')
    Object.assign(ada ?? {}, { name: 'Ada <!channel> *x*' })
    const company = 'A <!here> & <@U0GRACE001>'
    const message = await suggested({ ...GOOD, company, event: '*Current* <https://evil.example|2024>' }, ADA)
    expect(message.channel).toBe(REVIEW)
    const named = pressable(message).map(({ actionId, label }) => [actionId, label])
    expect(named.filter(([id]) => id?.startsWith('suggestion_'))).toEqual([
      ['suggestion_accept', 'Accept'],
      ['suggestion_edit', 'Edit'],
      ['suggestion_decline', 'Decline'],
    ])
    for (const text of [message.text, textOf(message)]) {
      for (const said of [GOOD.title, 'Kafka Streams', 'Fraud detection', '&amp;'])
        expect(text).toContain(said)
      expect(text).toMatch(/Suggested\S* by /)
      expect(text).toContain('Ada')
    }
    expect(wholeOf(message)).not.toMatch(/<@|<!|<https:\/\/evil|\*x\*/)
    expect([message.notifies, message.links.filter((link) => link.includes('evil'))]).toEqual([[], []])
    const [call] = slack.calls.filter(({ method }) => method === 'chat.postMessage')
    expect(call?.arguments).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
    expect(typesOf(message)).toContain('actions')
  })

  it.each([
    [
      'not_in_channel',
      (slack: Suggesting['slack']) => slack.failWith('chat.postMessage', 'not_in_channel'),
      1,
    ],
    ['a server out of order', (slack: Suggesting['slack']) => slack.failHttp('chat.postMessage', 500), 1],
    // Whether it is there nobody knows: rather twice than never.
    ['a lost answer', (slack: Suggesting['slack']) => slack.loseAnswer('chat.postMessage'), 2],
  ])('comes after the next start when it could not be posted: %s', async (_, fail, times) => {
    const scene = await startSuggesting()
    fail(scene.slack)
    const shown = await scene.preview(await scene.form())
    await scene.send(shown)
    expect(textOf(shown)).toContain('Thank you.')
    await scene.logged('a suggestion could not be posted')
    expect(await rowsIn(scene)).toHaveLength(1)
    const next = await scene.restart()
    expect(await next.reviewed(times)).toHaveLength(times)
    const again = await next.restart()
    await again.ask('fraud')
    expect(await again.reviewed(times)).toHaveLength(times)
  })
})

describe('a message that could not be posted', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  it('comes a minute later', async () => {
    const { slack, form, preview, send, logged, reviewed } = await startSuggesting()
    slack.failWith('chat.postMessage', 'not_in_channel')
    await send(await preview(await form()))
    await logged('a suggestion could not be posted')
    await vi.advanceTimersByTimeAsync(MINUTE)
    expect(only(await reviewed()).text).toContain(GOOD_HEADING)
  })

  it('is none that is on its way: nobody reads a suggestion twice', async () => {
    const { slack, form, preview, send, reviewed, close } = await startSuggesting()
    const shown = await preview(await form())
    slack.slow('chat.postMessage', 500)
    await send(shown)
    await reviewed()
    await vi.advanceTimersByTimeAsync(MINUTE)
    await close()
    expect(await reviewed()).toHaveLength(1)
  })
})

describe('without a channel for suggestions', () => {
  const through = async (more: Record<string, string> = {}) => {
    const scene = await startSuggesting({ environment: { ...CHANNEL.environment, ...more } })
    const view = await scene.form()
    const shown = await scene.preview(view)
    expect(shown.view['submit']).toMatchObject({ text: 'Next' })
    await scene.send(shown)
    expect([await rowsIn(scene), botSaid(scene.slack)]).toEqual([[], []] satisfies [
      unknown[],
      SlackMessage[],
    ])
    const file = JSON.stringify(shown.view['blocks'])
    return { scene, view, shown, file }
  }
  const isGood = (yaml: string) => {
    const { summary, links, ...rest } = useCaseFile.parse(parse(yaml))
    expect(rest).toMatchObject({ company: GOOD.company, title: GOOD.title, topics: GOOD.topics })
    expect([summary, links[0]?.url]).toEqual([GOOD.summary, GOOD.url])
  }

  it('it becomes an issue on GitHub, filled in', async () => {
    const { view, shown, file } = await through({ GITHUB_REPOSITORY: 'acme/wild' })
    expect(textOf(view)).toContain('an issue on GitHub')
    const [button] = elementsOf(shown, 'open_link_1')
    const address = new URL(String(button?.['url']))
    expect(address.origin + address.pathname).toBe('https://github.com/acme/wild/issues/new')
    expect(address.searchParams.get('title')).toBe(`Use case: ${GOOD_HEADING}`)
    const body = address.searchParams.get('body') ?? ''
    isGood(/```yaml\n([\s\S]+)\n```/.exec(body)?.[1] ?? '')
    expect(file).toContain('data/use-cases/acme-bank-fraud-alerts')
    expect([shown.view['submit'], shown.view['clear_on_close']]).toEqual([null, true])
  })

  it('it is a file to copy', async () => {
    const { view, shown } = await through()
    expect(textOf(view)).toContain('as a file')
    expect(elementsOf(shown, 'open_link_1')).toEqual([])
    const blocks = shown.view['blocks'] as { elements: { type: string; elements: { text: string }[] }[] }[]
    const file = blocks
      .flatMap(({ elements }) => elements)
      .find(({ type }) => type === 'rich_text_preformatted')
    isGood(file?.elements[0]?.text ?? '')
  })
})
