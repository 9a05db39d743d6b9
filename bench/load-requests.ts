/** What Slack sends to an app of many workspaces, for bench/load.ts: commands, mentions and clicks, signed. */
import { createHmac } from 'node:crypto'

export const SIGNING_SECRET = 'signing-secret-of-the-benchmark'
export const BOT_USER = 'U0BOT'
const PEOPLE = 50
const CHANNELS = 20

export type Kind = 'command' | 'mention' | 'click'
/** What is asked: words, or for a click the button. */
export type Asked = { kind: Kind; team: string; words: string; button?: Button }
export type Button = { action_id: string; value: string }

export type Signed = { body: string; headers: Record<string, string> }

export const teamOf = (place: number) => `T0LOAD${String(place).padStart(4, '0')}`

/** The text of a mention, which is also what bare Bolt finds its constant by. */
export const mentionOf = (words: string) => `<@${BOT_USER}> ${words}`

/** The stamp of a message, of which the answer in its thread tells which request it belongs to. */
const stampOf = (id: number) => `${1_700_000_000 + Math.floor(id / 1e6)}.${String(id % 1e6).padStart(6, '0')}`
const THREAD = /^thread_ts(?:=|":\s*")(\d{10})\.(\d{6})/

/** Which request a message answers, by the thread that it stands in. */
export function idOfThread(body: Buffer): number | undefined {
  const at = body.lastIndexOf('thread_ts')
  const [, seconds, rest] = THREAD.exec(body.toString('latin1', at, at + 40)) ?? []
  return seconds === undefined ? undefined : (Number(seconds) - 1_700_000_000) * 1e6 + Number(rest)
}

/** @param id tells requests apart, and which one an answer belongs to @param answers where answers are posted to */
export function requestOf(id: number, asked: Asked, answers: string): Signed {
  const isEvent = asked.kind === 'mention'
  const body = isEvent
    ? JSON.stringify(mention(id, asked))
    : new URLSearchParams(asked.kind === 'command' ? command(id, asked, answers) : click(id, asked, answers))
  return sign(body.toString(), isEvent ? 'application/json' : 'application/x-www-form-urlencoded')
}

function sign(body: string, type: string): Signed {
  const stamp = String(Math.floor(Date.now() / 1000))
  const hash = createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex')
  return {
    body,
    headers: {
      ...{
        'content-type': type,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        accept: '*/*',
      },
      ...{ 'x-slack-request-timestamp': stamp, 'x-slack-signature': `v0=${hash}` },
    },
  }
}

const common = (id: number, team: string) => ({
  ...{ token: 'verification', team_id: team, api_app_id: 'A0LOAD', trigger_id: `${id}.${team}.trigger` },
  channel: `C0LOAD${String(id % CHANNELS).padStart(4, '0')}`,
  user: `U0LOAD${String(id % PEOPLE).padStart(4, '0')}`,
})

function command(id: number, { team, words }: Asked, answers: string): Record<string, string> {
  const { channel, user, ...rest } = common(id, team)
  return {
    ...{ ...rest, team_domain: 'load', channel_id: channel, channel_name: 'general', user_id: user },
    ...{ user_name: 'somebody', command: '/kstreams', text: words, is_enterprise_install: 'false' },
    response_url: `${answers}/answer/${id}`,
  }
}

function mention(id: number, { team, words }: Asked): object {
  const { channel, user, trigger_id: _, ...rest } = common(id, team)
  const ts = stampOf(id)
  const text = mentionOf(words)
  const event = { type: 'app_mention', user, text, ts, channel, team, event_ts: ts }
  const authorization = { enterprise_id: null, team_id: team, user_id: BOT_USER, is_bot: true }
  return {
    ...{ ...rest, event, type: 'event_callback', event_id: `Ev${id}`, event_time: Math.floor(Number(ts)) },
    ...{ authorizations: [{ ...authorization, is_enterprise_install: false }], is_ext_shared_channel: false },
  }
}

/** Of an answer that only one person sees Slack sends no content back. */
function click(id: number, { team, button }: Asked, answers: string): Record<string, string> {
  const { channel, user, team_id: _, ...rest } = common(id, team)
  const container = { type: 'message', message_ts: stampOf(id), channel_id: channel, is_ephemeral: true }
  const action = { ...button, type: 'button', block_id: 'pages', action_ts: stampOf(id) }
  const payload = {
    ...{ ...rest, type: 'block_actions', user: { id: user, username: 'somebody', team_id: team }, container },
    ...{ team: { id: team, domain: 'load' }, enterprise: null, is_enterprise_install: false },
    ...{
      channel: { id: channel, name: 'general' },
      response_url: `${answers}/answer/${id}`,
      actions: [action],
    },
  }
  return { payload: JSON.stringify(payload) }
}
