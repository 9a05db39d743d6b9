import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LocalSlack } from './local-slack-api.ts'
import type { Saved } from './model.ts'
import { BOT_USER } from './workspace.ts'
import { isJson } from './world.ts'

/** The form of the file; a file of another form is set aside. */
const VERSION = 1
const WAIT_MS = 300

/** Reads `workspace.json` in this folder, undefined when there is none. */
export type Found = { saved?: Saved; trouble?: string }

const fileIn = (folder: string) => join(folder, 'workspace.json')

/**
 * The workspace that was kept in this folder, if any; the folder is made, for its owner alone. A file that cannot
 * be read is set aside under another name, and `trouble` says so. Throws when the folder cannot be used.
 */
export async function readState(folder: string, now: () => number = Date.now): Promise<Found> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = fileIn(folder)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
  const fault = faultIn(text)
  if (typeof fault !== 'string') return { saved: fault }
  const aside = `${file}.broken-${now()}`
  await rename(file, aside)
  return { trouble: `${file} ${fault}. It is now ${aside}, and a new workspace begins.` }
}

function faultIn(text: string): Saved | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'is not JSON'
  }
  if (!isJson(value) || value['version'] !== VERSION) return `is not of version ${VERSION}`
  const { version, ...saved } = value
  return isSaved(saved) ? saved : 'does not hold a workspace'
}

function isSaved(value: unknown): value is Saved {
  if (!isJson(value)) return false
  const { users, channels, messages, counted } = value
  return (
    every(users, ['id', 'name', 'real_name', 'tz'], []) &&
    every(channels, ['id', 'name'], ['members']) &&
    every(messages, ['ts', 'channel', 'user', 'text'], ['notifies', 'links']) &&
    (users as { id: string }[]).some((one) => one.id === BOT_USER) &&
    isJson(counted) &&
    ['ids', 'stamps', 'second'].every((key) => Number.isInteger(counted[key]))
  )
}

function every(list: unknown, strings: string[], arrays: string[]): boolean {
  const fits = (one: unknown) =>
    isJson(one) &&
    strings.every((key) => typeof one[key] === 'string') &&
    arrays.every((key) => Array.isArray(one[key]))
  return Array.isArray(list) && list.every(fits)
}

/** Keeps what happens in this workspace in the folder, a moment after it happens and once more on close. */
export function keepState(
  slack: LocalSlack,
  folder: string,
  failed: (error: unknown) => void,
): { close: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined
  let writing = Promise.resolve()
  const write = () => {
    timer = undefined
    writing = writing.then(() => writeState(folder, slack.save())).catch(failed)
    return writing
  }
  const stop = slack.onChange(({ kind }) => {
    if (kind === 'message' || kind === 'workspace') timer ??= setTimeout(write, WAIT_MS).unref()
  })
  return {
    close: () => {
      stop()
      clearTimeout(timer)
      return write()
    },
  }
}

/** Whole or not at all: a crash in between leaves the old file. */
async function writeState(folder: string, saved: Saved): Promise<void> {
  const file = fileIn(folder)
  const fresh = `${file}.new`
  await writeFile(fresh, JSON.stringify({ version: VERSION, ...saved }), { mode: 0o600 })
  await rename(fresh, file)
}
