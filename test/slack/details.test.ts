import { describe, expect, it } from 'vitest'
import { byline } from '../../src/cards/links.ts'
import { escapeMrkdwn, literal } from '../../src/cards/text.ts'
import { headingOf } from '../../src/cards/use-case.ts'
import type { LocalSlack, SlackMessage, ViewState } from '../../src/playground/index.ts'
import { catalogue, found } from '../catalogue.ts'
import {
  botSaid,
  type Clicks,
  callsDuring,
  catalogueWithout,
  elementsOf,
  forge,
  notesTo,
  only,
  restartWith,
  searchFor,
  sharedIn,
  startClicks,
  wholeOf,
} from './clicks-scene.ts'
import { createClock, databaseFile, idOf } from './digest-scene.ts'

const STALE = 'This button does nothing any more'
const APOLOGY = 'Something went wrong on my side, sorry.'

/** The first line of an opened use case: which one it is. */
function headingIn({ view }: ViewState): string | undefined {
  const texts = (view['blocks'] as { text?: { text: string } }[]).map(({ text }) => text?.text ?? '')
  return texts.flatMap((text) => /^\*(.+)\*\n/.exec(text)?.[1] ?? [])[0]
}

const headingFor = (id: string | undefined) => {
  const useCase = catalogue.byId.get(id ?? '')
  return useCase && literal(headingOf(useCase))
}

const openViews = ({ workspace }: LocalSlack) =>
  workspace.views.filter(({ open, type }) => open && type === 'modal')

const typesIn = ({ view }: ViewState) => (view['blocks'] as { type: string }[]).map(({ type }) => type)

/** Everything that is known of the use case of the slides and talks of Nuuly. */
const [NUULY] = catalogue.useCases.filter(({ company }) => company === 'Nuuly')
const ITS_TEXTS = [
  NUULY?.summary,
  NUULY?.details,
  ...(NUULY?.topics.map((topic) => catalogue.topics.get(topic)?.label) ?? []),
].map((text) => literal(text ?? ''))
const ITS_LINKS = (NUULY?.links ?? []).flatMap(({ url, title, speakers }) => [
  `<${escapeMrkdwn(url)}|`,
  literal(title ?? ''),
  literal(byline(speakers, 12)),
])

type Source = (scene: Clicks) => Promise<SlackMessage>
const SOURCES: [string, Source][] = [
  ['a private answer', ({ ask }) => ask('nuuly')],
  ['a private answer where the bot is no member', ({ ask }) => ask('nuuly', { channel: 'random' })],
  ['a private answer in a thread', async ({ askInThread }) => (await askInThread('nuuly')).answer],
  ['a public answer', ({ mention }) => mention('nuuly')],
  ['a direct message', async ({ slack }) => only(await slack.answers(await slack.dm({ text: 'nuuly' })))],
  [
    'a shared card',
    async ({ slack, ask, click }) => {
      await click(await ask('nuuly'), 'share')
      return only(sharedIn(slack))
    },
  ],
  [
    'a card of classic blocks',
    ({ slack, ask }) => {
      slack.rejectBlocks(['card'])
      return ask('nuuly')
    },
  ],
]

async function homeOf({ slack }: Clicks, user = 'ada') {
  const { acked } = await slack.openHome({ user })
  await acked
  return slack.until('the Home tab', () => slack.workspace.views.find(({ type }) => type === 'home'))
}

