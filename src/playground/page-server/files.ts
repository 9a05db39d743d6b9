import { readdir, readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where `npm run build` puts the page; the same from src and from dist. */
const BUILT = fileURLToPath(new URL('../../../dist/page/', import.meta.url))

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

export type PageFile = { body: Buffer; type: string; lasting: boolean }

/**
 * A file of the built page by the path of its address, `/` being index.html. Looked up in the folder's own list,
 * so that no path leads out of it. Files in assets have a hash in their name: a browser may keep them.
 */
export async function findPageFile(path: string, folder = BUILT): Promise<PageFile | undefined> {
  const name = path === '/' ? 'index.html' : path.slice(1)
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const type = TYPES[extname(name)]
  if (type === undefined || !names.map((one) => one.replaceAll('\\', '/')).includes(name)) return undefined
  return { body: await readFile(join(folder, name)), type, lasting: name.startsWith('assets/') }
}
