import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type Json,
  type LocalSlack,
  type SlackHub,
  type SlackHubOptions,
  startSlackHub,
} from '../../src/playground/index.ts'
import { refusal, webClient } from './bot.ts'
import { CLIENT, type HttpBot, REDIRECT_URI, SCOPES, SIGNING_SECRET, startHubBot } from './http-bot.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function startHub(options: Partial<SlackHubOptions> = {}): Promise<SlackHub> {
  const hub = await startSlackHub({ ...CLIENT, signingSecret: SIGNING_SECRET, urls: [], ...options })
  stops.push(hub.close)
  return hub
}

/** What Slack's address of an installation looks like. */
const linkOf = (hub: SlackHub, fields: Record<string, string> = {}) => {
  const all = { client_id: CLIENT.clientId, scope: SCOPES.join(','), state: 's1', ...fields }
  return `${hub.authorizationUrl}?${new URLSearchParams(all)}`
}
const codeOf = (address: string) => new URL(address).searchParams.get('code') ?? ''

/** Exchanges a code as any app could. */
async function exchange(hub: SlackHub, fields: Record<string, string>, headers = {}): Promise<Json> {
  const credentials = { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret }
  const body = new URLSearchParams({ ...credentials, ...fields })
  const answer = await fetch(`${hub.apiUrl}oauth.v2.access`, { method: 'POST', body, headers })
  return (await answer.json()) as Json
}

