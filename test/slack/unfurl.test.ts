import { describe, expect, it } from 'vitest'
import { linkKey } from '../../src/catalogue/links.ts'
import type { SlackMessage } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { type Desk, startDesk, sure, textOf } from './desk-scene.ts'

const byHost = (host: string) =>
  sure(
    catalogue.useCases
      .flatMap((useCase) => useCase.links.map(({ url }) => ({ useCase, url })))
      .find(({ url }) => new URL(url).hostname.endsWith(host)),
  )
const film = byHost('youtube.com')
const page = byHost('confluent.io')
const id = new URL(film.url).searchParams.get('v')

/** A person posts this, and the bot has dealt with it. */
async function post({ slack }: Desk, text: string, at: { channel?: string; threadTs?: string } = {}) {
  const before = slack.envelopes.length
  const { ts } = await slack.say({ text, user: 'grace', channel: 'random', ...at })
  const message = sure(slack.workspace.messages.find((one) => one.ts === ts))
  return { message, told: slack.envelopes.length > before }
}
const unfurled = ({ attachments = [] }: SlackMessage) => attachments.map((one) => String(one['from_url']))
const unfurls = ({ slack }: Desk) => slack.calls.filter(({ method }) => method === 'chat.unfurl')

async function unfurlOf(desk: Desk, text: string) {
  const { message } = await post(desk, text)
  await desk.slack.until(`a preview of ${text}`, () => message.attachments)
  return message
}

describe('a link of the catalogue that a person posts', () => {
  it('shows its card, also where the bot is not', async () => {
    const desk = await startDesk()
    const message = await unfurlOf(desk, `look: <${page.url}>`)
    expect(unfurled(message)).toEqual([page.url])
    expect(JSON.stringify(message.attachments)).toContain(page.useCase.company)
    expect(message.notifies).toEqual([])
    expect(desk.slack.workspace.messages).toHaveLength(1)
  })

  it.each([
    ['youtu.be', `https://youtu.be/${id}`],
    ['a moment in it', `https://youtu.be/${id}?si=abc&t=42`],
    ['tracking', `https://www.youtube.com/watch?v=${id}&utm_source=x&utm_medium=y&feature=share`],
    ['no www', `https://youtube.com/watch?v=${id}`],
    ['mobile', `https://m.youtube.com/watch?v=${id}`],
    ['http', `http://www.youtube.com/watch?v=${id}`],
    ['embedded', `https://www.youtube.com/embed/${id}`],
  ])('is known with %s', async (_, url) => {
    const message = await unfurlOf(await startDesk(), `<${url}>`)
    expect(unfurled(message)).toEqual([url])
    const { company } = sure(
      catalogue.useCases.find(({ links }) => links.some((link) => linkKey(link.url) === linkKey(film.url))),
    )
    expect(JSON.stringify(message.attachments)).toContain(company)
  })

  it('is known with or without www and a slash at its end', async () => {
    const { hostname, pathname } = new URL(page.url)
    const url = `https://${hostname.replace(/^www\./, '')}${pathname.replace(/\/$/, '')}/?utm_campaign=x#top`
    expect(unfurled(await unfurlOf(await startDesk(), `<${url}>`))).toEqual([url])
  })

  it('shows its card while the message is still being written', async () => {
    const desk = await startDesk()
    const links = [{ domain: 'confluent.io', url: page.url }]
    await desk.slack.event({
      ...{ type: 'link_shared', channel: 'COMPOSER', user: 'U0GRACE001', message_ts: 'none' },
      ...{ unfurl_id: 'C1.2.3', source: 'composer', links, event_ts: '1.2' },
    })
    const call = await desk.slack.until('the call', () => unfurls(desk)[0])
    expect(call.arguments).toMatchObject({ unfurl_id: 'C1.2.3', source: 'composer' })
    expect(call.arguments).not.toHaveProperty('channel')
  })

  it('has details that open, and can be shared from there', async () => {
    const desk = await startDesk()
    const message = await unfurlOf(desk, `<${page.url}>`)
    const view = await desk.slack.opened(
      await desk.slack.press({ message, actionId: 'details', user: 'ada' }),
    )
    expect(textOf(view)).toContain(page.useCase.title)
    await desk.slack.press({ view, actionId: 'share' })
    const shared = await desk.slack.until('it', () => desk.slack.workspace.messages[1])
    expect(shared).toMatchObject({ channel: 'C0RANDOM01', notifies: [] })
    expect(shared.text).toContain(`Shared by ada`)
  })
})

describe('what stays as it is', () => {
  it('a link that is not in the catalogue', async () => {
    const desk = await startDesk()
    const { told } = await post(
      desk,
      '<https://www.youtube.com/watch?v=nothing0000> <https://www.confluent.io/>',
    )
    expect(told).toBe(true)
    await unfurlOf(desk, `<${page.url}>`)
    await desk.close()
    expect(unfurls(desk)).toHaveLength(1)
  })

  it('a message with more than three that are', async () => {
    const desk = await startDesk()
    const all = catalogue.useCases.flatMap(({ links }) => links.map(({ url }) => url))
    const urls = [...new Set(all)].filter((url) => /confluent\.io|youtube\.com/.test(url))
    const of = (n: number) =>
      urls
        .slice(0, n)
        .map((url) => `<${url}>`)
        .join(' ')
    const { message: four } = await post(desk, of(4))
    const three = await unfurlOf(desk, `${of(3)} <https://www.youtube.com/watch?v=nothing0000>`)
    expect(unfurled(three)).toEqual(urls.slice(0, 3))
    await desk.close()
    expect(four.attachments).toBeUndefined()
    expect(unfurls(desk)).toHaveLength(1)
  })

  it('a link of a domain that is not ours', async () => {
    const desk = await startDesk()
    const { told } = await post(desk, '<https://evil.example/youtube.com>')
    expect(told).toBe(false)
  })

  it('a message whose links cannot be shown: the log says so, and nobody else', async () => {
    const desk = await startDesk()
    desk.slack.failWith('chat.unfurl', 'cannot_unfurl_url')
    await post(desk, `<${page.url}>`)
    await desk.logged('a link could not be unfurled')
    expect(desk.slack.workspace.messages).toHaveLength(1)
    expect(desk.log()).toContain('cannot_unfurl_url')
    expect(desk.log()).not.toMatch(/"level":"error"/)
    expect(unfurled(await unfurlOf(desk, `<${page.url}>`))).toEqual([page.url])
  })
})

describe('a link', () => {
  it.each([
    ['https://www.Example.com/a/', 'http://example.com/a?utm_source=x#y'],
    ['https://example.com/a?b=1&c=2', 'https://example.com/a?c=2&b=1'],
    ['https://youtu.be/abc', 'https://www.youtube.com/watch?v=abc&t=3s'],
    ['https://www.youtube.com/shorts/abc', 'https://m.youtube.com/watch?v=abc'],
  ])('%s is the same as %s', (one, other) => expect(linkKey(one)).toBe(linkKey(other)))

  it.each([
    ['https://example.com/a', 'https://example.com/b'],
    ['https://example.com/a?id=1', 'https://example.com/a?id=2'],
    ['https://youtu.be/abc', 'https://youtu.be/abd'],
    ['https://www.youtube.com/playlist?list=a', 'https://www.youtube.com/playlist?list=b'],
    ['https://example.com/Abc', 'https://example.com/abc'],
  ])('%s is another one than %s', (one, other) => expect(linkKey(one)).not.toBe(linkKey(other)))

  it('that is none is itself', () => expect(linkKey('nonsense')).toBe('nonsense'))
})
