import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { pressable, sure } from '../slack/desk-scene.ts'
import { emptyDatabase, ownPostgres } from '../store/engines.ts'
import { ask } from './everything.ts'
import { beginInstall, comeBack, everyRow, type Many, type Replica, SECRETS, startMany } from './stage.ts'

const fresh = emptyDatabase('postgres', ownPostgres())
const TEAM = 'T0ACME'

/** Two processes, and a workspace in which nobody has installed the app yet. */
async function startBare() {
  const databaseUrl = await fresh()
  const many = await startMany({ databaseUrl, replicas: 2 })
  const [one, two] = many.replicas
  const acme = many.hub.addWorkspace({ team: TEAM, name: 'Acme & Sons' })
  const installed = async () => (await everyRow(databaseUrl)).filter(({ table }) => table === 'installation')
  return { ...many, one: sure(one), two: sure(two), acme, installed, databaseUrl }
}

const granted = ({ hub }: Pick<Many, 'hub'>, address: string) => hub.authorize(address, { team: TEAM })

/** The page that says why not; each offers to begin anew. */
async function failed(page: Response, title: string, why: string): Promise<void> {
  expect(page.status).toBe(400)
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const text = await page.text()
  expect(text).toContain(`<h1>${title}</h1>`)
  expect(text).toContain(why)
  expect(text).toMatch(/href="\/slack\/install">(Try again|Add to Slack)</)
}
const OVER = 'This installation is over'
const NOT_INSTALLED = 'kstreams was not installed'

type Line = { level: string; msg: string; error?: { slackError?: string } }
const linesOf = ({ log }: Pick<Replica, 'log'>): Line[] =>
  log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
/** What processes said that somebody should look at, or of attempts that people did not finish. */
const saidBy = (replicas: readonly Replica[]): string[] =>
  replicas
    .flatMap(linesOf)
    .filter(({ level, msg }) => ['warn', 'error'].includes(level) || msg.includes('did not finish'))
    .map(({ level, msg }) => `${level}: ${msg}`)
const UNFINISHED = 'info: somebody did not finish installing the app'

