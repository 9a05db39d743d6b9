import { decoded } from './escapes.ts'

/** A JSON object whose shape is Slack's business. */
export type Json = Record<string, unknown>

/** True for a plain JSON object: not null, not a list. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The JSON objects of a list; an empty list for anything else. */
export function jsonList(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** The text of a text object as Slack shows it, or an empty string. */
export function textOf(value: unknown): string {
  return isJson(value) ? decoded(stringOf(value['text'])) : ''
}

/** A string field, or an empty string. */
export function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/**
 * Which of several elements with one action_id this is, counted from 0 in reading order: the server finds it by
 * that number.
 */
export function nthOf(blocks: readonly Json[], element: Json): number {
  let count = 0
  let nth = 0
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const one of node) visit(one)
    if (!isJson(node)) return
    if (node === element) nth = count
    if (node['action_id'] === element['action_id']) count += 1
    else for (const one of Object.values(node)) visit(one)
  }
  visit(blocks)
  return nth
}
