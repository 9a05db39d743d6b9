import { checkBlocks } from './block-kit.ts'
import { plain } from './block-kit-elements.ts'
import { LIMITS } from './block-kit-limits.ts'
import { blockRefusal } from './message-rules.ts'
import { withIds } from './messages.ts'
import { type Json, SlackRefusal, type ViewState } from './model.ts'
import { anything, flag, object, oneOf, type Report, string } from './shape.ts'
import { videoDomains } from './unfurl-domains.ts'
import { currentValues, valuesOf } from './view-state.ts'
import { isJson, type World } from './world.ts'

const TRIGGER_MS = 3000
const STACK = 3

const shared = {
  'type!': oneOf('modal', 'home'),
  'blocks!': anything,
  private_metadata: string(LIMITS.view.privateMetadata, 0),
  callback_id: string(LIMITS.view.callbackId, 0),
  external_id: string(LIMITS.view.externalId, 0),
}
const SHAPES = {
  home: object(shared),
  modal: object({
    ...shared,
    'title!': plain(LIMITS.view.title),
    submit: plain(LIMITS.view.button),
    close: plain(LIMITS.view.button),
    clear_on_close: flag,
    notify_on_close: flag,
    submit_disabled: flag,
  }),
}

/**
 * Checks a view payload of this surface (docs.slack.dev reference/views; submit is required beside input
 * blocks). Throws SlackRefusal invalid_arguments with all faults below /view: views do not say invalid_blocks.
 */
export function checkView(world: World, view: unknown, surface: 'modal' | 'home'): Json {
  const faults: string[] = []
  const { rejectedBlocks, brokenImages } = world
  const about: Report = {
    ...{ surface, rejectedBlocks, brokenImages, faults },
    videoDomains: videoDomains(world.workspace),
  }
  SHAPES[surface](view, '/view', about)
  const whole = isJson(view) ? view : {}
  if (whole['type'] !== undefined && whole['type'] !== surface) {
    faults.push(`must match the view type ${surface} [json-pointer:/view/type]`)
  }
  faults.push(...checkBlocks(whole['blocks'], '/view/blocks', about))
  const blocks = Array.isArray(whole['blocks']) ? (whole['blocks'] as unknown[]) : []
  const input = blocks.findIndex((one) => isJson(one) && one['type'] === 'input')
  if (surface === 'modal' && input >= 0 && whole['submit'] === undefined) {
    faults.push(
      `must define \`submit\` to use an \`input\` block in modals [json-pointer:/view/blocks/${input}/input]`,
    )
  }
  if (faults.length > 0) throw blockRefusal('invalid_arguments', faults)
  return whole
}

/** Whose trigger it was, and where it was pulled. */
export type Spent = { user: string; viewId: string | undefined; channel: string | undefined }

/** Spends a trigger_id and gives its owner: invalid_trigger_id, expired_trigger_id after 3 s, exchanged_trigger_id when used (docs.slack.dev reference/methods/views.open). */
export function spendTrigger(world: World, id: unknown): Spent {
  const trigger = world.triggers.get(String(id))
  if (trigger === undefined) throw new SlackRefusal('invalid_trigger_id')
  if (trigger.used) throw new SlackRefusal('exchanged_trigger_id')
  if (world.now() - trigger.at > TRIGGER_MS) throw new SlackRefusal('expired_trigger_id')
  trigger.used = true
  return { user: trigger.user, viewId: trigger.viewId, channel: trigger.channel }
}

/** Opens a modal for `user`, on top of `previous` if there is one; at most three deep (push_limit_reached). */
export function openView(
  world: World,
  payload: unknown,
  user: string,
  more: { previous?: ViewState; triggerId?: string; channel?: string | undefined } = {},
): ViewState {
  const view = checkView(world, payload, 'modal')
  const { previous, triggerId } = more
  const channel = more.channel ?? previous?.channel
  const depth = world.workspace.views.filter((one) => one.open && one.rootId === previous?.rootId).length
  if (previous !== undefined && depth >= STACK) throw new SlackRefusal('push_limit_reached')
  const id = world.nextId('V')
  const state: ViewState = {
    id,
    type: 'modal',
    user,
    hash: '',
    view: {},
    rootId: previous?.rootId ?? id,
    ...(previous === undefined ? {} : { previousId: previous.id }),
    ...(triggerId === undefined ? {} : { triggerId }),
    ...(channel === undefined ? {} : { channel }),
    open: true,
    errors: {},
  }
  world.workspace.views.push(state)
  return show(world, state, view)
}

/** Replaces the content of an open view: hash_conflict when `hash` is not the present one. */
export function updateView(world: World, state: ViewState, payload: unknown, hash?: unknown): ViewState {
  if (hash !== undefined && hash !== state.hash) throw new SlackRefusal('hash_conflict')
  return show(world, state, checkView(world, payload, state.type))
}

/** Puts this Home tab in front of this person (views.publish). */
export function publishHome(world: World, payload: unknown, user: string, hash?: unknown): ViewState {
  const home = world.workspace.views.find((one) => one.type === 'home' && one.user === user)
  if (home !== undefined) return updateView(world, home, payload, hash)
  const view = checkView(world, payload, 'home')
  const id = world.nextId('V')
  const state: ViewState = { id, type: 'home', user, hash: '', view: {}, rootId: id, open: true, errors: {} }
  world.workspace.views.push(state)
  return show(world, state, view)
}

/** Closes this view, or with `all` its whole stack. */
export function closeView(world: World, state: ViewState, all = false): void {
  for (const one of world.workspace.views) {
    if (one !== state && !(all && one.rootId === state.rootId)) continue
    one.open = false
    world.emit({ kind: 'view', view: one })
  }
}

/** Tells the page that a view changed in place (errors under its inputs, trouble). */
export function touchView(world: World, state: ViewState): void {
  world.emit({ kind: 'view', view: state })
}

function show(world: World, state: ViewState, view: Json): ViewState {
  const { team, app, enterprise, orgWide } = world.workspace
  const blocks = withIds(world, view['blocks'] as Json[])
  state.hash = `${world.nextTs()}.${world.nextId('h')}`
  state.errors = {}
  delete state.trouble
  state.view = {
    id: state.id,
    team_id: team.id,
    private_metadata: '',
    callback_id: '',
    external_id: '',
    title: null,
    submit: null,
    close: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    blocks,
    state: { values: valuesOf(blocks, currentValues(state), state.channel) },
    hash: state.hash,
    previous_view_id: state.previousId ?? null,
    root_view_id: state.rootId,
    app_id: app.id,
    app_installed_team_id: (orgWide ? enterprise?.id : undefined) ?? team.id,
    bot_id: app.botId,
  }
  world.emit({ kind: 'view', view: state })
  return state
}
