import { onTestFinished } from 'vitest'
import { startApp } from '../../src/app.ts'
import type { RunnerSettings } from '../../src/digest/runner.ts'
import { createLog } from '../../src/log.ts'
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/playground/index.ts'
import { catalogue, search } from '../catalogue.ts'
import { settingsFor } from '../settings.ts'

export type Bot = {
  slack: LocalSlack
  /** Everything that was logged so far, at the finest level. */
  log: () => string
  /** Resolves when so many lines of the log hold this text. */
  logged: (text: string, times?: number) => Promise<void>
  close: () => Promise<void>
}

export type AppSettings = {
  /** More variables of the environment. */
  environment?: Record<string, string>
  runner?: Partial<RunnerSettings>
  /** Between two posts to one channel; Slack wants a second, most tests cannot wait. */
  paceMs?: number
  now?: () => number
}

export type BotOptions = LocalSlackOptions & AppSettings

/** The real app against a local Slack, both closed when the test ends. `now` is the clock of both. */
export async function startBot(options: BotOptions = {}): Promise<Bot> {
  const slack = await startLocalSlack(options)
  onTestFinished(slack.close)
  return connectBot(slack, options)
}

/** The real app against a local Slack that is there already, closed when the test ends. */
export async function connectBot(slack: LocalSlack, settings: AppSettings = {}): Promise<Bot> {
  const { environment, runner, now, paceMs = 0 } = settings
  const { logger, ...kept } = keepLog()
  const { config, secrets } = settingsFor(slack, environment)
  const app = await startApp(config, secrets, logger, {
    ...{ prepared: { catalogue, search }, paceMs, runner: { tickMs: 20, settleMs: 0, ...runner } },
    ...(now ? { now } : {}),
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= app.close()
    return closed
  }
  onTestFinished(close)
  return { slack, ...kept, close }
}

const LOGGED_MS = 5000

/** A log that can be read and waited for, as the program makes it. */
export function keepLog() {
  const lines: string[] = []
  const waiting = new Set<() => void>()
  const write = (line: string) => {
    lines.push(line)
    for (const look of waiting) look()
  }
  const all = () => lines.join('')
  const logged: Bot['logged'] = (text, times = 1) =>
    new Promise((resolve, reject) => {
      const late = () => reject(new Error(`still waiting for “${text}” in the log:\n${all()}`))
      const timer = setTimeout(late, LOGGED_MS)
      const look = () => {
        if (lines.filter((line) => line.includes(text)).length < times) return
        clearTimeout(timer)
        waiting.delete(look)
        resolve()
      }
      waiting.add(look)
      look()
    })
  return { logger: createLog('trace', { write }), log: all, logged }
}
