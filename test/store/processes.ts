import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, onTestFinished } from 'vitest'

export type Orders = { task: 'open' | 'claim' | 'people' | 'decide' | 'events'; url: string }

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url))
// Where packages are found from.
const CACHE = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url))

/**
 * Lets several processes use a database, and makes sure that they begin at the same moment.
 * @returns what each of them did; an error's text where one failed
 */
export async function inProcesses(count: number, orders: Orders): Promise<(string[] | string)[]> {
  const program = await bundled()
  const children = Array.from({ length: count }, () => fork(program, { stdio: 'inherit' }))
  onTestFinished(() => {
    for (const child of children) child.kill('SIGKILL')
  })
  await Promise.all(children.map((child) => asked(child, orders)))
  return Promise.all(children.map((child) => asked(child, 'go')))
}

async function asked(child: ChildProcess, message: Orders | 'go'): Promise<string[] | string> {
  const answer = once(child, 'message')
  child.send(message)
  const [said] = await answer
  return said as string[] | string
}

let bundle: Promise<string> | undefined
let remove = () => {}
afterAll(() => remove())

function bundled(): Promise<string> {
  bundle ??= makeBundle()
  return bundle
}

/** From the sources as they are, packages included, in one file: a process with it starts in half of the time. */
async function makeBundle(): Promise<string> {
  mkdirSync(CACHE, { recursive: true })
  const folder = mkdtempSync(join(CACHE, 'kstreams-store-'))
  remove = () => rmSync(folder, { recursive: true, force: true })
  const outfile = join(folder, 'worker.mjs')
  await build({
    ...{ entryPoints: [WORKER], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ external: ['libsql', 'pg-native'], banner: { js: COMMON_JS }, logLevel: 'error' },
  })
  return outfile
}

/** What packages that are CommonJS expect to be there. */
const COMMON_JS = `import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)`
