// The least that a Bolt app can do: acknowledge, and respond with a constant. The yardstick of bench/answer.ts.
import { App } from '@slack/bolt'

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL } = process.env
const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'warn',
  clientOptions: { slackApiUrl: SLACK_API_URL },
})
app.command('/kstreams', async ({ ack, respond }) => {
  await ack()
  await respond({ response_type: 'ephemeral', text: 'StubHub uses Kafka Streams for fraud detection.' })
})
process.on('SIGTERM', () => process.exit(0))
await app.start()
