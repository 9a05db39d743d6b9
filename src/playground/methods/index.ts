import { type Json, SlackRefusal, type User } from '../model.ts'
import { findUser } from '../workspace.ts'
import type { World } from '../world.ts'
import { offsetOf } from '../zones.ts'
import { assistantMethods } from './assistant.ts'
import { chatMethods } from './chat.ts'
import { conversationMethods } from './conversations.ts'
import { demand, type Method, needs } from './method.ts'
import { unfurlMethods } from './unfurl.ts'
import { viewMethods } from './views.ts'

function authTest(world: World): Json {
  const { team, app, enterprise, orgWide = false } = world.workspace
  // A token of an organisation is of no workspace.
  const of = orgWide && enterprise !== undefined ? enterprise : team
  return {
    url: `https://${team.domain}${of === team ? '' : '.enterprise'}.slack.com/`,
    team: of.name,
    user: findUser(world.workspace, app.botUserId)?.name,
    team_id: of.id,
    user_id: app.botUserId,
    bot_id: app.botId,
    ...(enterprise === undefined ? {} : { enterprise_id: enterprise.id }),
    is_enterprise_install: orgWide,
  }
}

function userInfo(world: World, args: Json): Json {
  demand(args, 'user')
  const user = findUser(world.workspace, args['user'])
  if (user === undefined) throw new SlackRefusal('user_not_found')
  return { user: shown(world, user) }
}

function shown(world: World, user: User): Json {
  return {
    team_id: world.workspace.team.id,
    is_owner: false,
    is_primary_owner: false,
    is_ultra_restricted: false,
    ...user,
    tz_label: user.tz,
    tz_offset: offsetOf(user.tz, world.now()) / 1000,
    is_app_user: false,
    profile: { real_name: user.real_name, display_name: user.name },
  }
}

function botInfo(world: World, args: Json): Json {
  const { app } = world.workspace
  if (args['bot'] !== app.botId) throw new SlackRefusal('bot_not_found')
  return { bot: { id: app.botId, deleted: false, name: 'kstreams', app_id: app.id, user_id: app.botUserId } }
}

/**
 * Every method that the local Slack serves, by name; anything else is unknown_method. apps.connections.open
 * takes `openSocket`, which gives the address of a new Socket Mode connection.
 */
export function methodTable(openSocket: () => string): Record<string, Method> {
  return {
    'api.test': { token: 'none', run: (_world, args) => ({ args }) },
    'auth.test': { token: 'bot', run: authTest },
    'apps.connections.open': { token: 'app', run: () => ({ url: openSocket() }) },
    'users.info': { token: 'bot', scope: needs('users:read'), run: userInfo },
    'bots.info': { token: 'bot', scope: needs('users:read'), run: botInfo },
    ...assistantMethods,
    ...chatMethods,
    ...unfurlMethods,
    ...conversationMethods,
    ...viewMethods,
  }
}
