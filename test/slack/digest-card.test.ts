import { describe, expect, it } from 'vitest'
import { matchingUseCases } from '../../src/digest/pick.ts'
import type { SlackMessage } from '../../src/playground/model.ts'
import { catalogue } from '../catalogue.ts'
import { cardsIn, MONDAY, type Scene, startScene, TUESDAY, titleOf } from './digest-scene.ts'

const blockTypes = ({ blocks = [] }: SlackMessage) => blocks.map(({ type }) => type)

describe('the card', () => {
  it('comes at its time, once, with everything on it', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    clock.turnTo('2026-11-23T08:59+01:00')
    await clock.looks()
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo(MONDAY)
    const [card] = await cards(1)
    if (!card) throw new Error('no card')
    const useCase = catalogue.useCases.find(({ company, title }) =>
      titleOf(card).startsWith(`${company}: ${title} (`),
    )
    if (!useCase) throw new Error(`a card of no use case: ${titleOf(card)}`)
    expect(card.text).toContain(useCase.summary)
    expect(card.links).toContain(useCase.links[0]?.url)
    expect(card.text).toMatch(/\n\nWhy it is interesting: .+ topic “.+” \(.+\)\.\n\nSimilar use cases:\n/)
    const all = catalogue.useCases.length
    expect(card.text.split('\n').slice(-3)).toEqual([
      `${all - 1} of ${all} use cases left in this round`,
      'Next: Tue 24 Nov, 09:00 CET',
      'Change it with /kstreams digest, stop it with /kstreams digest stop',
    ])
    expect(blockTypes(card)[0]).toBe('card')
    expect(card.notifies).toEqual([])
    clock.pass(60_000)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })

  it('brings no previews of links, and is known by its metadata alone', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    clock.turnTo(MONDAY)
    const [card] = await cards(1)
    const post = slack.calls.findLast(({ method }) => method === 'chat.postMessage')
    expect(post?.arguments).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
    // Any member can read the metadata: an id, and nothing else.
    expect(card?.metadata).toEqual({
      event_type: 'kstreams_digest',
      event_payload: { delivery: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    })
  })

  it.each([
    ['classic blocks', ['card'], 'section'],
    ['text', ['card', 'section', 'context'], undefined],
  ])('falls back to %s where Slack refuses blocks, still once', async (_, refused, first) => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    slack.rejectBlocks(refused)
    clock.turnTo(MONDAY)
    const [card] = await cards(1)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
    expect(card && blockTypes(card)[0]).toBe(first)
    expect(card?.text).toContain('Next: Tue 24 Nov, 09:00 CET')
    slack.rejectBlocks([])
    expect(await type('status')).toMatch(/\nLast: Mon 23 Nov, 09:00 CET, “.+”\n/)
  })

  it('comes a second after the message before it', async () => {
    const { slack, clock, type, cards } = await startScene({ paceMs: 1000 })
    await type('9am weekdays Berlin')
    const announced = performance.now()
    clock.turnTo(MONDAY)
    await cards(1)
    expect(performance.now() - announced).toBeGreaterThan(900)
    expect(slack.workspace.messages.filter(({ visibleTo }) => !visibleTo)).toHaveLength(2)
  })
})

describe('a pause', () => {
  it('keeps the cards away until it ends by itself', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    await type('pause until 25 Nov')
    for (const day of [MONDAY, TUESDAY]) {
      clock.turnTo(day)
      await clock.looks()
    }
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo('2026-11-25T09:00+01:00')
    await cards(1)
    expect(await type('status')).toContain('\nNext: Thu 26 Nov, 09:00 CET\n')
  })

  it('ends earlier by resume', async () => {
    const { clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    await type('pause for two weeks')
    expect(await type('resume')).toContain('Next: Mon 23 Nov, 09:00 CET')
    clock.turnTo(MONDAY)
    await cards(1)
  })
})

describe('a change during a pause', () => {
  it('leaves it paused', async () => {
    const { slack, clock, type, cards, lines } = await startScene()
    await type('9am every day Berlin')
    await type('pause until 25 Nov')
    expect(await type('10am topic:all')).toContain('Next: Wed 25 Nov, 10:00 CET')
    expect(await type('midnight')).toContain('Next: Wed 25 Nov, 00:00 CET')
    expect(await type('status')).toContain('\nPaused until Wed 25 Nov. Next: Wed 25 Nov, 00:00 CET\n')
    expect(await type('preview')).toContain('planned for Wed 25 Nov, 00:00 CET.')
    clock.turnTo(TUESDAY)
    await clock.looks()
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo('2026-11-25T00:00+01:00')
    await cards(1)
    expect(lines()).toHaveLength(4)
  })
})

describe('a stop', () => {
  it('lasts until resume', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    await type('stop')
    clock.turnTo(MONDAY)
    await clock.looks()
    expect(cardsIn(slack)).toEqual([])
    expect(await type('resume')).toContain('Next: Tue 24 Nov, 09:00 CET')
    clock.turnTo(TUESDAY)
    await cards(1)
  })
})

