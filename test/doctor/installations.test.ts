import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCall } from '../../src/doctor/call.ts'
import { checkInstallations } from '../../src/doctor/installations.ts'
import { saveInstallation } from '../../src/store/installations.ts'
import type { Database } from '../../src/store/tables.ts'
import { createSeal } from '../../src/workspaces/seal.ts'
import { emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { of, serve } from './scene.ts'

const ready = emptyDatabase('sqlite', ownPostgres())
const [newest, older, oldest, lost] = [randomBytes(32), randomBytes(32), randomBytes(32), randomBytes(32)]

async function install(database: Database, id: string, key: Buffer, scopes = ['commands']): Promise<void> {
  const contents = { installation: { bot: { token: `xoxb-planted-${id}` } }, voterKey: '' }
  const sealed = createSeal([key]).seal(JSON.stringify(contents), id)
  const who = { team: id, enterprise: null, orgWide: false, installedBy: null }
  await saveInstallation(database, { id, ...who, scopes, updatedAt: 1, sealed }, null)
}

/** A Slack that says this of each token, and how often it was asked. */
async function slack(answer: (id: string) => object | undefined) {
  const asked: string[] = []
  const origin = await serve((request, response) => {
    const id = request.headers.authorization?.split('-').at(-1) ?? ''
    asked.push(`${request.url} ${id}`)
    const said = answer(id)
    if (said === undefined) response.destroy()
    else response.end(JSON.stringify(said))
  })
  return { asked, call: createCall(`${origin}/`, Date.now) }
}

const takesAll = () => slack(() => ({ ok: true }))

async function lines(database: Database, { call }: Pick<Awaited<ReturnType<typeof slack>>, 'call'>) {
  const found = await checkInstallations(database, {
    keys: [newest, older, oldest],
    wanted: ['commands'],
    call,
  })
  expect(JSON.stringify(found)).not.toContain('planted')
  return { installations: of(found, 'installations'), tokens: of(found, 'installed tokens') }
}

describe('the doctor at installations', () => {
  it('says when there are none', async () => {
    const { asked, call } = await takesAll()
    const none = { installations: ['ok: There is none yet.'], tokens: [] }
    expect(await lines(await open(await ready()), { call })).toEqual(none)
    expect(asked).toEqual([])
  })

  it('names the key that they are sealed with, and asks Slack for the first twenty', async () => {
    const database = await open(await ready())
    const { asked, call } = await takesAll()
    await install(database, 'T1000', newest)
    const one = await lines(database, { call })
    expect(one.installations).toEqual([
      expect.stringMatching(/^ok: 1 installation, sealed with the newest key \(id [\w-]{8}\)\.$/),
    ])
    expect(one.tokens).toEqual(['ok: Slack takes 1 token.'])
    expect(asked).toEqual(['/auth.test T1000'])
    for (let number = 1; number < 101; number += 1) await install(database, `T${1000 + number}`, newest)
    const all = await lines(database, { call })
    expect(all.installations[0]).toMatch(/^ok: 101 installations, all sealed with the newest key/)
    expect(all.tokens).toEqual(['ok: Slack takes 20 tokens. The other 81 were not asked for.'])
    expect(new Set(asked).size).toBe(20)
    expect(asked).toHaveLength(21)
  })

  it('counts those that need an older key, cannot be read, or lack scopes', async () => {
    const database = await open(await ready())
    await install(database, 'T1', newest)
    await install(database, 'T2', older)
    await install(database, 'T3', lost)
    await install(database, 'T4', newest, ['chat:write'])
    const { installations, tokens } = await lines(database, await takesAll())
    expect(installations).toEqual([
      expect.stringMatching(/^fault: 1 of 4 cannot be read\. This was sealed with a key that is not in/),
      expect.stringMatching(
        /^warning: 1 of 4 is sealed with an older key \(id [\w-]{8}\)\. Keep that key in/,
      ),
      expect.stringMatching(/^warning: 1 of 4 lacks scopes/),
    ])
    expect(tokens).toEqual(['ok: Slack takes 3 tokens.'])
    await install(database, 'T5', oldest)
    const more = await lines(database, await takesAll())
    expect(more.installations[1]).toMatch(/^warning: 2 of 5 are sealed with .*\(id [\w-]{8}, [\w-]{8}\)\./)
  })

  it('names those whose tokens Slack does not take', async () => {
    const database = await open(await ready())
    for (const id of ['T1', 'T2', 'T3']) await install(database, id, newest)
    const error = { T1: 'token_revoked', T3: 'account_inactive' }
    const answer = (id: string) => (id === 'T2' ? { ok: true } : { ok: false, error: error[id as 'T1'] })
    const { installations, tokens } = await lines(database, await slack(answer))
    expect(installations[0]).toMatch(/^ok: 3 installations/)
    expect(tokens).toEqual([
      'warning: Slack refuses 2 of 3 tokens: T1 (token_revoked), T3 (account_inactive). The app was removed there, or the database is a backup from before it was installed again: have it installed there once more.',
    ])
  })

  it.each([
    [undefined, /^warning: Whether Slack takes them is not known \(.+\)\. Try again/],
    [{ ok: false, error: 'ratelimited' }, /^warning: Whether Slack takes them is not known \(ratelimited\)/],
  ])('does not go on asking a Slack that answers %j', async (said, words) => {
    const database = await open(await ready())
    for (let number = 10; number < 30; number += 1) await install(database, `T${number}`, newest)
    const { asked, call } = await slack(() => said)
    const { tokens } = await lines(database, { call })
    expect(tokens).toEqual([expect.stringMatching(words)])
    expect(asked.length).toBeLessThanOrEqual(4)
  })
})
