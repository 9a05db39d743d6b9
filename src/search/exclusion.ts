import type { InvertedIndex } from './inverted-index.ts'
import type { Lexicon } from './meaning.ts'
import { words } from './text.ts'
import { understand } from './understand.ts'

// A synonym is too loose a reason to keep something from a person who excluded another word.
const SURE = 0.8

/**
 * Which documents are excluded by the words behind minus signs: those that hold one of them, in any form, or are about
 * the company, topic or industry of that name.
 */
export function createExclusion(without: readonly string[], lexicon: Lexicon): (document: number) => boolean {
  const { start, docs } = lexicon.index
  const excluded = new Set<number>()
  for (const { meanings } of without.flatMap((text) => understand(text, lexicon))) {
    for (const { term, boost } of meanings) {
      if (boost < SURE) continue
      for (const document of docs.subarray(start[term] ?? 0, start[term + 1] ?? 0)) excluded.add(document)
    }
  }
  return (document) => excluded.has(document)
}

/** Answers whether a phrase stands in one of the texts of a use case, word for word. */
export function createPhraseTest({ texts }: InvertedIndex): (document: number, phrase: string) => boolean {
  return (document, phrase) => texts[document]?.includes(` ${words(phrase).join(' ')} `) ?? false
}
