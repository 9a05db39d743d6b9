import { type Config, readSettings, type Secrets } from '../src/config.ts'
import type { LocalSlack } from '../src/playground/index.ts'

/** Where a test's database is, unless it says otherwise: in its own process's memory. */
export const IN_MEMORY = 'file::memory:'

/** The settings of a bot that is connected to a local Slack, with more variables of the environment. */
export function settingsFor(
  { apiUrl, botToken, appToken }: Pick<LocalSlack, 'apiUrl' | 'botToken' | 'appToken'>,
  environment: Record<string, string> = {},
): { config: Config; secrets: Secrets } {
  const settings = readSettings({
    ...{ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken },
    // Tests are faster than anybody.
    ...{ DATABASE_URL: IN_MEMORY, REQUESTS_PER_MINUTE: '0', ...environment },
  })
  if (settings.kind !== 'slack') throw new Error(`no settings for Slack: ${JSON.stringify(settings)}`)
  return settings
}

/** The settings of a playground that logs nothing. */
export function playgroundConfig(): Config {
  const settings = readSettings({ LOG_LEVEL: 'silent' })
  if (settings.kind !== 'unset') throw new Error(`no playground: ${JSON.stringify(settings)}`)
  return settings.config
}
