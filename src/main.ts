import { parseArgs } from 'node:util'
import { startApp } from './app.ts'
import { CatalogueError, formatProblem } from './catalogue/problems.ts'
import { isUnderNpm, readEnvironment, readSettings } from './config.ts'
import { createLog, describeError } from './log.ts'
import { ConnectError } from './slack/connect-error.ts'
import { shallStop } from './stop.ts'
import { StoreError } from './store/store-error.ts'

/** Ends the program with a line for the one who started it. */
function fail(code: number, text: string): never {
  process.stderr.write(text)
  process.exit(code)
}

function readFolder(): string | undefined {
  try {
    return parseArgs({ options: { state: { type: 'string' } } }).values.state
  } catch (error) {
    return fail(2, `${(error as Error).message}\nUsage: npm start [-- --state FOLDER]\n`)
  }
}

const stateFolder = readFolder()
const environment = readEnvironment()
const settings = readSettings(environment)
if (settings.kind === 'faulty') {
  fail(1, `kstreams cannot start:\n${settings.faults.map((fault) => `  ${fault}\n`).join('')}`)
}

if (settings.kind === 'slack' && stateFolder !== undefined) {
  fail(2, 'kstreams cannot start: --state is for the playground, and there are Slack tokens.\n')
}

// A closed terminal (SIGHUP) ends the playground, too; a bot may outlive the one who started it (nohup).
const signals = ['SIGINT', 'SIGTERM', ...(settings.kind === 'unset' ? ['SIGHUP'] : [])]
// From the first moment on: a process that is told to stop while it starts stops, too.
const stopped = shallStop(signals, isUnderNpm(environment))
const say = (line: string) => void process.stdout.write(`${line}\n`)
const { logLevel } = settings.config
const log =
  settings.kind === 'slack'
    ? createLog(logLevel)
    : (await import('./playground/terminal-log.ts')).createTerminalLog(logLevel, say, formatProblem)
try {
  const starting =
    settings.kind === 'slack'
      ? startApp(settings.config, settings.secrets, log)
      : (await import('./playground/run.ts')).openPlayground({ ...settings, log, stateFolder, say })
  const running = await Promise.race([starting, stopped.then(() => undefined)])
  // Of a bot without a terminal nobody closes one: the signal asks for the catalogue to be read anew, as is usual.
  if (running && 'reload' in running && !process.stdout.isTTY)
    process.on('SIGHUP', () => void running.reload())
  log.info({ reason: await stopped }, 'stopping')
  await running?.close()
  process.exit(0)
} catch (error) {
  // Whoever opened the playground reads the list, which says it all.
  const listed = settings.kind === 'unset' && error instanceof CatalogueError
  if (!listed) log.fatal({ error: describeError(error) }, 'kstreams stopped')
  if (error instanceof CatalogueError) fail(1, `The catalogue has faults:\n${error.message}\n`)
  if (error instanceof ConnectError || error instanceof StoreError) fail(1, `${error.message}\n`)
  fail(1, `kstreams cannot start: ${(error as Error).message}\n`)
}
