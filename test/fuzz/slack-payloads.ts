import fc from 'fast-check'
import { ACTIONS, encodeAsk, encodePlace, SHORTCUTS, VIEWS } from '../../src/cards/actions.ts'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../../src/cards/digest-modal.ts'
import { PROBLEM_INPUTS } from '../../src/cards/problem.ts'
import { SHARE_INPUT } from '../../src/cards/share-to.ts'
import { SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { DECLINE_INPUT } from '../../src/cards/suggestion-edit.ts'
import { encodeOrigin } from '../../src/slack/origin.ts'
import { catalogue } from '../catalogue.ts'
import { NASTY, strange, text } from './hostile.ts'

/** Where it happens: a workspace in which the app is installed, and a server that takes what is answered. */
export type Place = { team: string; user: string; channel: string; dm: string; responseUrl: string }

/** Something that Slack could send; an event without its envelope, a command as a form. */
export type Sent = { as: 'form' | 'event' | 'payload'; body: Record<string, unknown> }

const [useCase] = catalogue.useCases
const ID = useCase?.id ?? ''
const WORDS = [
  ...[
    'fraud',
    'change data capture',
    'help',
    'browse',
    'similar walmart',
    'random',
    'latest',
    'more',
    'stats',
    'saved',
  ],
  ...[
    'digest',
    'digest daily 9am Europe/Berlin',
    'digest pause until 1 Dec',
    'digest list',
    'suggest Acme',
    'industry:bank',
  ],
  ...['year:2021', '-kafka', '"real time"', 'search digest', 'page 2', 'only banks', 'topic:', 'company:"'],
]
const typed = fc.oneof(text(WORDS), fc.constantFrom(...WORDS))
const ids = { proto: fc.constantFrom('__proto__', 'constructor', 'toString', 'unknown', 'open_link_1', '') }
const id = (known: readonly string[]) =>
  fc
    .oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: ids.proto })
    .chain((one) => fc.constantFrom(one, one, one, `${one}:0`, `${one}:${ID}`, `${one}:-1`))

// Slack repeats nothing of this: each is another one.
let count = 0
const another = (prefix: string) => `${prefix}${++count}`
const stamp = () => `${1_790_000_000 + ++count}.000100`

const ask = typed.map((words) =>
  String(
    encodeAsk({ words: words.slice(0, 900), offset: 0, version: 'v', command: '/kstreams', answer: '1.2' }),
  ),
)
const place = typed.map((words) => encodePlace({ useCase: ID, words, command: '/kstreams' }))
const json = strange.map((value) => JSON.stringify(value))
const value = fc.oneof(
  ...[ask, place, ask.map((one) => `up ${one}`), fc.constantFrom(ID, '5', '-1', ...NASTY), json, typed],
  fc.constantFrom(
    '{"w":1,"o":0}',
    '{"u":{}}',
    '{"w":"x","o":1e308}',
    '{"w":"x","o":900719925474099}',
    'up {"w":"fraud"}',
  ),
)

const origin = typed.map((words) =>
  encodeOrigin({ useCase: ID, words, command: '/kstreams', steps: [ID], channel: 'C0GENERAL' }),
)
const addition = typed.map((words) => {
  const { id: _, aliases: __, ...file } = useCase ?? {}
  return JSON.stringify({ id: 'acme-x', useCase: { ...file, company: tidyName(words) } })
})
const tidyName = (words: string) =>
  words
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .trim()
    .slice(0, 50)
    .trim() || 'Acme'
const metadata = fc.oneof(
  ...[origin, addition, json, json, typed],
  typed.map((words) => JSON.stringify({ useCase: ID, words, command: words })),
  fc.constantFrom(
    '',
    '{',
    `{"useCase":"${ID}"}`,
    `{"useCase":"${ID}","steps":[1,null]}`,
    '{"channel":"C0GENERAL"}',
  ),
  fc.constantFrom('{"channel":{},"command":[]}', '{"id":"a","useCase":{"links":[{}]}}', 'V1:withdraw', 'V1'),
)

const INPUTS = [
  ...Object.values(DIGEST_INPUTS),
  ...Object.values(PROBLEM_INPUTS),
  ...Object.values(SUGGEST_INPUTS),
  ...[SHARE_INPUT, DECLINE_INPUT],
]
const chosen = fc.oneof(
  fc.constantFrom('dead-link', 'talk', '09:00', 'mon', 'Europe/Berlin', '0', 'banking'),
  typed,
)
const entry = fc.oneof(
  typed.map((one) => ({ type: 'plain_text_input', value: one })),
  chosen.map((one) => ({ type: 'static_select', selected_option: { value: one }, selected_time: one })),
  fc.array(chosen, { maxLength: 4 }).map((all) => ({ selected_options: all.map((one) => ({ value: one })) })),
  fc.constant({ selected_conversation: 'C0GENERAL', selected_time: '09:00', value: 'https://example.com/a' }),
  strange,
)
const state = fc
  .array(fc.tuple(fc.constantFrom(...INPUTS), entry), { maxLength: 8 })
  .map((inputs) => ({ values: Object.fromEntries(inputs.map(([name, one]) => [name, { [name]: one }])) }))
