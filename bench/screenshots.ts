import { mkdir, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { openPlayground } from '../src/playground/run.ts'
import { launchBrowser, openPage } from '../test/browser/browser.ts'
import { playgroundConfig } from '../test/settings.ts'

/** `npm run screenshots`: the pictures of the README, taken from the running playground. */
const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url))
const DESKTOP = { viewport: { width: 1200, height: 750 }, deviceScaleFactor: 1.5 }
const PHONE = { viewport: { width: 380, height: 740 }, deviceScaleFactor: 2 }
/** A fixed moment, so that two runs differ in what has changed only. */
const MORNING = Date.UTC(2026, 2, 10, 9, 41)

/** A modal as high as what is in it, which scrolls in the page. */
const WHOLE = '.modal { max-height: calc(100dvh - 48px) !important }'
/** A link of the catalogue that is pasted. */
const TALK =
  'https://www.confluent.io/events/kafka-summit-london-2023/from-monolithic-orchestrator-to-streaming-with-microservices/'

type Scene = { name: string; look?: BrowserContextOptions; play: (page: Page) => Promise<void> }

const say = async (page: Page, text: string) => {
  const composer = page.getByRole('combobox', { name: /^Message / })
  await composer.fill(text)
  await composer.press('Enter')
}
const newest = (page: Page) => page.getByRole('main').getByRole('article').last()
const ask = async (page: Page, words: string) => {
  await say(page, `/kstreams ${words}`)
  await newest(page)
    .getByText(/use case/)
    .first()
    .waitFor()
}
const mention = async (page: Page, words: string) => {
  await say(page, `@kstreams ${words}`)
  await newest(page).getByRole('button', { name: '1 reply' }).waitFor()
}
const openThread = async (page: Page) => {
  await newest(page).getByRole('button', { name: '1 reply' }).click()
  await page.getByRole('complementary', { name: 'Thread' }).getByTestId('card').first().waitFor()
}

/** Opens the details of the newest answer's card with this place, from 0. */
const openDetails = async (page: Page, nth = 0) => {
  await newest(page).getByRole('button', { name: 'Details' }).nth(nth).click()
  const dialog = page.getByRole('dialog', { name: 'Use case' })
  await dialog.waitFor()
  return dialog
}
/** Saves some of the cards of the newest answer. */
const save = async (page: Page, number: number) => {
  for (let nth = 0; nth < number; nth++) {
    const dialog = await openDetails(page, nth)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await dialog.getByRole('button', { name: 'Saved' }).waitFor()
    await dialog.getByRole('button', { name: 'Close' }).first().click()
    await dialog.waitFor({ state: 'detached' })
  }
}

/** Opens the form for a use case, and fills it in. */
const fillInForm = async (page: Page) => {
  await say(page, '/kstreams suggest')
  const dialog = page.getByRole('dialog', { name: 'Suggest a use case' })
  await dialog.waitFor()
  const fill = (label: string, text: string) => dialog.getByLabel(label, { exact: true }).fill(text)
  await fill('Company', 'Acme Bank')
  await fill('What is it, in a few words?', 'Fraud alerts while customers pay')
  await fill(
    'What do they do with Kafka Streams?',
    'Joins each payment with what is known of the card in Kafka Streams, and stops it where the two do not fit.',
  )
  await fill('Link', 'https://example.com/talks/ten-thousand-payments')
  await dialog.getByLabel('What does the link lead to?').selectOption('Talk')
  await dialog.getByLabel('Industry').selectOption('Finance and Fintech')
  for (const topic of ['Fraud detection', 'Joins']) {
    await dialog.getByRole('combobox', { name: 'Topics' }).fill(topic)
    await page.getByRole('option', { name: topic, exact: true }).click()
  }
  // The list of topics closes.
  await dialog.getByLabel('Company', { exact: true }).focus()
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  return dialog
}

