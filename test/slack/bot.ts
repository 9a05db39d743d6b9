import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { startApp } from '../../src/app.ts'
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/playground/index.ts'

export type Bot = {
  slack: LocalSlack
  /** Everything that was logged so far, at the finest level. */
  log: () => string
  close: () => Promise<void>
}

/** The real app against a local Slack, both closed when the test ends. */
export async function startBot(options: LocalSlackOptions = {}): Promise<Bot> {
  const slack = await startLocalSlack(options)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const { botToken, appToken, apiUrl } = slack
  const app = await startApp({ slackApiUrl: apiUrl, logLevel: 'trace' }, { botToken, appToken }, log)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= app.close()
    return closed
  }
  onTestFinished(async () => {
    await close()
    await slack.close()
  })
  return { slack, log: () => lines.join(''), close }
}
