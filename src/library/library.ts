import type { Amendments } from '../catalogue/amend.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { CatalogueError, type Problem } from '../catalogue/problems.ts'
import { type Sliced, visiting } from '../catalogue/sliced.ts'
import { describeError, type Log } from '../log.ts'
import type { Edition } from '../search/edition.ts'
import { gently } from './gently.ts'
import { readAnew } from './read-anew.ts'
import { createShelf } from './shelf.ts'
import { watchFolder } from './watch.ts'

/** What the bot answers from: the present edition, read anew when the files change, or when something is added to them. */
export type Library = {
  /** What a workspace is answered from now. Whoever took it may go on using it when there is a newer one. */
  current: (team: string) => Edition
  /**
   * Sets what is known beyond the files, for one workspace, or (`''`) for all. Resolves once answers come from it.
   * An addition that the files have by now, or that breaks a rule of theirs, is left out; the log says which.
   */
  amend: (team: string, amendments: Partial<Amendments>) => Promise<void>
  /** Reads the files anew. Resolves when answers come from them, or when it is clear that they do not. Never throws. */
  reload: () => Promise<'same' | 'changed' | 'faulty'>
  close: () => Promise<void>
}

type Options = {
  /** Made of the files of the folder, as they were. */
  edition: Edition
  folder: string
  /** In milliseconds since 1970: nothing may be dated later. */
  now: () => number
  log: Log
  /** Whether a change of the folder is noticed without being told. */
  watch: boolean
}

type Outcome = Awaited<ReturnType<Library['reload']>>

/** Opens the library. Editions are built beside those that answer, one at a time, and gently. */
export function openLibrary({ edition, folder, now, log, watch }: Options): Library {
  const closing = new AbortController()
  const { signal } = closing
  const today = () => new Date(now()).toISOString().slice(0, 10)
  const shelf = createShelf(edition, { today, log, signal })
  let files = edition.catalogue
  let faulty = false

  async function build(withFiles: boolean): Promise<Outcome> {
    const read = withFiles ? await readFiles() : 'same'
    if (typeof read !== 'object') {
      await shelf.arrange(files)
      return read
    }
    await shelf.arrange(read)
    files = read
    return 'changed'
  }
  async function readFiles(): Promise<Catalogue | 'same' | 'faulty'> {
    try {
      const read = await readAnew(folder, files.version, today(), signal)
      // The very files that answers come from: nothing else would say that all is well again.
      if (read === undefined && faulty) log.info({ useCases: files.useCases.length }, MENDED)
      faulty = false
      return read ?? 'same'
    } catch (error) {
      if (!(error instanceof CatalogueError)) throw error
      faulty = true
      await gently(telling(error.problems, log), signal)
      return 'faulty'
    }
  }
  const request = oneAtATime((withFiles) => {
    return build(withFiles).catch((error: unknown) => {
      if (signal.aborted) return 'same'
      log.error({ error: describeError(error) }, 'the catalogue could not be read anew: the one before stays')
      return 'faulty'
    })
  })
  const stopWatching = watch ? watchFolder(folder, () => void request(true), log) : () => {}
  return {
    current: shelf.current,
    async amend(team, amendments) {
      shelf.amend(team, amendments)
      await request(false)
    },
    reload: () => request(true),
    async close() {
      closing.abort()
      stopWatching()
      await request(false)
    },
  }
}

const MENDED = 'the catalogue has no faults any more'

/** Tells of each fault, in steps: there may be thousands. */
function* telling(problems: readonly Problem[], log: Log): Sliced<void> {
  yield* visiting(problems, (problem) => log.warn(problem, 'a fault in the catalogue'), 16)
  log.error({ faults: problems.length }, 'the catalogue has faults: the one before stays')
}

/** Builds one at a time. What is asked for meanwhile is one more build, for all who asked. */
function oneAtATime(build: (withFiles: boolean) => Promise<Outcome>) {
  let last: Promise<unknown> = Promise.resolve()
  let next: { withFiles: boolean; done: Promise<Outcome> } | undefined
  const begin = () => {
    const withFiles = next?.withFiles ?? false
    next = undefined
    return build(withFiles)
  }
  return (withFiles: boolean): Promise<Outcome> => {
    next ??= { withFiles, done: last.then(begin) }
    next.withFiles ||= withFiles
    last = next.done
    return next.done
  }
}
