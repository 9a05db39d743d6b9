import { SlackRefusal } from '../model.ts'
import type { Act, ActAnswer } from '../page-api.ts'
import type { Desk } from './desk.ts'

/** How the bot answers: a fault of the next answer meets whichever comes first. */
const ANSWERS = ['chat.postMessage', 'response_url']
const RETRY_AFTER_SECONDS = 2
const CARDS = ['card', 'carousel']

/** Lets something go wrong, as the button says. Throws when there is nothing that it could happen to. */
export async function causeFault(desk: Desk, act: Act & { do: 'fault' }): Promise<Omit<ActAnswer, 'ok'>> {
  const { slack } = desk
  const { on = true } = act
  switch (act.fault) {
    case 'redeliver':
      return redeliver(desk)
    case 'rate-limit':
      slack.rateLimit(ANSWERS, { retryAfterSeconds: RETRY_AFTER_SECONDS })
      return {}
    case 'lose-answer':
      slack.loseAnswer(ANSWERS)
      return {}
    case 'drop-socket':
      if (slack.sockets() === 0) throw new Error('No socket is open at the moment.')
      slack.dropSocket()
      return {}
    case 'archive':
      slack.archive({ user: adminOf(desk), channel: channelOf(act), archived: on })
      return {}
    case 'kick': {
      const bot = { user: slack.workspace.app.botUserId, channel: channelOf(act) }
      if (on) slack.leave(bot)
      else slack.join(bot)
      return {}
    }
    case 'reject-cards':
      slack.rejectBlocks(on ? CARDS : [])
      return {}
    case 'limits':
      slack.limits(on ? 'on' : 'off')
      return {}
    case 'uninstall':
      if (on) slack.uninstall()
      else slack.install()
      return {}
  }
}

async function redeliver({ slack, lastEvent }: Desk): Promise<{ envelopeId: string }> {
  if (lastEvent === undefined) {
    throw new Error(
      'There was no event yet: mention the bot, or write to it. Slack does not repeat commands.',
    )
  }
  const { envelopeId } = await slack.redeliver(lastEvent)
  return { envelopeId }
}

function channelOf({ channel }: { channel?: string }): string {
  if (channel === undefined) throw new SlackRefusal('channel_not_found')
  return channel
}

function adminOf({ slack }: Desk): string {
  return slack.workspace.users.find((one) => one.is_admin)?.id ?? slack.workspace.app.botUserId
}
