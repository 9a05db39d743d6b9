import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { WebClient } from '@slack/web-api'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import type { AnyBlock } from '../src/cards/blocks.ts'
import { withPlainFeedback } from '../src/cards/feedback.ts'
import { type LocalSlack, startLocalSlack } from '../src/playground/index.ts'
import { createClock } from '../src/playground/page-server/clock.ts'
import { readManifest } from '../src/playground/page-server/manifest.ts'
import { servePage } from '../src/playground/page-server/server.ts'
import { launchBrowser, openPage } from '../test/browser/browser.ts'
import type { Entry } from '../test/golden/entry.ts'
import { gallery } from '../test/golden/gallery.ts'
import { startBot, webClient } from '../test/playground/bot.ts'

/**
 * `npm run gallery [folder] [name ...]`: a picture of everything that the bot can show, in light and in dark, and a page
 * with all of them. `native` has what Slack shows at best, `classic` what it shows where it takes no cards.
 */
const [FOLDER = '.kstreams/gallery', ...only] = process.argv.slice(2)
const CHANNEL = 'C0GENERAL1'
const MORNING = Date.UTC(2026, 2, 10, 9, 41)
const LOOKS = ['light', 'dark'] as const
/** What stands around a message or view, in pixels. */
const MARGIN = 200
const SIZE = { width: 1100, height: 1000 }
const LOOK: BrowserContextOptions = { viewport: SIZE, deviceScaleFactor: 1, reducedMotion: 'reduce' }
/** A modal is as high as what is in it, and does not scroll. */
const WHOLE =
  '.modal { max-height: none !important; overflow: visible } .modal-body { overflow: visible !important }'
/** Stands for every picture from elsewhere: nothing here depends on the network. */
const THUMBNAIL =
  '<svg xmlns="http://www.w3.org/2000/svg" width="480" height="360"><rect width="480" height="360" fill="#5b7db1"/></svg>'

/** A blank Home tab between two others shows when the next one has come. */
const BLANK = 'Between two Home tabs'

type Pages = Record<(typeof LOOKS)[number], Page>
type Stage = { slack: LocalSlack; client: WebClient; pages: Pages; show: (view: object | undefined) => void }
type Tier = 'native' | 'classic'

async function shoot(name: string, tier: Tier, pages: Pages, of: (page: Page) => Locator): Promise<void> {
  const one = async (look: keyof Pages) => {
    const page = pages[look]
    const path = join(resolve(FOLDER), tier, `${name}-${look}.png`)
    // What is higher than the window would be cut off.
    const { height = 0 } = (await of(page).boundingBox()) ?? {}
    const high = height + MARGIN > SIZE.height
    if (high) await page.setViewportSize({ ...SIZE, height: Math.ceil(height) + MARGIN })
    await of(page).screenshot({ path, caret: 'hide', animations: 'disabled' })
    if (high) await page.setViewportSize(SIZE)
  }
  await Promise.all(LOOKS.map(one))
}

const both = (pages: Pages, act: (page: Page) => Promise<unknown>) =>
  Promise.all(LOOKS.map((look) => act(pages[look])))
const newest = (page: Page) => page.getByRole('main').getByRole('article').last()

/** Posts blocks as the bot, and takes the message away again. What only one person sees says so. */
async function message(name: string, tier: Tier, said: { text: string; blocks: AnyBlock[] }, stage: Stage) {
  const { slack, client, pages } = stage
  await slack.say({ text: `${tier} ${name}`, user: 'grace', channel: CHANNEL })
  await both(pages, (page) => newest(page).getByText(`${tier} ${name}`, { exact: true }).waitFor())
  const privately = name.endsWith('-private')
  const post = { text: said.text, blocks: said.blocks as never, channel: CHANNEL }
  if (privately) await client.chat.postEphemeral({ ...post, user: 'U0ADA00001' })
  else await client.chat.postMessage({ ...post, unfurl_links: false, unfurl_media: false })
  await both(pages, (page) => newest(page).getByText('kstreams').first().waitFor())
  await shoot(name, tier, pages, newest)
}

async function unfurl(name: string, blocks: AnyBlock[], { slack, client, pages }: Stage): Promise<void> {
  const url = `https://example.com/${name}`
  await slack.say({ text: `Have you seen this? <${url}>`, user: 'grace', channel: CHANNEL })
  const ts = slack.workspace.messages.at(-1)?.ts ?? ''
  await client.chat.unfurl({ channel: CHANNEL, ts, unfurls: { [url]: { blocks } } as never })
  await both(pages, (page) => newest(page).getByTestId('attachment').waitFor())
  await shoot(name, 'native', pages, newest)
}

async function modal(name: string, view: object, { slack, pages, show }: Stage): Promise<void> {
  show(view)
  const opened = await slack.opened(await slack.command({ text: name, channel: CHANNEL }))
  await both(pages, (page) => page.getByRole('dialog').waitFor())
  await shoot(name, 'native', pages, (page) => page.getByRole('dialog'))
  await slack.dismiss(opened)
  await both(pages, (page) => page.getByRole('dialog').waitFor({ state: 'detached' }))
}