describe('Details', () => {
  it.each(SOURCES)('of %s opens with all that is known, in one call', async (_, source) => {
    const scene = await startClicks()
    const message = await source(scene)
    const before = wholeOf(message)
    const views: ViewState[] = []
    const calls = await callsDuring(scene.slack, async () => views.push(await scene.open(message, 'details')))
    const view = only(views)
    expect(calls).toEqual(['views.open'])
    expect(headingIn(view)).toBe(headingFor(NUULY?.id))
    for (const text of [...ITS_TEXTS, ...ITS_LINKS]) expect(wholeOf(view)).toContain(text)
    expect(wholeOf(view)).toContain('Similar use cases')
    expect(wholeOf(message)).toBe(before)
    expect(message.deleted).toBeUndefined()
  })

  it('opens on top of the search, and from the Home tab, in one call', async () => {
    const scene = await startClicks()
    const search = await searchFor(scene, 'nuuly')
    const views: ViewState[] = []
    const open = (from: ViewState) =>
      callsDuring(scene.slack, async () => views.push(await scene.open(from, 'details')))
    expect(await open(search)).toEqual(['views.push'])
    expect(await open(await homeOf(scene))).toEqual(['views.open'])
    expect(views.map(headingIn)).toEqual([headingFor(NUULY?.id), expect.any(String)])
    expect(search.open).toBe(true)
  })

  it('shows similar use cases in place, and goes back through all of them', async () => {
    const { slack, ask, open, click } = await startClicks()
    const view = await open(await ask('fraud'), 'details')
    expect(elementsOf(view, 'details_back')).toEqual([])
    const seen = [headingIn(view)]
    for (const nth of [0, 1, 2, 4]) {
      const calls = await callsDuring(slack, () => click(view, 'details', { nth }))
      expect(calls).toEqual(['views.update'])
      seen.push(headingIn(view))
    }
    expect(new Set(seen).size).toBeGreaterThan(2)
    for (const heading of seen.slice(0, -1).toReversed()) {
      const calls = await callsDuring(slack, () => click(view, 'details_back'))
      expect(calls).toEqual(['views.update'])
      expect(headingIn(view)).toBe(heading)
    }
    expect(elementsOf(view, 'details_back')).toEqual([])
    expect(openViews(slack)).toEqual([view])
  })

  it('carries the last fifteen steps, however long the way was', async () => {
    const { ask, open, click } = await startClicks()
    const answer = await ask('fraud')
    forge(answer, 'details', { value: JSON.stringify({ u: found('fraud', 1)[0], w: '"'.repeat(300) }) })
    const view = await open(answer, 'details')
    for (let step = 1; step <= 18; step++) await click(view, 'details', { nth: step % 5 })
    let back = 0
    for (; elementsOf(view, 'details_back').length > 0; back++) await click(view, 'details_back')
    expect(back).toBe(15)
    expect(String(view.view['private_metadata']).length).toBeLessThan(3000)
  })

  it('of a use case that is gone from the catalogue says why not, wherever it is pressed', async () => {
    const scene = await startClicks()
    const { slack, ask, open, told } = scene
    const answer = await ask('fraud')
    const view = await open(answer, 'details')
    const similar = elementsOf(view, 'details').map(({ value }) => JSON.parse(String(value)).u as string)
    await restartWith(scene, catalogueWithout(...found('fraud', 1), ...similar))
    const beside = await told(answer, 'details')
    expect(beside.text).toContain(STALE)
    expect(beside).toMatchObject({ visibleTo: 'U0ADA00001', channel: answer.channel })
    for (const [index, action] of ['details', 'save', 'report_problem', 'share'].entries()) {
      await slack.press({ view, actionId: action })
      await slack.until(`a note on ${action}`, () => notesTo(slack, 'ada')[index])
    }
    for (const { text } of notesTo(slack, 'ada')) expect(text).toContain(STALE)
  })

  it.each(['', '{', 'null', '{"u":7}', '{"u":"no-such-use-case"}', '{"u":"__proto__"}'])(
    'with the value %j says that it does nothing',
    async (value) => {
      const { ask, told } = await startClicks()
      const answer = await ask('fraud')
      forge(answer, 'details', { value })
      expect((await told(answer, 'details')).text).toContain(STALE)
    },
  )

  it('apologises beside the card when three seconds have passed', async () => {
    const clock = createClock()
    const { slack, ask, click } = await startClicks({ now: clock.now })
    const answer = await ask('fraud', { channel: 'random' })
    const clicked = click(answer, 'details')
    clock.pass(4000)
    const apology = only(await slack.answers(await clicked))
    expect(apology.text).toContain(APOLOGY)
    expect(apology).toMatchObject({ visibleTo: 'U0ADA00001', channel: idOf(slack, 'random') })
    expect(openViews(slack)).toEqual([])
  })

  it('apologises by direct message for what was pressed in a view', async () => {
    const { slack, ask, open, click } = await startClicks()
    const view = await open(await ask('fraud'), 'details')
    slack.failWith('views.push', 'expired_trigger_id')
    await click(view, 'report_problem')
    const apology = await slack.until('an apology', () => notesTo(slack, 'ada')[0])
    expect(apology.text).toContain(APOLOGY)
  })
})

