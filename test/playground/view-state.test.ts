import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, startLocalSlack, type ViewState } from '../../src/playground/index.ts'
import { type Bot, startBot } from './bot.ts'

let slack: LocalSlack
let bot: Bot | undefined

beforeEach(async () => {
  slack = await startLocalSlack()
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await slack.close()
})

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const option = (value: string) => ({ text: plain(value), value })
const input = (id: string, element: object, more: object = {}) => ({
  ...{ type: 'input', block_id: id, label: plain(id), element: { action_id: id, ...element } },
  ...more,
})
const options = ['bank', 'shop', 'post'].map(option)
const time = (initial_time: string) => input('time', { type: 'timepicker', initial_time })
const name = { type: 'plain_text_input', min_length: 2, max_length: 5 }
const industries = { type: 'multi_static_select', options }
const button = { type: 'button', action_id: 'preview', text: plain('Preview') }
const modal = (...blocks: object[]) =>
  ({ type: 'modal', title: plain('Digest'), submit: plain('Save'), blocks }) as never
const FIRST = modal(
  time('09:00'),
  input('name', name, { optional: true }),
  input('industries', industries, { optional: true, dispatch_action: true }),
  {
    type: 'section',
    block_id: 'shown',
    text: plain('as'),
    accessory: { type: 'radio_buttons', action_id: 'shown', options },
  },
  { type: 'actions', elements: [button] },
)

/** An app that opens FIRST, and shows `next` (or nothing new) when something is pressed or chosen. */
async function open(next?: object, more: (app: App) => void = () => {}): Promise<ViewState> {
  bot = await startBot(slack, (app) => {
    app.command('/kstreams', async ({ ack, client, body }) => {
      await ack()
      await client.views.open({ trigger_id: body.trigger_id, view: FIRST })
    })
    app.action(/.*/, async ({ ack, client, body }) => {
      await ack()
      const { view } = body as { view: { id: string } }
      if (next !== undefined) await client.views.update({ view_id: view.id, view: next as never })
    })
    more(app)
  })
  return slack.opened(await slack.command({}))
}
const updated = (view: ViewState) => {
  const { hash } = view
  return () => slack.until('the update', () => (view.hash === hash ? undefined : view))
}
const valuesOf = (view: { view: object } | { view: object | undefined }) =>
  (view.view as { state: { values: Record<string, unknown> } }).state.values

describe('what is filled in', () => {
  test('begins with what the view starts with, and goes with everything that is sent', async () => {
    const view = await open()
    expect(valuesOf(view)).toEqual({
      time: { time: { type: 'timepicker', selected_time: '09:00' } },
      name: { name: { type: 'plain_text_input', value: null } },
      industries: { industries: { type: 'multi_static_select', selected_options: [] } },
      shown: { shown: { type: 'radio_buttons', selected_option: null } },
    })
    slack.fill({ view, values: { time: '18:30', name: 'ada' } })
    const pressed = await slack.press({ view, actionId: 'preview' })
    expect(valuesOf(pressed.payload as never)).toMatchObject({
      time: { time: { selected_time: '18:30' } },
      name: { name: { value: 'ada' } },
    })
    expect(slack.envelopes).toHaveLength(2)
    expect(() => slack.fill({ view, values: { nothing: 1 } })).toThrow('no input with action_id nothing')
    slack.fill({ view, values: { time: null, name: '' } })
    expect(valuesOf(view)).toMatchObject({
      time: { time: { selected_time: null } },
      name: { name: { value: null } },
    })
    // What was sent before stays as it was.
    expect(valuesOf(pressed.payload as never)).toMatchObject({ name: { name: { value: 'ada' } } })
  })

  test('an input with dispatch_action tells the app at once, the others do not', async () => {
    const view = await open()
    const chosen = await slack.press({ view, actionId: 'industries', value: ['shop', 'bank'] })
    expect(chosen.payload).toMatchObject({
      type: 'block_actions',
      actions: [
        {
          ...{ type: 'multi_static_select', block_id: 'industries', action_id: 'industries' },
          selected_options: [option('shop'), option('bank')],
        },
      ],
    })
    expect(slack.envelopes.at(-1)?.accepts_response_payload).toBe(false)
    const shown = await slack.press({ view, actionId: 'shown', value: 'post' })
    expect(valuesOf(shown.payload as never)).toMatchObject({
      industries: { industries: { selected_options: [option('shop'), option('bank')] } },
      shown: { shown: { selected_option: option('post') } },
    })
    await expect(slack.press({ view, actionId: 'time', value: '10:00' })).rejects.toThrow(
      'the app does not hear of time: its input block has no dispatch_action',
    )
  })

  test('views.update keeps it where block_id, action_id and type stay, whatever new initial value comes', async () => {
    const later = { ...(industries as object), initial_options: [option('post')] }
    const view = await open(
      modal(
        time('07:00'),
        { ...input('name', name), block_id: 'other' },
        input('industries', later, { optional: true, dispatch_action: true }),
        input('shown', { type: 'static_select', options, initial_option: option('post') }),
      ),
    )
    slack.fill({ view, values: { name: 'ada', shown: 'bank' } })
    const change = updated(view)
    await slack.press({ view, actionId: 'industries', value: ['shop'] })
    await change()
    expect(valuesOf(view)).toEqual({
      time: { time: { type: 'timepicker', selected_time: '09:00' } },
      other: { name: { type: 'plain_text_input', value: null } },
      industries: { industries: { type: 'multi_static_select', selected_options: [option('shop')] } },
      shown: { shown: { type: 'static_select', selected_option: option('post') } },
    })
  })

  test('a new block_id begins anew; generated ids never stay', async () => {
    const view = await open(
      modal({ ...time('07:00'), block_id: 'time-2' }, { ...input('name', name), block_id: undefined }),
    )
    slack.fill({ view, values: { time: '18:30', name: 'ada' } })
    const change = updated(view)
    await slack.press({ view, actionId: 'preview' })
    await change()
    const [first, second] = Object.values(valuesOf(view))
    expect([first, second]).toMatchObject([{ time: { selected_time: '07:00' } }, { name: { value: null } }])
  })

  test('a submission that is refused keeps it, one that Slack stops, too', async () => {
    const seen: unknown[] = []
    const view = await open(undefined, (app) => {
      app.view(/.*/, async ({ ack, view: { state } }) => {
        seen.push(state.values['time']?.['time']?.selected_time)
        await ack({ response_action: 'errors', errors: { name: 'taken' } })
      })
    })
    await (await slack.submit({ view, values: { time: '18:30' } })).acked
    view.trouble = 'of the time before'
    const again = await slack.submit({ view, values: { name: 'bob' } })
    expect([view.errors, view.trouble]).toEqual([{}, undefined])
    await again.acked
    expect(seen).toEqual(['18:30', '18:30'])
    const stopped = (values: object) => expect(slack.submit({ view, values: values as never })).rejects
    await stopped({ time: null }).toThrow('the required input time is empty')
    await stopped({ time: '18:31', name: 'x' }).toThrow('name takes at least 2 characters')
    await stopped({ name: 'too long' }).toThrow('name takes at most 5 characters')
    expect(view.errors).toEqual({ name: 'taken' })
  })

  test('a closed view takes nothing more', async () => {
    const view = await open()
    await slack.dismiss(view)
    expect(() => slack.fill({ view, values: { time: '10:00' } })).toThrow('is closed')
    await expect(slack.suggest({ view, actionId: 'time', value: '' })).rejects.toThrow('is closed')
  })
})