/** How a bot in a browser's hands is installed: follow the link, answer Slack, come back with the cookie. */
async function visit(bot: HttpBot, answer: (address: string) => string, cookies?: string) {
  const start = await fetch(`${bot.origin}/slack/install`, { redirect: 'manual' })
  const cookie = cookies ?? (start.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const back = answer(start.headers.get('location') ?? '')
  const { search } = new URL(back)
  expect(back.startsWith(REDIRECT_URI)).toBe(true)
  return fetch(`${bot.origin}/slack/oauth_redirect${search}`, { headers: { cookie } })
}

function listen(app: App): void {
  app.command('/kstreams', async ({ ack, respond, context }) => {
    await ack()
    await respond(`${context.teamId ?? context.enterpriseId} ${context.botUserId}`)
  })
  app.event('app_mention', async ({ event, say }) => void (await say(`heard in ${event.channel}`)))
  app.event('app_uninstalled', async () => {})
  app.event('tokens_revoked', async () => {})
}

describe('an app with OAuth', () => {
  let hub: SlackHub
  let bot: Awaited<ReturnType<typeof startHubBot>>
  let acme: LocalSlack
  let beta: LocalSlack

  beforeEach(async () => {
    hub = await startHub()
    bot = await startHubBot(hub, listen)
    stops.push(bot.stop)
    acme = hub.addWorkspace({ team: 'T0ACME', name: 'Acme Inc.' })
    beta = hub.addWorkspace({ team: 'T0BETA', name: 'Beta' })
  })

  const install = (team: string, user = 'ada') =>
    visit(bot, (address) => hub.authorize(address, { team, user }))

  test('is installed by a person in a browser, and answers there', async () => {
    const page = await install('T0ACME', 'grace')
    expect(page.status).toBe(200)
    expect(bot.installed.get('T0ACME')).toMatchObject({
      team: { id: 'T0ACME', name: 'Acme Inc.' },
      user: { id: 'U0GRACE0010ACME' },
      bot: { token: acme.botToken, scopes: SCOPES, userId: 'UKSTREAMS010ACME', id: 'B0KSTREAMS0ACME' },
      ...{ isEnterpriseInstall: false, appId: 'A0KSTREAMS', tokenType: 'bot' },
    })
    expect(acme.workspace.scopes).toEqual(SCOPES)
    const [answer] = await acme.answers(await acme.command({ text: 'x' }))
    expect(answer?.text).toBe('T0ACME UKSTREAMS010ACME')
    const [said] = await acme.answers(await acme.mention({ text: 'x' }))
    expect(said?.text).toBe('heard in C0GENERAL10ACME')
  })

  test('is told when the person refuses, and when the state is of another browser', async () => {
    const refused = await visit(bot, (address) => hub.authorize(address, { team: 'T0ACME', deny: true }))
    expect(refused.status).toBe(500)
    const stolen = await visit(bot, (address) => hub.authorize(address, { team: 'T0ACME' }), 'none=1')
    expect(stolen.status).not.toBe(200)
    expect([bot.installed.size, acme.botToken]).toEqual([0, ''])
    const { acked } = await acme.command({ text: 'x' })
    await expect(acked).rejects.toThrow('not installed')
  })

  test('serves two workspaces, and neither knows of the other', async () => {
    await install('T0ACME')
    await install('T0BETA')
    const both = [acme, beta].map(async (slack) => slack.answers(await slack.mention({ text: 'x' })))
    expect((await Promise.all(both)).flat().map(({ text }) => text)).toEqual([
      'heard in C0GENERAL10ACME',
      'heard in C0GENERAL10BETA',
    ])
    const posts = hub.calls.filter(({ method }) => method === 'chat.postMessage')
    expect(posts.map(({ team, arguments: args }) => [team, args['channel']]).sort()).toEqual([
      ['T0ACME', 'C0GENERAL10ACME'],
      ['T0BETA', 'C0GENERAL10BETA'],
    ])
    const other = beta.workspace.channels[0]?.id ?? ''
    const mixedUp = webClient(acme).chat.postMessage({ channel: other, text: 'x' })
    expect((await refusal(mixedUp)).error).toBe('channel_not_found')
    const people = [acme, beta].flatMap(({ workspace: { users, channels } }) => [...users, ...channels])
    expect(new Set(people.map(({ id }) => id)).size).toBe(people.length)
    const stamps = [acme, beta].flatMap(({ workspace }) => workspace.messages.map(({ ts }) => ts))
    expect(new Set(stamps).size).toBe(stamps.length)
  })

  test('gets a new token when it is installed again, and the old one is dead', async () => {
    await install('T0ACME')
    const old = acme.botToken
    await visit(bot, (address) => {
      const fewer = new URL(address)
      fewer.searchParams.set('scope', 'commands')
      return hub.authorize(fewer.href, { team: 'T0ACME' })
    })
    expect(acme.botToken).not.toBe(old)
    expect((await refusal(webClient(acme, old).auth.test())).error).toBe('token_revoked')
    expect(acme.calls.at(-1)).toMatchObject({ token: 'revoked', team: 'T0ACME' })
    const { response_metadata: more } = await webClient(acme).auth.test()
    expect(more?.scopes).toEqual(['commands'])
    const post = webClient(acme).chat.postMessage({ channel: 'C0GENERAL10ACME', text: 'x' })
    expect(await refusal(post)).toMatchObject({ error: 'missing_scope', provided: 'commands' })
  })

  test('hears of its removal in either order, late and twice', async () => {
    await install('T0ACME')
    const told = hub.uninstall({ team: 'T0ACME' }, ['tokens_revoked', 'app_uninstalled'])
    await Promise.all(told.map(({ acked }) => acked))
    expect(told.map(({ payload }) => (payload['event'] as Json)['type'])).toEqual([
      'tokens_revoked',
      'app_uninstalled',
    ])
    expect(told[0]?.payload).toMatchObject({
      team_id: 'T0ACME',
      event: { tokens: { bot: ['UKSTREAMS010ACME'] } },
    })
    expect((await refusal(webClient(acme).auth.test())).error).toBe('account_inactive')
    const again = hub.farewell({ team: 'T0ACME' }, 'app_uninstalled')
    await again.acked
    expect(again.eventId).not.toBe(told[1]?.eventId)
    await (await acme.redeliver(again)).acked
    expect((await acme.mention({ text: 'x' })).delivered).toBe(false)
    await install('T0ACME')
    await acme.answers(await acme.command({ text: 'x' }))
  })

  test('is installed for an organisation by one token', async () => {
    const org = { enterprise: 'E0ORG' }
    const one = hub.addWorkspace({ team: 'T0ONE', name: 'One', ...org })
    const two = hub.addWorkspace({ team: 'T0TWO', name: 'Two', ...org })
    await visit(bot, (address) => hub.authorize(address, org))
    const kept = bot.installed.get('E0ORG')
    expect(kept).toMatchObject({ isEnterpriseInstall: true, enterprise: { id: 'E0ORG' } })
    expect(kept?.team).toBeUndefined()
    expect(kept?.enterpriseUrl).toContain('.enterprise.slack.com')
    expect([one.botToken, two.botToken]).toEqual([kept?.bot?.token, kept?.bot?.token])
    for (const slack of [one, two]) {
      const delivery = await slack.mention({ text: 'x' })
      const { id } = slack.workspace.team
      expect(delivery.payload).toMatchObject({
        ...{ team_id: id, enterprise_id: 'E0ORG' },
        authorizations: [{ team_id: null, enterprise_id: 'E0ORG', is_enterprise_install: true }],
      })
      const [answer] = await slack.answers(delivery)
      expect(answer?.channel).toBe(slack.workspace.channels[0]?.id)
      expect(slack.calls.at(-1)).toMatchObject({ method: 'chat.postMessage', team: id })
      const command = await slack.command({ text: 'x' })
      expect(command.payload).toMatchObject({ is_enterprise_install: 'true', enterprise_id: 'E0ORG' })
      const [typed] = await slack.answers(command)
      expect(typed?.text).toBe(`${id} UKSTREAMS010ORG`)
    }
    const [gone] = hub.uninstall(org)
    expect(gone?.payload).toMatchObject({ team_id: null, enterprise_id: 'E0ORG' })
    expect((await refusal(webClient(two).auth.test())).error).toBe('account_inactive')
  })
})

describe('a token of an organisation', () => {
  test('is for the workspaces of it, by team_id or by what the call is about', async () => {
    const hub = await startHub()
    const org = { enterprise: 'E0ORG' }
    const [one, two] = ['T0ONE', 'T0TWO'].map((team) => hub.addWorkspace({ team, name: team, ...org }))
    hub.addWorkspace({ team: 'T0ACME', name: 'Acme', installed: true })
    if (one === undefined || two === undefined) throw new Error('no workspaces')
    const { access_token: token } = hub.install(org)
    const client = webClient(two, String(token))
    const last = () => hub.calls.at(-1)?.team
    expect(await client.auth.test()).toMatchObject({
      ...{ team_id: 'E0ORG', enterprise_id: 'E0ORG', is_enterprise_install: true },
    })
    await client.chat.postMessage({ channel: 'C0GENERAL10TWO', text: 'x' })
    expect(last()).toBe('T0TWO')
    await client.chat.postMessage({ channel: 'U0ADA000010TWO', text: 'x' })
    expect(last()).toBe('T0TWO')
    await client.views.publish({ user_id: 'U0ADA000010TWO', view: { type: 'home', blocks: [] } })
    expect(last()).toBe('T0TWO')
    await client.apiCall('users.info', { user: 'U0ADA000010TWO', team_id: 'T0TWO' })
    expect(last()).toBe('T0TWO')
    const { triggerId } = await two.shortcut({ callbackId: 'x' })
    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'x' }, blocks: [] }
    const opened = await client.views.open({ trigger_id: triggerId ?? '', view })
    expect(opened.view).toMatchObject({ team_id: 'T0TWO', app_installed_team_id: 'E0ORG' })
    await client.views.update({ view_id: opened.view?.id ?? '', view })
    expect(last()).toBe('T0TWO')
    for (const team_id of ['T0ACME', 'T0NONE']) {
      const denied = await refusal(client.apiCall('users.info', { user: 'U0ADA000010TWO', team_id }))
      expect(denied.error).toBe('team_access_not_granted')
    }
    const elsewhere = client.chat.postMessage({ channel: 'C0GENERAL10ACME', text: 'x' })
    expect((await refusal(elsewhere)).error).toBe('channel_not_found')
  })
})

