import { publicMessage } from './messages.ts'
import type { Channel, Json, SlackMessage, User, ViewState, Workspace } from './model.ts'
import { findUser } from './workspace.ts'
import type { World } from './world.ts'

/** The verification token of old: still in every payload, checked by nobody. */
const TOKEN = 'local-verification-token'

/** Events of an installation, not of a workspace: where the app is installed org-wide they name no workspace. */
const OF_INSTALLATION: unknown[] = ['app_uninstalled', 'tokens_revoked']

/**
 * The outer event of the Events API (docs.slack.dev apis/events-api, "Event callback"). Of an org-wide installation
 * `authorizations` names the organisation alone (docs.slack.dev enterprise/organization-ready-apps).
 */
export function eventPayload(world: World, inner: Json): Json {
  const { team, app, enterprise, orgWide = false } = world.workspace
  const teamId = orgWide && OF_INSTALLATION.includes(inner['type']) ? null : team.id
  return {
    token: TOKEN,
    team_id: teamId,
    ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id }),
    context_team_id: teamId,
    context_enterprise_id: enterprise?.id ?? null,
    api_app_id: app.id,
    event: inner,
    type: 'event_callback',
    event_id: world.nextId('Ev'),
    event_time: Math.floor(world.now() / 1000),
    authorizations: [
      {
        enterprise_id: enterprise?.id ?? null,
        team_id: orgWide ? null : team.id,
        user_id: app.botUserId,
        is_bot: true,
        is_enterprise_install: orgWide,
      },
    ],
    is_ext_shared_channel: false,
    event_context: world.nextId('4-'),
  }
}

/** The inner event of a message that the bot hears of: app_mention, or message with channel_type. */
export function messageEvent(world: World, message: SlackMessage, type: 'app_mention' | 'message'): Json {
  return {
    ...publicMessage(message),
    type,
    channel: message.channel,
    event_ts: message.ts,
    ...teamOf(world, message.user),
    ...(type === 'message' ? { channel_type: 'im' } : {}),
    ...(message.bot_id === undefined ? { client_msg_id: world.nextId('m') } : {}),
  }
}

/** Whose workspace an author belongs to: another one is said three times (docs.slack.dev apis/slack-connect). */
function teamOf({ workspace }: World, user: string): Json {
  const own = workspace.team.id
  const team = findUser(workspace, user)?.team_id ?? own
  return team === own ? { team } : { team, user_team: team, source_team: team }
}

function organisationOf(enterprise: Workspace['enterprise']): Json {
  return enterprise === undefined ? {} : { enterprise_id: enterprise.id, enterprise_name: enterprise.name }
}

type Typed = {
  user: User
  channel: Channel
  command: string
  text: string
  responseUrl: string
  triggerId: string
}

/** A slash command (docs.slack.dev interactivity/implementing-slash-commands): every value is a string. */
export function commandPayload(world: World, typed: Typed): Json {
  const { team, app, enterprise, orgWide = false } = world.workspace
  const { user, channel } = typed
  const privateName = channel.is_private ? 'privategroup' : channel.name
  return {
    token: TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    ...organisationOf(enterprise),
    channel_id: channel.id,
    channel_name: channel.is_im ? 'directmessage' : privateName,
    user_id: user.id,
    user_name: user.name,
    command: typed.command,
    text: typed.text,
    api_app_id: app.id,
    is_enterprise_install: String(orgWide),
    response_url: typed.responseUrl,
    trigger_id: typed.triggerId,
  }
}

/** What block_actions and view_submission have in common. */
export function interactionPayload(world: World, type: string, user: User, triggerId: string): Json {
  const { team, app, enterprise, orgWide = false } = world.workspace
  return {
    type,
    user: { id: user.id, username: user.name, name: user.name, team_id: user.team_id ?? team.id },
    api_app_id: app.id,
    token: TOKEN,
    trigger_id: triggerId,
    team: { id: team.id, domain: team.domain, ...organisationOf(enterprise) },
    enterprise: enterprise ?? null,
    is_enterprise_install: orgWide,
  }
}

/**
 * Where an element of a message stands (docs.slack.dev reference/interaction-payloads/block_actions-payload). The
 * content of an ephemeral message is not sent: only its container.
 */
export function messagePlace(message: SlackMessage, channel: Channel): Json {
  const ephemeral = message.visibleTo !== undefined
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channel.is_im ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: publicMessage(message) }),
  }
}

/**
 * Where an element of a link's preview stands: the message is another's, and not sent
 * (docs.slack.dev messaging/unfurling-links-in-messages).
 */
export function unfurlPlace(message: SlackMessage, channel: Channel, unfurl: Json): Json {
  const { container, channel: where } = messagePlace(message, channel)
  const { id, app_unfurl_url: url } = unfurl
  return {
    container: {
      ...(container as Json),
      type: 'message_attachment',
      attachment_id: id,
      is_app_unfurl: true,
      app_unfurl_url: url,
    },
    channel: where,
    app_unfurl: structuredClone(unfurl),
  }
}

/** Where an element of a view stands, with what is filled in at this moment. */
export function viewContainer(state: ViewState): Json {
  return { container: { type: 'view', view_id: state.id }, view: structuredClone(state.view) }
}
