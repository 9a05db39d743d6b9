import type { Channel, User } from '../model.ts'

const TOKEN =
  /(?<link>https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)'"])|(?<![\w@.])@(?<name>[\w.-]*\w)|(?<![\w#&])#(?<channel>[\w-]+)/g
const BROADCASTS = ['channel', 'here', 'everyone']

/**
 * What a person typed, as Slack sends it: `&`, `<` and `>` escaped, addresses in `<>`, and the names of people,
 * conversations and broadcasts as mentions (docs.slack.dev messaging/formatting-message-text). Names that nobody
 * has stay as they are.
 */
export function toSlackText(typed: string, about: { users: User[]; channels: Channel[] }): string {
  let text = ''
  let end = 0
  for (const match of typed.matchAll(TOKEN)) {
    text += escaped(typed.slice(end, match.index)) + (mention(match.groups ?? {}, about) ?? escaped(match[0]))
    end = match.index + match[0].length
  }
  return text + escaped(typed.slice(end))
}

function mention(
  { link, name, channel }: Record<string, string | undefined>,
  { users, channels }: { users: User[]; channels: Channel[] },
): string | undefined {
  if (link !== undefined) return `<${escaped(link)}>`
  if (channel !== undefined) {
    const found = channels.find((one) => !one.is_im && one.name === channel)
    return found && `<#${found.id}|${found.name}>`
  }
  if (name !== undefined && BROADCASTS.includes(name)) return `<!${name}>`
  const found = users.find((one) => one.name === name?.toLowerCase())
  return found && `<@${found.id}>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