describe('a talk on YouTube', () => {
  it('can be watched in the view', async () => {
    const { ask, open } = await startClicks()
    const view = await open(await ask('nuuly'), 'details')
    expect(typesIn(view)).toContain('video')
    expect(wholeOf(view)).toContain('https://www.youtube.com/embed/ur1Zeafo_lo')
  })

  it('is shown as before after a call that failed for another reason', async () => {
    const { slack, ask, open, click } = await startClicks()
    const answer = await ask('nuuly')
    slack.failWith('views.open', 'expired_trigger_id')
    const calls = await callsDuring(slack, async () => slack.answers(await click(answer, 'details')))
    expect(calls).toEqual(['views.open', 'response_url'])
    expect(typesIn(await open(answer, 'details'))).toContain('video')
  })

  it('is a plain link where Slack takes no video, which is not asked for again', async () => {
    const { slack, ask, open, click } = await startClicks()
    const domains = slack.workspace.unfurlDomains
    domains.splice(0, domains.length, ...domains.filter((one) => one !== 'youtube.com'))
    const answer = await ask('nuuly')
    const views: ViewState[] = []
    const look = async () => views.push(await open(answer, 'details'))
    expect(await callsDuring(slack, look)).toEqual(['views.open', 'views.open'])
    expect(await callsDuring(slack, look)).toEqual(['views.open'])
    for (const view of views) {
      expect(typesIn(view)).not.toContain('video')
      expect(wholeOf(view)).toContain('<https://www.youtube.com/watch?v=ur1Zeafo_lo|')
      expect(headingIn(view)).toBe(headingFor(NUULY?.id))
    }
    const [view] = views
    if (view) expect(await callsDuring(slack, () => click(view, 'save'))).toEqual(['views.update'])
  })
})

