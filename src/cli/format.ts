import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { count } from '../cards/text.ts'
import { formatFile } from '../catalogue/format.ts'
import { DATA_FOLDER, readFolder } from '../catalogue/load.ts'
import { formatProblem } from '../catalogue/problems.ts'
import type { SourceFile } from '../catalogue/read-yaml.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { replaceText } from './files.ts'

/** A file of a data folder, and where it is. */
type Entry = { place: string; source: SourceFile }

/** Writes the files of a catalogue in canonical form, or tells which are not in it. */
export async function format(args: string[]): Promise<number> {
  const { values, positionals } = readArgs('format', args)
  const { check = false } = values
  const named = await Promise.all((positionals.length > 0 ? positionals : [DATA_FOLDER]).map(entriesAt))
  // A file may be named twice, or be in a folder that is named, too.
  const entries = [...new Map(named.flat().map((entry) => [entry.place, entry])).values()]
  const results = await Promise.all(entries.map((entry) => formatEntry(entry, check)))
  const differing = results.flatMap((result) => result.differs ?? [])
  const faults = results.flatMap((result) => result.fault ?? [])
  print(summary(differing, count(entries.length, 'file'), check))
  if (faults.length > 0) process.stderr.write(`Left as they are:\n${faults.join('\n')}\n`)
  return faults.length > 0 || (check && differing.length > 0) ? 1 : 0
}

/**
 * The files that a person named: those of a data folder, or one of them.
 * @throws UsageError where it is none of a data folder; CatalogueError where a folder cannot be read
 */
async function entriesAt(named: string): Promise<Entry[]> {
  const place = resolve(named)
  const found = await stat(place).catch(() => undefined)
  if (!found) throw new UsageError(`There is no ${named}.`)
  if (found.isDirectory()) {
    return (await readFolder(place)).map((source) => ({ place: join(place, source.path), source }))
  }
  const parent = dirname(place)
  const folder = basename(parent) === 'use-cases' ? dirname(parent) : parent
  const source = (await readFolder(folder)).find(({ path }) => join(folder, path) === place)
  if (!source) throw new UsageError(`${named} is no file of a catalogue: data/README.md says what is.`)
  return [{ place, source }]
}

/** @returns the file's path where it was not in canonical form; or what is wrong with it, and it stays as it is */
async function formatEntry(
  { place, source }: Entry,
  check: boolean,
): Promise<{ differs?: string; fault?: string }> {
  const { path } = source
  if ('unreadable' in source) return { fault: formatProblem({ file: path, ...source.unreadable }) }
  const result = formatFile(path, source.text)
  if ('problem' in result) return { fault: formatProblem(result.problem) }
  if (result.text === source.text) return {}
  const fault = check ? undefined : await replaceText(place, result.text)
  return fault === undefined ? { differs: path } : { fault }
}

function summary(differing: readonly string[], total: string, check: boolean): string {
  if (differing.length === 0) return `${total}: nothing to format.\n`
  const which = `${differing.length} of ${total}: ${differing.join(', ')}.\n`
  return check ? `Not in canonical form: ${which}kstreams format mends that.\n` : `Formatted ${which}`
}
