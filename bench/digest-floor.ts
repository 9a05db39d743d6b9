/**
 * The least that posting takes, for bench/digest.ts: the same client and as many requests at a time, one message after
 * the other, and nothing that would know of it after a crash.
 */
import { WebClient } from '@slack/web-api'
import { pino } from 'pino'
import { digestReply } from '../src/cards/digest.ts'
import { loadCatalogue } from '../src/catalogue/load.ts'
import { clientOptions } from '../src/slack/client.ts'
import { ordersOf, say, used } from './digest-child.ts'
import type { SlackReady } from './digest-slack.ts'

export type FloorOrders = Pick<SlackReady, 'slack'> & { dataFolder: string; inFlight: number }

async function main(): Promise<void> {
  const { slack, dataFolder, inFlight } = ordersOf<FloorOrders>()
  const client = new WebClient(slack.botToken, clientOptions(slack.apiUrl, pino({ level: 'silent' })))
  const catalogue = await loadCatalogue(dataFolder)
  const [useCase] = catalogue.useCases
  if (!useCase) throw new Error('no use cases')
  const { native: blocks, text } = digestReply(
    { useCase, similar: [], matching: 1, shown: 1, next: undefined, command: '/kstreams' },
    catalogue,
  )
  process.on('message', async ({ channels }: Pick<SlackReady, 'channels'>) => {
    const waiting = [...channels]
    const post = async () => {
      for (let channel = waiting.pop(); channel; channel = waiting.pop()) {
        await client.chat.postMessage({ channel, text, blocks })
      }
    }
    await Promise.all(Array.from({ length: inFlight }, post))
    say(used())
  })
  process.on('SIGTERM', () => process.exit(0))
  say({ started: true })
}

void main()