describe('OAuth', () => {
  test('asks for what the address says, and refuses other addresses', async () => {
    const hub = await startHub({ redirectUris: ['https://a.example/'] })
    hub.addWorkspace({ team: 'T0ACME', name: 'Acme' })
    const acme = { team: 'T0ACME' }
    const back = new URL(hub.authorize(linkOf(hub), acme))
    expect([back.origin, back.searchParams.get('state')]).toEqual(['https://a.example', 's1'])
    const refused = (fields: Record<string, string>) => () => hub.authorize(linkOf(hub, fields), acme)
    expect(refused({ client_id: 'x' })).toThrow('invalid_client_id')
    expect(refused({ scope: '' })).toThrow('no_scopes')
    expect(refused({ redirect_uri: 'https://evil.example/' })).toThrow('bad_redirect_uri')
    expect(() => hub.authorize(linkOf(hub), { team: 'T0NONE' })).toThrow('no workspace at {"team":"T0NONE"}')
    expect(() => hub.authorize(linkOf(hub), { ...acme, user: 'bob' })).toThrow('no such person')
    expect(() => hub.authorize(`${hub.url}/login`, acme)).toThrow('not the address of an installation')
    expect((await fetch(linkOf(hub))).status).toBe(200)
    expect(await (await fetch(linkOf(hub, { client_id: 'x' }))).text()).toBe('invalid_client_id')
    const denied = new URL(hub.authorize(linkOf(hub), { ...acme, deny: true })).searchParams
    expect([...denied]).toEqual([
      ['error', 'access_denied'],
      ['state', 's1'],
    ])
  })

  test('a code is good once, for ten minutes, with its redirect_uri and the secret of the app', async () => {
    let now = 1_800_000_000_000
    const hub = await startHub({ now: () => now })
    const acme = hub.addWorkspace({ team: 'T0ACME', name: 'Acme' })
    const fresh = () => codeOf(hub.authorize(linkOf(hub, { redirect_uri: REDIRECT_URI }), { team: 'T0ACME' }))
    const code = fresh()
    const whole = { code, redirect_uri: REDIRECT_URI }
    expect(await exchange(hub, { code })).toEqual({ ok: false, error: 'bad_redirect_uri' })
    expect(await exchange(hub, { ...whole, client_secret: 'x' })).toMatchObject({
      error: 'bad_client_secret',
    })
    expect(await exchange(hub, { ...whole, client_id: 'x' })).toMatchObject({ error: 'invalid_client_id' })
    expect(await exchange(hub, { ...whole, code: 'x' })).toMatchObject({ error: 'invalid_code' })
    expect(await exchange(hub, whole)).toEqual({
      ...{ ok: true, access_token: acme.botToken, token_type: 'bot', scope: SCOPES.join(',') },
      ...{ bot_user_id: 'UKSTREAMS010ACME', app_id: 'A0KSTREAMS', enterprise: null },
      ...{ team: { id: 'T0ACME', name: 'Acme' }, is_enterprise_install: false },
      authed_user: { id: 'U0ADA000010ACME' },
    })
    expect(await exchange(hub, whole)).toMatchObject({ error: 'code_already_used' })
    const late = fresh()
    now += 10 * 60_000 + 1
    expect(await exchange(hub, { ...whole, code: late })).toMatchObject({ error: 'invalid_code' })
    const basic = `Basic ${Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString('base64')}`
    const fields = { ...whole, code: fresh(), client_id: '', client_secret: '' }
    expect(await exchange(hub, fields, { authorization: basic })).toMatchObject({ ok: true })
    expect(JSON.stringify(hub.calls)).not.toContain(CLIENT.clientSecret)
  })

  test('has its faults, and every workspace its own', async () => {
    const hub = await startHub()
    const [acme, beta] = ['T0ACME', 'T0BETA'].map((team) =>
      hub.addWorkspace({ team, name: team, installed: true }),
    )
    if (acme === undefined || beta === undefined) throw new Error('no workspaces')
    hub.failWith('oauth.v2.access', 'fatal_error')
    expect(await exchange(hub, { code: 'x' })).toMatchObject({ error: 'fatal_error' })
    acme.failWith('auth.test', 'internal_error')
    expect(await webClient(beta).auth.test()).toMatchObject({ ok: true, team_id: 'T0BETA' })
    expect((await refusal(webClient(acme).auth.test())).error).toBe('internal_error')
    acme.limits('on')
    expect([acme.limited(), beta.limited()]).toEqual([true, false])
  })
})

