/** The two programs of bench/answer.ts: each a process of its own, with a local Slack of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadCatalogue } from '../src/catalogue/load.ts'
import { type LocalSlack, startLocalSlack } from '../src/playground/index.ts'
import { openDatabase } from '../src/store/database.ts'

const FILES = {
  'bare Bolt': fileURLToPath(new URL('./bare-bolt.mjs', import.meta.url)),
  kstreams: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
}
export type Name = keyof typeof FILES
export const NAMES = Object.keys(FILES) as Name[]
/** One connection for Bolt, all of ours. */
const SOCKETS: Record<Name, number> = { 'bare Bolt': 1, kstreams: 2 }

/** The bot's database: not the one that somebody works with here. */
const FOLDER = mkdtempSync(join(tmpdir(), 'kstreams-bench-'))
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }))
const DATABASE_URL = `file:${join(FOLDER, 'kstreams.db')}`

export type Program = { name: Name; slack: LocalSlack; child: ChildProcess; startMs: number }

/** Starts a program, and waits until it can answer; `startMs` is what that took from the start of its process. */
export async function start(name: Name): Promise<Program> {
  const slack = await startLocalSlack()
  const began = performance.now()
  const child = launch(name, slack)
  await slack.connected(SOCKETS[name])
  return { name, slack, child, startMs: performance.now() - began }
}

function launch(name: Name, slack: LocalSlack): ChildProcess {
  const env = {
    ...{ PATH: process.env['PATH'], SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    ...{ SLACK_API_URL: slack.apiUrl, LOG_LEVEL: 'warn', DATABASE_URL, REQUESTS_PER_MINUTE: '0' },
  }
  // Bare Bolt is told its constants.
  const stdio = ['ignore', 'ignore', 'inherit', ...(name === 'bare Bolt' ? ['ipc' as const] : [])] as const
  return spawn(process.execPath, [FILES[name]], { env, stdio: [...stdio] })
}

/** Gives bare Bolt what it answers with; resolves once it has it. */
export async function giveConstants({ child }: Program, constants: object): Promise<void> {
  const taken = once(child, 'message')
  child.send(constants)
  await taken
}

export async function stop({ child, slack }: Program): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'close')
  await slack.close()
}

export function residentMegabytes({ child }: Program): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/**
 * Lets the programs do the same in turn, so that whatever else the machine does falls on both alike; the one that
 * began is last in the next turn.
 */
export async function takeTurns(
  programs: readonly Program[],
  turns: number,
  step: (program: Program, turn: number) => Promise<void>,
): Promise<void> {
  for (let turn = 0; turn < turns; turn++) {
    for (const program of turn % 2 === 0 ? programs : programs.toReversed()) await step(program, turn)
  }
}

/** Keeps `count` use cases for these people in the bot's database; the newest are those that the catalogue has. */
export async function saveMany(team: string, people: readonly string[], count: number): Promise<void> {
  const { useCases } = await loadCatalogue()
  const ids = Array.from({ length: count }, (_, place) => useCases[place]?.id ?? `gone-${place}`)
  const database = await openDatabase(DATABASE_URL)
  for (const person of people) {
    const rows = ids.map((useCase, place) => ({ team, person, useCase, at: Date.now() - place }))
    await database.db.insertInto('saved').values(rows).execute()
  }
  await database.close()
}