describe('an installation', () => {
  it('is done in a browser, and then commands, mentions, messages and the Home tab are answered', async () => {
    const { install, acme, hub } = await startBare()
    const page = await install({ team: TEAM, user: 'grace' })
    expect(page.status).toBe(200)
    const text = await page.text()
    expect(text).toContain('It is ready in <strong>Acme &amp; Sons</strong>.')
    expect(text).toContain('slack://app?team=T0ACME&amp;id=A0KSTREAMS')
    expect(text).not.toMatch(/xox/)
    expect((await ask(acme, 'fraud')).text).toContain('fraud')
    await acme.answers(await acme.mention({ text: 'change data capture', channel: 'general' }))
    await acme.answers(await acme.dm({ text: 'fraud' }))
    await (await acme.openHome({})).acked
    expect(acme.workspace.views.map(({ type }) => type)).toEqual(['home'])
    // Whoever installed it is welcomed, nobody else, and nothing is said in a channel.
    const [welcome, ...others] = hub.calls.filter(
      ({ method, arguments: { text } }) =>
        method === 'chat.postMessage' && /installing me/.test(String(text)),
    )
    expect(others).toEqual([])
    expect(welcome?.arguments['channel']).toBe('U0GRACE0010ACME')
  })

  it('is refused in a browser in which it was not begun', async () => {
    const { one, two, installed, ...many } = await startBare()
    const { cookie, address } = await beginInstall(one)
    const another = await beginInstall(one)
    for (const other of ['', another.cookie, `${cookie}x`]) {
      await failed(await comeBack(two, granted(many, address), other), OVER, 'was begun in another browser')
    }
    expect(await installed()).toEqual([])
    expect((await comeBack(two, granted(many, address), cookie)).status).toBe(200)
    expect(await installed()).toHaveLength(1)
  })

  it('is refused a second time with the same state, by whichever process', async () => {
    const { one, two, installed, hub } = await startBare()
    const { cookie, address } = await beginInstall(one)
    const both = await Promise.all(
      [one, two].map((replica) => comeBack(replica, granted({ hub }, address), cookie)),
    )
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
    // As with a reload of the page that said so: nothing went wrong.
    await failed(await comeBack(one, granted({ hub }, address), cookie), OVER, 'all is well')
    expect(saidBy([one, two])).toEqual([UNFINISHED, UNFINISHED])
    expect(hub.calls.filter(({ method }) => method === 'oauth.v2.access')).toHaveLength(1)
    expect(await installed()).toHaveLength(1)
  })

  it('is refused after ten minutes', async () => {
    const { one, replica, installed, ...many } = await startBare()
    const { cookie, address } = await beginInstall(one)
    const later = await replica({ now: () => Date.now() + 10 * 60_000 + 1000 })
    await failed(await comeBack(later, granted(many, address), cookie), OVER, 'took longer than ten minutes')
    expect(await installed()).toEqual([])
  })

  it('is not done where the person, or Slack, says no', async () => {
    const { one, two, hub, installed } = await startBare()
    const begun = await beginInstall(one)
    const denied = hub.authorize(begun.address, { team: TEAM, deny: true })
    await failed(await comeBack(two, denied, begun.cookie), NOT_INSTALLED, 'was cancelled in Slack')
    expect(saidBy([one, two])).toEqual([UNFINISHED])
    const again = await beginInstall(one)
    const forged = new URL(hub.authorize(again.address, { team: TEAM }))
    forged.searchParams.set('code', 'made-up')
    await failed(await comeBack(two, forged.href, again.cookie), NOT_INSTALLED, 'Slack did not let us finish')
    expect(saidBy([two])).toContain('warn: an installation failed')
    expect(two.log()).toContain('"slackError":"invalid_code"')
    expect(two.log()).not.toContain('made-up')
    const bare = await fetch(`${one.origin}/slack/oauth_redirect`)
    await failed(bare, 'This address is only for Slack', 'begin with the button')
    expect(await installed()).toEqual([])
  })

  it.each([
    ['bad_client_secret', 'SLACK_CLIENT_SECRET'],
    ['invalid_client_id', 'SLACK_CLIENT_ID'],
  ])('that Slack answers with %s, is for who looks after %s', async (word, variable) => {
    const { one, hub, ...many } = await startBare()
    hub.failWith('oauth.v2.access', word)
    const { cookie, address } = await beginInstall(one)
    const page = await comeBack(one, granted({ hub }, address), cookie)
    await failed(page, NOT_INSTALLED, 'Slack did not let us finish')
    expect(saidBy([one])).toEqual([`error: Slack does not accept ${variable}`])
    expect(one.log()).toContain(`"slackError":"${word}"`)
    expect(await many.installed()).toEqual([])
  })
})

