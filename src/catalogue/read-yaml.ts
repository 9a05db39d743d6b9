import type { Document, ErrorCode, YAMLError } from 'yaml'
import { isMap, isNode, isScalar, isSeq, LineCounter, type Node, parseDocument, visit } from 'yaml'
import type { Problem } from './problems.ts'
import type { Sliced } from './sliced.ts'

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
  const { document, lineAt } = open(file.text)
  const fault = faultOf(document)
  if (fault) {
    const { offset, ...words } = fault
    problems.push({ file: path, line: lineAt(offset), ...words })
    return undefined
  }
  const value: unknown = document.toJS()
  if (value === null) {
    const remedy = 'Copy another file of its kind and change it, or remove this one.'
    problems.push({ file: path, fault: 'the file is empty', remedy })
    return undefined
  }
  return { value, locate: locateIn(file.text) }
}

/** {@link readYaml} for a file that holds a list, item by item: read at once, a long one would keep others waiting. */
export function* readingYamlList(file: SourceFile, problems: Problem[]): Sliced<ParsedYaml | undefined> {
  const text = 'text' in file ? file.text : ''
  const items: unknown[] = []
  for (const part of text.split(/(?<=\n)(?=- )/)) {
    const { document } = open(part)
    const value: unknown = faultOf(document) ? undefined : document.toJS()
    // What stands above the first item is a comment; what is no list at all is explained as a whole.
    if (Array.isArray(value)) for (const item of value) items.push(item)
    else if (value !== null || items.length > 0) return readYaml(file, problems)
    yield
  }
  return items.length > 0 ? { value: items, locate: locateIn(text) } : readYaml(file, problems)
}

function open(text: string) {
  const lines = new LineCounter()
  // The parser takes a byte order mark for a column, and then a list for crooked.
  const document = parseDocument(text.replace(/^\ufeff/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // It compares each with each, which takes seconds for some thousands.
    uniqueKeys: false,
  })
  return { document, lineAt: (offset: number) => lines.linePos(offset).line }
}

type Fault = Words & { offset: number }

function faultOf(document: Document): Fault | undefined {
  const [broken] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0])
  if (broken) return { offset: broken.pos[0], ...explainYaml(broken) }
  let fault: Fault | undefined
  visit(document, {
    // Without aliases a file cannot blow up to more than its size, and reads as what it says.
    Alias: (_, { source, range }) => {
      const remedy = 'Write the value out; a text that begins with * needs quotes.'
      fault = { offset: range?.[0] ?? 0, fault: `*${source} is a YAML alias`, remedy }
      return visit.BREAK
    },
    Map: (_, { items }) => {
      const twice = repeated(items.map(({ key }) => key))
      if (!twice) return undefined
      const remedy = 'Remove one of the two.'
      fault = {
        offset: twice.range?.[0] ?? 0,
        fault: 'broken YAML: the field of this line is there twice',
        remedy,
      }
      return visit.BREAK
    },
  })
  return fault
}

/** The first of the keys that is there before. */
function repeated(keys: readonly unknown[]): Node | undefined {
  const seen = new Set<unknown>()
  return keys.filter(isScalar).find(({ value }) => seen.size === seen.add(value).size)
}

/** Reads the text again at the first question: its tree is twenty times as large, and few files have a fault. */
function locateIn(text: string): Locate {
  let opened: ReturnType<typeof open> | undefined
  return (path) => {
    opened ??= open(text)
    return locate(opened.document, path, opened.lineAt)
  }
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
  MISSING_CHAR: OPEN,
  NON_STRING_KEY: COLON,
  MULTIPLE_DOCS: ['the file goes on after a line of ---', 'Make a file of each use case.'],
  RESOURCE_EXHAUSTION: ['it is nested too deep', 'Write it as flat as the other files.'],
  TAB_AS_INDENT: ['the line begins with a tab', 'Begin it with spaces, two for each level.'],
  TAG_RESOLVE_FAILED: ['a value begins with !', 'Put quotes around the value.'],
}