async function home(name: string, view: object, { client, pages }: Stage): Promise<void> {
  const publish = (shown: object) => client.views.publish({ user_id: 'U0ADA00001', view: shown as never })
  const blank = { type: 'section', text: { type: 'mrkdwn', text: BLANK } }
  await publish({ type: 'home', blocks: [blank] })
  await both(pages, async (page) => {
    await page.getByRole('navigation').getByRole('button', { name: 'kstreams' }).click()
    await page.getByRole('tab', { name: 'Home' }).click()
    await page.getByText(BLANK).waitFor()
    await page.mouse.move(1, 1)
  })
  await publish(view)
  await both(pages, (page) => page.getByText(BLANK).waitFor({ state: 'detached' }))
  await shoot(name, 'native', pages, (page) => page.locator('.home-inside'))
  await both(pages, (page) => page.getByRole('navigation').getByRole('button', { name: 'general' }).click())
}

async function take(entry: Entry, stage: Stage): Promise<void> {
  const { name } = entry
  if (entry.kind === 'modal') await modal(name, entry.make(), stage)
  if (entry.kind === 'home') await home(name, entry.make(), stage)
  if (entry.kind === 'unfurl') await unfurl(name, entry.make(), stage)
  if (entry.kind !== 'message') return
  const { text, native, classic } = entry.make()
  await message(name, 'native', { text, blocks: native }, stage)
  if (isTwofold(entry)) await message(name, 'classic', { text, blocks: withPlainFeedback(classic) }, stage)
}

/** Whether the two tiers of a message differ. */
function isTwofold(entry: Entry): boolean {
  if (entry.kind !== 'message') return false
  const { native, classic } = entry.make()
  return JSON.stringify(native) !== JSON.stringify(classic)
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function sheet(entries: readonly Entry[]): string {
  const picture = (name: string, tier: Tier) =>
    `<div>${LOOKS.map((look) => `<img loading="lazy" src="${tier}/${name}-${look}.png" alt="${name}, ${tier}, ${look}">`).join('')}</div>`
  const parts = entries.map((entry) => {
    const { name, kind } = entry
    const head = `<h2 id="${name}">${name} <small>${kind}</small></h2>`
    if (kind === 'terminal') return `${head}<pre>${escaped(entry.make())}</pre>`
    const classic = isTwofold(entry) ? `<p>classic</p>${picture(name, 'classic')}` : ''
    return head + picture(name, 'native') + classic
  })
  const style =
    'body{font:14px sans-serif;margin:24px}div{display:flex;gap:8px;align-items:start}img{max-width:49%}pre{background:#eee;padding:8px}'
  return `<!doctype html><meta charset="utf-8"><title>What the bot shows</title><style>${style}</style>${parts.join('\n')}\n`
}

async function open(browser: Browser, url: string): Promise<Pages> {
  const [light, dark] = await Promise.all(
    LOOKS.map(async (colorScheme) => {
      const page = await openPage(browser, url, { ...LOOK, colorScheme })
      await page.route(/^https:/, (route) => route.fulfill({ contentType: 'image/svg+xml', body: THUMBNAIL }))
      await page.getByRole('button', { name: 'Dismiss the hint' }).click()
      await page.addStyleTag({ content: WHOLE })
      // Away from the messages, which show a toolbar below the pointer.
      await page.mouse.move(1, 1)
      return page
    }),
  )
  if (!light || !dark) throw new Error('no pages')
  return { light, dark }
}

async function run(browser: Browser, entries: readonly Entry[]): Promise<void> {
  const clock = createClock()
  clock.turn(MORNING)
  const slack = await startLocalSlack({ now: clock.now })
  const served = servePage(slack, clock, await readManifest())
  slack.workspace.unfurlDomains.push('example.com', 'youtube.com')
  let shown: object | undefined
  const bot = await startBot(
    slack,
    (app) => {
      app.command(/.*/, async ({ ack, client, command }) => {
        await ack()
        await client.views.open({ trigger_id: command.trigger_id, view: shown as never })
      })
    },
    { pingMs: 30_000 },
  )
  try {
    const pages = await open(browser, slack.url)
    const show = (view: object | undefined) => {
      shown = view
    }
    const stage = { slack, client: webClient(slack), pages, show }
    for (const entry of entries) {
      await take(entry, stage)
      console.log(entry.name)
    }
  } finally {
    served.close()
    await bot.stop()
    await slack.close()
  }
}

await mkdir(join(FOLDER, 'native'), { recursive: true })
const entries = gallery.filter(({ name }) => only.length === 0 || only.includes(name))
const browser = await launchBrowser()
if (browser === undefined) process.exit(1)
await run(browser, entries)
await browser.close()
await writeFile(join(FOLDER, 'index.html'), sheet(entries))
console.log(`${entries.length} entries: ${resolve(FOLDER, 'index.html')}`)
