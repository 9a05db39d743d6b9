/** The local Slack of bench/digest.ts, in a process of its own, with as many channels as ordered. */
import { startLocalSlack } from '../src/playground/index.ts'
import { ordersOf, say } from './digest-child.ts'

export type SlackOrders = { channels: number; limited: boolean }
export type SlackReady = {
  slack: { apiUrl: string; botToken: string; appToken: string }
  team: string
  channels: string[]
}
/** From the first post to the last one; `refused` are calls that were one too many. */
export type Drained = { ms: number; refused: number; twice: number }

const { channels: count, limited } = ordersOf<SlackOrders>()
const slack = await startLocalSlack()
if (limited) slack.limits('on')
const channels = Array.from({ length: count }, (_, place) => slack.addChannel({ name: `digest-${place}` }).id)
let [posted, refused, first] = [0, 0, 0]
slack.onChange((change) => {
  if (change.kind === 'call' && change.call.status === 429) refused += 1
  if (change.kind !== 'message' || change.write.action !== 'posted') return
  if (posted === 0) first = performance.now()
  posted += 1
  if (posted < count) return
  const ms = performance.now() - first
  const reached = new Set(slack.workspace.messages.map(({ channel }) => channel)).size
  say({ ms, refused, twice: posted - reached } satisfies Drained)
})
process.on('message', ({ sockets }: { sockets: number }) => {
  const { apiUrl, botToken, appToken, workspace } = slack
  const ready: SlackReady = { slack: { apiUrl, botToken, appToken }, team: workspace.team.id, channels }
  slack.connected(sockets).then(() => say(ready))
})
process.on('SIGTERM', () => process.exit(0))
say({ started: true })
