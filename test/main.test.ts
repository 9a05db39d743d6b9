import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startLocalSlack } from '../src/playground/index.ts'

// `npm test` builds first, so this is the program as it was just written.
const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url))

type Run = { child: ChildProcess; output: () => string; exit: Promise<number | null> }

/** `npm start` with these variables and no others that matter; never outlives its test. */
function start(variables: Record<string, string>): Run {
  const env = { PATH: process.env['PATH'] ?? '', ...variables }
  const child = spawn(process.execPath, [MAIN], { env, cwd: fileURLToPath(new URL('.', import.meta.url)) })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  const exit = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, output: () => output, exit }
}

describe('npm start', () => {
  it('without tokens explains the two ways on', async () => {
    const run = start({})
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('npm run --silent kstreams -- search fraud')
    expect(run.output()).toContain('manifest.json')
  })

  it('lists every fault of the settings', async () => {
    const run = start({ SLACK_BOT_TOKEN: 'xoxb-1', LOG_LEVEL: 'loud' })
    expect(await run.exit).toBe(1)
    expect(run.output()).toMatch(/SLACK_APP_TOKEN is not set/)
    expect(run.output()).toMatch(/LOG_LEVEL is none of/)
  })

  it.each(['SIGTERM', 'SIGINT'] as const)('answers, then stops with exit code 0 on %s', async (signal) => {
    const slack = await startLocalSlack()
    onTestFinished(slack.close)
    const run = start({
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    })
    await slack.connected(2)
    await slack.answers(await slack.command({ text: 'fraud' }))
    const asked = await slack.mention({ text: 'walmart' })
    await asked.acked
    run.child.kill(signal)
    expect(await run.exit).toBe(0)
    expect(await slack.answers(asked)).toHaveLength(1)
    expect(run.output()).not.toMatch(/xox[a-z]-|xapp-/)
  })

  it('stops at once on SIGTERM while Slack cannot be reached', async () => {
    const slack = await startLocalSlack()
    const { botToken, appToken, apiUrl } = slack
    await slack.close()
    const run = start({
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: apiUrl,
      LOG_LEVEL: 'debug',
    })
    await new Promise<void>((resolve) => run.child.stdout?.once('data', () => resolve()))
    run.child.kill('SIGTERM')
    expect(await run.exit).toBe(0)
  })

  it('says which token Slack does not accept', async () => {
    const slack = await startLocalSlack()
    onTestFinished(slack.close)
    const run = start({
      SLACK_BOT_TOKEN: 'xoxb-wrong',
      SLACK_APP_TOKEN: slack.appToken,
      SLACK_API_URL: slack.apiUrl,
    })
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('SLACK_BOT_TOKEN')
    expect(run.output()).toContain('invalid_auth')
    expect(run.output()).not.toContain('xoxb-wrong')
  })
})
