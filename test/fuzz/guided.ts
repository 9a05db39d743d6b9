import { type Profiler, Session } from 'node:inspector'
import { NASTY } from './hostile.ts'
import type { Target } from './targets.ts'

/** A text that broke a promise, made as short as it gets. */
export type Broken = { text: string; message: string }
export type Guided = {
  tried: number
  /** Places of the code that were reached, how often in powers of two. */
  reached: number
  /** The text that took the most steps for its length, in blocks of code run. */
  heaviest: { steps: number; text: string }
  broken: Broken[]
}

const LONGEST = 4000
const MOST_BROKEN = 10

/**
 * Looks for texts that lead where none led before, and goes on from those: V8 counts what was run. `random` gives from 0
 * to below 1.
 */
export async function guide(target: Target, tries: number, random: () => number): Promise<Guided> {
  const counter = countRuns()
  counter.take()
  const corpus = [...target.examples]
  const reached = new Set<string>()
  const broken = new Map<string, Broken>()
  let heaviest = { steps: 0, text: '' }
  for (let tried = 0; tried < tries && broken.size < MOST_BROKEN; tried++) {
    const text = target.examples[tried] ?? changed(corpus, target.words, random)
    const message = await faultOf(target, text)
    const { places, steps } = counter.take()
    if (message !== undefined && !broken.has(message)) {
      broken.set(message, { message, text: await shortened(target, text, message) })
      counter.take()
    }
    if (steps / (text.length + 50) > heaviest.steps / (heaviest.text.length + 50)) heaviest = { steps, text }
    const before = reached.size
    for (const place of places) reached.add(place)
    if (reached.size > before && tried >= target.examples.length) corpus.push(text)
  }
  counter.close()
  return { tried: tries, reached: reached.size, heaviest, broken: [...broken.values()] }
}

async function faultOf({ read }: Target, text: string): Promise<string | undefined> {
  try {
    await read(text)
    return undefined
  } catch (error) {
    return String(error instanceof Error ? error.message : error).slice(0, 120)
  }
}

/** Leaves out what it breaks without, in ever smaller parts. */
async function shortened(target: Target, text: string, message: string): Promise<string> {
  let short = text
  for (let part = short.length >> 1; part > 0; part >>= 1) {
    for (let at = 0; at < short.length; ) {
      const shorter = short.slice(0, at) + short.slice(at + part)
      if ((await faultOf(target, shorter)) === message) short = shorter
      else at += part
    }
  }
  return short
}

/** One text of the corpus after one to eight changes. */
function changed(corpus: readonly string[], words: readonly string[], random: () => number): string {
  const upTo = (most: number) => Math.floor(random() * most)
  const oneOf = (list: readonly string[]) => list[upTo(list.length)] ?? ''
  // The latest led somewhere new a moment ago.
  let text = random() < 0.5 ? (corpus.at(-1 - upTo(Math.min(20, corpus.length))) ?? '') : oneOf(corpus)
  for (let changes = 1 + upTo(8); changes > 0; changes--) {
    const at = upTo(text.length + 1)
    const to = Math.min(text.length, at + upTo(random() < 0.8 ? 8 : text.length + 1))
    const other = oneOf(corpus)
    const [head, cut, tail] = [text.slice(0, at), text.slice(at, to), text.slice(to)]
    const by = [
      ...[() => oneOf(words), () => cut + oneOf(words), () => '', () => cut + cut, () => oneOf(NASTY)],
      ...[() => other.slice(upTo(other.length + 1)), () => cut.repeat(1 + upTo(200))],
      () => String.fromCharCode(upTo(random() < 0.7 ? 128 : 65_536)),
    ]
    text = (head + (by[upTo(by.length)]?.() ?? '') + tail).slice(0, LONGEST)
  }
  return text
}

/** Counts how often each block of this project's own code is run. */
function countRuns() {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    /** What was run since this was asked last. */
    take: () => {
      let found: Profiler.ScriptCoverage[] = []
      // It calls back at once: the session is of this very thread.
      session.post('Profiler.takePreciseCoverage', (_, answer) => {
        found = answer.result
      })
      return placesIn(found)
    },
    close: () => session.disconnect(),
  }
}

function placesIn(scripts: readonly Profiler.ScriptCoverage[]): { places: string[]; steps: number } {
  const places: string[] = []
  let steps = 0
  for (const { url, scriptId, functions } of scripts) {
    if (!url.includes('/src/') || url.includes('/node_modules/')) continue
    for (const { ranges } of functions) {
      for (const { startOffset, endOffset, count } of ranges) {
        steps += count
        if (count > 0) places.push(`${scriptId} ${startOffset} ${endOffset} ${Math.floor(Math.log2(count))}`)
      }
    }
  }
  return { places, steps }
}
