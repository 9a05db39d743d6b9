import { describe, expect, it } from 'vitest'
import { matchingUseCases } from '../../src/digest/pick.ts'
import type { LocalSlack } from '../../src/playground/index.ts'
import type { Json, ViewState } from '../../src/playground/model.ts'
import { catalogue } from '../catalogue.ts'
import { databaseFile, idOf, type Scene, startScene } from './digest-scene.ts'

const NEXT = 'Mon 23 Nov, 09:00 CET'

/** How the modal says how many use cases are of these industries and topics. */
const match = (industries: string[], topics: string[] = []) =>
  `${matchingUseCases(catalogue, { industries, topics }).length} use cases match`

/** Types `/kstreams digest`, and gives the modal that opens. */
const openSettings = async ({ slack }: Scene, user = 'grace', channel = 'general') =>
  slack.opened(await slack.command({ text: 'digest', user, channel }))

/** What is filled in, by input. */
const filledIn = ({ view }: ViewState) => {
  const { values } = view['state'] as { values: Record<string, Record<string, Json>> }
  return Object.fromEntries(
    Object.entries(values).map(([name, { [name]: entry = {} }]) => [name, chosenIn(entry)]),
  )
}

function chosenIn({ selected_time, selected_option, selected_options }: Json): unknown {
  if (Array.isArray(selected_options)) return selected_options.map((one: Json) => one['value'])
  return selected_time ?? (selected_option as Json | null)?.['value']
}

/** What the person reads below the inputs. */
const previewIn = ({ view }: ViewState) => {
  const blocks = view['blocks'] as Json[]
  return JSON.stringify(blocks.slice(blocks.findIndex(({ type }) => type === 'divider')))
}

/** Chooses in a menu of the modal, and waits until the preview follows. */
async function choose({ slack }: Scene, view: ViewState, actionId: string, value: string[]) {
  const { hash } = view
  await (await slack.press({ view, actionId, value })).acked
  await slack.until('a new preview', () => (view.hash === hash ? undefined : true))
}

const submit = async (slack: LocalSlack, view: ViewState, values: Record<string, unknown> = {}) =>
  (await (await slack.submit({ view, values })).acked).payload

describe('/kstreams digest', () => {
  it('opens the settings: weekdays at nine where the person is, about everything, with the next card', async () => {
    const scene = await startScene()
    const view = await openSettings(scene)
    expect(view.view['title']).toMatchObject({ text: 'Set up a digest' })
    expect(filledIn(view)).toEqual({
      digest_time: '09:00',
      digest_days: ['mon', 'tue', 'wed', 'thu', 'fri'],
      digest_zone: 'America/New_York',
      digest_industries: [],
      digest_topics: [],
    })
    expect(previewIn(view)).toContain(`${match([])}\\nComes Mon 23 Nov, 09:00 EST, unless you change`)
    expect(previewIn(view)).toContain('*Why it is interesting:* ')
    expect(scene.slack.workspace.messages).toEqual([])
  })

  it('shows another next card as soon as an industry or topic is chosen, and keeps what is filled in', async () => {
    const scene = await startScene()
    const view = await openSettings(scene)
    scene.slack.fill({ view, values: { digest_time: '17:30', digest_days: ['sat'] } })
    await choose(scene, view, 'digest_industries', ['gaming'])
    expect(previewIn(view)).toContain(`${match(['gaming'])}\\nComes Sat 28 Nov, 17:30 EST`)
    expect(previewIn(view)).toContain('"Gaming"')
    await scene.slack.suggest({ view, actionId: 'digest_topics', value: 'fraud' })
    await choose(scene, view, 'digest_topics', ['fraud-detection'])
    expect(previewIn(view)).toContain('*No use case matches these industries and topics.*')
    await choose(scene, view, 'digest_industries', [])
    expect(previewIn(view)).toContain(match([], ['fraud-detection']))
    expect(filledIn(view)).toMatchObject({
      digest_time: '17:30',
      digest_days: ['sat'],
      digest_topics: ['fraud-detection'],
    })
  })

  it('shows the card of both of two choices in quick succession', async () => {
    const scene = await startScene()
    const { slack } = scene
    const view = await openSettings(scene)
    await slack.press({ view, actionId: 'digest_industries', value: ['gaming'] })
    await slack.press({ view, actionId: 'digest_industries', value: ['gaming', 'biotech'] })
    const both = match(['gaming', 'biotech'])
    await slack.until('the card of both', () => (previewIn(view).includes(both) ? true : undefined))
  })

  it('offers time zones and topics for what is typed', async () => {
    const scene = await startScene()
    const view = await openSettings(scene)
    const offered = async (actionId: string, value: string) =>
      (await scene.slack.suggest({ view, actionId, value })).map(({ text }) => text['text'])
    expect(await offered('digest_zone', 'berl')).toEqual(['Europe/Berlin'])
    expect((await offered('digest_zone', 'new york'))[0]).toBe('America/New_York')
    expect(await offered('digest_zone', '')).toHaveLength(100)
    expect(await offered('digest_topics', 'k8s')).toEqual(['Kubernetes'])
    expect(await offered('digest_topics', 'frawd')).toContain('Fraud detection')
    expect(await offered('digest_topics', 'xyzzy')).toEqual([])
    expect((await offered('digest_topics', '')).length).toBeGreaterThan(80)
  })
})

