import type { ThreadNote } from './model.ts'
import type { World } from './world.ts'

/**
 * Keeps what the app said of a thread (assistant.threads.setStatus, setTitle): what is not given stays. A status
 * of '' is none.
 */
export function noteThread(
  world: World,
  note: Pick<ThreadNote, 'channel' | 'threadTs'> & Partial<ThreadNote>,
): void {
  const { threads } = world.workspace
  const known = threads.find((one) => one.channel === note.channel && one.threadTs === note.threadTs)
  const thread = known ?? { channel: note.channel, threadTs: note.threadTs, status: '', title: '' }
  if (known === undefined) threads.push(thread)
  Object.assign(thread, note)
  world.emit({ kind: 'thread', thread })
}

/** The app replied in this thread: its status goes (docs.slack.dev reference/methods/assistant.threads.setStatus). */
export function clearStatus(world: World, channel: string, threadTs: string): void {
  const at = (one: ThreadNote) => one.channel === channel && one.threadTs === threadTs
  const status = world.workspace.threads.find(at)?.status ?? ''
  if (status !== '') noteThread(world, { channel, threadTs, status: '' })
}
