import { randomUUID } from 'node:crypto'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file that is not there yet, in whole or not at all.
 * @returns why it could not be written, as a full sentence; undefined when it was
 */
export async function writeNew(path: string, text: string): Promise<string | undefined> {
  try {
    await writeFile(path, text, { flag: 'wx' })
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return `${path} is there already, and was left alone.`
    // What came of it before the disk was full is no use to anybody.
    await rm(path, { force: true }).catch(() => {})
    return `${path} cannot be written (${code}). See that its folder is there and that you may write to it.`
  }
}

/**
 * Replaces the text of a file, in whole or not at all: who reads it meanwhile gets the old one or the new one. Its mode
 * stays, and so does a link that leads to it.
 * @returns why it could not be written, as a full sentence; undefined when it was
 */
export async function replaceText(path: string, text: string): Promise<string | undefined> {
  try {
    const target = await realpath(path)
    // The catalogue does not read what begins with a dot.
    const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
    try {
      await writeFile(draft, text, { flag: 'wx' })
      await chmod(draft, (await stat(target)).mode)
      await rename(draft, target)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    return undefined
  } catch (error) {
    return `${path} cannot be written (${codeOf(error)}). See that you may write to it and to its folder.`
  }
}

/** @throws what is no fault of the file system */
function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return code
}
