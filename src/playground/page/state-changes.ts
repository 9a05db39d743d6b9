import type { PageChange, PageState } from '../page-api.ts'
import type { Model } from './model.ts'
import { peopleOf, plainWords, sees } from './selectors.ts'

type Message = PageState['messages'][number]

const MOST_TRAFFIC = 300

/** Takes in the whole state: at the start of the feed, and after each reconnect. */
export function foldState(model: Model, state: PageState, at: number): Model {
  const first = peopleOf(state)[0]?.id ?? ''
  const acting = state.people.some((one) => one.id === model.acting) ? model.acting : first
  const home = state.channels.find((one) => !one.is_im)?.id ?? ''
  const looking = Object.fromEntries(
    peopleOf(state).map(({ id }) => [id, standing(state, model.looking[id]) ?? home]),
  )
  const known = model.server?.messages
  const missed = known ? state.messages.filter((one) => !known.some((old) => same(old, one))) : []
  const next = { ...model, server: state, connected: true, clockArrived: at, acting, looking }
  return missed.reduce(countUnread, next)
}

const standing = (state: PageState, channel: string | undefined) =>
  state.channels.some((one) => one.id === channel) ? channel : undefined

const same = (a: Message, b: Message) => a.ts === b.ts && a.channel === b.channel

/** Takes in one change of the feed. */
export function foldChange(model: Model, change: PageChange, at: number): Model {
  const { server } = model
  if (server === undefined) return model
  const withServer = (more: Partial<PageState>): Model => ({ ...model, server: { ...server, ...more } })
  switch (change.kind) {
    case 'message':
      return foldMessage(model, server, change.message)
    case 'gone':
      return foldGone(model, server, change)
    case 'view': {
      const { view } = change
      const others = server.views.filter((one) => one.id !== view.id)
      const place = server.views.findIndex((one) => one.id === view.id)
      if (!view.open) return withServer({ views: others })
      return withServer({ views: place < 0 ? [...others, view] : server.views.with(place, view) })
    }
    case 'call':
      return withServer({ calls: upsert(server.calls, change.call) })
    case 'envelope':
      return withServer({ envelopes: upsert(server.envelopes, change.envelope) })
    case 'sockets':
      return withServer({ sockets: change.live })
    case 'clock':
      return { ...withServer({ clock: change.clock }), clockArrived: at }
    case 'faults':
      return withServer({ faults: change.faults, installed: change.installed })
    case 'prompts': {
      const others = server.prompts.filter((one) => one.channel !== change.prompts.channel)
      return withServer({ prompts: [...others, change.prompts] })
    }
    case 'thread': {
      const { channel, threadTs } = change.thread
      const others = server.threads.filter((one) => one.channel !== channel || one.threadTs !== threadTs)
      return withServer({ threads: [...others, change.thread] })
    }
    case 'workspace':
      return withServer({ channels: change.channels, people: change.people })
  }
}

function upsert<T extends { number: number }>(list: readonly T[], item: T): T[] {
  const place = list.findLastIndex((one) => one.number === item.number)
  return place < 0 ? [...list, item].slice(-MOST_TRAFFIC) : list.with(place, item)
}

function foldMessage(model: Model, server: PageState, message: Message): Model {
  const place = server.messages.findLastIndex((one) => same(one, message))
  if (place >= 0) return { ...model, server: { ...server, messages: server.messages.with(place, message) } }
  const next = { ...model, server: { ...server, messages: [...server.messages, message] } }
  return countUnread(announce(next, message), message)
}

function foldGone(model: Model, server: PageState, gone: { ts: string; channel: string }): Model {
  const is = (one: { ts: string; channel: string }) => one.ts === gone.ts && one.channel === gone.channel
  const messages = server.messages.filter((one) => !is(one))
  const unread = Object.fromEntries(
    Object.entries(model.unread).map(([key, list]) => [key, list.filter((ts) => ts !== gone.ts)]),
  )
  const thread = model.thread && is(model.thread) ? undefined : model.thread
  return { ...model, server: { ...server, messages }, unread, thread }
}

function announce(model: Model, message: Message): Model {
  const { server, acting } = model
  if (server === undefined || message.channel !== model.looking[acting]) return model
  if (message.user === acting || !sees(message, acting)) return model
  const author = server.people.find((one) => one.id === message.user)
  const privately = message.visibleTo === undefined ? '' : ', only visible to you'
  const words = plainWords(message.text, server).slice(0, 200)
  return { ...model, heard: `${author?.real_name ?? 'Slackbot'}${privately}: ${words}` }
}

/** A new message is unread for everybody who sees it but does not look; replies in threads do not count. */
function countUnread(model: Model, message: Message): Model {
  const { server } = model
  const channel = server?.channels.find((one) => one.id === message.channel)
  if (server === undefined || channel === undefined || message.thread_ts !== undefined) return model
  const unread = { ...model.unread }
  for (const { id } of peopleOf(server)) {
    const looks = id === model.acting && model.looking[id] === channel.id
    if (looks || id === message.user || !channel.members.includes(id) || !sees(message, id)) continue
    const key = `${id} ${channel.id}`
    unread[key] = [...(unread[key] ?? []), message.ts]
  }
  return { ...model, unread }
}