describe('saving', () => {
  it('tells the channel in one line who, what, when it comes and how to stop it', async () => {
    const scene = await startScene()
    const { slack, lines } = scene
    const view = await openSettings(scene)
    await slack.suggest({ view, actionId: 'digest_zone', value: 'berlin' })
    await slack.suggest({ view, actionId: 'digest_topics', value: 'fraud' })
    const values = { digest_zone: 'Europe/Berlin', digest_topics: ['fraud-detection'] }
    expect(await submit(slack, view, values)).toEqual({})
    await slack.until('the line', () => lines()[0])
    expect(lines()).toEqual([
      'grace set up a digest of Kafka Streams use cases here: weekdays at 09:00 (Europe/Berlin), topic Fraud detection. First: Mon 23 Nov, 09:00 CET. To stop it: /kstreams digest stop',
    ])
    expect(view.open).toBe(false)
    // Nobody is notified, and the one who saved reads the same line as all others.
    expect(slack.workspace.messages.map(({ notifies }) => notifies)).toEqual([[]])
    const post = slack.calls.find(({ method }) => method === 'chat.postMessage')
    expect(post?.arguments).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
  })

  it('once more is a change, and begins with what was saved', async () => {
    const scene = await startScene()
    const { slack, lines } = scene
    await scene.type('17:30 sat Berlin')
    const view = await openSettings(scene)
    expect(view.view['title']).toMatchObject({ text: 'Change the digest' })
    expect(filledIn(view)).toMatchObject({
      digest_time: '17:30',
      digest_days: ['sat'],
      digest_zone: 'Europe/Berlin',
    })
    await submit(slack, view, { digest_time: '08:15', digest_days: ['sat', 'sun'] })
    await slack.until('the second line', () => lines()[1])
    expect(lines()[1]).toBe(
      'grace changed the digest here: weekends at 08:15 (Europe/Berlin). Next: Sat 28 Nov, 08:15 CET. To stop it: /kstreams digest stop',
    )
  })

  it('names the date that the modal named, after the card of today', async () => {
    const scene = await startScene()
    const { slack, lines } = scene
    await scene.type('9am weekdays Berlin')
    scene.clock.turnTo('2026-11-23T09:00+01:00')
    await scene.cards(1)
    const view = await openSettings(scene)
    slack.fill({ view, values: { digest_time: '17:30' } })
    await choose(scene, view, 'digest_industries', ['gaming'])
    expect(previewIn(view)).toContain('Comes Tue 24 Nov, 17:30 CET')
    await submit(slack, view)
    await slack.until('the line', () => lines()[1])
    expect(lines()[1]).toContain('Next: Tue 24 Nov, 17:30 CET')
  })

  it('says below an input what is wrong with it, and saves nothing', async () => {
    const scene = await startScene()
    const { slack } = scene
    const view = await openSettings(scene)
    await slack.suggest({ view, actionId: 'digest_topics', value: 'fraud' })
    const values = { digest_industries: ['gaming'], digest_topics: ['fraud-detection'] }
    const { errors } = await submit(slack, view, values)
    expect(errors).toEqual({ digest_topics: 'No use case matches these industries and topics.' })
    expect(view.open).toBe(true)
    expect(await scene.type('status')).toContain('There is no digest here yet.')
  })

  it('trusts no client', async () => {
    const scene = await startScene()
    const view = await openSettings(scene)
    const { values } = view.view['state'] as { values: Record<string, Json> }
    for (const [name, entry] of [
      ['digest_days', { selected_options: [{ value: 'someday' }] }],
      ['digest_zone', { selected_option: { value: 'Mars/Base' } }],
      ['digest_time', { selected_time: 9 }],
    ] as const)
      values[name] = { [name]: { type: 'odd', ...entry } }
    const { errors } = await submit(scene.slack, view)
    expect(errors).toEqual({
      digest_time: 'Choose a time.',
      digest_days: 'Choose at least one day.',
      digest_zone: 'Choose a time zone.',
    })
    expect(await scene.type('status')).toContain('There is no digest here yet.')
  })

  it('needs the bot in the channel, also when it left while the modal was open', async () => {
    const scene = await startScene()
    const { slack, type, notes } = scene
    const invite = 'I am not in this channel yet. Type /invite @kstreams, then your /kstreams command again.'
    expect(await type('', { channel: 'random' })).toBe(invite)
    const view = await openSettings(scene)
    slack.leave({ user: slack.workspace.app.botUserId, channel: 'general' })
    await submit(slack, view)
    await slack.until('a note', () => notes('grace')[0])
    expect(notes('grace')).toEqual([invite])
  })

  it('apologises when it cannot save, with a reference that leads to the cause in the log', async () => {
    const database = await databaseFile()
    const scene = await startScene({ environment: { DATABASE_URL: database.url } })
    const { slack, log } = scene
    const view = await openSettings(scene)
    await database.use(({ db }) => db.schema.dropTable('audit').execute())
    await submit(slack, view)
    const apology = await slack.until('an apology', () => slack.workspace.messages[0])
    expect(apology).toMatchObject({ visibleTo: view.user, channel: idOf(slack, 'general') })
    const [, reference = 'none'] = /went wrong.*reference ([0-9a-f]{6})\.$/.exec(apology.text) ?? []
    expect(log()).toMatch(new RegExp(`${reference}.*no such table: audit`))
  })
})