const SCENES: Scene[] = [
  {
    name: 'suggest',
    look: { viewport: { width: 1200, height: 1340 } },
    play: async (page) => {
      await page.addStyleTag({ content: WHOLE })
      await fillInForm(page)
    },
  },
  {
    name: 'suggest-preview',
    play: async (page) => {
      await (await fillInForm(page)).getByRole('button', { name: 'Preview' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).waitFor()
    },
  },
  {
    name: 'suggestion',
    look: { viewport: { width: 1200, height: 720 } },
    play: async (page) => {
      await page.getByRole('button', { name: 'Dismiss the hint' }).click()
      await (await fillInForm(page)).getByRole('button', { name: 'Preview' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Send' }).click()
      await page.getByText('Thank you.').waitFor()
      await page.getByRole('button', { name: 'Close' }).last().click()
      await page.getByRole('button', { name: /streaming/ }).click()
      await page.getByRole('button', { name: 'Accept' }).waitFor()
    },
  },
  {
    name: 'results',
    look: { viewport: { width: 1200, height: 1090 } },
    play: (page) => ask(page, 'fraud'),
  },
  {
    name: 'full-card',
    look: { viewport: { width: 1200, height: 960 } },
    play: (page) => ask(page, 'pinterest'),
  },
  {
    name: 'nothing-found',
    look: { viewport: { width: 1200, height: 560 } },
    play: async (page) => {
      await page.getByRole('button', { name: 'Dismiss the hint' }).click()
      await ask(page, 'knitting patterns')
    },
  },
  {
    name: 'thread',
    play: async (page) => {
      await page.getByRole('button', { name: 'Dismiss the hint' }).click()
      await page.getByRole('button', { name: /Grace Hopper/ }).click()
      await say(page, 'Has anybody here joined two streams in production?')
      await page.getByRole('button', { name: /Ada Lovelace/ }).click()
      await say(page, 'Not yet. Let us see who has.')
      await mention(page, 'who joins two streams?')
      await openThread(page)
    },
  },
  {
    name: 'digest',
    look: { viewport: { width: 1200, height: 800 } },
    play: async (page) => {
      await say(page, '/kstreams digest 9am weekdays')
      await page.getByText('set up a digest').waitFor()
      await page.getByRole('button', { name: 'Clock and faults' }).click()
      await page.getByRole('button', { name: 'Tomorrow 09:00' }).click()
      await page.getByText('Why it is interesting:').waitFor()
      await page.getByRole('button', { name: 'Close: Clock and faults' }).click()
    },
  },
  {
    name: 'digest-settings',
    look: { viewport: { width: 1200, height: 1180 } },
    play: async (page) => {
      await page.addStyleTag({ content: WHOLE })
      await say(page, '/kstreams digest')
      await page.getByRole('dialog').getByText('Next card').waitFor()
    },
  },
  {
    name: 'details',
    look: { viewport: { width: 1200, height: 1240 } },
    play: async (page) => {
      await page.addStyleTag({ content: WHOLE })
      await ask(page, 'deutsche bahn')
      await (await openDetails(page)).getByText('Similar use cases').waitFor()
    },
  },
  {
    name: 'home',
    look: { viewport: { width: 1200, height: 1085 } },
    play: async (page) => {
      await page.getByRole('button', { name: /Grace Hopper/ }).click()
      await ask(page, 'fraud')
      await save(page, 2)
      await say(page, '/kstreams digest 9am weekdays')
      await page.getByText('set up a digest').waitFor()
      await page
        .getByRole('navigation')
        .getByRole('button', { name: /^kstreams/ })
        .click()
      await page.getByRole('tab', { name: 'Home' }).click()
      await page.getByText('My digests').waitFor()
    },
  },
  {
    name: 'unfurl',
    look: { viewport: { width: 1200, height: 640 } },
    play: async (page) => {
      await page.getByRole('button', { name: 'Dismiss the hint' }).click()
      await page.getByRole('button', { name: /Grace Hopper/ }).click()
      await say(page, `Worth half an hour: ${TALK}`)
      await newest(page).getByTestId('attachment').waitFor()
    },
  },
  {
    name: 'inspector',
    play: async (page) => {
      await mention(page, 'walmart')
      await ask(page, 'walmart')
      await page.getByRole('button', { name: 'Inspector', exact: true }).click()
      await page.locator('.entry summary', { hasText: 'chat.postMessage' }).last().click()
      await page.getByText('Request, token: bot').waitFor()
    },
  },
  { name: 'dark', look: { colorScheme: 'dark' }, play: (page) => ask(page, 'recommendations') },
  { name: 'phone', look: PHONE, play: (page) => ask(page, 'fraud') },
]

/** Each scene has a playground to itself: what one person asked is not on another's picture. */
async function take(browser: Browser, { name, look, play }: Scene): Promise<void> {
  const config = playgroundConfig()
  const playground = await openPlayground({ config, port: 0, log: pino({ level: 'silent' }), say: () => {} })
  try {
    await fetch(`${playground.url}/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: playground.url },
      body: JSON.stringify({ do: 'clock', to: MORNING }),
    })
    const page = await openPage(browser, playground.url, { ...DESKTOP, reducedMotion: 'reduce', ...look })
    await play(page)
    // Away from the messages, which show a toolbar below the pointer.
    await page.mouse.move(1, 1)
    const path = `${FOLDER}${name}.png`
    await page.screenshot({ path, caret: 'hide', animations: 'disabled' })
    await page.context().close()
    console.log(`docs/images/${name}.png  ${Math.round((await stat(path)).size / 1000)} kB`)
  } finally {
    await playground.close()
  }
}

await mkdir(FOLDER, { recursive: true })
const browser = await launchBrowser()
if (browser === undefined) process.exit(1)
const only = process.argv.slice(2)
for (const scene of SCENES) if (only.length === 0 || only.includes(scene.name)) await take(browser, scene)
await browser.close()
