import { mkdirSync, renameSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../chaos/bundle.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The whole app as a program in one file, from the sources as they are now, with what it reads beside it. */
export async function faultsProgram(): Promise<{ program: string; remove: () => void }> {
  const { program: bundled, remove } = await bundle(new URL('./worker.ts', import.meta.url))
  const folder = dirname(dirname(bundled))
  // As deep below the project's own files as the parts of the app are.
  const program = join(folder, 'program', 'app', 'worker.mjs')
  mkdirSync(dirname(program))
  renameSync(bundled, program)
  renameSync(join(folder, 'catalogue.json'), join(folder, 'program', 'catalogue.json'))
  for (const name of ['manifest.json', 'package.json', 'data'])
    symlinkSync(join(ROOT, name), join(folder, name))
  return { program, remove }
}
