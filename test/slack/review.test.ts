import { describe, expect, it } from 'vitest'
import { ACTIONS, VIEWS } from '../../src/cards/actions.ts'
import { SUGGEST_AGAIN } from '../../src/cards/suggest.ts'
import { SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { DECLINE_INPUT } from '../../src/cards/suggestion-edit.ts'
import type { UseCaseFile } from '../../src/catalogue/schema.ts'
import { textOfUseCase } from '../../src/catalogue/write.ts'
import { type SlackMessage, startLocalSlack } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { dataFolder } from '../library/scene.ts'
import { startGithub, TOKEN } from '../suggestions/github.ts'
import { connectBot } from './bot.ts'
import { notesTo, only, sharedIn, wholeOf } from './clicks-scene.ts'
import { deskOf, headings, headOf, pressable, shows, sure, textOf } from './desk-scene.ts'
import { createClock, databaseFile, idOf } from './digest-scene.ts'
import {
  ADA,
  decide,
  filledIn,
  forge,
  GOOD,
  GOOD_HEADING,
  GOOD_ID,
  GRACE,
  KENJI,
  REVIEW,
  refuse,
  type Suggesting,
  startSuggesting,
  startWithFolder,
  suggestingOf,
} from './suggest-scene.ts'

const IN_ANSWERS = 'It is in answers now.'
const decisions = (message: SlackMessage) =>
  pressable(message)
    .map(({ actionId }) => actionId)
    .filter((id) => id.startsWith('suggestion_'))

/** What somebody alone was told, beside a message or directly. */
const toldTo = async ({ slack }: Suggesting, user: string, text: string) =>
  slack.until(`“${text}” for ${user}`, () =>
    slack.workspace.messages.find((one) => one.visibleTo === user && one.text.includes(text)),
  )
const noteTo = (scene: Suggesting, user: string, text: string) =>
  scene.slack.until(`a note to ${user}`, () =>
    notesTo(scene.slack, user).find((one) => one.text.includes(text)),
  )
/** Opens what a button of the message opens. */
const opened = async ({ slack }: Suggesting, message: SlackMessage, actionId: string, user = 'grace') =>
  slack.opened(await slack.press({ message, actionId, user }))

/** A suggestion of ada's that grace accepted. */
async function startAccepted(more: Parameters<typeof startSuggesting>[0] = {}) {
  const scene = await startSuggesting(more)
  const message = await scene.suggested()
  await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
  return { ...scene, message }
}

describe('an accepted suggestion', () => {
  it('is in answers at once, says by whom, and whoever made it is told with the card', async () => {
    const scene = await startSuggesting()
    expect(headOf(await scene.ask('zanzibar'))).not.toContain('Acme')
    const message = await scene.suggested()
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
    expect((await scene.ask('zanzibar')).text).toContain(GOOD_HEADING)
    expect(textOf(message)).toContain('*Accepted* by grace')
    expect(message.text).toContain('Accepted by grace')
    expect(decisions(message)).toEqual([ACTIONS.withdraw])
    const note = await noteTo(scene, 'ada', 'your use case was accepted')
    expect(note.text).toContain(GOOD_HEADING)
    expect(pressable(note).map(({ actionId }) => actionId)).toContain('open_link_1')
    expect(notesTo(scene.slack, 'grace')).toEqual([])
  })

  it('is checked once more by the rules as they are by then', async () => {
    const scene = await startSuggesting()
    const first = await scene.suggested()
    const twin = await scene.suggested({ ...GOOD, company: 'ACME bank', url: 'https://example.com/twin' })
    const title = 'Payments by the hour'
    const other = await scene.suggested({
      ...GOOD,
      company: 'Acme bank',
      title,
      url: 'https://example.com/o',
    })
    await decide(scene, first, ACTIONS.accept, IN_ANSWERS)
    await scene.slack.press({ message: twin, actionId: ACTIONS.accept, user: 'grace' })
    expect((await toldTo(scene, GRACE, 'it breaks a rule now')).text).toContain(
      'another use case of Acme Bank',
    )
    expect(decisions(twin)).toContain(ACTIONS.accept)
    // Spelt by now as the one before.
    await decide(scene, other, ACTIONS.accept, IN_ANSWERS)
    expect(headings(await scene.ask('company:acme'))).toEqual([GOOD_HEADING, `Acme Bank: ${title}`])
  })

  it('can be browsed, opened, saved, shared, and is like others', async () => {
    const { slack, ask, home } = await startAccepted()
    expect(headings(await ask('latest'))[0]).toBe(GOOD_HEADING)
    expect(headOf(await ask('browse'))).toContain(`${catalogue.useCases.length + 1} use cases`)
    expect(headOf(await ask('similar acme bank'))).toMatch(/use cases like those of “Acme Bank”$/)
    const view = await slack.opened(
      await slack.press({ message: await ask('zanzibar'), actionId: 'details' }),
    )
    expect(textOf(view)).toContain(GOOD.summary)
    await slack.press({ view, actionId: 'save' })
    await shows(slack, view, 'Saved')
    expect((await ask('saved')).text).toContain(GOOD_HEADING)
    expect(textOf(await home())).toContain(GOOD.title)
    await slack.press({ view, actionId: 'share' })
    const shared = await slack.until('a share', () => sharedIn(slack)[0])
    expect([shared.channel, shared.text.includes(GOOD_HEADING)]).toEqual([idOf(slack, 'general'), true])
  })

  it('comes in a digest', async () => {
    const { slack, ask } = await startAccepted()
    await ask('digest 9am daily', { user: 'grace' })
    await slack.command({ text: 'digest now', user: 'grace' })
    // The latest addition comes first.
    const card = await slack.until('a card', () =>
      slack.workspace.messages.find(({ metadata }) => metadata?.['event_type'] === 'kstreams_digest'),
    )
    expect(card.text).toContain(GOOD.title)
  })

  it('is still there after the next start, and is known to those who suggest it again', async () => {
    const { restart, message } = await startAccepted()
    const next = await restart()
    expect((await next.ask('zanzibar')).text).toContain(GOOD_HEADING)
    expect(await next.refused(await next.form('', 'grace'))).toEqual({
      [SUGGEST_INPUTS.title]: expect.stringContaining('another use case of Acme Bank'),
      [SUGGEST_INPUTS.url]: `The catalogue has this as “${GOOD_HEADING}”. Give another link, or report a problem with that one.`,
    })
    await refuse(next, message, ACTIONS.withdraw, 'no longer in answers')
    expect((await next.ask('zanzibar')).text).not.toContain(GOOD_HEADING)
  })

  it('is not in the answers of another workspace on the same database', async () => {
    const { environment, clock, database, ask } = await startAccepted()
    const slack = await startLocalSlack({ now: clock.now })
    slack.workspace.team.id = 'T0OTHER001'
    for (const user of slack.workspace.users) Object.assign(user, { team_id: 'T0OTHER001' })
    const other = deskOf(await connectBot(slack, { environment, now: clock.now }))
    expect((await ask('zanzibar')).text).toContain(GOOD_HEADING)
    expect((await other.ask('zanzibar')).text).not.toContain(GOOD_HEADING)
    expect(headOf(await other.ask('browse'))).toContain(`${catalogue.useCases.length} use cases`)
    const rows = await database.use(({ db }) => db.selectFrom('suggestion').select('useCase').execute())
    expect(rows).toEqual([{ useCase: GOOD_ID }])
    await other.close()
    await slack.close()
  })

  it('stands beside another one that had its title, until somebody told the two apart', async () => {
    const scene = await startSuggesting()
    const { slack, suggested, send, ask, database } = scene
    const first = await suggested()
    const second = await suggested({ ...GOOD, url: 'https://example.com/other' })
    await decide(scene, first, ACTIONS.accept, IN_ANSWERS)
    const view = await opened(scene, second, ACTIONS.edit)
    forge(view, { linkTitle: 'Another talk' })
    expect(Object.keys(await scene.refused(view, {}))).toEqual([SUGGEST_INPUTS.title])
    forge(view, { title: 'Refunds in zanzibar' })
    await send(view)
    await shows(slack, second, 'Another talk')
    expect(textOf(second)).toContain('The catalogue has 1 of *Acme Bank* already:')
    await decide(scene, second, ACTIONS.accept, IN_ANSWERS)
    expect((await ask('zanzibar')).text).toMatch(
      /Acme Bank: Refunds[\s\S]*Acme Bank: Fraud|Fraud[\s\S]*Refunds/,
    )
    const rows = await database.use(({ db }) => db.selectFrom('suggestion').select('useCase').execute())
    expect(rows.map(({ useCase }) => useCase).toSorted()).toEqual([GOOD_ID, 'acme-bank-refunds-in-zanzibar'])
  })

  it('is known to those who had the same link in their preview', async () => {
    const scene = await startSuggesting()
    const shown = await scene.preview(await scene.form('', 'grace'))
    await decide(scene, await scene.suggested(), ACTIONS.accept, IN_ANSWERS)
    await scene.send(shown)
    expect(textOf(shown)).toContain('the catalogue has this link now')
    expect(await scene.reviewed()).toHaveLength(1)
  })

  it('can be withdrawn for a reason: it leaves the answers, and whoever made it is told', async () => {
    const scene = await startAccepted()
    const { ask, message } = scene
    const [button] = pressable(message).filter(({ actionId }) => actionId === ACTIONS.withdraw)
    expect(button?.label).toBe('Withdraw')
    const old = await ask('zanzibar')
    const view = await opened(scene, message, ACTIONS.withdraw)
    expect([view.view['callback_id'], textOf(view).includes(GOOD_HEADING)]).toEqual([
      VIEWS.suggestionDecline,
      true,
    ])
    expect(textOf(view)).toContain('It leaves the answers at once.')
    expect(textOf(view)).not.toContain('pull request')
    await scene.send(view).catch(() => {})
    expect((await ask('zanzibar')).text).toContain(GOOD_HEADING)
    scene.slack.fill({ view, values: { [DECLINE_INPUT]: 'It is Connect, <!here> in zanzibar' } })
    await scene.send(view)
    await shows(scene.slack, message, '*Withdrawn* by grace. It is no longer in answers.')
    expect(textOf(message)).toContain('It is Connect')
    expect((await ask('zanzibar')).text).not.toContain(GOOD_HEADING)
    const note = await noteTo(scene, 'ada', 'is no longer in answers')
    for (const said of [GOOD_HEADING, 'The reason:', 'It is Connect']) expect(note.text).toContain(said)
    expect([wholeOf(note).includes('<!'), note.notifies]).toEqual([false, []])
    expect(decisions(message)).toEqual([])
    // A button of an answer that still shows it says so.
    await scene.slack.press({ message: old, actionId: 'details' })
    await toldTo(scene, ADA, 'what it was for is gone')
  })

  it('loses the name of whoever asks to be forgotten', async () => {
    const scene = await startSuggesting()
    const { slack, ask, restart, database } = scene
    const message = await scene.suggested()
    const edit = await opened(scene, message, ACTIONS.edit)
    await scene.send(edit)
    await shows(slack, message, '*Edited* by grace')
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
    await ask('forget me')
    await ask('forget me', { user: 'grace' })
    const next = await restart()
    expect((await next.ask('zanzibar')).text).toContain(GOOD_HEADING)
    const rows = await database.use(({ db }) => db.selectFrom('suggestion').selectAll().execute())
    expect(JSON.stringify(rows)).not.toMatch(/U0ADA|U0GRACE/)
    const notes = notesTo(scene.slack, 'ada').length
    await refuse(next, message, ACTIONS.withdraw, 'no longer in answers', 'ada')
    expect(textOf(message)).toContain('*Suggested* by somebody\n*Edited* by somebody')
    expect(notesTo(scene.slack, 'ada')).toHaveLength(notes)
    expect(next.log()).not.toContain('nobody could be told')
  })
})

describe('who decides', () => {
  it('is whoever comes first: others are told who it was, and nothing happens twice', async () => {
    const scene = await startAccepted()
    const { slack, message, database } = scene
    const old = structuredClone(message)
    // The buttons that were there a moment ago.
    for (const actionId of [ACTIONS.accept, ACTIONS.decline, ACTIONS.edit]) {
      const told = slack.workspace.messages.filter(({ visibleTo }) => visibleTo === ADA).length
      Object.assign(message, { blocks: withButton(old, actionId) })
      await slack.press({ message, actionId, user: 'ada' })
      const said = await slack.until(`an answer to ${actionId}`, () => {
        return slack.workspace.messages.filter(({ visibleTo }) => visibleTo === ADA)[told]
      })
      expect(said.text).toBe('This was accepted already by grace.')
      await shows(slack, message, IN_ANSWERS)
    }
    expect(notesTo(slack, 'ada')).toHaveLength(1)
    const rows = await database.use(({ db }) => db.selectFrom('suggestion').select('state').execute())
    expect(rows).toEqual([{ state: 'accepted' }])
  })

  it('is no guest and nobody of another organisation', async () => {
    const scene = await startSuggesting()
    const { slack, suggested, ask } = scene
    slack.workspace.users.push({
      ...{
        id: 'U0LINUS001',
        name: 'linus',
        real_name: 'Linus',
        tz: 'Europe/Helsinki',
        team_id: 'T0OTHER001',
      },
      ...{ is_admin: true, is_restricted: false, is_bot: false, deleted: false },
    })
    const message = await suggested()
    const before = wholeOf(message)
    for (const user of [KENJI, 'U0LINUS001']) {
      slack.join({ user, channel: 'streaming' })
      for (const [times, actionId] of [ACTIONS.accept, ACTIONS.edit, ACTIONS.decline].entries()) {
        await slack.press({ message, actionId, user })
        await slack.until('a refusal', () => {
          const told = slack.workspace.messages.filter(({ visibleTo }) => visibleTo === user)
          return told.filter(({ text }) => text.includes('Only members')).length > times || undefined
        })
      }
    }
    expect(wholeOf(message)).toBe(before)
    expect(slack.workspace.views.filter(({ user }) => user === KENJI)).toEqual([])
    expect((await ask('zanzibar')).text).not.toContain(GOOD_HEADING)
    // A guest may suggest all the same.
    const theirs = await suggested({ ...GOOD, url: 'https://example.com/other' }, 'kenji')
    expect(theirs.text).toContain('kenji')
  })
})

/** The blocks of a message with one more button of an open suggestion. */
function withButton({ blocks = [] }: SlackMessage, actionId: string) {
  const value = sure(
    pressable({ blocks } as SlackMessage).find((one) => one.actionId === ACTIONS.withdraw),
  ).value
  const text = { type: 'plain_text', text: 'Old' }
  return [
    ...blocks,
    { type: 'actions', block_id: 'old', elements: [{ type: 'button', action_id: actionId, text, value }] },
  ]
}

describe('a suggestion that is edited', () => {
  it('is checked by the same rules, and says something else then', async () => {
    const scene = await startSuggesting()
    const { slack, suggested, refused, send, ask } = scene
    const message = await suggested()
    const view = await opened(scene, message, ACTIONS.edit)
    expect(view.view['callback_id']).toBe(VIEWS.suggestionEdit)
    expect(filledIn(view)).toEqual(GOOD)
    forge(view, { url: 'http://example.com/x', company: 'x'.repeat(3000) })
    const errors = await refused(view, {})
    expect(Object.keys(errors).toSorted()).toEqual([SUGGEST_INPUTS.company, SUGGEST_INPUTS.url])
    forge(view, { company: 'Acme Bank', url: sure(catalogue.useCases[0]?.links[0]).url })
    expect(Object.values(await refused(view, {}))[0]).toMatch(/^The catalogue has this as “/)
    forge(view, { url: GOOD.url, title: 'Payments are watched', details: 'Ten thousand a second.' })
    await send(view)
    await shows(slack, message, 'Payments are watched')
    expect(view.open).toBe(false)
    expect(textOf(message)).toContain('Ten thousand a second.')
    for (const text of [message.text, textOf(message)]) expect(text).toMatch(/Edited\S* by grace/)
    expect(decisions(message)).toEqual([ACTIONS.accept, ACTIONS.edit, ACTIONS.decline])
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
    expect((await ask('zanzibar')).text).toContain('Acme Bank: Payments are watched')
    const note = await noteTo(scene, 'ada', 'was accepted, with changes by its reviewers.')
    expect(note.text).toContain('Payments are watched')
  })

  it('says so when somebody decided meanwhile', async () => {
    const scene = await startSuggesting()
    const { suggested, refused, send } = scene
    const message = await suggested()
    const view = await opened(scene, message, ACTIONS.edit)
    const reason = await opened(scene, message, ACTIONS.decline)
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS, 'ada')
    await send(view)
    expect(Object.values(await refused(view, {})).join()).toMatch(/Somebody decided on this meanwhile/)
    scene.slack.fill({ view: reason, values: { suggestion_reason: 'Too late' } })
    await send(reason)
    expect(reason.errors).toEqual({ [DECLINE_INPUT]: 'Somebody decided on this meanwhile. Close this form.' })
    expect(textOf(message)).toContain(IN_ANSWERS)
  })
})