describe('Share in the details', () => {
  it('posts where they were opened, also where the bot is no member, and leaves the answer', async () => {
    const { slack, ask, open, click } = await startClicks()
    const answer = await ask('fraud', { channel: 'random' })
    const view = await open(answer, 'details', { nth: 1 })
    await click(view, 'details')
    const heading = headingIn(view)
    const calls = await callsDuring(slack, () => click(view, 'share'))
    const shared = only(sharedIn(slack))
    expect(shared).toMatchObject({ channel: idOf(slack, 'random'), notifies: [] })
    expect(shared.thread_ts).toBeUndefined()
    expect(shared.visibleTo).toBeUndefined()
    expect(shared.text).toContain(`Shared by ada for “fraud”\n\n${heading}`)
    expect(calls).toEqual(['users.info', 'response_url', 'views.update'])
    expect(wholeOf(view)).toContain(':white_check_mark: Shared.')
    expect(headingIn(view)).toBe(heading)
    expect(answer.deleted).toBeUndefined()
    await click(view, 'share')
    expect(sharedIn(slack)).toHaveLength(1)
  })

  it('posts into the thread that they were opened in, or below the card that all can read', async () => {
    const { slack, ask, askInThread, mention, open, click } = await startClicks()
    const { root, answer } = await askInThread('fraud')
    const read = await mention('fraud')
    await click(await ask('fraud'), 'share')
    const card = only(sharedIn(slack))
    for (const message of [answer, read, card]) await click(await open(message, 'details'), 'share')
    const threads = sharedIn(slack).map(({ thread_ts }) => thread_ts)
    expect(threads).toEqual([undefined, root, read.thread_ts, card.ts])
  })

  it('tells what to do where it cannot post, by the name that the command has there', async () => {
    const { slack, ask, open, click } = await startClicks()
    const answer = await ask('fraud', { channel: 'random', command: '/prior-art' })
    const view = await open(answer, 'details')
    await click(view, 'save')
    slack.failHttp('response_url', 404)
    await click(view, 'share')
    const note = await slack.until('a note', () => notesTo(slack, 'ada')[0])
    expect(note.text).toContain('/prior-art fraud')
    expect(wholeOf(view)).not.toContain('Shared.')
  })

  it('asks where to from the search, and posts there once, also where the bot is no member', async () => {
    const scene = await startClicks()
    const { slack, open, close } = scene
    const details = await open(await searchFor(scene, 'fraud'), 'details')
    const views: ViewState[] = []
    const asking = await callsDuring(slack, async () => views.push(await open(details, 'share')))
    expect(asking).toEqual(['views.push'])
    const view = only(views)
    expect(wholeOf(view)).toContain('Where to?')
    const values = { share_to: idOf(slack, 'random') }
    const calls = await callsDuring(slack, async () => {
      await (await slack.submit({ view, values })).acked
      await slack.until('the card', () => sharedIn(slack)[0])
    })
    expect(calls).toEqual(['users.info', 'response_url'])
    expect(view.open).toBe(false)
    await close()
    const shared = only(sharedIn(slack))
    expect(shared).toMatchObject({ channel: idOf(slack, 'random'), notifies: [] })
    expect(shared.text).toContain(`Shared by ada for “fraud”\n\n${headingIn(details)}`)
  })

  it('asks where to from the Home tab, and starts with the conversation that one is in', async () => {
    const scene = await startClicks()
    const { slack, open } = scene
    const details = await open(await homeOf(scene), 'details')
    const fromHome = await open(details, 'share')
    await slack.submit({ view: fromHome, values: { share_to: idOf(slack, 'streaming') } })
    const first = await slack.until('the card', () => sharedIn(slack)[0])
    expect(first.channel).toBe(idOf(slack, 'streaming'))
    expect(first.text).toContain(`Shared by ada\n\n${headingIn(details)}`)
    const found = await open(await searchFor(scene, 'fraud', 'general'), 'details')
    await slack.submit({ view: await open(found, 'share') })
    const second = await slack.until('the second card', () => sharedIn(slack)[1])
    expect(second.channel).toBe(idOf(slack, 'general'))
  })

  it('says which field is empty where no conversation was chosen', async () => {
    const scene = await startClicks()
    const { slack, open } = scene
    const view = await open(await open(await homeOf(scene), 'details'), 'share')
    letThrough(view)
    await (await slack.submit({ view })).acked
    expect(view.errors).toEqual({ share_to: 'Choose a conversation.' })
    expect(view.open).toBe(true)
    expect(botSaid(slack)).toEqual([])
  })

  it('posts once where it is sent twice at once, and tells what to do where it cannot post', async () => {
    const scene = await startClicks()
    const { slack, open, close } = scene
    const details = await open(await homeOf(scene), 'details')
    const view = await open(details, 'share')
    const values = { share_to: idOf(slack, 'random') }
    const sent = await Promise.all([slack.submit({ view, values }), slack.submit({ view })])
    await Promise.all(sent.map(({ acked }) => acked))
    await slack.until('the card', () => sharedIn(slack)[0])
    const again = await open(details, 'share')
    slack.failHttp('response_url', 404)
    await (await slack.submit({ view: again, values })).acked
    const note = await slack.until('a note', () => notesTo(slack, 'ada')[0])
    expect(note.text).toContain('Type /invite')
    await close()
    expect(sharedIn(slack)).toHaveLength(1)
  })
})

/** As if somebody else's Slack let a form pass without what it asks for. */
function letThrough({ view }: ViewState) {
  for (const block of view['blocks'] as Record<string, unknown>[]) {
    if (block['type'] === 'input') block['optional'] = true
  }
}

describe('Save in the details', () => {
  it('keeps a use case for the one who pressed it, until they remove it', async () => {
    const scene = await startClicks()
    const { slack, mention, open, click } = scene
    const answer = await mention('fraud')
    const view = await open(answer, 'details')
    const save = await callsDuring(slack, () => click(view, 'save'))
    expect(save).toEqual(['views.update'])
    expect(wholeOf(view)).toContain(':white_check_mark: Saved. You find it in the Home tab of this app.')
    expect(wholeOf(view)).toContain('Saved ✓')
    expect(elementsOf(await open(answer, 'details'), 'unsave')).toHaveLength(1)
    expect(elementsOf(await open(answer, 'details', { user: 'grace' }), 'save')).toHaveLength(1)
    expect(wholeOf(await homeOf(scene))).toContain(`|${headingIn(view)}>`)
    const unsave = await callsDuring(slack, () => click(view, 'unsave'))
    expect(unsave).toEqual(['views.update'])
    expect(elementsOf(view, 'save')).toHaveLength(1)
    expect(wholeOf(view)).not.toContain('Saved')
    expect(elementsOf(await open(answer, 'details'), 'unsave')).toEqual([])
  })

  it('keeps the way back, and where the details were opened', async () => {
    const { slack, ask, open, click } = await startClicks()
    const view = await open(await ask('fraud', { channel: 'random' }), 'details')
    const first = headingIn(view)
    await click(view, 'details')
    await click(view, 'save')
    await click(view, 'details_back')
    expect(headingIn(view)).toBe(first)
    await click(view, 'share')
    expect(only(sharedIn(slack)).text).toContain(`Shared by ada for “fraud”\n\n${first}`)
    expect(only(sharedIn(slack)).channel).toBe(idOf(slack, 'random'))
  })
})

