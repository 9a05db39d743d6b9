import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DigestCard, digestReply } from '../../src/cards/digest.ts'
import { mainLink, type UseCase } from '../../src/catalogue/catalogue.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import { similarTo } from '../../src/search/similar.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'

const NEXT = 'Tue 24 Nov, 09:00 CET'

const cardOf = (useCase: UseCase, more: Partial<DigestCard> = {}): DigestCard => ({
  ...{ useCase, similar: similarTo(useCase.id, catalogue, 2), shown: 12, matching: 70 },
  ...{ next: NEXT, command: '/kstreams', ...more },
})
const byId = (id: string) => {
  const useCase = catalogue.byId.get(id)
  if (!useCase) throw new Error(`no use case ${id}`)
  return useCase
}
const whyOf = (useCase: UseCase) =>
  digestReply(cardOf(useCase), catalogue)
    .text.split('\n')
    .find((line) => line.startsWith('Why it is interesting:'))

describe('the card of the day', () => {
  it('reads well as text', () => {
    expect(digestReply(cardOf(byId('pinterest-ads-budgeting')), catalogue).text).toMatchInlineSnapshot(`
      "Pinterest: Ad spend totals and predictions for budget control (Digital Natives)
      Joins ad events, adds up spend and predicts spend still on its way in Kafka Streams, so that a campaign stops once its budget is used up.
      Slides: Building Pinterest Real-Time Ads Platform Using Kafka Streams, Liquan Pei and Boyang Chen, Kafka Summit San Francisco 2018
      https://www.slideshare.net/ConfluentInc/building-pinterest-realtime-ads-platform-using-kafka-streams
      Video
      https://www.youtube.com/watch?v=RWPCLfnYFRQ
      Article: Using Kafka Streams API for predictive budgeting, Boyang Chen
      https://medium.com/@Pinterest_Engineering/using-kafka-streams-api-for-predictive-budgeting-9f58d206c996
      Slides: Static Membership: Rebalance Strategy Designed for the Cloud, Boyang Chen and Liquan Pei, Kafka Summit San Francisco 2019
      https://www.slideshare.net/slideshow/static-membership-rebalance-strategy-designed-for-the-cloud-boyang-chenconfluent-liquan-pei-pinterest-kafka-summit-sf-2019-179255682/179255682

      Why it is interesting: only 3 of 70 use cases have the topic “Advertising” (ads, campaigns and their budgets: serving, counting and paying for them).

      Similar use cases:
      Coralogix: Log ingestion freed from external lookups
      https://coralogix.com/blog/avoiding-death-by-external-side-effects/
      Twilio: Near real-time alerts on communications metrics
      https://www.twilio.com/blog/kafka-streams-near-real-time

      58 of 70 use cases left in this round
      Next: Tue 24 Nov, 09:00 CET
      Change it with /kstreams digest, stop it with /kstreams digest stop"
    `)
    const last = { shown: 70, next: undefined }
    expect(digestReply(cardOf(byId('stubhub-fraud-detection'), last), catalogue).text).toMatchInlineSnapshot(`
      "StubHub: Real-time fraud detection by rules (Ecommerce and Retail)
      Detects fraud in real time with Kafka Streams by asking other data stores whether certain fraud rules match, as a public list of uses has it.
      Event
      https://www.meetup.com/kafkabayarea/events/267811182/

      Why it is interesting: only this one of 70 use cases has the topic “Ticketing” (tickets for concerts, matches and shows).

      Similar use cases:
      Tesco: Risk scores against account takeovers
      https://confluent.io/resources/kafka-summit-2020/risk-management-in-retail-with-stream-processing
      Walmart: Customer state at a million events a second
      https://www.slideshare.net/ConfluentInc/kafka-streams-at-scale-deepak-goyal-walmart-labs-kafka-summit-london-2019

      The last of 70 use cases in this round
      Change it with /kstreams digest, stop it with /kstreams digest stop"
    `)
  })

  it('shows the use case, its main talk large, why, what is alike, and small print, in this order', () => {
    const { native, classic } = digestReply(cardOf(byId('zopa-bank-event-driven-backend')), catalogue)
    expect(native.map(({ type }) => type)).toEqual([
      ...['card', 'section', 'actions', 'section', 'section', 'context'],
    ])
    expect(classic.map(({ type }) => type)).toEqual([
      ...['section', 'context', 'section', 'actions', 'section', 'section', 'context'],
    ])
    expect(native[1]).toMatchObject({
      text: {
        text: '*Talk*  <https://www.confluent.io/events/kafka-summit-london-2023/highly-available-kafka-consumers-and-kafka-streams-on-kubernetes/|Highly Available Kafka Consumers and Kafka Streams on Kubernetes>\nAdrian McCague · Kafka Summit London 2023',
      },
    })
  })

  it('says everything once, in lines that are short', () => {
    for (const useCase of catalogue.useCases) {
      const reply = digestReply(cardOf(useCase), catalogue)
      for (const blocks of [reply.native, reply.classic]) {
        const shown = JSON.stringify(blocks)
        for (const { url } of useCase.links)
          expect(shown.split(`${url}|`).length + shown.split(`${url}"`).length).toBe(3)
        for (const words of [useCase.summary, useCase.title, 'left in this round', NEXT]) {
          expect(shown.split(JSON.stringify(words.replaceAll('&', '&amp;')).slice(1, -1)).length, words).toBe(
            2,
          )
        }
        const buttons = blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []))
        expect(buttons.length).toBeLessThanOrEqual(3)
      }
      expect(Math.max(...reply.text.split('\n').map((line) => line.length))).toBeLessThan(280)
    }
  })

  it('tells of the rarest topic, what it means and how rare it is', () => {
    expect(whyOf(byId('airbnb-merge-queue'))).toBe(
      'Why it is interesting: only this one of 70 use cases has the topic “CI/CD” (building, testing and merging code automatically).',
    )
    expect(whyOf(byId('schibsted-event-enrichment-and-routing'))).toBe(
      'Why it is interesting: only 2 of 70 use cases have the topic “Geolocation” (where things and people are: GPS, places, IP addresses).',
    )
    for (const useCase of catalogue.useCases) {
      expect(whyOf(useCase), useCase.id).toMatch(
        /^Why it is interesting: only (?:this one|\d) of 70 use cases ha(?:s|ve) the topic “[^”]+” \([^A-Z].+[^.]\)\.$/,
      )
    }
  })

  it('is honest where nothing is rare', () => {
    const useCase = { ...byId('la-redoute-business-events'), topics: ['event-driven'] }
    expect(whyOf(useCase)).toBe(
      'Why it is interesting: 23 of 70 use cases have the topic “Event-driven architecture” (systems that talk to each other through events).',
    )
  })

  it('says where the round stands, and the next time where there is one', () => {
    const text = (more: Partial<DigestCard>) =>
      digestReply(cardOf(byId('ing-investment-alerts'), more), catalogue).text
    expect(text({ shown: 12 })).toContain(
      '58 of 70 use cases left in this round\nNext: Tue 24 Nov, 09:00 CET\n',
    )
    expect(text({ shown: 70 })).toContain('The last of 70 use cases in this round\n')
    expect(text({ shown: 1, matching: 1 })).toContain('The only use case in this round\n')
    expect(text({ shown: 9, matching: 3 })).toContain('The last of 3 use cases in this round\n')
    expect(text({ next: undefined })).not.toContain('Next:')
  })

  it('keeps to the limits for any entry, notifies nobody, and its text carries every title and address', () => {
    fc.assert(
      fc.property(
        arbitrary.useCase,
        fc.array(arbitrary.useCase, { maxLength: 3 }),
        arbitrary.query,
        (useCase, similar, hostile) => {
          const card = cardOf(useCase, { similar, next: hostile, command: `/${hostile.slice(0, 31)}` })
          const reply = digestReply(card, catalogue)
          expectValid(reply, [useCase, ...similar])
          const urls = [...useCase.links, ...similar.slice(0, 2).map(mainLink)].map(({ url }) => url)
          for (const url of urls) {
            expect(reply.text).toContain(url.replaceAll('&', '&amp;'))
            for (const blocks of [reply.native, reply.classic]) {
              expect(readMessage({ text: '', blocks }).links).toContain(url)
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