describe('a suggestion that is declined', () => {
  it('asks for the reason, and tells it to whoever made it', async () => {
    const scene = await startSuggesting()
    const { slack, suggested, send, ask } = scene
    const message = await suggested()
    const view = await opened(scene, message, ACTIONS.decline)
    expect(view.view['callback_id']).toBe(VIEWS.suggestionDecline)
    expect(textOf(view)).toContain(GOOD_HEADING)
    slack.fill({ view, values: { suggestion_reason: '   ' } })
    await send(view)
    expect(view.errors).toEqual({ [DECLINE_INPUT]: 'Say why: whoever suggested it reads this.' })
    slack.fill({ view, values: { suggestion_reason: 'Only *Kafka*, <!here> no Streams in zanzibar' } })
    await send(view)
    await shows(slack, message, '*Declined* by grace')
    expect(textOf(message)).toContain('no Streams in zanzibar')
    expect(decisions(message)).toEqual([])
    const note = await noteTo(scene, 'ada', 'It was not taken into the catalogue')
    expect(note.text).toContain('no Streams in zanzibar')
    for (const one of [message, note])
      expect([wholeOf(one).includes('<!'), one.notifies]).toEqual([false, []])
    expect((await ask('zanzibar')).text).not.toContain(GOOD_HEADING)
    // What was declined may be suggested again.
    const again = await suggested()
    expect(again.ts).not.toBe(message.ts)
  })
})

