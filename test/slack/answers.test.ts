import { describe, expect, it } from 'vitest'
import type { SlackMessage } from '../../src/playground/index.ts'
import { ORIGINAL_LIST } from '../catalogue/original-list.ts'
import { catalogue } from '../catalogue.ts'
import { startBot } from './bot.ts'

const blockTypes = (message: SlackMessage | undefined) => message?.blocks?.map((block) => block['type'])

describe('/kstreams', () => {
  it('acknowledges empty, then answers privately with cards', async () => {
    const { slack } = await startBot()
    const delivery = await slack.command({ text: 'fraud', user: 'ada' })
    const ack = await delivery.acked
    const [answer] = await slack.answers(delivery)
    expect(ack.payload).toEqual({})
    expect(answer?.visibleTo).toBe(delivery.user)
    expect(blockTypes(answer)?.filter((type) => type !== 'context')).toEqual([
      ...['rich_text', 'card', 'card', 'card'],
      'context_actions',
    ])
    expect(answer?.text).toContain('StubHub')
    expect(answer?.text).toContain('https://www.meetup.com/kafkabayarea/events/267811182/')
    expect(answer?.notifies).toEqual([])
  })

  it('answers in a channel that the bot is not a member of', async () => {
    const { slack } = await startBot()
    const delivery = await slack.command({ text: 'nyt', channel: 'random' })
    const [answer] = await slack.answers(delivery)
    expect(answer?.text).toContain('New York Times')
  })

  it('gives help without words, on "help", and by the name that the command has there', async () => {
    const { slack } = await startBot()
    for (const [text, command] of [
      ['', '/kstreams'],
      ['  help ', '/kstreams'],
      ['HELP', '/kafka-prior-art'],
    ] as const) {
      const [answer] = await slack.answers(await slack.command({ text, command }))
      expect(answer?.text).toContain('Who uses Kafka Streams for this?')
      expect(answer?.text).toContain(`${command} fraud`)
    }
  })

  it('searches for a word that is a command after "search", and for a sentence that begins with help', async () => {
    const { slack } = await startBot()
    const [searched] = await slack.answers(await slack.command({ text: 'search walmart' }))
    expect(searched?.text).toContain('Walmart')
    const [sentence] = await slack.answers(await slack.command({ text: 'help us stop fraud' }))
    expect(sentence?.text).toContain('StubHub')
  })

  it('says kindly that nothing was found, with searches that find something', async () => {
    const { slack } = await startBot()
    const [answer] = await slack.answers(await slack.command({ text: 'pizza' }))
    expect(answer?.text).toMatch(
      /^I know no public use case for “pizza” yet, sorry\. Perhaps “.+”, “.+” or “.+”\? Do you know one\? Add it: “\/kstreams suggest”$/,
    )
  })

  it('gives help where nothing is asked yet', async () => {
    const { slack } = await startBot()
    for (const text of ['hi', 'thanks!', 'Help!', 'what can you do?', 'kafka streams', '🍕', '?']) {
      const [answer] = await slack.answers(await slack.command({ text }))
      expect(answer?.text, text).toContain('Who uses Kafka Streams for this?')
    }
  })

  it('names every filter that it does not know, with what to type instead', async () => {
    const { slack } = await startBot()
    const [answer] = await slack.answers(await slack.command({ text: 'fraud industry:bnaking year:1999' }))
    expect(answer?.text).toMatch(
      /^I know no industry “bnaking” and no year “1999”\. Perhaps “industry:.+” or “year:\d+”\?$/,
    )
  })

  it('tells what was corrected', async () => {
    const { slack } = await startBot()
    const [answer] = await slack.answers(await slack.command({ text: 'recomendation engine' }))
    expect(answer?.text).toContain(
      'Showing results for “recommendation engine”. To insist on a word, put it in quotation marks: "recomendation"',
    )
  })

  it('notifies nobody and follows no foreign link, whatever is typed', async () => {
    const { slack } = await startBot()
    const typed =
      'fraud <!channel> <@U0ADA> <https://evil.example|x> @here &lt;!everyone&gt; http://evil.example evil.example *b*'
    const [answer] = await slack.answers(await slack.command({ text: typed }))
    expect(answer?.notifies).toEqual([])
    expect(answer?.links.filter((link) => link.includes('evil'))).toEqual([])
  })
})

