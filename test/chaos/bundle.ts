import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { compileCatalogue, DATA_FOLDER } from '../../src/catalogue/load.ts'

const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))

export type Bundle = { program: string; dataFolder: string; remove: () => void }

/** What packages that are CommonJS expect to be there; in names that nothing else has. */
const COMMON_JS = `
import { createRequire as chaosRequire } from 'node:module'
import { dirname as chaosDirname } from 'node:path'
const require = chaosRequire(import.meta.url)
const __filename = new URL(import.meta.url).pathname
const __dirname = chaosDirname(__filename)`

/**
 * Puts a program of ours in one file, from the sources as they are now: it starts in a third of the time, and whoever
 * kills processes starts many.
 * @param withPackages false leaves the packages where they are, as they are in a workspace's own installation
 */
export async function bundle(entry: URL, { withPackages = true } = {}): Promise<Bundle> {
  mkdirSync(CACHE, { recursive: true })
  // Packages that hold machine code are looked for from here.
  const folder = mkdtempSync(join(CACHE, 'kstreams-'))
  const program = join(folder, 'program', 'worker.mjs')
  await build({
    ...{
      entryPoints: [fileURLToPath(entry)],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    },
    ...{
      target: 'node20',
      logLevel: 'error',
      minifyWhitespace: true,
      banner: { js: withPackages ? COMMON_JS : '' },
    },
    ...(withPackages ? { external: ['libsql', 'pg-native'] } : { packages: 'external' as const }),
  })
  // Where the program looks for it, as in its own build: see COMPILED in catalogue/load.ts.
  await compileCatalogue(DATA_FOLDER, join(folder, 'catalogue.json'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  return { program, dataFolder: DATA_FOLDER, remove }
}
