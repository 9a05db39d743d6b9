import type { WebClient } from '@slack/web-api'
import { quotable } from '../cards/text.ts'
import { describeError, type Log } from '../log.ts'

// A search takes milliseconds: a status is for what has to ask Slack first.
const SLOW_MS = 700
const REMEMBER_MOST = 1000

/**
 * What an agent owes a thread with one person: a title, and a status while an answer takes its time. Slack offers both
 * in some workspaces only, so nothing depends on them.
 */
export function createThreadManners({ client, log }: { client: WebClient; log: Log }) {
  const attempt = async (what: string, call: () => Promise<unknown>) => {
    await call().catch((error: unknown) => log.debug({ error: describeError(error) }, `no ${what} was set`))
  }
  const titled = new Set<string>()
  return async (
    { channel, thread, title }: { channel: string; thread: string; title: string },
    work: () => Promise<void>,
  ): Promise<void> => {
    const where = { channel_id: channel, thread_ts: thread }
    let status: Promise<void> | undefined
    const slow = setTimeout(() => {
      status = attempt('status', () =>
        client.assistant.threads.setStatus({ ...where, status: 'is looking ...' }),
      )
    }, SLOW_MS)
    await work().finally(() => clearTimeout(slow))
    await status?.then(() =>
      attempt('status', () => client.assistant.threads.setStatus({ ...where, status: '' })),
    )
    // What this process hears first there is the title.
    if (title === '' || titled.has(thread)) return
    if (titled.size >= REMEMBER_MOST) titled.clear()
    titled.add(thread)
    const titleOf = { ...where, title: quotable(title) }
    await attempt('title', () => client.assistant.threads.setTitle(titleOf))
  }
}
