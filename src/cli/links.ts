import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { count } from '../cards/text.ts'
import { DATA_FOLDER, loadCatalogue } from '../catalogue/load.ts'
import type { CheckOptions } from '../link-check/check.ts'
import { hasAnswer, type LinkResult } from '../link-check/result.ts'
import { readArgs } from './arguments.ts'
import { Failure, print, UsageError } from './command.ts'
import { replaceText, writeNew } from './files.ts'
import { type LinksReport, linksReport, parseReport, reportAsText } from './links-report.ts'

/** What the command has from its process; only tests give another network. */
export type LinksDeps = {
  /** Standard output, and standard error. */
  out: (text: string) => void
  err: (text: string) => void
  /** So many columns has the terminal for a progress bar; undefined where there is none. */
  columns: number | undefined
  now: () => Date
  signal: AbortSignal
  check?: CheckOptions
}

/** Follows all links of a catalogue; Ctrl-C ends that with what is known so far. Gives 1 when any is gone for certain. */
export async function links(args: string[]): Promise<number> {
  const ending = new AbortController()
  // The second time it ends the process, as ever.
  process.once('SIGINT', () => ending.abort())
  const { isTTY, columns } = process.stdout
  return runLinks(args, {
    out: print,
    err: (text) => process.stderr.write(text),
    columns: isTTY ? columns || 80 : undefined,
    now: () => new Date(),
    signal: ending.signal,
  })
}

/**
 * {@link links} in a process of any kind; gives 130 when it was stopped.
 * @throws Failure where no server can be reached, or the report not be read or written
 */
export async function runLinks(args: string[], deps: LinksDeps): Promise<number> {
  const { values, positionals } = readArgs('links', args)
  if (positionals.length > 0)
    throw new UsageError('links takes no words; --folder DIR names another catalogue.')
  const { folder = DATA_FOLDER, report: file, json = false } = values
  const [found, old] = [await linksOf(folder), file === undefined ? undefined : await readReport(file)]
  const results = await checkAll([...found.keys()], json ? { ...deps, columns: undefined } : deps)
  if (results.length > 0 && !results.some(hasAnswer) && !deps.signal.aborted) {
    throw new Failure(
      'No server could be reached: see to the connection of this machine. Nothing was written.',
    )
  }
  const report = linksReport({ links: found, results, old, checkedAt: deps.now().toISOString() })
  deps.out(json ? `${JSON.stringify(report)}\n` : reportAsText(report, await createPlaceOf(folder, report)))
  if (file !== undefined) {
    const fault = await writeReport(file, report, old !== undefined)
    if (fault !== undefined) throw new Failure(fault)
  }
  if (deps.signal.aborted) return 130
  return report.links.some(({ certain }) => certain) ? 1 : 0
}

/** Each address of a catalogue, with the ids of the use cases that have it. */
async function linksOf(folder: string): Promise<Map<string, string[]>> {
  const { useCases } = await loadCatalogue(folder)
  const found = new Map<string, string[]>()
  for (const { id, links } of useCases) {
    for (const { url } of links) found.set(url, [...(found.get(url) ?? []), id])
  }
  return found
}

async function checkAll(
  urls: readonly string[],
  { signal, columns, out, err, check }: LinksDeps,
): Promise<LinkResult[]> {
  const { checkLinks } = await import('../link-check/check.ts')
  if (columns === undefined) {
    err(`Following ${count(urls.length, 'link')}, politely: this may take a few minutes.\n`)
    return checkLinks(urls, { ...check, signal })
  }
  let done = 0
  const draw = (url: string) => out(`\r\u001b[K${progress(done, urls.length, url, columns)}`)
  draw('')
  const onResult = ({ url }: LinkResult) => {
    done++
    draw(url)
  }
  try {
    return await checkLinks(urls, { ...check, signal, onResult })
  } finally {
    out('\r\u001b[K')
  }
}

const BAR = 20

/** `[#####---------------] 35/140 https://...`, never longer than a line: the next one is written over it. */
function progress(done: number, total: number, url: string, columns: number): string {
  const full = Math.round((done / Math.max(total, 1)) * BAR)
  const line = `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}] ${done}/${total} ${url}`
  return line.slice(0, columns - 1)
}

async function readReport(file: string): Promise<Pick<LinksReport, 'links'> | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new Failure(`${file} cannot be read (${error.code}). Name another file.`)
  })
  if (text === undefined) return undefined
  const report = parseReport(text)
  if (!report) {
    throw new Failure(`${file} is no report of "kstreams links". Name another file, or move that one away.`)
  }
  return report
}

/** @returns why it could not be written; undefined when it was */
function writeReport(file: string, report: LinksReport, isThere: boolean): Promise<string | undefined> {
  return (isThere ? replaceText : writeNew)(file, `${JSON.stringify(report, undefined, 2)}\n`)
}

/** Where a link stands: the line of its file that ends with it. */
async function createPlaceOf(
  folder: string,
  { links }: LinksReport,
): Promise<(useCase: string, url: string) => string> {
  const lines = new Map<string, string[]>()
  const pathOf = (id: string) => join(folder, 'use-cases', `${id}.yaml`)
  for (const id of links.flatMap(({ state, useCases }) => (state === 'ok' ? [] : useCases))) {
    // It may have been renamed while the links were followed.
    lines.set(id, (await readFile(pathOf(id), 'utf8').catch(() => '')).split('\n'))
  }
  return (id, url) => {
    const line = (lines.get(id) ?? []).findIndex((text) => text.replace(/[\s'"]+$/, '').endsWith(url)) + 1
    return `${relative('', pathOf(id))}${line > 0 ? `:${line}` : ''}`
  }
}
