import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { describeError, type Log } from '../log.ts'

// A checkout changes many files, one after the other.
const QUIET_MS = 200

/**
 * Watches a data folder. With node:fs alone: libraries such as chokidar watch each file by itself, and ten thousand of
 * them are more than many systems allow; what happens to a file is told of its folder, too.
 * @param changed is called when something has changed and it has been quiet for a while
 * @returns ends it
 */
export function watchFolder(folder: string, changed: () => void, log: Log): () => void {
  const place = resolve(folder)
  let watchers: FSWatcher[] = []
  let quiet: NodeJS.Timeout | undefined
  const end = () => {
    clearTimeout(quiet)
    for (const watcher of watchers) watcher.close()
  }
  const heard = () => {
    clearTimeout(quiet)
    quiet = setTimeout(() => {
      // A watcher stays with a folder that was moved away, so each time all are opened anew, by name.
      begin()
      changed()
    }, QUIET_MS).unref()
  }
  const begin = () => {
    end()
    // The folder above tells when the data folder itself is replaced, or comes back.
    const above = open(dirname(place), (name) => name === basename(place) && heard(), log)
    watchers = [above, open(place, heard, log), open(join(place, 'use-cases'), heard, log)].flat()
  }
  begin()
  return end
}

/** None where there is no such folder: then the one above tells when there is. */
function open(folder: string, heard: (name: string | null) => void, log: Log): FSWatcher[] {
  const trouble = (error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return
    log.warn(
      { folder, error: describeError(error) },
      'the data folder cannot be watched: send SIGHUP after a change',
    )
  }
  try {
    return [watch(folder, { persistent: false }, (_, name) => heard(name)).on('error', trouble)]
  } catch (error) {
    trouble(error)
    return []
  }
}
