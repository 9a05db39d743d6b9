import { isMap, isSeq, parseDocument } from 'yaml'
import type { Problem } from './problems.ts'
import { readYaml } from './read-yaml.ts'
import { canonicalText, FOLDING, USE_CASE_HEAD } from './write.ts'

const VOCABULARY_HEAD = '# yaml-language-server: $schema=schemas/vocabulary.json'
/** The line that names the schema, among the comments that a file begins with. */
const HEAD = /^((?:[ \t]*(?:#.*)?\n)*?)# *yaml-language-server:.*(?:\n|$)/

/**
 * A file of the data folder in canonical form, with every comment that is in it. What its fields hold stays as it is,
 * right or wrong: that is what `check` is for.
 * @param path names it in the problem
 * @returns the problem, where the text is no YAML that the catalogue reads
 */
export function formatFile(path: string, text: string): { text: string } | { problem: Problem } {
  const problems: Problem[] = []
  readYaml({ path, text }, problems)
  const [problem] = problems
  if (problem) return { problem }
  try {
    return { text: canonical(text) }
  } catch (error) {
    // The library writes from the inside out, and gets less deep than where it reads.
    if (!(error instanceof RangeError)) throw error
    const remedy = 'Write it as flat as the other files.'
    return { problem: { file: path, fault: 'the file is nested too deep', remedy } }
  }
}

function canonical(text: string): string {
  const bare = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(HEAD, '$1')
  // No field is there twice, or it would be a problem; to look once more takes long where there are thousands.
  const document = parseDocument(bare, { ...FOLDING, uniqueKeys: false })
  const { contents } = document
  const body = canonicalText(document)
  // An introduction follows at once, the first term after a blank line.
  if (isSeq(contents)) return `${VOCABULARY_HEAD}\n${body.startsWith('#') ? '' : '\n'}${body}`
  // A moved use case has no schema, and needs none.
  return isMap(contents) && !contents.has('movedTo') ? `${USE_CASE_HEAD}\n${body}` : body
}
