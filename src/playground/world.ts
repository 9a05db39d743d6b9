import type { CallRecord, Change, Counted, Json, Saved, Workspace, Write } from './model.ts'
import { botUserIn, createWorkspace, idTag, type Origin } from './workspace.ts'

/** A trigger_id: good for one call within 3 seconds (docs.slack.dev interactivity/handling-user-interaction). */
export type Trigger = TriggerPlace & { user: string; at: number; used: boolean }

/** Where a trigger was pulled: in a view, in a conversation, or (a global shortcut) anywhere. */
export type TriggerPlace = { viewId?: string; channel?: string }

/** Everything the parts share: the state, the clock, the ids and the change feed. */
export type World = {
  workspace: Workspace
  /** Milliseconds since 1970; tests replace it. */
  now: () => number
  /** Where the server listens, without a trailing slash; known once it does. */
  url: string
  calls: CallRecord[]
  writes: Write[]
  triggers: Map<string, Trigger>
  /** What apps offered in external selects, by place and value: see view-state.ts. */
  offers: Map<string, Map<string, Json>>
  /** The messages of the links that the app was told of, by unfurl_id. */
  unfurls: Map<string, { channel: string; ts: string }>
  /** Block types that every surface refuses, and image addresses that Slack cannot fetch. */
  rejectedBlocks: Set<string>
  brokenImages: Set<string>
  counted: Counted
  nextId: (prefix: string) => string
  nextTs: () => string
  emit: (change: Change) => void
  onChange: (listener: (change: Change) => void) => () => void
}

/** How a world begins; everything has a default. */
export type Beginning = Origin & {
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined
  botUser?: string | undefined
  saved?: Saved | undefined
  /** What counts the ids and stamps, where several workspaces count together. */
  counted?: Counted
}

/**
 * A fresh world: the workspace, counters and an empty change feed. Ids and timestamps are counted, not drawn,
 * so that two runs give the same ones; `ts` is seconds, a dot and six digits, unique and rising, also when the
 * clock goes back: the order of a conversation is the order of its stamps. `saved` goes on where a world ended.
 */
export function createWorld({
  now = Date.now,
  botUser,
  saved,
  counted: shared,
  ...origin
}: Beginning): World {
  const listeners = new Set<(change: Change) => void>()
  const counted = shared ?? { ...(saved?.counted ?? NOTHING_COUNTED) }
  const tag = idTag(origin.team)
  const world: World = {
    workspace: { ...createWorkspace(botUser ?? botUserIn(origin), origin), ...pickSaved(saved) },
    now,
    url: '',
    calls: [],
    writes: [],
    triggers: new Map(),
    offers: new Map(),
    unfurls: new Map(),
    rejectedBlocks: new Set(),
    brokenImages: new Set(),
    counted,
    nextId: (prefix) => `${prefix}${tag}${String(++counted.ids).padStart(8, '0')}`,
    nextTs: () => {
      counted.second = Math.max(counted.second, Math.floor(now() / 1000))
      return `${counted.second}.${String(++counted.stamps).padStart(6, '0')}`
    },
    emit: (change) => {
      for (const listener of [...listeners]) listener(change)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return world
}

/** Before the first id and the first stamp. */
export const NOTHING_COUNTED: Readonly<Counted> = { ids: 0, stamps: 0, second: 0 }

function pickSaved(saved: Saved | undefined): Partial<Workspace> {
  if (saved === undefined) return {}
  const { users, channels, messages } = structuredClone(saved)
  return { users, channels, messages }
}

/** A new trigger_id for `user`, in Slack's form of three numbers and letters; starts its 3 seconds now. */
export function issueTrigger(world: World, user: string, place: TriggerPlace = {}): string {
  const id = `${world.nextId('1')}.${world.nextId('2')}.${world.nextId('f')}`
  world.triggers.set(id, { user, at: world.now(), used: false, ...place })
  return id
}

/** True for a plain JSON object: not null, not an array. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
