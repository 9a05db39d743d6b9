/** The app of bench/digest.ts as it is, in a process of its own, which counts its statements. */
import { pino } from 'pino'
import { startApp } from '../src/app.ts'
import { settingsFor } from '../test/settings.ts'
import { ordersOf, say, type Used, used } from './digest-child.ts'
import type { SlackReady } from './digest-slack.ts'

export type AppOrders = Pick<SlackReady, 'slack'> & { databaseUrl: string; dataFolder: string }
export type AppFigures = Used & { statements: number }

async function main(): Promise<void> {
  const { slack, databaseUrl, dataFolder } = ordersOf<AppOrders>()
  let statements = 0
  const onStatement = () => {
    statements += 1
  }
  const { config, secrets } = settingsFor(slack, { DATABASE_URL: databaseUrl })
  const log = pino({ level: 'info' }, { write: () => {} })
  const app = await startApp(config, secrets, log, { dataFolder, watch: { onStatement } })
  process.on('message', () => say({ ...used(), statements } satisfies AppFigures))
  process.on('SIGTERM', () => app.close().then(() => process.exit(0)))
  say({ started: true })
}

void main()
