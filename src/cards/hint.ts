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
 * Says so.
 * @param meant as `commandMeant` gives it
 * @param command the slash command as it is called in this workspace
 */
export function sayHint(meant: string, command: string): Quote[] {
  return ['Did you mean ', { bold: quotable(`${command} ${meant}`) }, '?']
}
