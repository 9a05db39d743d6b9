import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Line, linesReply, type Reply } from './blocks.ts'
import { type DigestFilter, digestCode, INVITE, sayFilter } from './digest-settings.ts'
import { quotable } from './text.ts'

const WHO = { guest: 'As a guest you', stranger: 'From another organisation you', 'not-manager': 'You' }

const UNTOLD = {
  unknown:
    'Slack does not tell me at the moment who you are, so I cannot do that yet. Try again in a minute.',
  'not-permitted':
    'I lack a permission (users:read) to see who you are, so I cannot do that. Ask whoever looks after this bot to ' +
    'install it again.',
}

/**
 * A person may not change a digest, or set up one; and who may, in words.
 * @param exists whether there is one
 */
export function refusedReply({
  reason,
  managers,
  exists,
}: {
  reason: keyof typeof WHO | keyof typeof UNTOLD
  managers: string
  exists: boolean
}): Reply {
  const said = exists ? 'can read this digest, but not change it.' : 'cannot set up a digest here.'
  const why = reason === 'unknown' || reason === 'not-permitted' ? UNTOLD[reason] : `${WHO[reason]} ${said}`
  return linesReply([[why, ' Who can: ', { name: managers }, '.']])
}

/** The bot must be in a channel to post there; into a direct message of others it cannot come. */
export function inviteReply({ command, direct }: { command: string; direct: boolean }): Reply {
  if (direct) {
    return linesReply([
      [
        'I cannot write in this conversation. Type ',
        digestCode(command),
        ' in a channel, or in one with me alone.',
      ],
    ])
  }
  return linesReply([
    ['I am not in this channel yet. Type ', INVITE, ', then your ', { code: command }, ' command again.'],
  ])
}

/** No use case is about what a digest should be about. */
export function nothingMatchesReply(
  { settings, command }: { settings: DigestFilter; command: string },
  catalogue: Catalogue,
): Reply {
  const said = sayFilter(settings, catalogue)
  return linesReply([
    [
      'No use case matches',
      ...(said ? [': ', { name: said }] : []),
      '. Choose others with ',
      digestCode(command),
      '.',
    ],
  ])
}

/** What can be typed after `digest`, with what it does. */
export const DIGEST_FORMS = [
  { words: '', says: 'opens the settings' },
  { words: '9am weekdays Europe/Berlin topic:fraud', says: 'sets all in one line' },
  { words: 'status', says: 'says how it stands' },
  { words: 'preview', says: 'shows the next card to you alone' },
  { words: 'now', says: 'posts the next card at once' },
  { words: 'pause until 1 Dec', says: 'pauses it' },
  { words: 'resume', says: 'lets it go on' },
  { words: 'stop', says: 'stops it' },
  { words: 'list', says: 'lists the digests' },
] as const

/** What was typed after `digest`, and what is wrong with it, in a sentence; empty when nothing is. */
export type Misunderstood = { typed: string; problem: string; command: string }

/** What was typed after `digest` is not understood, why, and what is. Without a problem, only the latter. */
export function misunderstoodReply({ typed, problem, command }: Misunderstood): Reply {
  const wrong: Line[] = [
    ['I did not understand ', { bold: quotable(typed) }, '. ', { name: problem.replace(/\.$/, '') }, '.'],
    ['This works:'],
  ]
  return linesReply([
    ...(problem === '' ? [['What can be done with the digest of a channel:']] : wrong),
    ...DIGEST_FORMS.map(({ words, says }): Line => [digestCode(command, words), `  ${says}`]),
  ])
}