describe('an accepted suggestion that came into the files', () => {
  it('stays in answers when it is withdrawn, and all who read of it are told so', async () => {
    const [data, database] = await Promise.all([dataFolder(), databaseFile()])
    const environment = { DATABASE_URL: database.url, SUGGEST_CHANNEL: REVIEW }
    const clock = createClock('2026-12-01T12:00Z')
    const { reload, ...bot } = await startWithFolder({ folder: data.folder, environment, now: clock.now })
    const scene = suggestingOf(bot, { database, environment, clock })
    const message = await scene.suggested()
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
    const [row] = await database.use(({ db }) => db.selectFrom('suggestion').select('body').execute())
    const { useCase } = JSON.parse(sure(row).body) as { useCase: UseCaseFile }
    await data.write(`use-cases/${GOOD_ID}.yaml`, textOfUseCase(useCase))
    await reload()
    const stays = 'Its file is in the catalogue by now, so answers keep it until the file is removed.'
    expect(textOf(await opened(scene, message, ACTIONS.withdraw))).toContain(stays)
    await refuse(scene, message, ACTIONS.withdraw, `*Withdrawn* by grace. ${stays}`)
    const note = await noteTo(scene, 'ada', 'was withdrawn')
    expect(note.text).toContain(stays)
    for (const one of [message, note]) expect(textOf(one)).not.toContain('no longer')
    expect(pressable(note)).toEqual([])
    expect((await scene.ask('zanzibar')).text).toContain(GOOD_HEADING)
  })
})

