// The least that a Bolt app behind HTTP can do: acknowledge, and answer with a constant. The yardstick of bench/load.ts.
import { App, HTTPReceiver } from '@slack/bolt'

const { SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slackApiUrl, PORT, HOST } = process.env
const LINE = { text: 'StubHub uses Kafka Streams for fraud detection.' }

// What kstreams answered to the same words and buttons; without them everything is answered by one line.
let constants = { commands: {}, mentions: {}, clicks: {} }
process.on('message', (given) => {
  constants = given
  process.send?.('taken')
})

const installation = { botToken: 'xoxb-load', botId: 'B0LOAD', botUserId: 'U0BOT' }
const app = new App({
  receiver: new HTTPReceiver({ signingSecret, logLevel: 'warn' }),
  authorize: async () => installation,
  logLevel: 'warn',
  clientOptions: { slackApiUrl },
})
app.command(/.*/, async ({ ack, command, respond }) => {
  await ack()
  await respond(constants.commands[command.text] ?? LINE)
})
app.event('app_mention', async ({ event, client }) => {
  const { channel, ts, text } = event
  await client.chat.postMessage({ ...(constants.mentions[text] ?? LINE), channel, thread_ts: ts })
})
app.action(/.*/, async ({ ack, action, respond }) => {
  await ack()
  await respond(constants.clicks[action.value] ?? LINE)
})
process.on('SIGTERM', () => process.exit(0))
await app.start({ port: Number(PORT), host: HOST })
