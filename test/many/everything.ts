import { ACTIONS, SHORTCUTS } from '../../src/cards/actions.ts'
import { COMMANDS } from '../../src/cards/commands.ts'
import { DIGEST_INPUTS } from '../../src/cards/digest-modal.ts'
import { PROBLEM_INPUTS } from '../../src/cards/problem.ts'
import { SHARE_INPUT } from '../../src/cards/share-to.ts'
import type { Delivery, LocalSlack, SlackMessage, ViewState } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { pressable, sure, textOf } from '../slack/desk-scene.ts'
import { idOf } from '../slack/digest-scene.ts'
import { above, fillIn, GOOD } from '../slack/suggest-scene.ts'

/** How long doing everything may take on a busy machine. */
export const SLOW_MS = 60_000

/** What follows each word; of those that are left out, nothing. */
const TYPED: Record<string, string[]> = {
  browse: ['', 'topics', 'companies'],
  similar: ['walmart'],
  digest: ['help', 'list', 'status', 'preview'],
  search: ['fraud', 'digest'],
  // At the end, and by somebody else.
  suggest: [],
  forget: [],
}
/** A link of the catalogue that the app may unfurl. */
const LINK = sure(
  catalogue.useCases
    .flatMap(({ links }) => links)
    .find(({ url }) => url.startsWith('https://www.confluent.io')),
).url

/**
 * Does all that people can do in a workspace, with a word of its own wherever people write something: in searches, votes,
 * notes, suggestions, names of people and channels. A person of the name `ada` is an admin, `grace` is not.
 * @returns the channel with a digest
 */
export async function doEverything(slack: LocalSlack, word: string): Promise<string> {
  for (const user of slack.workspace.users) if (!user.is_bot) user.real_name = `${user.real_name} ${word}`
  const { id: lab } = slack.addChannel({
    name: `${word}-lab`,
    members: ['ada', 'grace', slack.workspace.app.botUserId],
  })
  await typeEverything(slack, word)
  await setUpDigest(slack, lab)
  await search(slack, word, lab)
  await talk(slack, word)
  await find(slack, word)
  await suggest(slack, word)
  await lookAtHome(slack, word)
  return lab
}

/** Resolves once the app has dealt with it: it acknowledges no earlier. */
const done = async (delivery: Promise<Delivery>) => {
  const { acked } = await delivery
  await acked
}

export async function ask(slack: LocalSlack, text: string, user = 'ada', channel = 'general') {
  const delivery = await slack.command({ text, user, channel })
  const [answer] = await slack.answers(delivery)
  // What it leads to besides, such as a word to the channel, must not be taken for an answer to what is typed next.
  await delivery.acked
  return sure(answer)
}

async function typeEverything(slack: LocalSlack, word: string): Promise<void> {
  for (const { word: command } of COMMANDS) {
    for (const rest of TYPED[command] ?? ['']) await ask(slack, `${command} ${rest}`)
  }
  await ask(slack, word)
  await ask(slack, `fraud or ${word}`, 'grace')
}

async function setUpDigest(slack: LocalSlack, lab: string): Promise<void> {
  await ask(slack, 'digest 09:00 mon-fri', 'ada', lab)
  const view = await slack.opened(await slack.command({ text: 'digest', channel: lab }))
  await slack.suggest({ view, actionId: DIGEST_INPUTS.topics, value: 'fraud' })
  await done(slack.press({ view, actionId: DIGEST_INPUTS.industries, value: ['finance'] }))
  await done(slack.submit({ view }))
  for (const rest of ['status', 'list', 'now', 'pause until 1 dec 2099', 'resume', 'preview'])
    await ask(slack, `digest ${rest}`, 'ada', lab)
}

