import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { found, of, serve, slackWithBot } from './scene.ts'

/** Settings of a bot in HTTP mode. */
async function overHttp(more: Record<string, string>): Promise<Record<string, string>> {
  const { environment } = await slackWithBot()
  const { SLACK_APP_TOKEN: _, ...rest } = environment
  return { ...rest, SLACK_SIGNING_SECRET: 'a'.repeat(32), HOST: '127.0.0.1', PORT: '0', ...more }
}
const healthy = '{"status":"ok"}'
/** A port that was free a moment ago. */
const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return String(port)
}

describe('the doctor at ports', () => {
  it('finds them free, and leaves them so', async () => {
    const [PORT, METRICS_PORT] = [await freePort(), await freePort()]
    for (const _ of [1, 2]) {
      const findings = await found(await overHttp({ PORT, METRICS_PORT }))
      expect(of(findings, 'PORT')).toEqual([`ok: ${PORT} is free.`])
      expect(of(findings, 'METRICS_PORT')).toEqual([`ok: ${METRICS_PORT} is free.`])
    }
  })

  it('tells the bot from another program', async () => {
    const bot = new URL(await serve((_, answer) => answer.end(healthy))).port
    const other = new URL(await serve((_, answer) => answer.end('hello'))).port
    const findings = await found(await overHttp({ PORT: bot, METRICS_PORT: other }))
    expect(of(findings, 'PORT')).toEqual([`ok: The bot listens on ${bot}.`])
    expect(of(findings, 'METRICS_PORT')).toEqual([
      `warning: ${other} is taken, and no bot answers there. End what listens, or set another one.`,
    ])
  })

  it('knows an address that is none of this machine', async () => {
    const findings = await found(await overHttp({ PORT: '0', METRICS_PORT: '9464', HOST: '192.0.2.1' }))
    expect(of(findings, 'METRICS_PORT')).toEqual([
      'fault: HOST is no address of this machine. Leave it out for all that it has.',
    ])
  })

  it('does not look at those that nobody uses', async () => {
    const { environment } = await slackWithBot()
    const taken = new URL(await serve((_, answer) => answer.end('hello'))).port
    const findings = await found({ ...environment, PORT: taken, PUBLIC_URL: 'http://127.0.0.1:9' })
    expect([...of(findings, 'PORT'), ...of(findings, 'METRICS_PORT'), ...of(findings, 'PUBLIC_URL')]).toEqual(
      [],
    )
  })
})

describe('the doctor at PUBLIC_URL', () => {
  const look = async (PUBLIC_URL: string) => of(await found(await overHttp({ PUBLIC_URL })), 'PUBLIC_URL')

  it('finds the bot', async () => {
    const asked: (string | undefined)[] = []
    const origin = await serve((request, answer) => {
      asked.push(request.url)
      answer.end(healthy)
    })
    expect(await look(`${origin}/`)).toEqual([`ok: The bot answers at ${origin}.`])
    expect(asked).toEqual(['/healthz'])
  })

  it('says that nobody answers from here', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`
    expect(await look(origin)).toEqual([
      `warning: ${origin} does not answer from here (ECONNREFUSED). If the bot runs, see whether ${origin}/healthz says {"status":"ok"} from elsewhere.`,
    ])
  })

  it.each([
    [200, 'welcome to nginx'],
    [502, 'bad gateway'],
    [503, healthy],
    [301, ''],
  ])('says that somebody else answers, by %i %s', async (status, body) => {
    const origin = await serve((_, answer) => answer.writeHead(status, { location: '/there' }).end(body))
    const [line] = await look(origin)
    expect(line).toMatch(/^warning: Somebody else than the bot answers at .*\. If the bot runs, .* the proxy/)
    expect(line).toContain(`${origin}/healthz (HTTP ${status})`)
  })
})
