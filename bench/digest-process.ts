/**
 * The processes of `npm run bench:digest`: a local Slack with many channels, the app, and the least that could be done
 * instead: the same cards, posted by the same client in a bare loop, with no database. Each tells its parent.
 */
import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { startApp } from '../src/app.ts'
import { digestReply } from '../src/cards/digest.ts'
import { loadCatalogue } from '../src/catalogue/load.ts'
import { startLocalSlack } from '../src/playground/index.ts'
import { settingsFor } from '../test/settings.ts'

/** What the parent needs of the local Slack. */
export type SlackSaid = {
  apiUrl: string
  botToken: string
  appToken: string
  channels: string[]
  team: string
}
/** Milliseconds of the first post to the last, and how many there are; `refused` are 429s. */
export type Drained = { posts: number; ms: number; refused: number }
/** What an app used until now. */
export type Used = { statements: number; peakMb: number; cpuMs: number }

const say = (what: unknown) => process.send?.(what)

async function slack(channels: number, limits: 'on' | 'off'): Promise<void> {
  const local = await startLocalSlack()
  const ids = Array.from({ length: channels }, (_, index) => local.addChannel({ name: `c${index}` }).id)
  local.limits(limits)
  const wanted = new Set(ids)
  const counts = new Map<string, number>()
  let first = 0
  let last = 0
  let refused = 0
  local.onChange((change) => {
    if (change.kind === 'call' && change.call.status === 429) refused++
    if (change.kind !== 'message' || !wanted.has(change.write.message.channel)) return
    last = performance.now()
    first ||= last
    const { channel } = change.write.message
    counts.set(channel, (counts.get(channel) ?? 0) + 1)
    if (counts.size === channels) {
      const posts = [...counts.values()].reduce((sum, count) => sum + count, 0)
      say({ posts, ms: last - first, refused } satisfies Drained)
    }
  })
  const { apiUrl, botToken, appToken, workspace } = local
  say({ apiUrl, botToken, appToken, channels: ids, team: workspace.team.id } satisfies SlackSaid)
}

async function app(said: SlackSaid, databaseUrl: string): Promise<void> {
  let statements = 0
  const { config, secrets } = settingsFor(said, { DATABASE_URL: databaseUrl })
  const watch = { onStatement: () => void statements++ }
  await startApp(config, secrets, pino({ level: 'silent' }), { watch })
  report(() => statements)
}

async function loop({ apiUrl, botToken, channels }: SlackSaid): Promise<void> {
  const catalogue = await loadCatalogue()
  const client = new WebClient(botToken, { slackApiUrl: apiUrl, retryConfig: { retries: 0 } })
  report(() => 0)
  const left = [...channels]
  const lane = async () => {
    for (let channel = left.pop(); channel !== undefined; channel = left.pop()) {
      const useCase = catalogue.useCases[left.length % catalogue.useCases.length]
      if (!useCase) return
      const card = { useCase, similar: [], shown: 1, matching: 70, next: undefined, command: '/kstreams' }
      const { text, native } = digestReply(card, catalogue)
      await client.chat.postMessage({
        channel,
        text,
        blocks: native,
        unfurl_links: false,
        unfurl_media: false,
      })
    }
  }
  await Promise.all(Array.from({ length: 20 }, lane))
}

/** Watches the memory, and answers each message of the parent with what was used so far. */
function report(statements: () => number): void {
  let peak = 0
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  setInterval(look, 100).unref()
  const { user, system } = process.cpuUsage()
  process.on('message', () => {
    look()
    const used = process.cpuUsage({ user, system })
    say({
      statements: statements(),
      peakMb: peak / 2 ** 20,
      cpuMs: (used.user + used.system) / 1000,
    } satisfies Used)
  })
  say('ready')
}

const [role, ...rest] = process.argv.slice(2)
process.on('disconnect', () => process.exit(0))
const [first = '', second = ''] = rest
if (role === 'slack') await slack(Number(first), second === 'on' ? 'on' : 'off')
else if (role === 'app') await app(JSON.parse(first) as SlackSaid, second)
else await loop(JSON.parse(process.env['SLACK_SAID'] ?? '{}') as SlackSaid)
