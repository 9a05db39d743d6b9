import type { PageChange, PageState } from '../page-api.ts'

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
