import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folder } from '../store/engines.ts'
import { found, of } from './scene.ts'

const isWindows = process.platform === 'win32'

/** What the doctor says of a file with these lines. */
async function look(lines: string[], rights = 0o600): Promise<string[]> {
  const envFile = join(folder(), '.env')
  writeFileSync(envFile, lines.join('\n'))
  chmodSync(envFile, rights)
  return of(await found({}, { envFile }), '.env').map((line) => line.replaceAll(envFile, 'FILE'))
}

describe('the doctor at a .env file', () => {
  it('has nothing to say of none, and of one that is well', async () => {
    expect(of(await found({}, { envFile: join(folder(), '.env') }), '.env')).toEqual([])
    expect(
      await look(['# a comment', 'SLACK_BOT_TOKEN=xoxb-1', 'export PORT=80', 'NODE_ENV=production']),
    ).toEqual([])
  })

  it.skipIf(isWindows).each([0o644, 0o640, 0o602])('warns where others may use it: %o', async (rights) => {
    expect(await look(['PORT=80'], rights)).toEqual([
      `warning: Others than its owner may use FILE (mode ${rights.toString(8)}), and it holds secrets. Make it the bot's own: chmod 600 FILE`,
    ])
  })

  it.each([
    ['SLACK_BOTTOKEN', 'SLACK_BOT_TOKEN'],
    ['SLACK_SIGNIN_SECRET', 'SLACK_SIGNING_SECRET'],
    ['DATABASE_URI', 'DATABASE_URL'],
    ['slack_app_token', 'SLACK_APP_TOKEN'],
    ['METRIC_PORT', 'METRICS_PORT'],
    ['TOKEN_ENCRYPTION_KEYS', 'TOKEN_ENCRYPTION_KEY'],
  ])('knows what is meant by %s', async (name, meant) => {
    expect(await look([`${name}=planted`])).toEqual([
      `warning: ${name} is not known; is ${meant} meant? Rename it, or remove it.`,
    ])
  })

  it.each(['SLACK_TEAM', 'DIGEST_ZZZ', 'KSTREAMS_MODE'])(
    'warns of %s, which can only be meant for it',
    async (name) => {
      expect(await look([`${name}=planted`])).toEqual([
        `warning: ${name} is not known. Remove it; .env.example has all that are.`,
      ])
    },
  )

  it.each(['URL=x', 'TOKEN=x', 'TZ=UTC', 'HTTPS_PROXY=x', 'POSTGRES_PASSWORD=x', 'SLACK_BOTTOKEN='])(
    'leaves %s alone, which is for others or nothing',
    async (line) => {
      expect(await look([line])).toEqual([])
    },
  )

  it('says that it cannot be read', async () => {
    const envFile = join(folder(), '.env')
    mkdirSync(envFile)
    expect(of(await found({}, { envFile }), '.env')).toEqual([
      `warning: ${envFile} cannot be read (EISDIR): the bot would start without it. Give whoever runs the bot the right to read it.`,
    ])
  })
})