describe('a process with another key', () => {
  const other = (seed: number) => Buffer.alloc(32, seed).toString('base64')
  const withKey = (databaseUrl: string, key: string) =>
    startMany({ databaseUrl, environment: { TOKEN_ENCRYPTION_KEY: key } })

  it('does not start where it can open no token, and says which key is missing', async () => {
    const { install, databaseUrl, installed } = await startBare()
    await expect(withKey(databaseUrl, other(1)), 'nothing is there to be opened').resolves.toBeDefined()
    await install({ team: TEAM })
    const before = await installed()
    await expect(withKey(databaseUrl, other(1))).rejects.toThrow(
      'No token in the database can be opened with TOKEN_ENCRYPTION_KEY: it was sealed with another key.',
    )
    expect(await installed()).toEqual(before)
    const { replicas } = await withKey(databaseUrl, `${other(1)},${SECRETS.TOKEN_ENCRYPTION_KEY}`)
    expect(sure(replicas[0]).log()).toContain('tokens were sealed with the newest key')
    expect(saidBy(replicas)).toEqual([])
  })

  it('starts anew by the way that operating.md shows where the key is lost', async () => {
    const { install, databaseUrl, installed } = await startBare()
    await install({ team: TEAM })
    const statement = /```sql\n([^`]+?);?\n```/.exec(readFileSync('docs/operating.md', 'utf8'))?.[1]
    const { db, close } = await openDatabase(databaseUrl)
    await sql.raw(sure(statement)).execute(db).finally(close)
    const many = await withKey(databaseUrl, other(1))
    expect(saidBy(many.replicas)).toEqual([])
    const [gone] = await installed()
    expect(gone?.row).toMatchObject({ sealed: null })
    expect(Math.abs(Number(gone?.row['uninstalledAt']) - Date.now())).toBeLessThan(60_000)
    many.hub.addWorkspace({ team: TEAM, name: 'Acme' })
    expect((await many.install({ team: TEAM })).status).toBe(200)
    expect((await installed())[0]?.row).toMatchObject({ uninstalledAt: null })
  })

  it('starts where it can open some, and says how many it cannot', async () => {
    const { hub, install, databaseUrl } = await startBare()
    await install({ team: TEAM })
    await withKey(databaseUrl, `${other(1)},${SECRETS.TOKEN_ENCRYPTION_KEY}`)
    hub.addWorkspace({ team: 'T0LATER', name: 'Later' })
    await install({ team: 'T0LATER' })
    const { replicas } = await withKey(databaseUrl, other(1))
    const line = linesOf(sure(replicas[0])).find(({ msg }) => msg.startsWith('tokens cannot be opened'))
    expect(line).toMatchObject({ level: 'error', all: 2, resealed: 0, unreadable: 1 })
    expect(sure(replicas[0]).log()).not.toContain('sealed with the newest key')
  })
})

describe('an installation once more', () => {
  it('keeps what was set up, and is used by every process at once', async () => {
    const { one, two, install, acme, hub, databaseUrl } = await startBare()
    await install({ team: TEAM })
    hub.deliverTo([`${one.origin}/slack/events`])
    await ask(acme, 'digest 09:00 mon-fri')
    const answer = await ask(acme, 'fraud')
    const view = await acme.opened(await acme.press({ message: answer, actionId: 'details' }))
    const save = sure(pressable(view).find(({ actionId }) => actionId === 'save'))
    await (await acme.press({ view, actionId: save.actionId })).acked
    const kept = async () =>
      (await everyRow(databaseUrl)).filter(({ table }) => table === 'saved' || table === 'subscription')
    const before = await kept()
    expect(before).toHaveLength(2)
    const old = acme.botToken
    // The browser comes back to the second process: the first one knows the old token alone, which is dead.
    expect((await install({ team: TEAM, user: 'grace' })).status).toBe(200)
    expect(acme.botToken).not.toBe(old)
    const mention = await acme.mention({ text: 'fraud', channel: 'general' })
    const [said, ...twice] = await acme.answers(mention)
    expect(said?.text).toContain('fraud')
    expect(twice).toEqual([])
    const home = await acme.openHome({})
    await home.acked
    await acme.opened(await acme.command({ text: 'digest' }))
    expect(await kept()).toEqual(before)
    expect((await ask(acme, 'digest now')).text).not.toContain('went wrong')
    const first = hub.calls.findIndex(({ token }) => token === 'revoked')
    expect(first, 'the old token was tried').toBeGreaterThan(0)
    const late = hub.calls.slice(first).filter(({ token }) => token === 'revoked')
    expect(late.length, 'and is looked up anew once').toBe(1)
    expect(two.log()).toContain('the app was installed')
  })

  it('holds the scopes that were asked for last', async () => {
    const { one, install, installed, hub } = await startBare()
    await install({ team: TEAM })
    const scopesOf = async () => sure((await installed())[0]).row['scopes']
    const all = await scopesOf()
    const { cookie, address } = await beginInstall(one)
    const fewer = new URL(address)
    fewer.searchParams.set('scope', 'commands,chat:write')
    expect((await comeBack(one, hub.authorize(fewer.href, { team: TEAM }), cookie)).status).toBe(200)
    expect(await scopesOf()).toBe('commands,chat:write')
    await install({ team: TEAM })
    expect(await scopesOf()).toBe(all)
  })
})
