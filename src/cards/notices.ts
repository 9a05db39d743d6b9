import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Line, linesReply, type Reply } from './blocks.ts'
import { EXAMPLES } from './commands.ts'
import { reasonPiece } from './digest-reasons.ts'
import { INVITE } from './digest-settings.ts'
import type { Vote } from './feedback.ts'
import { count, sentenceList } from './text.ts'

/**
 * What is kept of people, why, how long, and how to have it erased.
 * @param days for how long searches and votes are kept
 */
export function privacyReply(command: string, days: number): Reply {
  const long = count(days, 'day')
  return linesReply([
    [
      { label: 'For you:' },
      ' the use cases that you save, until you remove them; and that you were welcomed, so that it happens once.',
    ],
    [
      { label: 'To get better:' },
      ` the words of short searches, also of those in messages to me, counted for the whole workspace and not by person, for ${long}; admins see which found nothing. Votes, without your name, as long.`,
    ],
    [
      { label: 'To do its work:' },
      ` the settings of a digest and who set it up, while it exists; a problem that you report, with your name, until it is dealt with; a use case that you suggest, with your name, while it waits or is in answers, and ${long} where it is declined or withdrawn.`,
    ],
    [{ label: 'Never:' }, ' other messages, and anything else from channels.'],
    [{ label: 'To erase it:' }, ' ', { code: `${command} forget me` }],
  ])
}

/** How much of a person was erased, and what others still need and goes on without their name. */
export function forgottenReply(counts: {
  saved: number
  votes: number
  suggestions: number
  digests: number
}): Reply {
  const { saved, votes, suggestions, digests } = counts
  const erased = some([
    [saved, 'saved use case'],
    [votes, 'vote'],
  ])
  const nameless = some([
    [suggestions, 'contribution'],
    [digests, 'digest'],
  ])
  if (erased === '' && nameless === '') return linesReply([['There was nothing of you to erase.']])
  return linesReply([
    ...(erased === '' ? [] : [[`Erased: ${erased}.`]]),
    ...(nameless === ''
      ? []
      : [[`Your name is taken out of ${nameless}. The rest stays, since others need it.`]]),
  ])
}

/** The same where others read it: how much it was is nobody's business. */
export function forgottenPubliclyReply(): Reply {
  return linesReply([['Done: what I kept of you is erased.']])
}

const some = (counts: readonly (readonly [number, string])[]) =>
  sentenceList(counts.flatMap(([number, noun]) => (number > 0 ? [count(number, noun)] : [])))

/** The first message to somebody who opens the bot, once. */
export function welcomeReply(command: string, catalogue: Catalogue): Reply {
  const [{ query }] = EXAMPLES
  return linesReply([
    [
      `I know ${count(catalogue.useCases.length, 'public use case')} of Kafka Streams. Ask me who uses it for something.`,
    ],
    [
      'Write a few words here, such as ',
      { code: query },
      ', or type ',
      { code: `${command} ${query}` },
      ' anywhere.',
    ],
    ['More: ', { code: `${command} help` }, '. This message comes once.'],
  ])
}

/** A button that does nothing any more, or whose value cannot be read. */
export function staleButton(command: string): Reply {
  return linesReply([
    [
      'This button does nothing any more: its message is too old, or what it was for is gone. Ask again with ',
      { code: command },
      ' and a few words.',
    ],
  ])
}

/**
 * A use case could not be posted where somebody wanted to share it.
 * @param about `words`: what was asked when it was found; may be empty. `reason`: Slack's code; left out where the bot is
 *   not in the channel
 */
export function shareFailedReply(about: {
  heading: string
  company: string
  command: string
  words: string
  reason?: string
}): Reply {
  const { heading, company, command, words, reason } = about
  const again: Line = [
    'Or type there: ',
    { code: `${command} ${words === '' ? company : words}` },
    ', and press Share in the answer.',
  ]
  if (reason !== undefined) {
    return linesReply([['I could not post ', { bold: heading }, ' there: ', reasonPiece(reason), '.'], again])
  }
  return linesReply([
    ['I could not post ', { bold: heading }, ' there: I am not in that channel.'],
    ['Type ', INVITE, ' there, then share it again.'],
    again,
  ])
}

/** One line after a vote. */
export function thanksForVote(vote: Vote, command: string): Reply {
  if (vote === 'up') return linesReply([['Thank you, good to know.']])
  return linesReply([
    ['Thank you. Other or fewer words may find more; ', { code: `${command} help` }, ' shows how to ask.'],
  ])
}

/** A command was put into a search field. */
export function typeItReply(typed: string): Reply {
  return linesReply([['That is a command. Type it where you write messages: ', { code: typed }]])
}

/** Somebody pressed what only admins may. */
export function notAdminReply(): Reply {
  return linesReply([['Only admins and owners of this workspace can do that.']])
}
