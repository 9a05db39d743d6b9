import { type LocalSlack, type SlackHub, startSlackHub } from '../../src/playground/index.ts'

const SIGNING_SECRET = 'signing-secret-of-the-faults'
const CLIENT = { clientId: '1234.5678', clientSecret: 'client-secret-of-the-faults' }
/** Where people and Slack reach the app; a process's own address stands in its place. */
const PUBLIC_URL = 'https://kstreams.example'

/** A Slack of many workspaces. @param retryWaitsMs see `startSlackHub` */
export const startHub = (retryWaitsMs: readonly number[]): Promise<SlackHub> =>
  startSlackHub({
    ...{ ...CLIENT, redirectUris: [`${PUBLIC_URL}/`] },
    ...{ signingSecret: SIGNING_SECRET, urls: [], retryWaitsMs },
  })

/** The environment of a process that serves all workspaces of this Slack. */
export const httpEnvironment = (hub: SlackHub) => ({
  ...{ SLACK_API_URL: hub.apiUrl, SLACK_SIGNING_SECRET: SIGNING_SECRET, PUBLIC_URL, PORT: '0' },
  ...{ SLACK_CLIENT_ID: CLIENT.clientId, SLACK_CLIENT_SECRET: CLIENT.clientSecret },
  SLACK_STATE_SECRET: 'state-secret-of-the-faults',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
})

/** The environment of a process that serves one workspace over sockets. */
export const socketEnvironment = ({ apiUrl, botToken, appToken }: LocalSlack) => ({
  ...{ SLACK_API_URL: apiUrl, SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, METRICS_PORT: '0' },
})

/** A workspace more, in which ada has installed the app, by OAuth at one of the processes. */
export async function addWorkspace(hub: SlackHub, origin: string, team: string): Promise<LocalSlack> {
  const slack = hub.addWorkspace({ team, name: team })
  const begun = await fetch(`${origin}/slack/install`, { redirect: 'manual' })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  const back = hub.authorize(begun.headers.get('location') ?? '', { team, user: 'ada' })
  const page = await fetch(`${origin}/slack/oauth_redirect${new URL(back).search}`, { headers: { cookie } })
  if (page.status !== 200) throw new Error(`not installed: ${await page.text()}`)
  return slack
}
