import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { openLibrary } from '../../src/library/library.ts'
import { createEdition, type Edition } from '../../src/search/edition.ts'
import { VALID } from '../catalogue/valid.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

/** A data folder with the one valid use case, gone at the end of the test. */
export async function dataFolder() {
  const above = await mkdtemp(join(tmpdir(), 'kstreams-library-'))
  onTestFinished(() => rm(above, { recursive: true }))
  const folder = join(above, 'data')
  const write = (path: string, text: string) => writeFile(join(folder, path), text)
  const fill = async () => {
    await mkdir(join(folder, 'use-cases'), { recursive: true })
    for (const [path, text] of Object.entries(VALID)) await write(path, text)
  }
  await fill()
  return { above, folder, write, fill }
}

/** A log that can be read: the lines so far, each as an object. */
export function readableLog() {
  const lines: Record<string, unknown>[] = []
  const log = pino(
    { level: 'debug', base: null, timestamp: false },
    { write: (line) => lines.push(JSON.parse(line)) },
  )
  const said = (msg: string) => lines.filter((line) => line['msg'] === msg)
  return { log, lines, said }
}

/** A library over such a folder, and what it wrote into the log. */
export async function openScene(watch = false) {
  const data = await dataFolder()
  const edition = createEdition(await loadCatalogue(data.folder, NOW))
  const { log, lines, said } = readableLog()
  const library = openLibrary({ edition, folder: data.folder, now: () => NOW.getTime(), log, watch })
  onTestFinished(() => library.close())
  return { ...data, library, edition, lines, said }
}

/** The ids that a question finds. */
export const found = ({ search }: Edition, question: string): string[] =>
  search.search(question).hits.map(({ useCase }) => useCase.id)