describe('in one line', () => {
  it('takes time, days, zone and topics as people write them', async () => {
    const { slack, type, lines } = await startScene()
    const fraud = 'weekdays at 09:00 (Europe/Berlin), topic Fraud detection'
    for (const [words, settings, next] of [
      ['9am weekdays Berlin topic:fraud', fraud, NEXT],
      ['9am Berlin topic:“fraud detection”', fraud, NEXT],
      ['17:30 mon,thu', 'Mondays and Thursdays at 17:30 (America/New_York)', 'Mon 23 Nov, 17:30 EST'],
      ['every day at 7.15 pm in New York', 'every day at 19:15 (America/New_York)', 'Sun 22 Nov, 19:15 EST'],
      ['weekends noon Tokyo', 'weekends at 12:00 (Asia/Tokyo)', 'Sat 28 Nov, 12:00 JST'],
      ['9am Berlin industry:gaming', 'weekdays at 09:00 (Europe/Berlin), industry Gaming', NEXT],
    ] as const) {
      const { id, name } = slack.addChannel({
        name: words.replace(/[^a-z]/g, '-'),
        members: ['grace', 'kstreams'],
      })
      const rest = `${settings}. First: ${next}. To stop it: /kstreams digest stop`
      expect(await type(words, { channel: id })).toBe(`Saved: ${rest}`)
      expect(lines(name)).toEqual([`grace set up a digest of Kafka Streams use cases here: ${rest}`])
    }
  })

  it('leaves what is not named as it is', async () => {
    const { type } = await startScene()
    await type('9am Berlin topic:fraud')
    expect(await type('fri')).toContain(
      'Fridays at 09:00 (Europe/Berlin), topic Fraud detection. Next: Fri 27',
    )
    expect(await type('topic:all')).toContain('Fridays at 09:00 (Europe/Berlin). Next: ')
  })

  it('says what is wrong with it, and what works', async () => {
    const { type, lines } = await startScene()
    await type('9am Berlin')
    for (const [words, problem] of [
      ['25:00', '“25:00” is no time'],
      ['9am someday', '“someday” is no time, no day and no time zone'],
      ['9am EST', 'several time zones; name a city, such as America/New_York'],
      ['topic:frawd', 'I know no topic “frawd”'],
      ['company:walmart', 'can be narrowed by industry: and topic: only, not by company:'],
      ['pause', 'until when'],
      ['pause until yesterday', '“yesterday” is not in the future'],
      ['pause until the cows come home', 'is no date that I understand'],
    ] as const) {
      const answer = await type(words)
      expect(answer).toContain(problem)
      expect(answer).toContain('/kstreams digest pause until 1 Dec  pauses it')
    }
    expect(lines()).toHaveLength(1)
  })

  it('says that nothing matches, and saves nothing', async () => {
    const { type } = await startScene()
    expect(await type('9am topic:fraud industry:gaming')).toBe(
      'No use case matches: industry Gaming, topic Fraud detection. Choose others with /kstreams digest.',
    )
    expect(await type('status')).toContain('There is no digest here yet.')
  })

  it('needs the bot in the channel', async () => {
    const { type } = await startScene()
    expect(await type('9am weekdays', { channel: 'random' })).toBe(
      'I am not in this channel yet. Type /invite @kstreams, then your /kstreams command again.',
    )
  })

  it('cannot come into a direct message of others', async () => {
    const { slack, type } = await startScene()
    const { channels, users } = slack.workspace
    const members = users.filter(({ name }) => ['ada', 'grace'].includes(name)).map(({ id }) => id)
    const plain = { is_private: false, is_im: true, is_archived: false }
    channels.push({ id: 'D0OTHERS01', name: '', members, ...plain })
    expect(await type('9am', { channel: 'D0OTHERS01' })).toBe(
      'I cannot write in this conversation. Type /kstreams digest in a channel, or in one with me alone.',
    )
  })

  it('repeats what was typed without notifying or linking', async () => {
    const { slack, type } = await startScene()
    await type('<!channel> <@U0ADA00001> @here https://evil.example *bold*')
    const [answer] = slack.workspace.messages
    expect(answer?.notifies).toEqual([])
    expect(answer?.links).toEqual([])
  })
})

