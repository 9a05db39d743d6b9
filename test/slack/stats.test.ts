import { expect, it } from 'vitest'
import { statsOf } from '../../src/catalogue/stats.ts'
import { catalogue } from '../catalogue.ts'
import { botSaid } from './clicks-scene.ts'
import { headOf, startDesk, textOf } from './desk-scene.ts'

const HEAD = `${catalogue.useCases.length} use cases at `

it('tells what there is, to one person alone or where everybody asked', async () => {
  const { slack, ask, mention, dm } = await startDesk()
  const answer = await ask('stats')
  expect(answer.visibleTo).toBe('U0ADA00001')
  expect((await mention('stats')).visibleTo).toBeUndefined()
  for (const one of [
    answer,
    await mention('stats'),
    await dm('stats'),
    await ask('stats', { user: 'kenji' }),
  ])
    expect(headOf(one)).toMatch(new RegExp(`^${HEAD}\\d+ companies, with \\d+ links$`))
  const { industries, topics, kinds, years, links } = statsOf(catalogue)
  expect(headOf(answer)).toContain(`${links} links`)
  const [first] = [...industries]
  expect(answer.text).toContain(`Use cases by industry: ${first?.label} (${first?.useCases})`)
  expect(first?.useCases).toBe(catalogue.useCases.filter(({ industry }) => industry === first?.id).length)
  const [topic] = topics
  expect(topic?.useCases).toBe(
    catalogue.useCases.filter((one) => one.topics.includes(topic?.id ?? '')).length,
  )
  for (const { label, useCases } of [...topics.slice(0, 8), ...kinds])
    expect(answer.text).toContain(`${label} (${useCases})`)
  for (const { year, useCases } of years)
    expect(textOf(answer)).toMatch(new RegExp(`${year} .*\\b${useCases}\\b`))
  expect(botSaid(slack).flatMap(({ notifies }) => notifies)).toEqual([])
})

it('counts what is searched and missed, and repeats nobody’s words but names of the catalogue', async () => {
  const { ask, dm, mention, log } = await startDesk()
  expect((await ask('stats')).text).toContain('Nothing was searched in the last')
  for (const words of ['walmart', 'Walmart', 'fraud detection']) await ask(words)
  // It finds something, and is no name.
  const own = await ask('fraud in our mangrove shop', { user: 'grace' })
  expect(headOf(own)).toMatch(/^(?:1–\d of )?\d+ use cases? for/)
  await mention('xyzzy')
  await dm('walmart')
  const { text } = await ask('stats')
  expect(text).toMatch(/\n6 searches in the last \d+ days, for 4 different things; [12] found nothing\n/)
  expect(text).toMatch(/Asked most of late: Walmart \(3\), Fraud detection \(1\)$/)
  for (const said of [text, textOf(await mention('stats')), log()])
    expect(said).not.toMatch(/mangrove|xyzzy/i)
})
