import {
  Document,
  type DocumentOptions,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Scalar,
  type ScalarTag,
  type SchemaOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { FIELDS, type UseCaseFile } from './schema.ts'

/** The first line of a file of `data/use-cases`: it tells editors the schema. */
export const USE_CASE_HEAD = '# yaml-language-server: $schema=../schemas/use-case.json'

// In characters, indent included; what the catalogue was written with before there was a program to write it.
const PROSE_WIDTH = 100
const LINE_WIDTH = 116
const LAYOUT = { lineWidth: 0, flowCollectionPadding: false }
const PROSE = ['summary', 'details']

/**
 * A use case as the text of its file, in canonical form: what `kstreams format` would make of it.
 * @returns ends in a line break; begins with the line that names the schema
 */
export function textOfUseCase(useCase: UseCaseFile): string {
  // Two links with one list of speakers would otherwise become a YAML anchor and its alias.
  const document = new Document(useCase, { ...FOLDING, aliasDuplicateObjects: false })
  return `${USE_CASE_HEAD}\n${canonicalText(document)}`
}

/**
 * Gives a document its canonical form, comments kept: fields in the order of the schema, defaults left out, prose
 * folded, short lists on one line, no quotes that are not needed, a blank line before each term of a vocabulary.
 * @param document made with {@link FOLDING}; it is changed
 * @returns its text, which ends in a line break
 */
export function canonicalText(document: Document): string {
  const { contents } = document
  if (isMap(contents)) layOutFields(contents, FIELDS.useCase, 0)
  if (isSeq(contents)) {
    layOutItems(contents, FIELDS.term, 0)
    contents.items.forEach((term, index) => {
      if (isNode(term)) term.spaceBefore = index > 0
    })
  }
  return document.toString(LAYOUT)
}

/** Folds what is to be folded and nothing else: the library has one width for all texts of a document. */
export const FOLDING: DocumentOptions & SchemaOptions = {
  customTags: (tags) =>
    tags.map((tag) => {
      const { stringify } = typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str' ? tag : {}
      return stringify ? { ...(tag as ScalarTag), stringify: folding(stringify) } : tag
    }),
}

const folding = (stringify: Stringify): Stringify => {
  return (scalar, context, ...callbacks) => {
    const lineWidth = scalar.type === 'BLOCK_FOLDED' ? PROSE_WIDTH : 0
    return stringify(scalar, { ...context, options: { ...context.options, lineWidth } }, ...callbacks)
  }
}
type Stringify = NonNullable<ScalarTag['stringify']>

type Fields = Readonly<Record<string, { safeParse(value: unknown): { data?: unknown } }>>
type Pair = YAMLMap['items'][number]

/** @param indent of the fields, in characters */
function layOutFields(map: YAMLMap, fields: Fields, indent: number): void {
  const order = Object.keys(fields)
  const place = (pair: Pair) => (order.includes(nameOf(pair)) ? order.indexOf(nameOf(pair)) : order.length)
  map.flow = false
  map.items = map.items.filter((pair) => !isDefault(pair, fields)).toSorted((a, b) => place(a) - place(b))
  for (const pair of map.items) {
    const { key, value } = pair
    const start = indent + `${nameOf(pair)}: `.length
    plain(key)
    plain(value)
    if (isScalar(value) && folds(value, start, nameOf(pair))) value.type = 'BLOCK_FOLDED'
    if (isSeq(value)) layOutList(value, start, indent + 2)
  }
}

/** @param start the column that it would begin at */
function folds({ value }: Scalar, start: number, name: string): boolean {
  if (typeof value !== 'string') return false
  return PROSE.includes(name) || (value.includes(' ') && start + value.length > LINE_WIDTH)
}

const nameOf = ({ key }: Pair) => (isScalar(key) ? String(key.value) : '')

/** An empty list that is the same when it is left out, and that nobody remarked on. */
function isDefault({ key, value }: Pair, fields: Fields): boolean {
  if (!isSeq(value) || value.items.length > 0 || hasComment(key) || hasComment(value)) return false
  return isScalar(key) && Array.isArray(fields[String(key.value)]?.safeParse(undefined).data)
}

/** The library's choice: no quotes where none are needed, one line for one line; no blank line before it. */
function plain(node: unknown): void {
  if (!isNode(node)) return
  node.spaceBefore = false
  if (isScalar(node) && typeof node.value === 'string') delete node.type
}

/**
 * A list of words takes one line where it fits and no word has a remark, a list of links as many as they need.
 * @param start the column that the line would begin at
 * @param indent of the items where they take a line each
 */
function layOutList(list: YAMLSeq, start: number, indent: number): void {
  const { flow } = list
  layOutItems(list, FIELDS.link, indent)
  const words = list.items.every((item) => isScalar(item) && item.value !== null && !hasComment(item))
  const fits = words && start + onOneLine(list).length <= LINE_WIDTH
  list.flow = fits && (flow === true || !hasComment(list))
  if (list.flow || !flow) return
  // What is remarked on a line would otherwise end up below its items, and go with the next field.
  list.commentBefore = joined(list.commentBefore, list.comment)
  list.comment = null
}

function layOutItems(list: YAMLSeq, fields: Fields, indent: number): void {
  list.flow = false
  for (const item of list.items) {
    plain(item)
    if (!isMap(item)) continue
    layOutFields(item, fields, indent + 2)
    const first = item.items[0]?.key
    if (!isNode(first)) continue
    // Above the dash, where it is found again.
    item.commentBefore = joined(item.commentBefore, first.commentBefore)
    first.commentBefore = null
  }
}

const joined = (...remarks: (string | null | undefined)[]) => remarks.filter(Boolean).join('\n') || null

/** Its items between brackets, whatever is remarked on the whole. */
function onOneLine(list: YAMLSeq): string {
  const alone = new Document(null, FOLDING)
  const bare = list.clone() as YAMLSeq
  alone.contents = Object.assign(bare, { flow: true, comment: null, commentBefore: null })
  return alone.toString(LAYOUT).trimEnd()
}

const hasComment = (node: unknown): boolean => isNode(node) && Boolean(node.comment || node.commentBefore)
