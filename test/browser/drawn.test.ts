import type { Browser, Locator } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { webClient } from '../playground/bot.ts'
import { GENERAL, visitBot } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

const begin = async () => {
  const visitor = await visitBot((app) => app.action(/.*/, ({ ack }) => ack()))
  const page = await openPage(browser as Browser, visitor.url)
  const bot = webClient(visitor.slack)
  const post = (blocks: object[]) =>
    bot.chat.postMessage({ channel: GENERAL, text: 'blocks', blocks: blocks as never })
  return { page, visitor, bot, post, ...on(page) }
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text })
const section = (text: string) => ({ type: 'section' as const, text: mrkdwn(text) })
const ESCAPED =
  '&lt;!channel&gt; &amp; *b &lt;x&gt;* <https://example.com?a=1&amp;b=2|a &gt; b> `similar &lt;company&gt;` &amp;lt; <!here>'
const SHOWN = '<!channel> & b <x> a > b similar <company> &lt; @here'

/** The text, with plain spaces only. */
const textIn = async (place: Locator) => (await place.innerText()).replaceAll('\u00a0', ' ').trim()

describe.skipIf(browser === undefined)('what is drawn', { timeout: 60_000 }, () => {
  it('what is escaped is text, in whatever is around it', async () => {
    const { newest, bot, post } = await begin()
    await bot.chat.postMessage({ channel: GENERAL, text: ESCAPED })
    const content = newest().locator('.content')
    await content.getByText('a > b').waitFor()
    expect(await textIn(content)).toBe(SHOWN)
    expect(await content.locator('strong').allInnerTexts()).toEqual(['b <x>'])
    expect(await content.locator('code').allInnerTexts()).toEqual(['similar <company>'])
    expect(await content.locator('.slack_broadcast').allInnerTexts()).toEqual(['@here'])
    const link = content.getByRole('link', { name: 'a > b', exact: true })
    expect(await link.getAttribute('href')).toBe('https://example.com?a=1&b=2')

    await post([section(`${ESCAPED} again`), { type: 'context', elements: [mrkdwn('by &lt;Ada&gt;')] }])
    await content.getByText('by <Ada>').waitFor()
    expect(await textIn(content.getByText('by <Ada>'))).toBe('by <Ada>')
    await bot.chat.postMessage({ channel: GENERAL, text: '&gt; a quote &gt; of\nmine' })
    await newest().getByText('a quote > of', { exact: true }).waitFor()
  })

  it('an edited text is drawn anew', async () => {
    const { newest, bot } = await begin()
    const { ts = '' } = await bot.chat.postMessage({ channel: GENERAL, text: '1 &lt; 2' })
    await newest().getByText('1 < 2', { exact: true }).waitFor()
    await bot.chat.update({ channel: GENERAL, ts, text: '3 &gt; 2' })
    await newest().getByText('3 > 2', { exact: true }).waitFor()
  })

  it('plain text has no markup, and its entities are read, in menus, too', async () => {
    const { page, newest, post } = await begin()
    const name = plain('R&amp;D &lt;of&gt;')
    const options = [{ text: name, value: 'rd', description: plain('&lt;all&gt;') }]
    const placeholder = plain('Pick &amp; go')
    await post([
      { type: 'header', text: plain('# R&amp;D *of* &lt;!here&gt; [a](b) :tada:') },
      { type: 'section', fields: [plain('1. _one_ &lt;@U0ADA00001&gt;'), mrkdwn('*two*')] },
      {
        type: 'actions',
        elements: [
          { type: 'static_select', action_id: 'one', placeholder, options },
          { type: 'multi_static_select', action_id: 'many', options, initial_options: options },
          { type: 'button', action_id: 'go', text: plain('Go &gt;') },
        ],
      },
    ])
    await newest().getByRole('heading', { name: '# R&D *of* <!here> [a](b) 🎉', exact: true }).waitFor()
    await newest().getByText('1. _one_ <@U0ADA00001>', { exact: true }).waitFor()
    await newest().getByRole('button', { name: 'Go >', exact: true }).waitFor()
    const menu = newest().getByRole('combobox', { name: 'Pick & go' })
    const colour = () => page.evaluate('getComputedStyle(document.querySelector("select")).color')
    const empty = await colour()
    await menu.selectOption('R&D <of>')
    expect(await colour()).not.toBe(empty)
    await newest().getByRole('button', { name: 'Remove R&D <of>' }).waitFor()
    await newest().getByRole('combobox', { name: 'Choose an option' }).click()
    const offered = newest().getByRole('option', { name: 'R&D <of>' }).last()
    expect(await textIn(offered)).toContain('<all>')
  })

  it('a preview that comes at once is followed, unless somebody reads above', async () => {
    const { page, visitor, bot, newest } = await begin()
    visitor.slack.workspace.unfurlDomains.push('example.com')
    const say = (text: string) => visitor.slack.say({ text, user: 'grace', channel: GENERAL })
    const unfurl = async (text: string, url: string) => {
      await say(`${text} <${url}>`)
      const ts = visitor.slack.workspace.messages.at(-1)?.ts ?? ''
      const blocks = [section(`*Preview of ${text}*${'\nmore'.repeat(8)}`)]
      await bot.chat.unfurl({ channel: GENERAL, ts, unfurls: { [url]: { blocks } } as never })
      await newest().getByText(`Preview of ${text}`).waitFor()
    }
    for (let line = 0; line < 15; line++) await say(`line ${line}\nmore`)
    const toGo =
      '(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop)(document.querySelector(".messages"))'
    for (const number of [1, 2, 3]) {
      await unfurl(`number ${number}`, `https://example.com/${number}`)
      await expect.poll(() => page.evaluate(toGo)).toBeLessThan(2)
    }
    await page.getByRole('region', { name: 'Messages', exact: true }).hover()
    await page.mouse.wheel(0, -600)
    await expect.poll(() => page.evaluate(toGo)).toBeGreaterThan(500)
    const ts = visitor.slack.workspace.messages.at(-1)?.ts ?? ''
    const blocks = [section(`*Another*${'\nmore'.repeat(20)}`)]
    await bot.chat.unfurl({
      ...{ channel: GENERAL, ts },
      unfurls: { 'https://example.com/3': { blocks } } as never,
    })
    await newest().getByText('Another').waitFor()
    expect(await page.evaluate(toGo)).toBeGreaterThan(500)
  })
})
