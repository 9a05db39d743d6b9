import type { FollowDeps } from './follow.ts'

const BYTES = 64 * 1024

/**
 * Asks the Internet Archive for a copy (archive.org/help/wayback_api.php).
 * @param api where its availability API is
 * @returns the address of the copy; undefined where there is none, or no answer that can be trusted
 */
export async function findCopy(
  url: string,
  api: string,
  { ask, unreachable }: Pick<FollowDeps, 'ask' | 'unreachable'>,
): Promise<string | undefined> {
  const question = new URL(api)
  question.searchParams.set('url', url)
  if (unreachable.has(question.origin)) return undefined
  const answer = await ask(question, 'GET', BYTES)
  if ('failure' in answer) {
    if (answer.kind === 'unreachable') unreachable.set(question.origin, answer)
    return undefined
  }
  if (answer.status !== 200) return undefined
  try {
    return copyIn(JSON.parse(answer.text))
  } catch {
    return undefined // No JSON, or not of this shape.
  }
}

type Available = { archived_snapshots: { closest?: { available: unknown; status: unknown; url: string } } }

function copyIn({ archived_snapshots: { closest } }: Available): string | undefined {
  if (closest?.available !== true || closest.status !== '200') return undefined
  // It gives them as http.
  const copy = new URL(closest.url.replace(/^http:/, 'https:'))
  return copy.origin === 'https://web.archive.org' && !copy.username && !copy.password ? copy.href : undefined
}
