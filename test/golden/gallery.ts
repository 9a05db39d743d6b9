import { answerEntries } from './answers.ts'
import { digestEntries } from './digests.ts'
import type { Entry } from './entry.ts'
import { suggestionEntries } from './suggestions.ts'
import { viewEntries } from './views.ts'

/** Everything that the bot can show, each in all its variants. */
export const gallery: readonly Entry[] = [
  ...answerEntries,
  ...viewEntries,
  ...digestEntries,
  ...suggestionEntries,
]
