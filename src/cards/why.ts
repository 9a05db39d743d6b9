import type { Field } from '../search/fields.ts'
import type { Reason } from '../search/reasons.ts'
import { sentenceList } from './text.ts'

const BY: Partial<Record<Field, string>> = { topic: 'topics', industry: 'industry', country: 'country' }

/**
 * Why a hit is there, where its card does not show it: the words of the question that it answers only by another word,
 * such as `Found for “k8s” by its topics`; empty where each word is there to be seen. Not escaped.
 */
export function whyNote(reasons: readonly Reason[]): string {
  const other = reasons.filter(({ via }) => via === 'synonym')
  if (other.length === 0 || other.length < reasons.length) return ''
  const typed = sentenceList([...new Set(other.map(({ word }) => `“${word}”`))])
  const fields = [...new Set(other.map(({ field }) => BY[field] ?? 'words'))]
  return `Found for ${typed} by its ${sentenceList(fields)}`
}