const goodState = fc.tuple(typed, fc.boolean()).map(([words, strangely]) => {
  const values: Record<string, unknown> = {}
  for (const name of INPUTS) values[name] = { [name]: { value: words, selected_option: { value: words } } }
  const fill = (name: string, entry: unknown) => Object.assign(values, { [name]: { [name]: entry } })
  fill(SHARE_INPUT, { selected_conversation: 'C0GENERAL' })
  fill(PROBLEM_INPUTS.kind, { selected_option: { value: 'dead-link' } })
  fill(DIGEST_INPUTS.time, { selected_time: strangely ? words : '09:00' })
  fill(DIGEST_INPUTS.days, { selected_options: [{ value: 'mon' }] })
  fill(DIGEST_INPUTS.zone, { selected_option: { value: 'Europe/Berlin' } })
  fill(DIGEST_INPUTS.topics, { selected_options: [] })
  fill(DIGEST_INPUTS.industries, { selected_options: [] })
  return { values }
})
const view = fc
  .record({
    callback_id: id([...Object.values(VIEWS), DIGEST_MODAL]),
    ...{ private_metadata: metadata, state, type: fc.constantFrom('modal', 'modal', 'home') },
  })
  .map((one) => ({ id: another('V'), hash: '1', root_view_id: 'V1', blocks: [], ...one }))

const ownView = fc
  .oneof(
    fc.record({
      callback_id: fc.constant<string>(VIEWS.details),
      private_metadata: fc.oneof(origin, metadata),
      state,
    }),
    fc.record({
      callback_id: fc.constantFrom<string>(...Object.values(VIEWS), DIGEST_MODAL),
      private_metadata: metadata,
      state: goodState,
    }),
  )
  .map((one) => ({ id: another('V'), type: 'modal', hash: '1', blocks: [], ...one }))
const ownPress = fc.oneof(
  fc.tuple(
    fc.constantFrom<string>(
      ACTIONS.details,
      ACTIONS.detailsBack,
      ACTIONS.share,
      ACTIONS.save,
      ACTIONS.unsave,
      ACTIONS.problem,
    ),
    place,
  ),
  fc.tuple(fc.constantFrom<string>(...Object.values(DIGEST_INPUTS), ACTIONS.suggest), typed),
)

const envelope = (at: Place, type: string) => ({
  ...{ type, team: { id: at.team, domain: 'acme' }, user: { id: at.user, name: 'ada', team_id: at.team } },
  ...{
    trigger_id: another('T'),
    api_app_id: 'A1',
    token: 't',
    enterprise: null,
    is_enterprise_install: false,
  },
})
const event = (at: Place, inner: Record<string, unknown>): Sent => ({
  as: 'event',
  body: {
    ...{ type: 'event_callback', team_id: at.team, api_app_id: 'A1', event_id: another('Ev') },
    ...{ event_time: Math.floor(Date.now() / 1000), event: inner },
    authorizations: [
      { team_id: at.team, enterprise_id: null, is_enterprise_install: false, user_id: 'U0BOT' },
    ],
  },
})
const payload = (body: Record<string, unknown>): Sent => ({ as: 'payload', body })

