import type { Catalogue } from '../catalogue/catalogue.ts'
import { context, type Reply, section } from './blocks.ts'
import { COMMANDS, EXAMPLES, PRECISELY } from './commands.ts'
import { literal } from './text.ts'

/**
 * What can be typed, with examples that work.
 * @param command the slash command as it is called in this workspace, such as `/kstreams`
 */
export function helpReply(command: string, catalogue: Catalogue): Reply {
  const name = literal(command)
  const companies = new Set(catalogue.useCases.map((useCase) => useCase.company)).size
  const question = 'Who uses Kafka Streams for this?'
  const intro = `I know ${catalogue.useCases.length} public use cases of Kafka Streams at ${companies} companies, each with the talk, article or paper that tells of it.`
  const parts = [
    ['Ask in a few words', ...EXAMPLES.map(({ query, says }) => `\`${name} ${query}\`  ${says}`)],
    ['Or precisely', ...PRECISELY.map(({ query, says }) => `\`${name} ${query}\`  ${says}`)],
    ['Or look around', ...commandLines(command)],
  ]
  const ways = [
    `Only you see the answer to \`${name}\`; its buttons share a card with the channel.`,
    'Mention me in a channel, and I answer in a thread for all to read; go on there with “more”, “only banks” or “since 2021”. Or write me a direct message.',
  ]
  const blocks = [
    section(`*${question}*\n${intro}`),
    ...parts.map(([head, ...lines]) => section([`*${head}*`, ...lines].join('\n'))),
    context([ways.join('\n')]),
  ]
  const text = [
    `${question} ${intro}`,
    ...parts.map(([head, ...lines]) => [`${head}:`, ...lines].join('\n')),
    ways.join('\n'),
  ].join('\n\n')
  return { text: text.replaceAll('`', ''), native: blocks, classic: blocks }
}

/** A line of mrkdwn for each command: what to type, and what it does. */
export function commandLines(command: string): string[] {
  const name = literal(command)
  return COMMANDS.map(({ word, usage, says }) => {
    const typed = [name, word, usage ? literal(usage) : ''].filter(Boolean).join(' ')
    return `\`${typed}\`  ${says}`
  })
}
