import { lexer, type MarkedToken, type Token, type Tokens } from 'marked'
import { LENGTH } from '../catalogue/limits.ts'
import { linkKey } from '../catalogue/links.ts'
import { oneLine, type Piece, piecesOf } from './pieces.ts'

/** A link of a list: its address (http or https) as written, and what the list calls it, perhaps nothing. */
export type ListLink = { url: string; text: string }

/** What a list says of a company in one item, those nested in it included. */
export type ListEntry = {
  company: string
  /** The headings above it, the outermost first. */
  headings: readonly string[]
  /** At least one; none twice. */
  links: readonly ListLink[]
  /** What follows the company, on one line; nested items after a semicolon each. */
  text: string
  /** The line of the list where it begins, counted from 1. */
  line: number
}

/** Something of a list that became no entry, or no link of one: where and why, and the address, if it is a web address. */
export type LeftOut = { line: number; fault: string; url?: string }

/** A list as it was understood. */
export type List = { entries: ListEntry[]; leftOut: LeftOut[] }

type Heading = { depth: number; text: string }
type Reading = List & { headings: Heading[] }
const textOf = ({ text }: Pick<Heading, 'text'>) => text

/**
 * Reads a list such as "Kafka Streams in the wild": an entry for each item of its lists, under the headings above it.
 *
 * The company is what the item begins with: a link, a bold text, or the words before a colon, a comma, a verb. An item
 * nested in another belongs to the company of the outer one, whatever its own link is called, since lists nest talks
 * and not companies. No entries are: a table of contents, comments, images, and links in headings, paragraphs and
 * tables. What is lost by that, or is no web link, is told in `leftOut`.
 * @param markdown the text of the list
 * @returns no entry where it is no such list; also where it nests deeper than anybody writes, which `leftOut` tells
 */
export function readList(markdown: string): List {
  const reading: Reading = { entries: [], leftOut: [], headings: [] }
  const deep = TOO_DEEP.exec(markdown) ?? TOO_LONG.exec(markdown)
  if (deep) {
    const line = linesIn({ raw: markdown.slice(0, deep.index) }) + 1
    return {
      entries: [],
      leftOut: [
        { line, fault: 'this is nested too deep, or its line is too long, for a list; none of it was read' },
      ],
    }
  }
  readBlocks(lexer(markdown), 1, reading)
  return { entries: reading.entries, leftOut: reading.leftOut }
}

// The parser takes a minute for two megabytes nested a thousand levels deep, and gives up on quotes in quotes.
const TOO_DEEP = /^(?:[*+\-\d.)]*[ \t>]){60}(?=.*[^\s>])/m

// It also takes half a minute for a line of a hundred thousand letters before an @.
const TOO_LONG = /^.{10000}/m

// The raw texts of marked's tokens, one after the other, are the whole text: so lines can be counted.
const linesIn = ({ raw }: { raw: string }) => raw.split('\n').length - 1

function readBlocks(tokens: readonly Token[], first: number, reading: Reading): void {
  let line = first
  for (const token of tokens as readonly MarkedToken[]) {
    if (token.type === 'list') readItems(token, line, reading)
    else if (token.type === 'blockquote') readBlocks(token.tokens, line, reading)
    else readOther(token, line, reading)
    line += linesIn(token)
  }
}

