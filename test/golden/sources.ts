import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A declaration at the top of a file of `src/cards`. */
type Declaration = { file: string; name: string; exported: boolean; shows: boolean; body: string }

const CARDS = fileURLToPath(new URL('../../src/cards/', import.meta.url))
const HERE = fileURLToPath(new URL('.', import.meta.url))

const START = /^(?=(?:export )?(?:async )?(?:function|const) \w)/m
const HEAD = /^(export )?(?:async )?(function|const) (\w+)/
/** Of a function: everything to its return type, which one line ends. An arrow's stands before the arrow. */
const RETURNS = { function: /\): ([^\n]+) \{$/m, const: /\): ([^\n]+?) =>/ }
const SHOWN = /\b(?:Reply|ModalView|HomeView)\b|\bAnyBlock\[\]/

function declarationsOf(file: string): Declaration[] {
  const parts = readFileSync(CARDS + file, 'utf8').split(START)
  return parts.flatMap((body) => {
    const [, exported, keyword, name] = HEAD.exec(body) ?? []
    if (name === undefined) return []
    const returns = RETURNS[keyword === 'function' ? 'function' : 'const'].exec(body)?.[1] ?? ''
    return [{ file, name, exported: exported !== undefined, shows: SHOWN.test(returns), body }]
  })
}

const all = readdirSync(CARDS)
  .filter((file) => file.endsWith('.ts'))
  .flatMap(declarationsOf)

/** The exported functions of `src/cards` that give a message, a view or blocks, as `file: name`. */
export const showing: readonly string[] = all
  .filter(({ exported, shows }) => exported && shows)
  .map(({ file, name }) => `${file}: ${name}`)

/**
 * What the gallery reaches of `src/cards`, as `file: name`: what it calls itself, and what that calls. A word in a body
 * stands for the declaration of that name in the same file, or for an exported one of any other.
 */
export function reached(): Set<string> {
  const files = readdirSync(HERE).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  const texts = files.filter((file) => file !== 'sources.ts').map((file) => readFileSync(HERE + file, 'utf8'))
  const seen = new Set<Declaration>()
  const queue = texts.map((body) => ({ file: '', body }))
  for (const { file, body } of queue) {
    // An import alone calls nothing.
    const words = new Set(body.replace(/^import [^;]*? from '.*$/gm, '').match(/\w+/g))
    for (const one of all) {
      if (seen.has(one) || !words.has(one.name) || !(one.exported || one.file === file)) continue
      seen.add(one)
      queue.push(one)
    }
  }
  return new Set([...seen].map(({ file, name }) => `${file}: ${name}`))
}