describe('every answer names the next run in the zone of the channel', () => {
  it('when it is saved, asked for, paused, resumed, previewed, listed and sent at once', async () => {
    const { type, lines, cards } = await startScene()
    expect(await type('9am weekdays Berlin')).toContain(`First: ${NEXT}. `)
    expect(await type('status')).toContain(`\nNext: ${NEXT}\n`)
    expect(await type('preview')).toMatch(new RegExp(`^Only you see this .*, planned for ${NEXT}\\.`))
    expect(await type('list')).toMatch(new RegExp(`Next: ${NEXT}$`))
    expect(await type('now')).toMatch(new RegExp(` Next: ${NEXT}$`))
    expect((await cards(1))[0]?.text).toContain(`\nNext: ${NEXT}\n`)
    expect(await type('pause until 1 Dec')).toContain('until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET. ')
    expect(await type('status')).toContain('\nPaused until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET\n')
    expect(await type('list')).toContain('Paused until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET')
    expect(await type('resume')).toContain(`Next: ${NEXT}. `)
    expect(lines()).toEqual([
      expect.stringContaining(`First: ${NEXT}. To stop it`),
      `grace paused the digest until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET. To go on earlier: /kstreams digest resume`,
      `grace resumed the digest. Next: ${NEXT}. To stop it: /kstreams digest stop`,
    ])
  })

  it('and none where none is planned', async () => {
    const { type } = await startScene()
    expect(await type('preview')).toMatch(
      /^Only you see this preview of the next digest\. None is planned\.\n/,
    )
    await type('9am weekdays Berlin')
    expect(await type('stop')).toBe('The digest is stopped. To start it again: /kstreams digest resume')
    expect(await type('preview')).toMatch(/None is planned\.\n/)
    expect(await type('now')).toMatch(/^Sent to <#C0GENERAL1>: “.+”\.$/)
    for (const words of ['preview', 'now', 'status', 'list'])
      expect(await type(words), words).not.toMatch(/Next: |planned[ :]/)
  })
})

describe('what changes nothing', () => {
  it('is answered with how the digest stands, and not announced', async () => {
    const { type, lines } = await startScene()
    await type('9am weekdays Berlin')
    expect(await type('resume')).toContain(`\nNext: ${NEXT}\n`)
    await type('stop')
    expect(await type('stop')).toContain('\nStopped Sun 22 Nov: it was stopped by hand. ')
    expect(await type('pause until 1 Dec')).toContain('\nStopped Sun 22 Nov: ')
    expect(lines()).toHaveLength(2)
  })

  it('says how to begin where there is no digest', async () => {
    const { type } = await startScene()
    for (const words of ['status', 'pause until 1 Dec', 'resume', 'stop', 'now'])
      expect(await type(words), words).toContain('Or in one line: /kstreams digest 9am weekdays')
  })
})

describe('by mention and direct message', () => {
  it('answers in the thread, for all to read', async () => {
    const { slack, type, lines } = await startScene()
    await type('9am weekdays Berlin')
    const asked = await slack.mention({ text: 'digest status', user: 'kenji' })
    const [answer] = await slack.answers(asked)
    expect(answer).toMatchObject({ thread_ts: asked.ts, notifies: [] })
    expect(answer?.text).toContain(`\nNext: ${NEXT}\n`)
    const [preview] = await slack.answers(await slack.mention({ text: 'digest preview', user: 'kenji' }))
    expect(preview?.text).toMatch(/^A preview of the next digest, planned for Mon 23 Nov, 09:00 CET\.\n/)
    const pausing = await slack.mention({ text: 'digest pause for a week', user: 'ada' })
    const [paused] = await slack.answers(pausing)
    // Everybody reads the answer: no second line is needed.
    expect(paused?.thread_ts).toBe(pausing.ts)
    expect(paused?.text).toContain('ada paused the digest until Sun 29 Nov. Next: Mon 30 Nov, 09:00 CET.')
    expect(lines()).toHaveLength(4)
  })

  it('says how it stands where a modal cannot open', async () => {
    const { slack, type } = await startScene()
    const [none] = await slack.answers(await slack.mention({ text: 'digest', user: 'grace' }))
    expect(none?.text).toContain('There is no digest here yet.')
    await type('9am weekdays Berlin')
    const [status] = await slack.answers(await slack.mention({ text: 'digest', user: 'grace' }))
    expect(status?.text).toContain(`\nNext: ${NEXT}\n`)
  })

  it('keeps a digest for one person in the conversation with the bot', async () => {
    const { slack, clock } = await startScene()
    const say = async (text: string) =>
      (await slack.answers(await slack.dm({ text, user: 'grace' })))[0]?.text
    expect(await say('digest 9am weekdays Berlin')).toMatch(
      /^grace set up a digest .* First: Mon 23 Nov, 09:00/,
    )
    expect(await say('digest status')).toContain('Digest in a direct message: weekdays at 09:00')
    clock.turnTo('2026-11-23T09:00+01:00')
    const { id } = slack.dmOf('grace')
    await slack.until('the card', () =>
      slack.workspace.messages.find(({ channel, metadata }) => channel === id && metadata),
    )
    expect(await say('digest stop')).toBe(
      'grace stopped the digest. To start it again: /kstreams digest resume',
    )
  })

  it('answers the slash command in the conversation with the bot, too', async () => {
    const { slack, type } = await startScene()
    const channel = slack.dmOf('grace').id
    expect(await type('9am weekdays Berlin', { channel })).toMatch(/^Saved: .* First: Mon 23 Nov, 09:00 CET/)
    expect(slack.workspace.messages).toHaveLength(1)
  })
})
