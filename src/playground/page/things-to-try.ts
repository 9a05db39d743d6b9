import type { PageState } from '../page-api.ts'

/** One thing to click: where it happens, what is typed there, and what it shows. */
export type Try = { where: 'here' | 'mention' | 'dm' | 'home'; text: string; typed: string; shows: string }

/** Nine things for a newcomer to click. */
export function thingsToTry({ command, app }: PageState): Try[] {
  const at = `@${app.name}`
  return [
    {
      where: 'here',
      text: 'fraud',
      typed: `${command.name} fraud`,
      shows: 'A subject. Only you see the answer',
    },
    { where: 'here', text: 'walmart', typed: `${command.name} walmart`, shows: 'A company' },
    {
      where: 'mention',
      text: `${at} who joins two streams?`,
      typed: `${at} who joins two streams?`,
      shows: 'A mention. The answer is a thread that all can read',
    },
    {
      where: 'dm',
      text: 'change data capture',
      typed: 'change data capture',
      shows: 'A direct message to the bot',
    },
    {
      where: 'here',
      text: 'knitting patterns',
      typed: `${command.name} knitting patterns`,
      shows: 'Nothing found: what does it say then?',
    },
    {
      where: 'here',
      text: 'digest 9am daily',
      typed: `${command.name} digest 9am daily`,
      shows: 'A use case a day. Then turn the clock to tomorrow, 09:00',
    },
    {
      where: 'here',
      text: 'browse',
      typed: `${command.name} browse`,
      shows: 'By industry, topic or company',
    },
    {
      where: 'here',
      text: 'suggest',
      typed: `${command.name} suggest`,
      shows: 'A form for one that is missing. The reviewers are in #streaming',
    },
    { where: 'home', text: '', typed: 'Home', shows: 'The bot’s own tab: search, today’s, what you saved' },
  ]
}
