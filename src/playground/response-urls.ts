import { checkMessage } from './message-rules.ts'
import { type Draft, deleteMessage, findMessage, postMessage, updateMessage } from './messages.ts'
import { type Json, type SlackMessage, SlackRefusal } from './model.ts'
import type { World } from './world.ts'

const USES = 5
const LIFETIME_MS = 30 * 60_000

/** A response_url: whom and what it answers, and how often it was used. */
export type ResponseUrl = {
  envelopeId: string
  user: string
  channel: string
  /** For a button: the message it stands on. */
  original?: SlackMessage | undefined
  createdAt: number
  uses: number
}

type Kind = 'commands' | 'actions' | 'app'
type Made = { url: string; entry: ResponseUrl }

export type ResponseUrls = {
  /** Makes the address for a command, a button, or a shortcut or modal ('app'); the envelope id follows later. */
  create: (kind: Kind, about: Pick<ResponseUrl, 'user' | 'channel' | 'original'>) => Made
  /** Carries out one POST to `path`: the HTTP status and body that Slack would answer. */
  use: (path: string, body: Json) => { status: number; body: Json | string }
}

/**
 * All response_urls of the workspace. Five uses within 30 minutes (docs.slack.dev
 * interactivity/handling-user-interaction); after that HTTP 404 with used_url or expired_url. A refused post
 * counts as a use: undocumented, so the strict reading. Bad blocks answer HTTP 400 `invalid_blocks`, as
 * Slack's webhooks do (java-slack-sdk issue 1017).
 */
export function createResponseUrls(world: World): ResponseUrls {
  const entries = new Map<string, ResponseUrl>()
  return {
    create: (kind, about) => {
      const path = `/${kind}/${world.workspace.team.id}/${world.nextId('')}/${world.nextId('r')}`
      const entry: ResponseUrl = { ...about, envelopeId: '', createdAt: world.now(), uses: 0 }
      entries.set(path, entry)
      return { url: `${world.url}${path}`, entry }
    },
    use: (path, body) => {
      const entry = entries.get(path)
      if (entry === undefined) return { status: 404, body: { ok: false, error: 'invalid_url' } }
      if (world.now() - entry.createdAt > LIFETIME_MS) return refused('expired_url')
      if (entry.uses >= USES) return refused('used_url')
      entry.uses += 1
      try {
        answer(world, entry, body)
        return { status: 200, body: 'ok' }
      } catch (error) {
        if (error instanceof SlackRefusal) return { status: 400, body: error.message }
        throw error
      }
    },
  }
}

function refused(error: string): { status: number; body: Json } {
  return { status: 404, body: { ok: false, error } }
}

/**
 * Posts, replaces or deletes as the body says (docs.slack.dev interactivity/handling-user-interaction):
 * ephemeral unless `in_channel`; replace_original and delete_original concern the message of the button and
 * do nothing for a command; an ephemeral message stays ephemeral when replaced. One that stands in a thread is
 * replaced by one in the channel, whatever thread_ts says: to stay in the thread it must be posted anew, with
 * thread_ts (seen by the authors of Onyx, onyx-dot-app/onyx). Throws SlackRefusal.
 */
export function answer(world: World, entry: ResponseUrl, body: Json): void {
  const original = liveOriginal(world, entry)
  const deletes = body['delete_original'] === true
  const content = ['text', 'blocks', 'attachments'].some((key) => body[key] !== undefined)
  if (deletes && original !== undefined) deleteMessage(world, original, entry.envelopeId)
  if (deletes && !content) return
  const draft = checkMessage(world, body)
  if (body['replace_original'] === true && !deletes && original !== undefined) {
    const { visibleTo, thread_ts: thread } = original
    if (visibleTo !== undefined && thread !== undefined) {
      deleteMessage(world, original, entry.envelopeId)
      postMessage(world, { ...draft, channel: entry.channel, visibleTo }, entry.envelopeId)
      return
    }
    updateMessage(world, original, { blocks: [], attachments: [], ...draft }, entry.envelopeId)
    return
  }
  const threadTs = body['thread_ts']
  const whole: Draft = {
    ...draft,
    channel: entry.channel,
    ...(typeof threadTs === 'string' ? { thread_ts: threadTs } : {}),
    ...(body['response_type'] === 'in_channel' ? {} : { visibleTo: entry.user }),
  }
  postMessage(world, whole, entry.envelopeId)
}

function liveOriginal(world: World, { original }: ResponseUrl): SlackMessage | undefined {
  return original === undefined ? undefined : findMessage(world, original.channel, original.ts, true)
}