describe('a suggestion that was not taken', () => {
  const formOf = async ({ slack }: Pick<Suggesting, 'slack'>, message: SlackMessage, user: string) => {
    const view = await slack.opened(await slack.press({ message, actionId: SUGGEST_AGAIN, user }))
    expect(view.view['callback_id']).toBe(VIEWS.suggest)
    return filledIn(view)
  }

  it('can be suggested again from the note, also after a restart, as long as it is kept', async () => {
    const scene = await startSuggesting()
    await refuse(scene, await scene.suggested(), ACTIONS.decline, '*Declined* by grace')
    const note = await noteTo(scene, 'ada', 'It was not taken into the catalogue')
    const next = await scene.restart()
    expect(await formOf(next, note, 'ada')).toEqual(GOOD)
    // The note is ada's alone; what somebody else pressed would show nothing of it.
    const copied = { ...note, channel: REVIEW, ts: '1.000001' }
    next.slack.workspace.messages.push(copied)
    expect(await formOf(next, copied, 'grace')).toEqual({})
    await next.database.use(({ db }) => db.deleteFrom('suggestion').execute())
    expect(await formOf(next, note, 'ada')).toEqual({})
  })

  it('can be suggested again when it was withdrawn, and taken then', async () => {
    const scene = await startAccepted()
    await refuse(scene, scene.message, ACTIONS.withdraw, '*Withdrawn* by grace')
    const note = await noteTo(scene, 'ada', 'withdrew it')
    const view = await opened(scene, note, SUGGEST_AGAIN, 'ada')
    expect(filledIn(view)).toEqual(GOOD)
    await scene.send(await scene.preview(view, {}))
    const [, second] = await scene.reviewed(2)
    await decide(scene, sure(second), ACTIONS.accept, IN_ANSWERS)
    expect((await scene.ask('zanzibar')).text).toContain(GOOD_HEADING)
  })
})