describe('a time that is changed after the card of the day', () => {
  it('counts from the next day on, and the answers say so', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    clock.turnTo(MONDAY)
    await cards(1)
    const next = 'Tue 24 Nov, 17:30 CET'
    expect(await type('17:30')).toContain(`Next: ${next}. `)
    expect(await type('status')).toContain(`\nNext: ${next}\n`)
    expect(await type('preview')).toContain(`planned for ${next}.`)
    clock.turnTo('2026-11-23T17:30+01:00')
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
    clock.turnTo('2026-11-24T17:30+01:00')
    await cards(2)
  })

  it('also where the day begins anew in another zone', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am every day Berlin')
    clock.turnTo(MONDAY)
    await cards(1)
    // In New York it is still three in the morning of the same date.
    expect(await type('9am New York')).toContain('Next: Tue 24 Nov, 09:00 EST')
    clock.turnTo('2026-11-23T09:00-05:00')
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })
})

describe('now', () => {
  it('posts the next card at once, and counts in the round', async () => {
    const { clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    const preview = await type('preview')
    const answer = await type('now')
    const [card] = await cards(1)
    if (!card) throw new Error('no card')
    const title = titleOf(card).replace(/ \([^(]+\)$/, '')
    expect(preview.split('\n')).toContain(titleOf(card))
    expect(answer).toBe(`Sent to <#C0GENERAL1>: “${title}”. Next: Mon 23 Nov, 09:00 CET`)
    clock.turnTo(MONDAY)
    const [, second] = await cards(2)
    expect(second && titleOf(second)).not.toBe(titleOf(card))
    expect(await type('status')).toContain(`${catalogue.useCases.length - 2} of `)
  })

  it('posts once however often Slack delivers the command', async () => {
    const { slack, type, cards, clock } = await startScene()
    await type('9am weekdays Berlin')
    const delivery = await slack.command({ text: 'digest now', user: 'grace' })
    await (await slack.redeliver(delivery)).acked
    await cards(1)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })

  it('posts in the channel also when it was asked for in a thread', async () => {
    const { slack, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    await slack.mention({ text: 'digest now', user: 'grace' })
    const [card] = await cards(1)
    expect(card?.thread_ts).toBeUndefined()
  })
})

describe('preview', () => {
  it('changes nothing of what comes', async () => {
    const { slack, clock, type, cards } = await startScene()
    await type('9am weekdays Berlin')
    const previews = [await type('preview'), await type('preview', { user: 'kenji' })]
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo(MONDAY)
    const [card] = await cards(1)
    for (const preview of previews) expect(preview.split('\n')).toContain(card && titleOf(card))
  })
})

describe('on the day the clocks change', () => {
  it('brings what falls into the gap at the next minute that exists', async () => {
    const { slack, clock, type, cards } = await startScene({ at: '2026-03-07T12:00-05:00' })
    const answer = await type('2:30 every day New York')
    expect(answer).toContain('First: Sun 8 Mar, 03:00 EDT')
    clock.turnTo('2026-03-08T01:59-05:00')
    await clock.looks()
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo('2026-03-08T03:00-04:00')
    const [card] = await cards(1)
    expect(card?.text).toContain('\nNext: Mon 9 Mar, 02:30 EDT\n')
    clock.turnTo('2026-03-08T03:30-04:00')
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })

  it('brings what falls into the hour that comes twice once', async () => {
    const { slack, clock, type, cards } = await startScene({ at: '2026-10-31T12:00-04:00' })
    expect(await type('1:30 every day New York')).toContain('First: Sun 1 Nov, 01:30 EDT')
    clock.turnTo('2026-11-01T01:30-04:00')
    const [card] = await cards(1)
    expect(card?.text).toContain('\nNext: Mon 2 Nov, 01:30 EST\n')
    clock.turnTo('2026-11-01T01:30-05:00')
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })
})

/** A topic that three use cases have. */
const TOPIC = [...catalogue.topics.keys()].find(
  (topic) => matchingUseCases(catalogue, { industries: [], topics: [topic] }).length === 3,
)

/** Turns the clock to nine in Berlin of this day of November. */
const goTo = ({ clock }: Scene, day: number) => clock.turnTo(`2026-11-${day}T09:00+01:00`)

/** Sets the digest up, and lets three days pass. */
async function threeDays(scene: Scene): Promise<string[]> {
  await scene.type(`9am weekdays Berlin topic:${TOPIC}`)
  for (const [index, day] of [23, 24, 25].entries()) {
    goTo(scene, day)
    await scene.cards(index + 1)
  }
  return cardsIn(scene.slack).map(titleOf)
}

/** When a round is over: the slot that ends it has passed. */
async function dryDay(scene: Scene): Promise<void> {
  goTo(scene, 26)
  await scene.logged('"reason":"nothing-new","msg":"digest skipped"')
}

describe('a topic with three use cases', () => {
  it('brings each once, says nothing new on the fourth day, tells the owner, and begins again', async () => {
    const scene = await startScene()
    const { slack, type, cards, notes, lines } = scene
    const shown = await threeDays(scene)
    expect(new Set(shown).size).toBe(3)
    const [, , last] = cardsIn(slack)
    expect(last?.text).toContain('\nThe last of 3 use cases in this round\n')
    // Thursday only ends the round: what is promised is Friday, everywhere.
    expect(last?.text).toContain('\nNext: Fri 27 Nov, 09:00 CET, with a new round\n')
    expect(await type('status')).toContain('\nNext: Fri 27 Nov, 09:00 CET\n')
    expect(await type('preview')).toContain('planned for Fri 27 Nov, 09:00 CET.')
    expect(await type('resume')).toContain('Next: Fri 27 Nov, 09:00 CET')
    await dryDay(scene)
    const [note] = await slack.until('a note to the owner', () => notes('grace')[0] && notes('grace'))
    expect(note).toBe(
      'The digest in <#C0GENERAL1> has shown all that matches, 3 use cases, so nothing was posted today. The round starts again with the next digest.\nFor more, choose other topics there with /kstreams digest',
    )
    expect(cardsIn(slack)).toHaveLength(3)
    expect(await type('status')).toMatch(
      /\nNext: Fri 27 Nov, 09:00 CET\nLast: Thu 26 Nov, 09:00 CET, skipped: every use case that matches had been shown\./,
    )
    goTo(scene, 27)
    const fourth = (await cards(4)).at(-1)
    expect(shown).toContain(fourth && titleOf(fourth))
    // Not the same twice in a row, over the end of the round.
    expect(fourth && titleOf(fourth)).not.toBe(shown.at(-1))
    expect(notes('grace')).toHaveLength(1)
    expect(lines()).toHaveLength(1)
    // At the end of further rounds as short as this one it is known.
    for (const [index, day] of ['11-30', '12-01'].entries()) {
      scene.clock.turnTo(`2026-${day}T09:00+01:00`)
      await cards(5 + index)
    }
    scene.clock.turnTo('2026-12-02T09:00+01:00')
    await scene.logged('"reason":"nothing-new","msg":"digest skipped"', 2)
    await scene.clock.looks()
    expect(notes('grace')).toHaveLength(1)
  })

  it('says so in each answer: saved, paused, sent at once', async () => {
    const scene = await startScene()
    const { type } = scene
    await scene.type(`9am weekdays Berlin topic:${TOPIC}`)
    await type('now')
    await type('now')
    expect(await type('preview')).toContain('\nNext: Wed 25 Nov, 09:00 CET, with a new round\n')
    // The third one ends the round, and so Monday brings nothing.
    expect(await type('now')).toMatch(/Next: Tue 24 Nov, 09:00 CET$/)
    expect(await type('10am')).toContain('Next: Tue 24 Nov, 10:00 CET')
    expect(await type('pause until 30 Nov')).toContain('Next: Tue 1 Dec, 10:00 CET')
  })

  it('begins again at once when somebody asks for one more', async () => {
    const scene = await startScene()
    const { type, cards } = scene
    await scene.type(`9am weekdays Berlin topic:${TOPIC}`)
    for (let time = 1; time <= 4; time++) await type('now')
    const titles = (await cards(4)).map(titleOf)
    expect(new Set(titles.slice(0, 3)).size).toBe(3)
    expect(titles[3]).not.toBe(titles[2])
    expect(await type('status')).toContain('\nNext: Mon 23 Nov, 09:00 CET\n')
    expect(await type('status')).toContain('\n2 of 3 use cases left in this round\n')
  })

  it('shows what it did not show yet when a filter becomes wider', async () => {
    const scene = await startScene()
    const shown = await threeDays(scene)
    expect(await scene.type('topic:all')).toContain('Next: Thu 26 Nov, 09:00 CET')
    goTo(scene, 26)
    const fourth = (await scene.cards(4)).at(-1)
    expect(shown).not.toContain(fourth && titleOf(fourth))
    expect(fourth?.text).toContain(`${catalogue.useCases.length - 4} of `)
  })
})

describe('an owner who cannot be told', () => {
  it('since they have the bot blocked, keeps nothing from going on', async () => {
    const scene = await startScene()
    await threeDays(scene)
    scene.slack.failWith('chat.postMessage', 'messages_tab_disabled')
    await dryDay(scene)
    await scene.logged('the owner of a digest could not be told')
    expect(scene.notes('grace')).toEqual([])
    goTo(scene, 27)
    await scene.cards(4)
  })

  it('since the environment made the digest, is nobody: the log says it', async () => {
    const environment = { DIGEST_CHANNEL: 'C0GENERAL1', DIGEST_TIMEZONE: 'Europe/Berlin' }
    const { slack, clock, logged, notes } = await startScene({ environment })
    slack.archive({ user: 'ada', channel: 'general', archived: true })
    clock.turnTo(MONDAY)
    await logged('"reason":"is_archived","msg":"digest stopped"')
    await logged('digest failed')
    const people = slack.workspace.users.filter((one) => !one.is_bot)
    expect(people.flatMap(({ name }) => notes(name))).toEqual([])
  })
})
