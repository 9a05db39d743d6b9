import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { startLocalSlack } from '../src/playground/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => JSON.parse(readFileSync(new URL(path, new URL('..', import.meta.url)), 'utf8'))

/** As Slack's CLI runs a hook: by a shell, in the project's folder. */
const hook = (command: string) => execFileSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' })

/** Ends a hook with all that it started, whatever became of it. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

describe('slack run', () => {
  let hooks: Record<string, string> = {}
  beforeAll(() => {
    hooks = JSON.parse(hook(read('.slack/hooks.json').hooks['get-hooks'])).hooks
  }, 20_000)

  it('finds its hooks, and by them the manifest', () => {
    expect(Object.keys(hooks)).toEqual(expect.arrayContaining(['get-manifest', 'start']))
    expect(JSON.parse(hook(hooks['get-manifest'] ?? ''))).toEqual(read('manifest.json'))
    expect(read('.slack/config.json')).toEqual({ manifest: { source: 'local' } })
  })

  it('starts the bot with the tokens that it hands over', async () => {
    const slack = await startLocalSlack()
    onTestFinished(() => slack.close())
    const { PATH = '', HOME = '' } = process.env
    const tokens = {
      ...{ SLACK_BOT_TOKEN: slack.botToken, SLACK_CLI_XOXB: slack.botToken },
      ...{ SLACK_APP_TOKEN: slack.appToken, SLACK_CLI_XAPP: slack.appToken },
    }
    const child = spawn('sh', ['-c', hooks['start'] ?? ''], {
      cwd: ROOT,
      env: { PATH, HOME, ...tokens, SLACK_API_URL: slack.apiUrl, DATABASE_URL: 'file::memory:' },
      detached: true,
      stdio: 'ignore',
    })
    onTestFinished(() => endGroup(child))
    await slack.connected(2)
    const [answer] = await slack.answers(await slack.command({ text: 'fraud' }))
    expect(JSON.stringify(answer)).toContain('StubHub')
  })
})
