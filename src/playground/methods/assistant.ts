import { findMessage } from '../messages.ts'
import { type Channel, type Json, type Prompt, SlackRefusal } from '../model.ts'
import { noteThread } from '../threads.ts'
import { channelOf, isMember } from '../workspace.ts'
import { isJson, type World } from '../world.ts'
import { demand, type Method, needs } from './method.ts'

const MOST_PROMPTS = 4

/** Under agent_view, which the manifest has, a call with thread_ts is answered as usual and does nothing. */
function setSuggestedPrompts(world: World, args: Json): Json {
  demand(args, 'prompts')
  const channel = ours(world, args)
  if (!channel.is_im) throw new SlackRefusal('channel_not_found')
  const { title = '' } = args
  const prompts = readPrompts(args['prompts'])
  if (args['thread_ts'] !== undefined) return {}
  const set = { channel: channel.id, title: String(title), prompts }
  const { workspace } = world
  workspace.prompts = [...workspace.prompts.filter((one) => one.channel !== channel.id), set]
  world.emit({ kind: 'prompts', prompts: set })
  return {}
}

function readPrompts(value: unknown): Prompt[] {
  const prompts = Array.isArray(value) ? value : []
  if (prompts.length < 1 || prompts.length > MOST_PROMPTS) {
    throw invalid(`must provide 1 to ${MOST_PROMPTS} items [json-pointer:/prompts]`)
  }
  return prompts.map((one: unknown, index) => {
    const { title, message } = isJson(one) ? one : {}
    if (typeof title !== 'string' || title === '' || typeof message !== 'string' || message === '') {
      throw invalid(`must define \`title\` and \`message\` [json-pointer:/prompts/${index}]`)
    }
    return { title, message }
  })
}

function setStatus(world: World, args: Json): Json {
  if (typeof args['status'] !== 'string') demand(args, 'status')
  noteThread(world, { ...threadOf(world, args), status: String(args['status']) })
  return {}
}

function setTitle(world: World, args: Json): Json {
  demand(args, 'title')
  noteThread(world, { ...threadOf(world, args), title: String(args['title']) })
  return {}
}

function threadOf(world: World, args: Json): { channel: string; threadTs: string } {
  demand(args, 'thread_ts')
  const { id } = ours(world, args)
  const threadTs = String(args['thread_ts'])
  if (findMessage(world, id, threadTs) === undefined) throw new SlackRefusal('invalid_thread_ts')
  return { channel: id, threadTs }
}

function ours({ workspace }: World, args: Json): Channel {
  demand(args, 'channel_id')
  const channel = channelOf(workspace, args['channel_id'])
  if (channel === undefined || !isMember(channel, workspace.app.botUserId)) {
    throw new SlackRefusal('channel_not_found')
  }
  return channel
}

function invalid(sentence: string): SlackRefusal {
  return new SlackRefusal('invalid_arguments', { response_metadata: { messages: [`[ERROR] ${sentence}`] } })
}

const scope = needs('assistant:write')

/** assistant.threads.* as the bot calls them (docs.slack.dev reference/methods/assistant.threads.setStatus and neighbours). */
export const assistantMethods: Record<string, Method> = {
  'assistant.threads.setSuggestedPrompts': { token: 'bot', scope, run: setSuggestedPrompts },
  'assistant.threads.setStatus': { token: 'bot', scope, run: setStatus },
  'assistant.threads.setTitle': { token: 'bot', scope, run: setTitle },
}
