import type { CallRecord, Change, Json, Workspace, Write } from './model.ts'
import { createWorkspace } from './workspace.ts'

/** A trigger_id: good for one call within 3 seconds (docs.slack.dev interactivity/handling-user-interaction). */
export type Trigger = { user: string; at: number; used: boolean; viewId?: string }

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
  /** Block types that every surface refuses, and image addresses that Slack cannot fetch. */
  rejectedBlocks: Set<string>
  brokenImages: Set<string>
  nextId: (prefix: string) => string
  nextTs: () => string
  emit: (change: Change) => void
  onChange: (listener: (change: Change) => void) => () => void
}

/**
 * A fresh world: the workspace, counters and an empty change feed. Ids and timestamps are counted, not drawn,
 * so that two runs give the same ones; `ts` is seconds, a dot and six digits, unique and rising.
 */
export function createWorld(now: () => number, botUser: string): World {
  const listeners = new Set<(change: Change) => void>()
  let ids = 0
  let stamps = 0
  const world: World = {
    workspace: createWorkspace(botUser),
    now,
    url: '',
    calls: [],
    writes: [],
    triggers: new Map(),
    rejectedBlocks: new Set(),
    brokenImages: new Set(),
    nextId: (prefix) => `${prefix}${String(++ids).padStart(8, '0')}`,
    nextTs: () => `${Math.floor(now() / 1000)}.${String(++stamps).padStart(6, '0')}`,
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

/** A new trigger_id for `user`, in Slack's form of three numbers and letters; starts its 3 seconds now. */
export function issueTrigger(world: World, user: string, viewId?: string): string {
  const id = `${world.nextId('1')}.${world.nextId('2')}.${world.nextId('f')}`
  world.triggers.set(id, { user, at: world.now(), used: false, ...(viewId === undefined ? {} : { viewId }) })
  return id
}

/** True for a plain JSON object: not null, not an array. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
