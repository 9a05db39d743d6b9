import { linesReply, type Reply } from './blocks.ts'
import { DEFAULT_COMMAND, EXAMPLES } from './commands.ts'

/** To the one who installed the app, once: what it does from now on, and what comes next. */
export function installedReply(): Reply {
  const [{ query }] = EXAMPLES
  return linesReply([
    [
      'Thank you for installing me. Everybody here can now type ',
      { code: `${DEFAULT_COMMAND} ${query}` },
      ' in any channel.',
    ],
    [
      'For one use case a day in a channel: invite me there, then type ',
      { code: `${DEFAULT_COMMAND} digest` },
      '. I write nowhere by myself before somebody does.',
    ],
    ['What I keep, and for how long: ', { code: `${DEFAULT_COMMAND} privacy` }, '. Only you read this.'],
  ])
}
