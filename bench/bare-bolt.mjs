// The least that a Bolt app can do: acknowledge, and answer with a constant. The yardstick of bench/answer.ts.
import { App } from '@slack/bolt'

const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL } = process.env
const REMEMBER_MS = 60_000
const FRAUD = { response_type: 'ephemeral', text: 'StubHub uses Kafka Streams for fraud detection.' }

// What kstreams answered to the same, by what was done (see bench/answer-clicks.ts): sent as it is.
let constants = {}
process.on('message', (given) => {
  constants = given
  process.send?.('taken')
})

const app = new App({
  token: SLACK_BOT_TOKEN,
  appToken: SLACK_APP_TOKEN,
  socketMode: true,
  logLevel: 'warn',
  clientOptions: { slackApiUrl: SLACK_API_URL },
})

// The calls that kstreams makes, too: who somebody is, asked once a minute.
const known = new Map()
async function lookUp(client, user) {
  if (!(known.get(user)?.until > performance.now())) {
    known.set(user, { person: await client.users.info({ user }), until: performance.now() + REMEMBER_MS })
  }
  return known.get(user).person
}

app.command('/kstreams', async ({ ack, command, respond }) => {
  await ack()
  await respond(constants[command.text] ?? FRAUD)
})
app.action(/^page_/, async ({ ack, action, respond }) => {
  await ack()
  await respond(constants[action.action_id])
})
app.action('share', async ({ ack, body, client, respond }) => {
  await ack()
  await lookUp(client, body.user.id)
  await respond(constants['share'])
})
app.event('app_home_opened', async ({ event, client }) => {
  await lookUp(client, event.user)
  await client.views.publish(constants[`home ${event.user}`])
})
process.on('SIGTERM', () => process.exit(0))
await app.start()