/** The bot with a database that can be looked into, and a form to report a problem with a use case. */
async function startReport(words: string) {
  const { url, use } = await databaseFile()
  const scene = await startClicks({ environment: { DATABASE_URL: url } })
  const details = await scene.open(await scene.ask(words), 'details')
  const view = await scene.open(details, 'report_problem')
  const kept = async () => {
    const rows = await use(({ db }) => db.selectFrom('suggestion').selectAll().execute())
    return rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body) as unknown }))
  }
  return { ...scene, details, view, kept }
}

describe('Report a problem', () => {
  it.each(['dead-link', 'wrong', 'outdated'])(
    'keeps that it is %s, with the link and the note',
    async (kind) => {
      const { slack, view, kept } = await startReport('nuuly')
      const note = 'Two lines,\n<!channel> & “quotes” 🎉'
      const values = { problem_kind: kind, problem_link: '1', problem_note: note }
      const calls = await callsDuring(slack, async () => (await slack.submit({ view, values })).acked)
      expect(calls).toEqual([])
      expect(await kept()).toMatchObject([
        {
          ...{ team: 'T0LOCAL001', kind: 'problem', state: 'open', useCase: NUULY?.id },
          ...{ createdBy: 'U0ADA00001', body: { kind, link: NUULY?.links[1]?.url, note } },
        },
      ])
      expect(view.open).toBe(true)
      expect(wholeOf(view)).toContain('Thank you.')
      expect(botSaid(slack)).toHaveLength(1)
    },
  )

  it('opens on top of the details, in one call, and needs no note', async () => {
    const { slack, click, details, view, kept } = await startReport('trivago')
    await (await slack.submit({ view, values: { problem_kind: 'dead-link' } })).acked
    const [trivago] = catalogue.useCases.filter(({ company }) => company === 'trivago')
    expect(await kept()).toMatchObject([
      { body: { kind: 'dead-link', link: trivago?.links[0]?.url, note: '' } },
    ])
    expect(await callsDuring(slack, () => click(details, 'report_problem'))).toEqual(['views.push'])
  })

  it('says which field is empty where nothing was chosen, and keeps nothing', async () => {
    const { slack, view, kept } = await startReport('fraud')
    letThrough(view)
    await (await slack.submit({ view, values: { problem_note: 'something' } })).acked
    expect(view.errors).toEqual({ problem_kind: 'Choose what is wrong.' })
    expect(await kept()).toEqual([])
    await (await slack.submit({ view, values: { problem_kind: 'wrong' } })).acked
    expect(await kept()).toMatchObject([{ body: { kind: 'wrong', note: 'something' } }])
  })

  it('is kept once, however often it is sent and delivered', async () => {
    const { slack, ask, view, kept, close } = await startReport('fraud')
    const values = { problem_kind: 'wrong', problem_note: 'once' }
    const sent = await Promise.all([slack.submit({ view, values }), slack.submit({ view })])
    const [first] = sent
    await Promise.all(sent.map(({ acked }) => acked))
    if (first) await slack.redeliver(first)
    await ask('nyt')
    await close()
    expect(await kept()).toMatchObject([{ body: { kind: 'wrong', note: 'once' } }])
  })

  it('keeps two reports of one person apart', async () => {
    const { slack, open, details, view, kept } = await startReport('fraud')
    await (await slack.submit({ view, values: { problem_kind: 'wrong' } })).acked
    await slack.dismiss(view)
    const second = await open(details, 'report_problem')
    await (await slack.submit({ view: second, values: { problem_kind: 'outdated' } })).acked
    expect((await kept()).map(({ body }) => (body as { kind: string }).kind).sort()).toEqual([
      'outdated',
      'wrong',
    ])
  })
})