/** An answer, and all that hangs on it: votes, details, a saved use case, a shared one, a report. */
async function search(slack: LocalSlack, word: string, lab: string): Promise<void> {
  const answer = await ask(slack, `fraud or ${word}`, 'ada', lab)
  const up = pressable(answer).find(({ actionId }) => actionId === ACTIONS.feedback)
  if (up === undefined) throw new Error(`no thumbs below: ${JSON.stringify(answer)}`)
  await done(slack.press({ message: answer, actionId: up.actionId }))
  const view = await slack.opened(await slack.press({ message: answer, actionId: ACTIONS.details }))
  await done(slack.press({ view, actionId: ACTIONS.save }))
  await done(slack.press({ view, actionId: ACTIONS.share }))
  const form = await slack.opened(await slack.press({ view, actionId: ACTIONS.problem }))
  const values = { [PROBLEM_INPUTS.kind]: 'wrong', [PROBLEM_INPUTS.note]: `Ask ${word} about this.` }
  await done(slack.submit({ view: form, values }))
  const many = await ask(slack, 'machine learning')
  await done(slack.press({ message: many, actionId: ACTIONS.next }))
}

async function talk(slack: LocalSlack, word: string): Promise<void> {
  const mention = await slack.mention({ text: `fraud or ${word}`, channel: 'general' })
  const [answer] = await slack.answers(mention)
  const { ts: threadTs } = mention
  await slack.answers(await slack.mention({ text: 'in banking', ...(threadTs ? { threadTs } : {}) }))
  await slack.answers(await slack.dm({ text: `fraud or ${word}`, user: 'grace' }))
  await slack.answers(await slack.dm({ text: 'stats', user: 'grace' }))
  await done(slack.openHome({ user: 'grace', tab: 'messages' }))
  await slack.answers(await slack.shortcut({ callbackId: SHORTCUTS.message, message: sure(answer) }))
  const posted = await slack.say({ text: `${word}, look: <${LINK}>`, user: 'grace', channel: 'general' })
  await slack.until('a preview', () => messageOf(slack, posted)?.attachments)
}

const messageOf = ({ workspace }: LocalSlack, { ts }: Delivery): SlackMessage | undefined =>
  workspace.messages.find((one) => one.ts === ts)

/** The search in a view of its own, its menus, and sharing from there. */
async function find(slack: LocalSlack, word: string): Promise<void> {
  const view = await slack.opened(await slack.shortcut({ callbackId: SHORTCUTS.global, user: 'grace' }))
  for (const actionId of [ACTIONS.search, ACTIONS.topic, ACTIONS.company])
    await slack.suggest({ view, actionId, value: 'fraud' })
  const [own] = await slack.suggest({ view, actionId: ACTIONS.search, value: `fraud or ${word}` })
  await done(slack.press({ view, actionId: ACTIONS.search, value: sure(own).value }))
  const details = await slack.opened(await slack.press({ view, actionId: ACTIONS.details }))
  const to = await slack.opened(await slack.press({ view: details, actionId: ACTIONS.share }))
  await done(slack.submit({ view: to, values: { [SHARE_INPUT]: idOf(slack, 'general') } }))
}

async function suggest(slack: LocalSlack, word: string): Promise<void> {
  const form = await slack.opened(await slack.command({ text: `suggest ${word}` }))
  await fillIn(slack, form, { ...GOOD, company: `${word} Bank`, title: `Fraud alerts for ${word}` })
  await done(slack.submit({ view: form }))
  const preview = await slack.until(`a preview of ${JSON.stringify(form.errors)}`, () => above(slack, form))
  await done(slack.submit({ view: preview }))
}

async function lookAtHome(slack: LocalSlack, word: string): Promise<void> {
  await homeOf(slack, 'grace')
  const view = await homeOf(slack, 'ada')
  await slack.opened(await slack.press({ view, actionId: ACTIONS.homeSearch, value: `fraud or ${word}` }))
}

/** Opens somebody's Home tab, and gives it. */
export async function homeOf(slack: LocalSlack, user: string): Promise<ViewState> {
  await done(slack.openHome({ user }))
  const { id } = sure(slack.workspace.users.find(({ name }) => name === user))
  return sure(slack.workspace.views.find((one) => one.type === 'home' && one.user === id))
}

/** All that can be read in a workspace: messages, views, and what stands in menus and buttons. */
export const readable = ({ workspace }: LocalSlack): string =>
  JSON.stringify([workspace.messages, workspace.views, ...workspace.views.map(textOf)])
