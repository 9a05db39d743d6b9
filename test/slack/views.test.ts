import { expect, it } from 'vitest'
import { ACTIONS, SHORTCUTS, VIEWS } from '../../src/cards/actions.ts'
import { DIGEST_MODAL } from '../../src/cards/digest-modal.ts'
import { startBot } from './bot.ts'

it('each view opens by the name that its listener hears, on top of the one before', async () => {
  const { slack } = await startBot()
  const nameOf = ({ view }: { view: Record<string, unknown> }) => view['callback_id']
  const finder = await slack.opened(await slack.shortcut({ callbackId: SHORTCUTS.global }))
  expect(nameOf(finder)).toBe(VIEWS.finder)
  await slack.suggest({ view: finder, actionId: ACTIONS.search, value: 'fraud' })
  await slack.press({ view: finder, actionId: ACTIONS.search, value: 'fraud' })
  await slack.until('results', () => JSON.stringify(finder.view['blocks']).includes('StubHub') || undefined)
  const details = await slack.opened(await slack.press({ view: finder, actionId: ACTIONS.details }))
  expect([nameOf(details), details.previousId]).toEqual([VIEWS.details, finder.id])
  const share = await slack.opened(await slack.press({ view: details, actionId: ACTIONS.share }))
  expect([nameOf(share), share.previousId]).toEqual([VIEWS.shareTo, details.id])
  await slack.dismiss(share)
  const problem = await slack.opened(await slack.press({ view: details, actionId: ACTIONS.problem }))
  expect([nameOf(problem), problem.previousId]).toEqual([VIEWS.problem, details.id])
  expect(nameOf(await slack.opened(await slack.command({ text: 'digest' })))).toBe(DIGEST_MODAL)
})
