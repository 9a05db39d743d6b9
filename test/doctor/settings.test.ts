import { cpSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { folder } from '../store/engines.ts'
import { found, of, serve, slackWithBot } from './scene.ts'

describe('the doctor at Node.js', () => {
  it.each([
    ['20.19.0', 'ok'],
    ['24.0.1', 'ok'],
    ['20.18.3', 'fault'],
    ['9.11.2', 'fault'],
  ])('%s is %s', async (nodeVersion, level) => {
    const [line] = of(await found({}, { nodeVersion }), 'Node.js')
    expect(line).toMatch(new RegExp(`^${level}: ${nodeVersion.replaceAll('.', '\\.')}`))
  })
})

describe('the doctor at settings', () => {
  it('warns where nothing is set, and has no way to start where that is production', async () => {
    expect(of(await found({ LOG_LEVEL: 'info' }), 'settings')).toEqual([
      "warning: Nothing of Slack's is set in a test: npm start opens the playground, and with NODE_ENV=production it does not start. .env.example says how to connect the bot to Slack.",
    ])
    expect(of(await found({ NODE_ENV: 'production' }), 'settings')[0]).toMatch(/^fault: .* are not set, and/)
  })
})

describe('the doctor at a catalogue', () => {
  it('counts what is in it, and names its first fault', async () => {
    const dataFolder = join(folder(), 'data')
    cpSync(DATA_FOLDER, dataFolder, { recursive: true })
    expect(of(await found({}, { dataFolder }), 'catalogue')[0]).toMatch(/^ok: \d+ use cases of \d+ companies/)
    writeFileSync(join(dataFolder, 'use-cases/stubhub-fraud-detection.yaml'), 'company: [')
    writeFileSync(join(dataFolder, 'use-cases/new-one.yaml'), 'company: New One\n')
    expect(of(await found({}, { dataFolder }), 'catalogue')[0]).toMatch(
      /^fault: It has a fault: use-cases\/new-one\.yaml: .* There are \d+ more\. kstreams check lists all/,
    )
    rmSync(dataFolder, { recursive: true })
    expect(of(await found({}, { dataFolder }), 'catalogue')[0]).toMatch(/^fault: .*the folder is not there/)
  })
})

describe('the doctor at GitHub', () => {
  const asked: (string | undefined)[] = []
  /** A GitHub that answers everything with this status. */
  async function github(status: number, headers: Record<string, string> = {}): Promise<string> {
    const origin = await serve((request, answer) => {
      asked.push(`${request.headers.authorization} ${request.url}`)
      answer.writeHead(status, headers).end('{}')
    })
    return `${origin}/`
  }

  it.each([
    [200, {}, /^ok: GitHub takes it for acme\/list\./],
    [401, {}, /^fault: GitHub does not accept the token \(GITHUB_TOKEN\)\. Make a new one/],
    [404, {}, /^fault: There is no repository acme\/list on GitHub .*\. Check the name/],
    [403, { 'x-ratelimit-remaining': '0' }, /^fault: GitHub lets this token do no more for now\. Try again/],
  ])('%i with %j', async (status, headers, words) => {
    const { environment } = await slackWithBot()
    const settings = { GITHUB_TOKEN: 'ghp_planted', GITHUB_REPOSITORY: 'acme/list' }
    const findings = await found({
      ...environment,
      ...settings,
      GITHUB_API_URL: await github(status, headers),
    })
    expect(of(findings, 'GitHub token')[0]).toMatch(words)
    expect(asked.at(-1)).toBe('Bearer ghp_planted /repos/acme/list')
    expect(JSON.stringify(findings)).not.toContain('planted')
  })

  it('says that it cannot be reached, and that a token without a repository is of no use', async () => {
    const { environment } = await slackWithBot()
    const settings = { ...environment, GITHUB_TOKEN: 'ghp_planted', GITHUB_API_URL: 'http://127.0.0.1:9/' }
    expect(of(await found(settings), 'GitHub token')[0]).toMatch(
      /^warning: It is not used: GITHUB_REPOSITORY/,
    )
    const findings = await found({ ...settings, GITHUB_REPOSITORY: 'acme/list' })
    expect(of(findings, 'GitHub token')[0]).toMatch(/^fault: GitHub cannot be reached\. Check the way to it/)
  })
})
