import { distance } from '../search/spelling.ts'
import { fold } from '../search/text.ts'
import type { Quote } from './blocks.ts'
import { COMMANDS, firstWord } from './commands.ts'
import { quotable } from './text.ts'

/**
 * What to type, where the first word looks like a slip of one that means something: of `brwose topics` that is
 * `/kstreams browse topics`.
 * @param command the slash command as it is called in this workspace
 */
export function hintAt(words: string, command: string): Quote[] | undefined {
  const { word: first, rest } = firstWord(words)
  const typed = fold(first)
  // "browser events" is a search: what follows must fit, too.
  const meant = COMMANDS.find(
    ({ word, takes }) => distance(word, typed) === 1 && (rest === '' || takes?.test(rest) === true),
  )
  if (meant === undefined) return undefined
  return ['Did you mean ', { bold: quotable([command, meant.word, rest].filter(Boolean).join(' ')) }, '?']
}
