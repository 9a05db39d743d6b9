import type { PageChange, PageState } from '../page-api.ts'
import { foldChange, foldState } from './state-changes.ts'

/** A fault or a notice in a corner of the page; it goes by itself or by a click. */
export type Toast = { id: number; text: string; tone: 'error' | 'info' }

export type ToolsTab = 'traffic' | 'faults'

/** All that the page knows: what the server told it, and what the person looks at. */
export type Model = {
  /** Undefined until the feed has begun. */
  server: PageState | undefined
  connected: boolean
  /** When `server.clock` arrived, by this machine's clock. */
  clockArrived: number
  /** The person who acts, by id. */
  acting: string
  /** The conversation each person looks at, by user id. */
  looking: Record<string, string>
  /** The open thread's first message, and whose view it is. */
  thread: { channel: string; ts: string } | undefined
  tools: ToolsTab | undefined
  drawer: boolean
  /** Unread messages by `user channel`, the oldest first. */
  unread: Record<string, string[]>
  /** In the person's direct message: which of its tabs. */
  dmTab: 'messages' | 'home'
  toasts: Toast[]
  /** For screen readers: the last message that appeared where the person looks. */
  heard: string
  toastCount: number
}

export type Action =
  | { type: 'state'; state: PageState; at: number }
  | { type: 'change'; change: PageChange; at: number }
  | { type: 'disconnected' }
  | { type: 'act-as'; user: string }
  | { type: 'look'; channel: string }
  | { type: 'dm-tab'; tab: Model['dmTab'] }
  /** `alone` closes the tools where there is no room for two panes. */
  | { type: 'thread'; thread: Model['thread']; alone: boolean }
  | { type: 'tools'; tab: ToolsTab | undefined; alone: boolean }
  | { type: 'drawer'; open: boolean }
  | { type: 'toast'; text: string; tone: Toast['tone'] }
  | { type: 'toast-gone'; id: number }

export const INITIAL: Model = {
  server: undefined,
  connected: false,
  clockArrived: 0,
  acting: '',
  looking: {},
  thread: undefined,
  tools: undefined,
  drawer: false,
  unread: {},
  dmTab: 'messages',
  toasts: [],
  heard: '',
  toastCount: 0,
}

const MOST_TOASTS = 4

/** The one place where the page's state changes. */
export function reduce(model: Model, action: Action): Model {
  switch (action.type) {
    case 'state':
      return seen(foldState(model, action.state, action.at))
    case 'change':
      return seen(foldChange(model, action.change, action.at))
    case 'disconnected':
      return { ...model, connected: false }
    case 'act-as':
      return seen({ ...model, acting: action.user, thread: undefined, dmTab: 'messages', drawer: false })
    case 'look':
      return look(model, action.channel)
    case 'dm-tab':
      return { ...model, dmTab: action.tab }
    case 'thread':
      return { ...model, thread: action.thread, tools: action.alone ? undefined : model.tools }
    case 'tools':
      return { ...model, tools: action.tab, thread: action.alone ? undefined : model.thread }
    case 'drawer':
      return { ...model, drawer: action.open }
    case 'toast':
      return toast(model, action.text, action.tone)
    case 'toast-gone':
      return { ...model, toasts: model.toasts.filter((one) => one.id !== action.id) }
  }
}

function look(model: Model, channel: string): Model {
  const looking = { ...model.looking, [model.acting]: channel }
  const thread = model.thread?.channel === channel ? model.thread : undefined
  return seen({ ...model, looking, thread, drawer: false })
}

function toast(model: Model, text: string, tone: Toast['tone']): Model {
  const id = model.toastCount + 1
  const others = model.toasts.filter((one) => one.text !== text)
  return { ...model, toastCount: id, toasts: [...others, { id, text, tone }].slice(-MOST_TOASTS) }
}

/** What stands in front of a person is not unread. */
function seen(model: Model): Model {
  const key = `${model.acting} ${model.looking[model.acting] ?? ''}`
  if (model.unread[key] === undefined) return model
  const { [key]: _, ...unread } = model.unread
  return { ...model, unread }
}
