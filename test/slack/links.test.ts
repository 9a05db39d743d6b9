import { describe, expect, it } from 'vitest'
import type { checkLinks } from '../../src/link-check/check.ts'
import type { LinkResult } from '../../src/link-check/result.ts'
import { VALID } from '../catalogue/valid.ts'
import { dataFolder } from '../library/scene.ts'
import { textOf } from './desk-scene.ts'
import { cardsIn, createClock, MONDAY, sceneOf, TUESDAY, titleOf } from './digest-scene.ts'
import { startWithFolder } from './suggest-scene.ts'

const DEAD = 'https://example.com/talk'
const ALIVE = 'https://example.com/bolts'
const COPY = 'https://web.archive.org/web/20240101000000/https://example.com/talk'
const GONE = { url: DEAD, state: 'dead', certain: true, reason: '404 Not Found', archive: COPY } as const

/** The bot with two use cases, the link of one of which is found dead. */
async function startChecking(environment: Record<string, string>) {
  const data = await dataFolder()
  const bolts = (VALID['use-cases/acme-fraud.yaml'] ?? '')
    .replace('Fraud alerts', 'Bolts by the million')
    .replace('company: Acme\naliases: [Acme Corp]', 'company: Bolt Works')
    .replace(DEAD, ALIVE)
  await data.write('use-cases/bolts.yaml', bolts)
  const asked: string[] = []
  const results: Record<string, LinkResult> = { [DEAD]: GONE }
  const check: typeof checkLinks = async (urls) => {
    asked.push(...urls)
    return urls.map((url) => results[url] ?? { url, state: 'ok', certain: true })
  }
  const clock = createClock()
  const linkCheck = { check, times: { firstMs: 0, everyMs: 20 } }
  const bot = await startWithFolder({ folder: data.folder, environment, linkCheck, now: clock.now })
  return { ...bot, ...sceneOf(bot, clock), asked, results, write: data.write }
}

describe('links that are followed in the background', () => {
  it('mark the card of a dead one and offer the copy, until it is back', async () => {
    const { ask, slack, logged, asked, results, clock } = await startChecking({ LINK_CHECK: 'on' })
    await logged('a link is dead"')
    expect(asked.toSorted()).toEqual([ALIVE, DEAD])
    const answer = await ask('fraud alerts')
    expect(answer.text).toContain('dead since 22 Nov 2026')
    expect(textOf(answer)).toContain('dead since 22 Nov 2026')
    expect(answer.links).toContain(COPY)
    expect(answer.links).not.toContain(DEAD)
    const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
    expect(JSON.stringify(view.view['blocks'])).toContain(COPY)
    expect((await ask('stats')).text).toContain('2 links, 1 of them dead')
    delete results[DEAD]
    clock.pass(25 * 60 * 60_000)
    await logged('a link is dead no longer')
    const later = await ask('fraud alerts')
    expect([later.text.includes('dead'), later.links.includes(DEAD)]).toEqual([false, true])
  })

  it('keep what cannot be read out of digests', async () => {
    const scene = await startChecking({ LINK_CHECK: 'on' })
    await scene.logged('a link is dead"')
    await scene.type('9am daily Berlin')
    scene.clock.turnTo(MONDAY)
    expect((await scene.cards(1)).map(titleOf)).toEqual(['Bolt Works: Bolts by the million (Finance)'])
    scene.clock.turnTo(TUESDAY)
    await scene.logged('digest skipped')
    expect([cardsIn(scene.slack).length, scene.log()]).toEqual([1, expect.stringContaining('"nothing-new"')])
  })

  it('are not followed unless that is switched on', async () => {
    const { ask, asked, clock, log } = await startChecking({})
    expect((await ask('fraud alerts')).links).toContain(DEAD)
    await clock.looks(20)
    expect(asked).toEqual([])
    expect(log()).not.toContain('dead')
  })
})
