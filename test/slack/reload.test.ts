import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { VALID } from '../catalogue/valid.ts'
import { dataFolder } from '../library/scene.ts'
import { headings, headOf, shows, sure } from './desk-scene.ts'
import { startWithFolder } from './suggest-scene.ts'

/** Looking for what is saved takes as long as a test wants it to. */
const looking = vi.hoisted(() => ({ held: Promise.resolve() }))
vi.mock('../../src/store/saved.ts', async (original) => {
  const store = await original<typeof import('../../src/store/saved.ts')>()
  const listSaved: typeof store.listSaved = async (...about) => {
    const found = await store.listSaved(...about)
    await looking.held
    return found
  }
  return { ...store, listSaved }
})

const ENTRY = 'use-cases/acme-fraud.yaml'
const CHANGED = 'The catalogue has changed since you asked. This is how it answers now.'
const NEW = 'answers come from a new edition'
const titled = (title: string, number = '') =>
  sure(VALID[ENTRY]).replace('Fraud alerts', title).replace('/talk', `/talk${number}`)

/** The bot with a data folder of its own: one use case, or so many. */
async function start(useCases = 1) {
  const data = await dataFolder()
  for (let one = 2; one <= useCases; one++)
    await data.write(`use-cases/acme-${one}.yaml`, titled(`Alerts of kind ${one}`, String(one)))
  return { ...data, ...(await startWithFolder({ folder: data.folder })) }
}

describe('a data folder that changes while the bot runs', () => {
  it('shows in the next answer, without a restart', async () => {
    const { ask, write, logged, said } = await start()
    expect((await ask('fraud')).text).toContain('Acme: Fraud alerts')
    await write(ENTRY, titled('Fraud at night'))
    await logged(NEW)
    expect((await ask('fraud')).text).toContain('Acme: Fraud at night')
    await write(
      'use-cases/bolts.yaml',
      titled('Bolts', '2').replace(/company: Acme\naliases: .*/, 'company: Bolt Works'),
    )
    await logged(NEW, 2)
    expect(headings(await ask('latest')).toSorted()).toEqual(['Acme: Fraud at night', 'Bolt Works: Bolts'])
    expect(said(NEW).at(-1)).toMatchObject({ useCases: 2 })
  })

  it('stays as it was where there is a fault, which is in the log, until it is mended', async () => {
    const { ask, write, logged, said, folder } = await start()
    await write(ENTRY, titled('Fraud at night').replace('industry: finance', 'industry: knitting'))
    await logged('the catalogue has faults: the one before stays')
    expect(said('a fault in the catalogue')).toMatchObject([{ file: ENTRY, line: 3 }])
    expect((await ask('fraud')).text).toContain('Acme: Fraud alerts')
    await rm(join(folder, 'industries.yaml'))
    await logged('the catalogue has faults: the one before stays', 2)
    expect(headOf(await ask('browse'))).toContain('1 use case')
    await write('industries.yaml', sure(VALID['industries.yaml']))
    await write(ENTRY, titled('Fraud at night'))
    await logged(NEW)
    expect((await ask('fraud')).text).toContain('Acme: Fraud at night')
  })

  it('does not disturb an answer in flight, which ends on the catalogue that it began with', async () => {
    const { slack, ask, write, reload, press } = await start()
    const answer = await ask('fraud')
    const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
    await press(view, { actionId: 'save' }, 'Saved')
    let go = () => {}
    looking.held = new Promise((resolve) => {
      go = resolve
    })
    const inFlight = await slack.command({ text: 'saved' })
    await inFlight.acked
    await write(ENTRY, titled('Fraud at night'))
    expect(await reload()).toBe('changed')
    expect((await ask('fraud')).text).toContain('Acme: Fraud at night')
    go()
    const [late] = await slack.answers(inFlight)
    expect(late?.text).toContain('Acme: Fraud alerts')
    expect((await ask('saved')).text).toContain('Acme: Fraud at night')
  })

  it('is told of on a later page of an answer that came before', async () => {
    const { slack, ask, mention, write, reload } = await start(8)
    const answers = [await ask('alerts'), await mention('alerts'), await ask('latest')]
    await write('use-cases/acme-8.yaml', titled('Something else', '8'))
    expect(await reload()).toBe('changed')
    for (const message of answers) {
      expect(message.text).not.toContain(CHANGED)
      const turned = await slack.press({ message, actionId: 'page_next' })
      const next = message.visibleTo ? sure((await slack.answers(turned))[0]) : message
      await shows(slack, next, CHANGED)
    }
    expect((await ask('alerts')).text).not.toContain(CHANGED)
    expect(await reload()).toBe('same')
  })
})
