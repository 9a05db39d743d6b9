import { join } from 'node:path'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { DATA_FOLDER, loadCatalogue } from '../catalogue/load.ts'
import { textOfUseCase } from '../catalogue/write.ts'
import { companyNamed } from '../search/lists.ts'
import { compareWithList, type NewEntry } from '../upstream/compare.ts'
import { draftEntry, idFor } from '../upstream/draft.ts'
import { type List, readList } from '../upstream/list.ts'
import { readSource } from '../upstream/read.ts'
import { localelessKey } from '../upstream/same-page.ts'
import { readArgs } from './arguments.ts'
import { Failure, print, UsageError } from './command.ts'
import { writeNew } from './files.ts'
import { syncJson, syncText } from './sync-report.ts'
import { PUBLIC_LIST } from './usage.ts'

/**
 * Tells how the public list differs from the catalogue; drafts what is new in it.
 * @throws Failure where the list is of no use, or a draft cannot be written
 */
export async function sync(args: string[]): Promise<number> {
  const { values, positionals } = readArgs('sync', args)
  if (positionals.length > 1) throw new UsageError('sync takes one list: a file or an address.')
  const [where = PUBLIC_LIST] = positionals
  const { folder = DATA_FOLDER } = values
  // First, since a catalogue with faults (drafts that nobody has finished) makes the rest useless.
  const catalogue = await loadCatalogue(folder)
  const list = await listAt(where, catalogue)
  const comparison = compareWithList(list, catalogue, (name) => companyNamed(name, catalogue))
  const written = values.write ? await write(comparison.added, catalogue, folder) : undefined
  const report = { where, list, comparison, catalogue, written }
  print(values.json ? syncJson(report) : syncText(report))
  return 0
}

async function listAt(where: string, catalogue: Catalogue): Promise<List> {
  const source = await readSource(where)
  if (!source.ok) throw new Failure(source.fault)
  const list = readList(source.text)
  if (list.entries.length === 0) {
    const [first] = list.leftOut
    const hint = first ? ` Line ${first.line}: ${first.fault}.` : ''
    throw new Failure(
      `${where} has no entries: is this a list with lines such as * [Company](https://…)?${hint}`,
    )
  }
  if (isAnother(list, catalogue)) {
    throw new Failure(
      `${where} looks like another list: it has none of the links that we have. The one to compare with is\n${PUBLIC_LIST}`,
    )
  }
  return list
}

/** Whether nothing that came from a list is in this one: then all of it would be new, and all of ours gone. */
function isAnother({ entries }: List, { useCases }: Catalogue): boolean {
  const listed = new Set(entries.flatMap(({ links }) => links.map(({ url }) => localelessKey(url))))
  const isListed = ({ links }: UseCase) => links.some(({ url }) => listed.has(localelessKey(url)))
  return useCases.some(({ source }) => source === 'awesome-kafka-streams') && !useCases.some(isListed)
}

/** Drafts each new entry as a file of its own, and never over one that is there; gives their paths. */
async function write(added: readonly NewEntry[], catalogue: Catalogue, folder: string): Promise<string[]> {
  const today = new Date().toISOString().slice(0, 10)
  const ids = new Set<string>()
  const written: string[] = []
  for (const entry of added) {
    const id = idFor(entry, (taken) => ids.has(taken) || catalogue.byId.has(taken))
    ids.add(id)
    const path = join(folder, 'use-cases', `${id}.yaml`)
    const fault = await writeNew(path, textOfUseCase(draftEntry(entry, today)))
    if (fault !== undefined) {
      const before = written.length > 0 ? ` Before that I wrote ${written.join(', ')}.` : ''
      throw new Failure(`${fault}${before}`)
    }
    written.push(path)
  }
  return written
}