describe('one address', () => {
  test('knows no token but its own, and no response_url of another', async () => {
    const hub = await startHub()
    const acme = hub.addWorkspace({ team: 'T0ACME', name: 'Acme', installed: true })
    expect((await refusal(webClient(acme, 'xoxb-local-kstreams').auth.test())).error).toBe('invalid_auth')
    expect((await refusal(webClient(acme, '').auth.test())).error).toBe('not_authed')
    expect(hub.calls.map(({ token, team }) => [token, team])).toEqual([
      ['unknown', undefined],
      ['none', undefined],
    ])
    expect(await webClient(acme, '').api.test()).toMatchObject({ ok: true })
    const { responseUrl = '' } = await acme.command({ text: 'x' })
    const post = (url: string) => fetch(url, { method: 'POST', body: '{"text":"x"}' })
    expect((await post(responseUrl)).status).toBe(200)
    expect(hub.calls.at(-1)).toMatchObject({ method: 'response_url', team: 'T0ACME' })
    expect((await post(responseUrl.replace('T0ACME', 'T0NONE'))).status).toBe(404)
    expect((await fetch(`${hub.url}/nothing`)).status).toBe(404)
    const connection = await refusal(webClient(acme).apps.connections.open())
    expect(connection.error).toBe('not_allowed_token_type')
  })

  test('has each workspace once, and no page', async () => {
    const hub = await startHub()
    const acme = hub.addWorkspace({ team: 'T0ACME', name: 'Acme' })
    const twice = () => hub.addWorkspace({ team: 'T0ACME', name: 'Acme' })
    expect(twice).toThrow('there is a workspace T0ACME already')
    expect(() => acme.serve(() => {})).toThrow('serves no page')
    expect([acme.sockets(), acme.apiUrl, acme.botToken]).toEqual([0, hub.apiUrl, ''])
  })
})
