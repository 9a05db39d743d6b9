import type { Document, ErrorCode, YAMLError } from 'yaml'
import {
  type Alias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from 'yaml'
import type { Problem } from './problems.ts'

/** A file of the data folder: its path below that folder (with `/`), and its text or why there is none. */
export type SourceFile = { path: string } & ({ text: string } | { unreadable: Words })
type Words = Pick<Problem, 'fault' | 'remedy'>

/** Where a value stands in its file: the line, counted from 1, of the field at a path such as `['links', 0, 'url']`. */
export type Locate = (path: readonly PropertyKey[]) => number | undefined

export type ParsedYaml = { value: unknown; locate: Locate }

/** Reads one file. Of broken YAML only the first fault is reported: the later ones mostly follow from it. */
export function readYaml(file: SourceFile, problems: Problem[]): ParsedYaml | undefined {
  const { path } = file
  if ('unreadable' in file) {
    problems.push({ file: path, ...file.unreadable })
    return undefined
  }
  const lines = new LineCounter()
  const lineAt = (offset: number) => lines.linePos(offset).line
  // The parser takes a byte order mark for a column, and then a list for crooked.
  const document = parseDocument(file.text.replace(/^\ufeff/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
  })
  const [broken] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0])
  if (broken) {
    problems.push({ file: path, line: lineAt(broken.pos[0]), ...explainYaml(broken) })
    return undefined
  }
  // Without aliases a file cannot blow up to more than its size, and reads as what it says.
  const alias = firstAlias(document)
  if (alias) {
    problems.push({
      ...{ file: path, line: lineAt(alias.range?.[0] ?? 0), fault: `*${alias.source} is a YAML alias` },
      remedy: 'Write the value out; a text that begins with * needs quotes.',
    })
    return undefined
  }
  const value: unknown = document.toJS()
  if (value === null) {
    const remedy = 'Copy another file of its kind and change it, or remove this one.'
    problems.push({ file: path, fault: 'the file is empty', remedy })
    return undefined
  }
  return { value, locate: (fieldPath) => locate(document, fieldPath, lineAt) }
}

/** The line of the field's name, or of the item of a list; of what it should be in, where it is missing. */
function locate(document: Document, path: readonly PropertyKey[], lineAt: (offset: number) => number) {
  for (let depth = path.length; depth > 0; depth--) {
    const offset = nodeIn(document.getIn(path.slice(0, depth - 1), true), path[depth - 1])?.range?.[0]
    if (offset !== undefined) return lineAt(offset)
  }
  const { contents } = document
  return isMap(contents) || !contents?.range ? undefined : lineAt(contents.range[0])
}

function nodeIn(parent: unknown, key: PropertyKey | undefined): Node | undefined {
  const keyIs = (node: unknown) => isScalar(node) && node.value === key
  const node = isMap(parent)
    ? parent.items.find((pair) => keyIs(pair.key))?.key
    : isSeq(parent) && typeof key === 'number'
      ? parent.items[key]
      : undefined
  return isNode(node) ? node : undefined
}

function firstAlias(document: Document): Alias | undefined {
  const found: Alias[] = []
  visit(document, {
    Alias: (_, node) => {
      found.push(node)
      return visit.BREAK
    },
  })
  return found[0]
}

function explainYaml({ code, message }: YAMLError): Words {
  const known = code === 'BAD_INDENT' && message.startsWith('Flow') ? OPEN : EXPLAINED[code]
  if (known) return { fault: `broken YAML: ${known[0]}`, remedy: known[1] }
  const remedy = 'Compare the line with another file; a value with a sign of YAML in it needs quotes.'
  return { fault: `broken YAML: ${message.split('\n')[0]?.replace(/\.$/, '')}`, remedy }
}

const COLON: readonly [string, string] = [
  'this line is no "name: value"',
  'Put quotes around a value that holds a colon, and remove what is no field, such as marks of a merge.',
]
const INDENT: readonly [string, string] = [
  'the line begins at another column than its neighbours',
  'Begin all fields of one level at the same column.',
]
const OPEN: readonly [string, string] = [
  'a quote or a bracket is not closed, or a comma is missing',
  'Look for it in this line or above.',
]
/** What contributors do wrong most often, in their words; the parser's own are for those who write parsers. */
const EXPLAINED: Partial<Record<ErrorCode, readonly [fault: string, remedy: string]>> = {
  BLOCK_AS_IMPLICIT_KEY: COLON,
  MULTILINE_IMPLICIT_KEY: COLON,
  BAD_INDENT: INDENT,
  BAD_SCALAR_START: ['a value begins with a sign that YAML keeps for itself', 'Put quotes around the value.'],
  DUPLICATE_KEY: ['the field of this line is there twice', 'Remove one of the two.'],
  MISSING_CHAR: OPEN,
  NON_STRING_KEY: COLON,
  MULTIPLE_DOCS: ['the file goes on after a line of ---', 'Make a file of each use case.'],
  RESOURCE_EXHAUSTION: ['it is nested too deep', 'Write it as flat as the other files.'],
  TAB_AS_INDENT: ['the line begins with a tab', 'Begin it with spaces, two for each level.'],
  TAG_RESOLVE_FAILED: ['a value begins with !', 'Put quotes around the value.'],
}
