import { once } from 'node:events'
import { startApp } from './app.ts'
import { CatalogueError } from './catalogue/problems.ts'
import { readEnvironment, readSettings } from './config.ts'
import { createLog, describeError } from './log.ts'
import { ConnectError } from './slack/connect-error.ts'

const HOW_TO_BEGIN = `kstreams has no Slack tokens yet. Two ways on:

  1. Try it here:    npm run --silent kstreams -- search fraud
  2. Connect Slack:  create an app from manifest.json, put its two tokens into .env (see README.md,
                     "Install in five minutes"), and run npm start again.
`

const settings = readSettings(readEnvironment())
if (settings.kind === 'faulty') {
  process.stderr.write(`kstreams cannot start:\n${settings.faults.map((fault) => `  ${fault}\n`).join('')}`)
  process.exit(1)
}
if (settings.kind === 'unset') {
  process.stderr.write(HOW_TO_BEGIN)
  process.exit(1)
}

const log = createLog(settings.config.logLevel)
// From the first moment on: a process that is told to stop while it starts stops, too.
const stopped = Promise.race(['SIGINT', 'SIGTERM'].map((name) => once(process, name)))
try {
  const starting = startApp(settings.config, settings.secrets, log)
  const app = await Promise.race([starting, stopped.then(() => undefined)])
  const [signal] = await stopped
  log.info({ signal }, 'stopping')
  await app?.close()
  process.exit(0)
} catch (error) {
  if (error instanceof CatalogueError) process.stderr.write(`The catalogue has faults:\n${error.message}\n`)
  if (error instanceof ConnectError) process.stderr.write(`${error.message}\n`)
  log.fatal({ error: describeError(error) }, 'kstreams stopped')
  process.exit(1)
}