/** What everything that Slack sends looks like, by its name; each is made for a place. */
export function slackPayloads(at: Place): Record<string, fc.Arbitrary<Sent>> {
  const inMessage = (thread?: string) => ({
    container: {
      type: 'message',
      message_ts: stamp(),
      channel_id: at.channel,
      is_ephemeral: true,
      thread_ts: thread,
    },
    ...{ channel: { id: at.channel, name: 'general' }, response_url: at.responseUrl },
  })
  const message = (words: string) => ({ type: 'message', user: at.user, ts: stamp(), text: words })
  const surface = fc.oneof(
    fc.constantFrom(undefined, '1790000000.000001').map((thread) => () => inMessage(thread)),
    view.map((one) => () => ({ container: { type: 'view', view_id: one.id }, view: one })),
  )
  const said = fc.record({
    words: typed,
    more: fc.constantFrom<Record<string, unknown>>(
      ...[
        {},
        {},
        {},
        { thread_ts: '1790000000.000001' },
        { subtype: 'file_share', files: [null] },
        { bot_id: 'B1' },
      ],
      ...[
        { subtype: 'message_changed', message: null },
        { edited: {} },
        { bot_profile: {} },
        { user: 'USLACKBOT' },
      ],
      ...[
        { subtype: 'message_deleted', previous_message: {} },
        { subtype: 'toString' },
        { hidden: true },
        { app_id: 1 },
      ],
    ),
  })
  return {
    command: typed.map((words) => ({
      as: 'form',
      body: {
        ...{ command: '/kstreams', text: words, team_id: at.team, user_id: at.user, channel_id: at.channel },
        ...{ channel_name: 'general', trigger_id: another('T'), response_url: at.responseUrl },
      },
    })),
    mention: said.map(({ words, more }) =>
      event(at, { ...message(words), type: 'app_mention', channel: at.channel, ...more }),
    ),
    'direct message': said.map(({ words, more }) =>
      event(at, { ...message(words), channel: at.dm, channel_type: 'im', ...more }),
    ),
    home: fc
      .constantFrom('home', 'messages', 'about', '')
      .map((tab) => event(at, { type: 'app_home_opened', user: at.user, channel: at.dm, tab })),
    link: fc
      .array(
        fc.oneof(
          fc.constantFrom(...catalogue.useCases.flatMap(({ links }) => links.map(({ url }) => url))),
          typed,
        ),
      )
      .map((urls) =>
        event(at, {
          ...{ type: 'link_shared', channel: at.channel, message_ts: stamp(), user: at.user },
          links: urls.map((url) => ({ url, domain: 'example.com' })),
        }),
      ),
    click: fc
      .record({
        actionId: id([...Object.values(ACTIONS), ...Object.values(DIGEST_INPUTS)]),
        value,
        surface,
        state,
      })
      .map(({ actionId, value: said, surface: where, state: values }) =>
        payload({
          ...{ ...envelope(at, 'block_actions'), ...where(), state: values },
          actions: [{ action_id: actionId, block_id: 'b', type: 'button', value: said, action_ts: stamp() }],
        }),
      ),
    choice: fc
      .record({
        actionId: id([ACTIONS.industry, ACTIONS.topic, ACTIONS.company, ACTIONS.search]),
        value,
        surface,
      })
      .map(({ actionId, value: said, surface: where }) =>
        payload({
          ...{ ...envelope(at, 'block_actions'), ...where() },
          actions: [
            { action_id: actionId, block_id: 'b', type: 'external_select', selected_option: { value: said } },
          ],
        }),
      ),
    options: fc
      .record({ actionId: id([...INPUTS, ...Object.values(ACTIONS)]), value: typed, view })
      .map(({ actionId, value: said, view: shown }) =>
        payload({
          ...{ ...envelope(at, 'block_suggestion'), action_id: actionId, block_id: 'b', value: said },
          ...{ container: { type: 'view', view_id: shown.id }, view: shown },
        }),
      ),
    // What is pressed and sent in views of ours, of this age and of others.
    'press in a view': fc.record({ shown: ownView, pressed: ownPress }).map(({ shown, pressed }) =>
      payload({
        ...{ ...envelope(at, 'block_actions'), container: { type: 'view', view_id: shown.id }, view: shown },
        actions: [
          { action_id: pressed[0], block_id: 'b', type: 'button', value: pressed[1], action_ts: stamp() },
        ],
      }),
    ),
    'send of a view': ownView.map((shown) =>
      payload({ ...envelope(at, 'view_submission'), view: shown, response_urls: [] }),
    ),
    submission: view.map((shown) =>
      payload({ ...envelope(at, 'view_submission'), view: shown, response_urls: [], state: null }),
    ),
    closing: view.map((shown) => payload({ ...envelope(at, 'view_closed'), view: shown, is_cleared: false })),
    'message shortcut': fc
      .record({ words: typed, callback: id([SHORTCUTS.message]) })
      .map(({ words, callback }) =>
        payload({
          ...{ ...envelope(at, 'message_action'), callback_id: callback, message: message(words) },
          ...{ ...inMessage(), message_ts: stamp(), action_ts: stamp() },
        }),
      ),
    shortcut: id([SHORTCUTS.global]).map((callback) =>
      payload({ ...envelope(at, 'shortcut'), callback_id: callback, action_ts: stamp() }),
    ),
  }
}

/** What says that the app was removed from a workspace. */
export const removals = (at: Place): fc.Arbitrary<Sent> =>
  fc
    .constantFrom<Record<string, unknown>>(
      ...[{ type: 'app_uninstalled' }, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'], oauth: [] } }],
      ...[{ type: 'tokens_revoked', tokens: { oauth: ['U1'] } }],
    )
    .map((inner) => event(at, inner))
