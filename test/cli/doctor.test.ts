import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { UsageError } from '../../src/cli/command.ts'
import { doctor } from '../../src/cli/doctor.ts'
import { VARIABLES } from '../../src/config.ts'
import { slackWithBot } from '../doctor/scene.ts'
import { folder } from '../store/engines.ts'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** What the command prints, and its exit code, with these settings and no others. */
async function kstreams(environment: Record<string, string>, ...args: string[]) {
  const working = folder()
  return kstreamsIn(working, environment, ...args)
}

/** The same in another folder. */
async function kstreamsIn(working: string, environment: Record<string, string>, ...args: string[]) {
  for (const name of VARIABLES) vi.stubEnv(name, environment[name] ?? '')
  vi.spyOn(process, 'cwd').mockReturnValue(working)
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  try {
    const code = await doctor(args)
    return { code, out: written.mock.calls.map(([text]) => String(text)).join('') }
  } finally {
    written.mockRestore()
  }
}

describe('kstreams doctor', () => {
  it('without any setting tells of the playground, and looks at the catalogue', async () => {
    const { code, out } = await kstreams({})
    expect(code).toBe(0)
    const lines = out.split('\n')
    expect(lines[0]).toMatch(/^ok {7}Node\.js: \d+\.\d+\.\d+; [\d.]+ or later is needed\.$/)
    expect(lines[1]).toMatch(
      /^warning {2}settings: .* npm start opens the playground, .*\. \.env\.example says/,
    )
    expect(lines[2]).toMatch(/^ok {7}catalogue: \d+ use cases of \d+ companies, with \d+ links\.$/)
    expect(lines.slice(3)).toEqual(['', '1 warning to look at.', ''])
    expect(out).not.toContain('\u001b')
  })

  it('exits 0 with warnings, and 1 with a fault, each with what to do', async () => {
    const { slack, environment } = await slackWithBot()
    const warned = await kstreams(environment)
    expect(warned.code).toBe(0)
    expect(warned.out).toMatch(
      /^warning {2}database: A database in memory ends with the bot\. Set DATABASE_URL/m,
    )
    expect(warned.out).toMatch(/\n\n1 warning to look at\.\n$/)
    slack.workspace.scopes.shift()
    const faulty = await kstreams({ ...environment, GITHUB_TOKEN: 'ghp_planted' })
    expect(faulty.code).toBe(1)
    expect(faulty.out).toMatch(
      /^fault {4}scopes: The bot lacks app_mentions:read, which .* install the app again/m,
    )
    expect(faulty.out).toMatch(/\n\n1 fault and 2 warnings to look at\.\n$/)
    expect(faulty.out).not.toMatch(/planted|xoxb-|xapp-/)
  })

  it('lists every fault of the settings, and looks at the rest all the same', async () => {
    const path = join(folder(), 'kstreams.db')
    writeFileSync(path, 'no database')
    const environment = { SLACK_BOT_TOKEN: 'planted', LOG_LEVEL: 'loud', DATABASE_URL: `file:${path}` }
    const { code, out } = await kstreams(environment)
    expect(code).toBe(1)
    expect(out).toMatch(/^fault {4}settings: SLACK_BOT_TOKEN does not begin with xoxb-\. Copy it from/m)
    expect(out).toMatch(/^fault {4}settings: SLACK_APP_TOKEN is not set/m)
    expect(out).toMatch(/^fault {4}settings: LOG_LEVEL is none of/m)
    expect(out).toMatch(/^fault {4}database: The file .* is no database of SQLite's\./m)
    expect(out).toMatch(/^ok {7}catalogue: /m)
    expect(out).not.toContain('planted')
  })

  it('prints one JSON object for each check with --json, and nothing else', async () => {
    const { environment } = await slackWithBot()
    const { out } = await kstreams({ ...environment, DIGEST_CHANNEL: 'C0RANDOM01' }, '--json')
    const findings = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual([
      ...['Node.js ok', 'settings ok', 'clock ok', 'bot token ok', 'scopes ok', 'DIGEST_CHANNEL fault'],
      ...['app token ok', 'database warning', 'catalogue ok'],
    ])
    expect(findings[5]).toEqual({
      ...{ check: 'DIGEST_CHANNEL', level: 'fault', found: 'The bot is not in C0RANDOM01.' },
      remedy: 'Type /invite @kstreams in it.',
    })
  })

  it('looks into the .env of its folder', async () => {
    const working = folder()
    vi.stubEnv('SLACK_BOTTOKEN', '')
    writeFileSync(join(working, '.env'), 'SLACK_BOTTOKEN=planted', { mode: 0o600 })
    const { out } = await kstreamsIn(working, {})
    expect(out).toMatch(/^warning {2}\.env: SLACK_BOTTOKEN is not known; is SLACK_BOT_TOKEN meant\? Rename/m)
    expect(out).not.toContain('planted')
  })

  it('says that all is well where it is', async () => {
    const { environment } = await slackWithBot()
    const { code, out } = await kstreams({ ...environment, DATABASE_URL: `file:${join(folder(), 'a.db')}` })
    expect(code).toBe(0)
    expect(out).toMatch(/\n\nAll is well\.\n$/)
  })

  it('takes no words', async () => {
    await expect(kstreams({}, 'please')).rejects.toThrow(UsageError)
  })
})
