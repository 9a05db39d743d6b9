import { readFile } from 'node:fs/promises'
import { type Finding, fault, ok } from './finding.ts'

type Package = { engines: { node: string } }

/**
 * Compares a version of Node.js with what package.json asks for.
 * @param version such as `20.19.0`
 */
export async function checkNode(version: string): Promise<Finding> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  const wanted = (JSON.parse(text) as Package).engines.node.replace('>=', '')
  const isOlder = version.localeCompare(wanted, 'en', { numeric: true }) < 0
  if (!isOlder) return ok('Node.js', `${version}; ${wanted} or later is needed.`)
  return fault('Node.js', `${version} is too old.`, `Install ${wanted} or later: nodejs.org/en/download.`)
}
