import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startLocalSlack } from '../src/playground/index.ts'
import type { PageState } from '../src/playground/page-api.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
// `npm test` builds first, so this is the program as it was just written.
const MAIN = join(ROOT, 'dist/main.js')

type Run = {
  child: ChildProcess
  output: () => string
  /** The first match of this in the output; rejects when the program ends without it. */
  said: (pattern: RegExp) => Promise<string>
  exit: Promise<number | null>
}

/** `npm start` with these variables and no others that matter; never outlives its test. */
const start = (variables: Record<string, string>, ...given: string[]): Run => launch(MAIN, variables, given)

function launch(main: string, variables: Record<string, string>, given: string[] = []): Run {
  const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: 'file::memory:', ...variables }
  const cwd = fileURLToPath(new URL('.', import.meta.url))
  const child = spawn(process.execPath, [main, ...given], { env, cwd })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += String(chunk)))
  const exit = once(child, 'close').then(([code]) => code as number | null)
  onTestFinished(() => void child.kill('SIGKILL'))
  const said = async (pattern: RegExp) => {
    const ended = exit.then(() => {
      throw new Error(`ended without ${pattern}: ${output}`)
    })
    for (;;) {
      const [found] = pattern.exec(output) ?? []
      if (found !== undefined) return found
      await Promise.race([once(child.stdout, 'data'), ended])
    }
  }
  return { child, output: () => output, said, exit }
}

describe('npm start', () => {
  it('without tokens opens the playground, which answers, and stops within a second', async () => {
    const run = start({})
    const url = await run.said(/http:\/\/127\.0\.0\.1:\d+/)
    expect(run.output()).toBe(`kstreams playground: ${url}  (Ctrl-C stops it)\n`)
    const page = await fetch(url)
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    const script = /src="\.?(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1]
    const loaded = await fetch(url + script)
    expect([loaded.status, loaded.headers.get('content-type')]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
    const state = async () => (await (await fetch(`${url}/state`)).json()) as PageState
    const { people, channels } = await state()
    const act = { do: 'command', user: people[0]?.id, channel: channels[0]?.id, text: 'fraud' }
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/act`, { method: 'POST', headers, body: JSON.stringify(act) })
    await expect.poll(async () => (await state()).messages.at(-1)?.text).toContain('fraud')
    const feed = await fetch(`${url}/feed`)
    const began = performance.now()
    run.child.kill('SIGTERM')
    expect(await run.exit).toBe(0)
    expect(performance.now() - began).toBeLessThan(1000)
    await feed.text()
  })

  it.each(['SIGINT', 'SIGHUP'] as const)('the playground keeps its state on %s', async (signal) => {
    const folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const run = start({ PORT: '0' }, '--state', folder)
    const url = await run.said(/http:\/\/127\.0\.0\.1:\d+/)
    const act = { do: 'post', user: 'U0ADA00001', channel: 'C0GENERAL1', text: 'remember this' }
    const headers = { 'content-type': 'application/json' }
    await fetch(`${url}/act`, { method: 'POST', headers, body: JSON.stringify(act) })
    run.child.kill(signal)
    expect(await run.exit).toBe(0)
    expect(await readFile(join(folder, 'workspace.json'), 'utf8')).toContain('remember this')
  })

  it('ends within a second of npm, if only that is told to end', async () => {
    const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, NODE_ENV, PORT, ...env } = process.env
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const npm = spawn('npm', ['start', '--silent'], { cwd, env, detached: true, shell: false })
    onTestFinished(() => void (npm.exitCode === null && npm.kill('SIGKILL')))
    let output = ''
    npm.stdout.on('data', (chunk: Buffer) => (output += String(chunk)))
    await expect.poll(() => output, { timeout: 10_000 }).toContain('http://')
    const began = performance.now()
    npm.kill('SIGTERM')
    // The pipe closes when the last process that holds it has ended.
    await once(npm.stdout, 'close')
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('says when the port is taken', async () => {
    const slack = await startLocalSlack()
    onTestFinished(slack.close)
    const run = start({ PORT: new URL(slack.url).port })
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('kstreams cannot start: PORT is taken.')
  })

  it('in production no tokens are an error', async () => {
    const run = start({ NODE_ENV: 'production' })
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set')
    expect(run.output()).not.toContain('http://')
  })

  it.each([
    [{}, ['--sate', 'x'], /--sate.*\nUsage: npm start/s],
    [
      { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
      ['--state', 'x'],
      /--state is for the playground/,
    ],
  ])('arguments that it cannot use are bad usage: %o %o', async (variables, given, says) => {
    const run = start(variables as Record<string, string>, ...given)
    expect(await run.exit).toBe(2)
    expect(run.output()).toMatch(says)
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

  it('reads the catalogue anew on SIGHUP, and goes on where it has faults', async () => {
    const copy = await mkdtemp(join(tmpdir(), 'kstreams-main-'))
    onTestFinished(() => rm(copy, { recursive: true }))
    for (const name of ['dist', 'data', 'package.json'])
      await cp(join(ROOT, name), join(copy, name), { recursive: true })
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    const slack = await startLocalSlack()
    onTestFinished(slack.close)
    const { botToken: SLACK_BOT_TOKEN, appToken: SLACK_APP_TOKEN, apiUrl: SLACK_API_URL } = slack
    const bot = launch(join(copy, 'dist/main.js'), { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_API_URL })
    await slack.connected(2)
    const answer = async (text: string) => (await slack.answers(await slack.command({ text })))[0]?.text
    const file = join(copy, 'data/use-cases/stubhub-fraud-detection.yaml')
    const before = await readFile(file, 'utf8')
    expect(await answer('stubhub')).not.toContain('Zanzibar')
    // What changes is noticed without a signal, too; that there is still a fault is said again only when asked.
    await writeFile(file, `${before}nonsense: true\n`)
    await bot.said(/the one before stays/)
    bot.child.kill('SIGHUP')
    await bot.said(/the one before stays[\s\S]*the one before stays/)
    expect(await answer('stubhub')).toContain('StubHub')
    await writeFile(file, before.replace(/^title: .*$/m, 'title: Tickets for Zanzibar'))
    bot.child.kill('SIGHUP')
    await bot.said(/answers come from a new edition/)
    expect(await answer('stubhub')).toContain('Tickets for Zanzibar')
    bot.child.kill('SIGTERM')
    expect(await bot.exit).toBe(0)
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