describe('the original list', () => {
  it('each company comes first for its name, and its card carries all its links', async () => {
    const { slack } = await startBot()
    const own = (company: string) => catalogue.useCases.filter((useCase) => useCase.company === company)
    const companies = new Set(Object.keys(ORIGINAL_LIST).map((id) => catalogue.byId.get(id)?.company ?? id))
    for (const company of companies) {
      const [answer] = await slack.answers(await slack.command({ text: company }))
      const cards = answer?.blocks?.filter((block) => block['type'] === 'card') ?? []
      const titles = cards.map((card) => (card['title'] as { text: string }).text)
      // Several of one company stand below its name.
      const wanted = own(company).map(({ title }) =>
        own(company).length > 1 ? title : `${company}: ${title}`,
      )
      expect(titles.slice(0, wanted.length).toSorted(), company).toEqual(wanted.toSorted())
      const urls = own(company).flatMap((useCase) => useCase.links.map((link) => link.url))
      expect(answer?.links, company).toEqual(expect.arrayContaining(urls))
    }
    expect(companies.size).toBe(31)
  })
})

describe('a mention', () => {
  it('is answered in a thread below it, once, without unfurls', async () => {
    const { slack } = await startBot()
    const delivery = await slack.mention({ text: 'who does fraud detection?', channel: 'general' })
    const [answer] = await slack.answers(delivery)
    expect(answer?.thread_ts).toBe(delivery.ts)
    expect(answer?.reply_broadcast).toBeUndefined()
    const call = slack.calls.find((one) => one.method === 'chat.postMessage')
    expect(call?.arguments).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' })
  })

  it('in a thread is answered in the same thread', async () => {
    const { slack } = await startBot()
    const first = await slack.mention({ text: 'walmart', channel: 'general' })
    await slack.answers(first)
    const second = await slack.mention({
      text: 'nyt',
      channel: 'general',
      ...(first.ts ? { threadTs: first.ts } : {}),
    })
    const [answer] = await slack.answers(second)
    expect(answer?.thread_ts).toBe(first.ts)
  })

  it('without words gets help', async () => {
    const { slack } = await startBot()
    const [answer] = await slack.answers(await slack.mention({ text: '' }))
    expect(answer?.text).toContain('Who uses Kafka Streams for this?')
  })
})

describe('a direct message', () => {
  it('is answered flat, and in its thread where it is in one', async () => {
    const { slack } = await startBot()
    const flat = await slack.dm({ text: 'real estate', user: 'kenji' })
    const [answer] = await slack.answers(flat)
    expect(answer?.thread_ts).toBeUndefined()
    expect(answer?.text).toContain('LIFULL Connect')
    const inThread = await slack.dm({
      text: 'nyt',
      user: 'kenji',
      ...(answer ? { threadTs: answer.ts } : {}),
    })
    const [reply] = await slack.answers(inThread)
    expect(reply?.thread_ts).toBe(answer?.ts)
  })
})

describe('a link button', () => {
  it('is acknowledged and answers nothing', async () => {
    const { slack } = await startBot()
    const [answer] = await slack.answers(await slack.command({ text: 'fraud' }))
    if (!answer) throw new Error('no answer')
    const count = slack.workspace.messages.length
    const press = await slack.press({ message: answer, actionId: 'open_link_1' })
    expect((await press.acked).payload).toEqual({})
    await slack.answers(await slack.command({ text: 'nyt' }))
    expect(slack.workspace.messages.length).toBe(count + 1)
  })
})