describe('a decision while the database is away', () => {
  it('is not taken, and whoever decides is told so and loses nothing', async () => {
    const scene = await startSuggesting()
    const { slack, suggested, send, refused, database, ask, logged } = scene
    const rename = (from: string, to: string) =>
      database.use(({ db }) => db.schema.alterTable(from).renameTo(to).execute())
    const message = await suggested()
    const [view, reason] = [
      await opened(scene, message, ACTIONS.edit),
      await opened(scene, message, ACTIONS.decline),
    ]
    await rename('suggestion', 'gone')
    await slack.press({ message, actionId: ACTIONS.accept, user: 'grace' })
    await toldTo(scene, GRACE, 'Something went wrong on my side')
    const later = 'This could not be kept just now. Send it again in a minute.'
    expect(await refused(view, { title: 'Payments in zanzibar' })).toEqual({
      [SUGGEST_INPUTS.company]: later,
    })
    slack.fill({ view: reason, values: { suggestion_reason: 'Not in zanzibar' } })
    await send(reason)
    expect(reason.errors).toEqual({ [DECLINE_INPUT]: later })
    await logged('a decision on a suggestion was not kept', 2)
    await rename('gone', 'suggestion')
    await send(view)
    await shows(slack, message, 'Acme Bank: Payments in zanzibar')
    await decide(scene, message, ACTIONS.accept, IN_ANSWERS)
    expect((await ask('zanzibar')).text).toContain('Acme Bank: Payments in zanzibar')
  })
})

