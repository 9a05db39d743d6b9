import type { Action, Model, Toast } from './model.ts'
import { foldChange, foldState } from './state-changes.ts'

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
      return seen({
        ...model,
        acting: action.user,
        thread: undefined,
        dmTab: 'messages',
        drawer: false,
        heard: '',
      })
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
