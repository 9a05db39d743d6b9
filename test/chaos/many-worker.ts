/** The digests of several workspaces in a process of its own: see many.ts, which bundles and starts it. */
import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import type { Poster } from '../../src/digest/poster.ts'
import { startRunner } from '../../src/digest/runner.ts'
import { clientOptions } from '../../src/slack/client.ts'
import { createPoster } from '../../src/slack/poster.ts'
import { createSend } from '../../src/slack/send.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Orders } from './orders.ts'

async function main(): Promise<void> {
  const orders = JSON.parse(process.env['CHAOS'] ?? '') as Orders
  const { slacks = {}, databaseUrl, dataFolder, runner: settings, paceMs, offset } = orders
  // Nobody is left to end this process later.
  process.on('disconnect', () => process.exit(0))
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
  const log = pino({ level: 'warn' })
  const send = createSend(log)
  const posters = new Map<string, Poster>(
    Object.entries(slacks).map(([team, { apiUrl, botToken }]) => {
      const client = new WebClient(botToken, clientOptions(apiUrl, log))
      return [team, createPoster({ client, identity: client.auth.test(), send, log, paceMs })]
    }),
  )
  const [catalogue, database] = await Promise.all([loadCatalogue(dataFolder), openDatabase(databaseUrl)])
  const runner = startRunner({
    ...{
      database,
      team: undefined,
      catalogue: () => catalogue,
      now: () => Date.now() + offset,
      log,
      settings,
    },
    posterOf: async (team) => posters.get(team),
  })
  await stopped
  await runner.close()
  await database.close()
  process.exit(0)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
