import type { Catalogue } from '../catalogue/catalogue.ts'
import { context, type Reply, section } from './blocks.ts'
import { literal } from './text.ts'

/** The slash command, unless an admin gave it another name. */
export const DEFAULT_COMMAND = '/kstreams'

/** Searches that are offered to a newcomer; a test holds that each finds something. */
export const EXAMPLES = [
  { query: 'fraud', says: 'one word' },
  { query: 'walmart', says: 'a company' },
  { query: 'who joins two streams?', says: 'a question' },
  { query: 'change data capture', says: 'a technique' },
] as const

/** Ways to ask precisely; a test holds that each finds something. */
export const PRECISELY = [
  {
    query: 'alerts industry:bank',
    says: 'also `company:` `topic:` `kind:` `event:` `year:` `since:` `country:`',
  },
  { query: 'joins -advertising', says: 'leaves something out' },
  { query: '"change data capture" or outbox', says: 'word for word, and either' },
] as const

/**
 * What can be typed, with examples that work.
 * @param command the slash command as it is called in this workspace, such as `/kstreams`
 */
export function helpReply(command: string, catalogue: Catalogue): Reply {
  const name = literal(command)
  const companies = new Set(catalogue.useCases.map((useCase) => useCase.company)).size
  const intro = `I know ${catalogue.useCases.length} public use cases of Kafka Streams at ${companies} companies, each with the talk, article or paper that tells of it.`
  const examples = EXAMPLES.map(({ query, says }) => `\`${name} ${query}\`  ${says}`)
  const precisely = PRECISELY.map(({ query, says }) => `\`${name} ${query}\`  ${says}`)
  const daily = [
    `\`${name} digest\`  a use case a day in this channel, at the time that you choose`,
    `\`${name} digest help\`  what else can be done with it`,
  ]
  const ways = [
    `Only you see the answer to \`${name}\`.`,
    'Mention me in a channel, and I answer in a thread for all to read. Or write me a direct message.',
  ]
  const blocks = [
    section(`*Who uses Kafka Streams for this?*\n${intro}`),
    section(`*Ask in a few words*\n${examples.join('\n')}`),
    section(`*Or precisely*\n${precisely.join('\n')}`),
    section(`*Every day*\n${daily.join('\n')}`),
    context([ways.join('\n')]),
  ]
  const plain = ways.map((way) => way.replaceAll('`', '').replaceAll('*', ''))
  const text = [
    `Who uses Kafka Streams for this? ${intro}`,
    ['Ask in a few words:', ...EXAMPLES.map(({ query, says }) => `${name} ${query} (${says})`)].join('\n'),
    [
      'Or precisely:',
      ...PRECISELY.map(({ query, says }) => `${name} ${query} (${says.replaceAll('`', '')})`),
    ].join('\n'),
    ['Every day:', ...daily.map((line) => line.replaceAll('`', ''))].join('\n'),
    plain.join('\n'),
  ].join('\n\n')
  return { text, native: blocks, classic: blocks }
}
