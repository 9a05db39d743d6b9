import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Many, type Replica, SECRETS, startMany } from '../many/stage.ts'
import { folder } from '../store/engines.ts'
import { found, of } from './scene.ts'

async function stage() {
  const databaseUrl = `file:${join(folder(), 'kstreams.db')}`
  const many = await startMany({ databaseUrl })
  const [replica] = many.replicas
  if (!replica) throw new Error('no process')
  return { many, environment: settingsOf(many, replica, databaseUrl) }
}

/** With what it runs, as its operator has it. */
function settingsOf({ hub }: Many, { origin, operations }: Replica, databaseUrl: string) {
  return {
    ...{ ...SECRETS, SLACK_CLIENT_ID: '1234.5678', SLACK_API_URL: hub.apiUrl, DATABASE_URL: databaseUrl },
    ...{ HOST: '127.0.0.1', PORT: new URL(origin).port, METRICS_PORT: new URL(operations).port },
    PUBLIC_URL: origin,
  }
}

const secrets = new RegExp(Object.values(SECRETS).join('|').replaceAll('+', '\\+'))

describe('the doctor at a bot for many workspaces', () => {
  it('finds it where it runs, and says what has to be entered at Slack', async () => {
    const { many, environment } = await stage()
    await many.workspace('T0ACME')
    const { PUBLIC_URL, PORT, METRICS_PORT } = environment
    const findings = await found({ ...environment, SLACK_SIGNING_SECRET: 'a'.repeat(32) })
    expect(findings.filter(({ level }) => level !== 'ok').map(({ check }) => check)).toEqual(['catalogue'])
    expect(of(findings, 'settings')).toEqual([
      'ok: The bot speaks to Slack by HTTP, for all workspaces that install it; read from a test.',
    ])
    expect(of(findings, 'OAuth')[0]).toContain(`${PUBLIC_URL}/slack/oauth_redirect`)
    expect(of(findings, 'signing secret')[0]).toContain(`${PUBLIC_URL}/slack/events`)
    expect(of(findings, 'PORT')).toEqual([`ok: The bot listens on ${PORT}.`])
    expect(of(findings, 'METRICS_PORT')).toEqual([`ok: The bot listens on ${METRICS_PORT}.`])
    expect(of(findings, 'PUBLIC_URL')).toEqual([`ok: The bot answers at ${PUBLIC_URL}.`])
    expect(of(findings, 'client ID and secret')).toEqual(['ok: Slack knows them.'])
    // Without a code Slack looks no further.
    const [exchange] = many.hub.calls.filter(({ method }) => method === 'oauth.v2.access').slice(-1)
    expect(exchange?.arguments).toMatchObject({ code: expect.stringMatching(/./) })
    expect(of(findings, 'installations')[0]).toMatch(/^ok: 1 installation, sealed/)
    expect(of(findings, 'installed tokens')).toEqual(['ok: Slack takes 1 token.'])
    expect(of(findings, 'bot token')).toEqual([])
    expect(of(findings, 'clock')).toHaveLength(1)
    expect(JSON.stringify(findings)).not.toMatch(secrets)
    expect(JSON.stringify(findings)).not.toContain('aaaa')
  })

  it('names a workspace that removed the app while nobody listened, and one of an older backup', async () => {
    const { many, environment } = await stage()
    for (const team of ['T0ACME', 'T0OTHER', 'T0THIRD']) await many.workspace(team)
    many.hub.uninstall({ team: 'T0ACME' }, [])
    many.hub.install({ team: 'T0OTHER' })
    expect(of(await found(environment), 'installed tokens')[0]).toMatch(
      /^warning: Slack refuses 2 of 3 tokens: T0ACME \(account_inactive\), T0OTHER \(token_revoked\)\. The app/,
    )
  })

  it.each([
    [
      'SLACK_CLIENT_SECRET',
      /^fault: Slack knows SLACK_CLIENT_ID, but .*\(bad_client_secret\)\. Copy it from/,
    ],
    ['SLACK_CLIENT_ID', /^fault: Slack knows no app with this .*\(invalid_client_id\)\. Copy it from/],
  ])('says that %s is a wrong one', async (name, words) => {
    const { environment } = await stage()
    const findings = await found({ ...environment, [name]: 'planted' })
    expect(of(findings, 'client ID and secret')).toEqual([expect.stringMatching(words)])
    expect(of(findings, 'client ID and secret')[0]).toContain(name)
    expect(JSON.stringify(findings)).not.toContain('planted')
  })

  it('misses an address, a signing secret that looks like one, and what Slack says of the client', async () => {
    const { many, environment } = await stage()
    many.hub.failWith('oauth.v2.access', 'internal_error')
    const { PUBLIC_URL: _, ...rest } = environment
    const findings = await found({ ...rest, SLACK_SIGNING_SECRET: 'planted' })
    expect(of(findings, 'OAuth')[0]).toMatch(/^warning: PUBLIC_URL is not set/)
    expect(of(findings, 'PUBLIC_URL')).toEqual([])
    expect(of(findings, 'signing secret')[0]).toMatch(/^warning: It does not look like one of Slack's/)
    expect(of(findings, 'client ID and secret')[0]).toMatch(/^warning: .*\(internal_error\)\. Try again/)
    expect(JSON.stringify(findings)).not.toContain('planted')
  })
})