function readOther(token: MarkedToken, line: number, { headings, leftOut }: Reading): void {
  if (token.type === 'html') {
    const shown = token.raw.replace(/<!--[\s\S]*?(?:-->|$)/g, '')
    if (/https?:\/\//i.test(shown))
      leftOut.push({ line, fault: `HTML with links, which is not read: ${start(shown)}` })
    return
  }
  const pieces =
    token.type === 'table' ? cellsOf(token) : 'tokens' in token ? piecesOf(token.tokens ?? []) : []
  if (token.type === 'heading') {
    const inner = headings.findIndex(({ depth }) => depth >= token.depth)
    if (inner >= 0) headings.length = inner
    headings.push({ depth: token.depth, text: oneLine(pieces.map(textOf).join('')) })
  }
  for (const { text, href } of pieces) {
    const url = webAddress(href)
    if (url !== undefined && oneLine(text))
      leftOut.push({ line, fault: `a link outside a list: ${url}`, url })
  }
}

const cellsOf = ({ header, rows }: Tokens.Table) =>
  [header, ...rows].flat().flatMap(({ tokens }) => piecesOf(tokens))

function readItems({ items }: Tokens.List, first: number, reading: Reading): void {
  let line = first
  for (const item of items) {
    readItem(item, line, reading)
    line += linesIn(item)
  }
}

function readItem(item: Tokens.ListItem, line: number, { entries, leftOut, headings }: Reading): void {
  const pieces = itemPieces(item.tokens, line)
  const hrefs = pieces.flatMap(({ href }) => href ?? [])
  if (hrefs.length > 0 && hrefs.every((href) => href.startsWith('#'))) {
    // A table of contents is told once, not item by item.
    if (leftOut.at(-1)?.fault !== CONTENTS) leftOut.push({ line, fault: CONTENTS })
    return
  }
  const { links, lost } = linksOf(pieces)
  leftOut.push(...lost)
  const whole = oneLine(pieces.map(textOf).join(''))
  const named = companyOf(pieces)
  if (links.length === 0) {
    if (lost.length === 0) leftOut.push({ line, fault: `an item without a web link: ${start(whole)}` })
  } else if (named === undefined) {
    const fault = `an item that does not begin with a company: ${start(whole)}`
    leftOut.push(...links.map(({ url }) => ({ line, fault, url })))
  } else {
    const text = whole.slice(whole.indexOf(named) + named.length).replace(/^[\s:;,.–—-]+/, '')
    entries.push({ company: nominative(named, text), headings: headings.map(textOf), links, text, line })
  }
}

const CONTENTS = 'a table of contents'
const start = (text: string) => oneLine(text.slice(0, 80)) + (text.length > 80 ? '…' : '')

type Placed = Piece & { line: number; nested?: true }

/** All of an item, with the line of each piece; a semicolon before each item that is nested in it. */
function itemPieces(tokens: readonly Token[], first: number): Placed[] {
  const pieces: Placed[] = []
  let line = first
  for (const token of tokens as readonly MarkedToken[]) {
    if (token.type === 'list') {
      let itemLine = line
      for (const item of token.items) {
        pieces.push({ text: '; ', line: itemLine, nested: true })
        pieces.push(...itemPieces(item.tokens, itemLine))
        itemLine += linesIn(item)
      }
    } else if (token.type === 'blockquote') {
      pieces.push(...itemPieces(token.tokens, line))
    } else if (token.type !== 'html' && 'tokens' in token && token.tokens) {
      const at = line
      pieces.push({ text: ' ', line }, ...piecesOf(token.tokens).map((piece) => ({ ...piece, line: at })))
    }
    line += linesIn(token)
  }
  return pieces
}

/** The web links of an item, each once, and those that are none. */
function linksOf(pieces: readonly Placed[]): { links: ListLink[]; lost: LeftOut[] } {
  const links = new Map<string, ListLink>()
  const lost: LeftOut[] = []
  for (const { text, href, line } of pieces) {
    if (href === undefined) continue
    const url = webAddress(href)
    if (url === undefined) lost.push({ line, fault: `a link that is no web address: ${start(href)}` })
    else if (oneLine(text) === '') lost.push({ line, fault: `a link without a text: ${url}`, url })
    else if (links.has(linkKey(url))) lost.push({ line, fault: `the same link again: ${url}`, url })
    else links.set(linkKey(url), { url, text: oneLine(text) })
  }
  return { links: [...links.values()], lost }
}

/** Whole, and without what would garble a terminal. */
function webAddress(href = ''): string | undefined {
  return /^https?:\/\/[^\s\p{Cc}\p{Cf}]+$/iu.test(href) && URL.canParse(href) ? href : undefined
}

const VERBS = 'uses?|using|used|has|have|had|is|was|builds?|built|runs?|relies|powers|powered|manages'
// What ends a name at the beginning of an item: `Acme: …`, `Acme (UK)`, `Acme – …`, `Acme uses …`.
const AFTER_NAME = new RegExp(`\\s*[:;,(|–—].*$|\\s+-+\\s.*$|\\s+(?:${VERBS})\\b.*$`, 'su')
const BEGINS_WITH_VERB = new RegExp(`^(?:${VERBS})\\b`)
const MOST_WORDS = 6

/** The link, the bold text or the words that an item begins with. */
function companyOf(pieces: readonly Placed[]): string | undefined {
  const shown = pieces.filter(({ text }) => oneLine(text) !== '')
  const [head] = shown
  if (!head) return undefined
  const whole = head.href !== undefined || head.bold
  const end = shown.findIndex(({ href, nested }) => href !== undefined || nested)
  const words = whole ? [head] : shown.slice(0, end < 0 ? undefined : end)
  const text = oneLine(words.map(textOf).join(''))
  const name = (whole ? text.replace(/\s*[:;,–—-]$/u, '') : text.replace(AFTER_NAME, '')).trim()
  const isName =
    /[\p{L}\p{N}]/u.test(name) &&
    !/^https?:/i.test(name) &&
    name.length <= LENGTH.company &&
    // More is a sentence, or its beginning.
    (whole || name.split(' ').length <= MOST_WORDS)
  return isName ? name : undefined
}

/** `Acme's` before `team uses …` is Acme; before a verb it is the name, as in `McDonald's uses …`. */
const nominative = (name: string, text: string) =>
  BEGINS_WITH_VERB.test(text) ? name : name.replace(/(?<=.)['’]s$/, '')
