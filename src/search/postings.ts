import { type Sliced, visiting } from '../catalogue/sliced.ts'
import { FIELD_NAMES, FIELDS, type Field } from './fields.ts'

// A weight of SATURATION makes half of the full impact: a second mention adds less than the first.
const SATURATION = 2
const FIELD_BITS: Record<string, number> = Object.fromEntries(
  FIELD_NAMES.map((name, place) => [name, 1 << place]),
)

/** All postings of an index, in columns: see {@link InvertedIndex} for what they mean. */
export type Postings = { start: Uint32Array; docs: Uint32Array; impact: Float32Array; fields: Uint16Array }

/**
 * Gathers what the documents hold, one document after the other, and sorts it by term at the end. Columns of
 * numbers that grow, because a list of objects takes ten times the memory and the time.
 */
export function collectPostings() {
  let columns: Columns = {
    term: new Uint32Array(1024),
    doc: new Uint32Array(1024),
    weight: new Float32Array(1024),
    fields: new Uint16Array(1024),
  }
  let count = 0
  // Of the document at hand, by term: what it weighs and where it stands; `touched` are the terms that it has.
  let weights = new Float32Array(1024)
  let masks = new Uint16Array(1024)
  let touched: number[] = []
  let [bit, first] = [0, 0]
  return {
    /** Says where the next terms stand; `share` is how much of the field's weight they have. */
    within(field: Field, share: number): void {
      bit = FIELD_BITS[field] ?? 0
      first = FIELDS[field] * share
    },
    /** Adds a term of the document at hand. */
    add(term: number): void {
      if (term >= weights.length) {
        weights = grown(weights, new Float32Array(term * 2))
        masks = grown(masks, new Uint16Array(term * 2))
      }
      const mask = masks[term] ?? 0
      if (mask === 0) touched.push(term)
      // The second mention in a field counts a third of the first.
      weights[term] = (weights[term] ?? 0) + (mask & bit ? first / 3 : first)
      masks[term] = mask | bit
    },
    /** Ends the document at hand. */
    finish(document: number): void {
      if (count + touched.length > columns.term.length)
        columns = enlarge(columns, (count + touched.length) * 2)
      for (const term of touched) {
        columns.term[count] = term
        columns.doc[count] = document
        columns.weight[count] = weights[term] ?? 0
        columns.fields[count] = masks[term] ?? 0
        weights[term] = 0
        masks[term] = 0
        count++
      }
      touched = []
    },
    /** Everything, sorted by term; documents stay in order. */
    byTerm: (terms: number): Sliced<Postings> => sortByTerm(columns, count, terms),
  }
}

type Columns = { term: Uint32Array; doc: Uint32Array; weight: Float32Array; fields: Uint16Array }

function enlarge({ term, doc, weight, fields }: Columns, size: number): Columns {
  return {
    term: grown(term, new Uint32Array(size)),
    doc: grown(doc, new Uint32Array(size)),
    weight: grown(weight, new Float32Array(size)),
    fields: grown(fields, new Uint16Array(size)),
  }
}

function grown<T extends Uint32Array | Uint16Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

// A posting takes some nanoseconds.
const STEP = 16_384

/** A counting sort. */
function* sortByTerm({ term, doc, weight, fields }: Columns, count: number, terms: number): Sliced<Postings> {
  const start = new Uint32Array(terms + 1)
  const tally = (id: number) => {
    start[id + 1] = (start[id + 1] ?? 0) + 1
  }
  yield* visiting(term.subarray(0, count), tally, STEP)
  for (let id = 0; id < terms; id++) start[id + 1] = (start[id + 1] ?? 0) + (start[id] ?? 0)
  const next = start.slice()
  const sorted = {
    docs: new Uint32Array(count),
    impact: new Float32Array(count),
    fields: new Uint16Array(count),
  }
  const move = (id: number, place: number) => {
    const target = next[id] ?? 0
    next[id] = target + 1
    const heavy = weight[place] ?? 0
    sorted.docs[target] = doc[place] ?? 0
    sorted.impact[target] = heavy / (heavy + SATURATION)
    sorted.fields[target] = fields[place] ?? 0
  }
  yield* visiting(term.subarray(0, count), move, STEP)
  return { start, ...sorted }
}
