import { distance } from '../search/spelling.ts'
import { fold } from '../search/text.ts'
import type { Quote } from './blocks.ts'
import { COMMANDS, firstWord, isCommand } from './commands.ts'
import { quotable } from './text.ts'

/**
 * The command that was meant, where the first word looks like a slip of its word: of `brwose topics` that is
 * `browse topics`.
 */
export function commandMeant(words: string): string | undefined {
  const { word: first, rest } = firstWord(words)
  const typed = fold(first)
  // "browser events" is a search: what follows must fit, too.
  const meant = COMMANDS.find(({ word }) => distance(word, typed) === 1 && isCommand({ word, rest }))
  return meant && [meant.word, rest].filter(Boolean).join(' ')
}

/**
 * What to type instead, if a command may have been meant.
 * @param command the slash command as it is called in this workspace
 */
export function hintAt(words: string, command: string): Quote[] | undefined {
  const meant = commandMeant(words)
  return meant === undefined ? undefined : ['Did you mean ', { bold: quotable(`${command} ${meant}`) }, '?']
}
