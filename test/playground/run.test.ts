import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startLocalSlack } from '../../src/playground/index.ts'
import { ADA, BOT, GENERAL, KENJI, RANDOM, type Visitor, visit } from './page-visitor.ts'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'playground-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'state')
}

const say = (page: Visitor, text: string) => page.act({ do: 'post', user: ADA, channel: GENERAL, text })
const fileIn = (folder: string) => join(folder, 'workspace.json')

it('says where it is, and installs the app as its manifest asks', async () => {
  const page = await visit()
  expect(page.said).toEqual([`kstreams playground: ${page.url}  (Ctrl-C stops it)`])
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const manifest = JSON.parse(await readFile('manifest.json', 'utf8'))
  expect(page.slack.workspace.scopes).toEqual(manifest.oauth_config.scopes.bot)
  expect(page.slack.workspace.subscriptions).toEqual(manifest.settings.event_subscriptions.bot_events)
  expect(page.slack.workspace.unfurlDomains).toEqual(manifest.features.unfurl_domains)
})

it('ends every stream when it closes', async () => {
  const page = await visit()
  const feed = page.feed()
  await feed.begin
  await page.close()
  await feed.ended
  await expect(fetch(page.url)).rejects.toThrow()
})

it('keeps people, channels and messages over a restart, and counts on', async () => {
  const stateFolder = await emptyFolder()
  const before = await visit({ stateFolder })
  await say(before, 'first')
  await before.act({ do: 'clock', to: 'tomorrow-9' })
  await say(before, '@kstreams walmart')
  await before.slack.until('the answer', () =>
    before.slack.workspace.messages.find((one) => one.user === BOT),
  )
  await before.act({ do: 'invite', user: ADA, channel: RANDOM, who: KENJI })
  const old = await before.state()
  await before.close()
  expect((await stat(stateFolder)).mode & 0o777).toBe(0o700)
  expect((await stat(fileIn(stateFolder))).mode & 0o777).toBe(0o600)

  const after = await visit({ stateFolder })
  const { messages, channels, people, clock, installed } = await after.state()
  expect({ messages, channels, people }).toEqual({
    messages: old.messages,
    channels: old.channels,
    people: old.people,
  })
  expect({ turned: clock.turned, installed }).toEqual({ turned: false, installed: true })
  const done = await say(after, 'third')
  expect(Number(done.ok && done.ts)).toBeGreaterThan(Number(old.messages.at(-1)?.ts))
  expect(after.slack.save().counted.ids).toBeGreaterThanOrEqual(before.slack.save().counted.ids)
})

it('writes a moment after something happened, whole files only', async () => {
  const stateFolder = await emptyFolder()
  const page = await visit({ stateFolder })
  await say(page, 'kept')
  await expect.poll(() => readFile(fileIn(stateFolder), 'utf8').catch(() => '')).toContain('kept')
  const files = await readdir(stateFolder)
  expect(files.filter((name) => name.startsWith('workspace'))).toEqual(['workspace.json'])
})

it.each([
  ['{"version":1,', 'is not JSON'],
  ['', 'is not JSON'],
  ['[]', 'is not of version 1'],
  ['{"version":2}', 'is not of version 1'],
  ['{"version":1,"users":[{}],"channels":[],"messages":[]}', 'does not hold a workspace'],
])('a broken file (%s) is set aside, and said so', async (text, fault) => {
  const stateFolder = await emptyFolder()
  await (await visit({ stateFolder })).close()
  await writeFile(fileIn(stateFolder), text)
  const page = await visit({ stateFolder })
  const [line = ''] = page.said
  expect(line).toContain(`${fileIn(stateFolder)} ${fault}`)
  const [aside = ''] = (await readdir(stateFolder)).filter((name) => name.includes('broken'))
  expect(line).toContain(aside)
  expect(await readFile(join(stateFolder, aside), 'utf8')).toBe(text)
  expect((await page.state()).messages).toEqual([])
  await say(page, 'a new beginning')
  await page.close()
  expect(await readFile(fileIn(stateFolder), 'utf8')).toContain('a new beginning')
})

it('a workspace that does not know the bot is broken, too', async () => {
  const slack = await startLocalSlack({ botUser: 'UOTHER' })
  const saved = slack.save()
  await slack.close()
  const stateFolder = await emptyFolder()
  await (await visit({ stateFolder })).close()
  await writeFile(fileIn(stateFolder), JSON.stringify({ version: 1, ...saved }))
  const page = await visit({ stateFolder })
  expect(page.said[0]).toContain('does not hold a workspace')
})

it('a folder that cannot be one is an error that names it', async () => {
  const stateFolder = await emptyFolder()
  await writeFile(stateFolder, 'a file')
  await expect(visit({ stateFolder })).rejects.toThrow(stateFolder)
})