describe('a pull request', () => {
  const start = async () => {
    const github = await startGithub()
    const environment = {
      ...{ GITHUB_TOKEN: TOKEN, GITHUB_REPOSITORY: 'acme/wild', GITHUB_API_URL: github.apiUrl },
    }
    const scene = await startSuggesting({ environment })
    return { github, ...scene, message: await scene.suggested() }
  }

  it('is opened for what is accepted, and the message leads to it', async () => {
    const { github, ...scene } = await start()
    const { message } = scene
    await decide(scene, message, ACTIONS.accept, 'See pull request')
    const pull = only(github.pulls)
    expect(pull.title).toBe(`Add ${GOOD_HEADING}`)
    expect(github.branches.get(pull.head)?.get(`data/use-cases/${GOOD_ID}.yaml`)).toContain(
      'company: Acme Bank',
    )
    expect(message.text).toContain(`Pull request: ${pull.html_url}`)
    const [link] = pressable(message).filter(({ label }) => label === 'See pull request')
    expect([link?.actionId, decisions(message)]).toEqual(['open_link_1', [ACTIONS.withdraw]])
    const view = await opened(scene, message, ACTIONS.withdraw)
    expect(textOf(view)).toContain('Its pull request stays as it is: close it on GitHub')
    await refuse(scene, message, ACTIONS.withdraw, 'no longer in answers')
    expect(github.pulls).toHaveLength(1)
    await noteTo(scene, 'ada', 'whoever maintains the catalogue withdrew it')
  })

  it('that cannot be opened leaves it accepted, says why, and a button tries again', async () => {
    const { github, ...scene } = await start()
    const { message, ask, logged } = scene
    github.fail('GET /repos/acme/wild', { status: 401, body: { message: 'Bad credentials' } })
    await decide(scene, message, ACTIONS.accept, 'There is no pull request yet.')
    expect(textOf(message)).toContain('GitHub does not accept the token (GITHUB_TOKEN)')
    expect(textOf(message)).toContain(IN_ANSWERS)
    expect((await ask('zanzibar')).text).toContain(GOOD_HEADING)
    expect(decisions(message)).toEqual([ACTIONS.pullRequest, ACTIONS.withdraw])
    await logged('no pull request was opened')
    await decide(scene, message, ACTIONS.pullRequest, 'See pull request')
    expect(only(github.pulls).title).toContain('Acme Bank')
    expect(textOf(message)).not.toContain('There is no pull request yet.')
    expect(message.channel).toBe(REVIEW)
  })
})
