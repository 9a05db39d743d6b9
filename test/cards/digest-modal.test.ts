import type { InputBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestReply } from '../../src/cards/digest.ts'
import {
  DIGEST_INPUTS,
  type DigestModal,
  digestModal,
  readDigestModal,
} from '../../src/cards/digest-modal.ts'
import type { DigestSettings } from '../../src/cards/digest-settings.ts'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'

const next = 'Tue 24 Nov, 09:00 CET'
const settings: DigestSettings = {
  ...{ time: '9:30', days: ['mon', 'thu'], zone: 'Europe/Berlin' },
  ...{ industries: ['finance'], topics: ['fraud-detection', 'joins'] },
}
const everything: DigestSettings = { ...settings, industries: [], topics: [] }
const previewOf = (useCase = catalogue.useCases[0]) =>
  useCase &&
  digestReply(
    { useCase, similar: [], shown: 1, matching: 70, next: undefined, command: '/kstreams' },
    catalogue,
  )
const modalOf = (more: Partial<DigestModal> = {}): ModalView =>
  digestModal({
    ...{ settings, catalogue, metadata: '{"channel":"C0GENERAL"}', preview: previewOf(), matching: 12, next },
    ...{ exists: false, ...more },
  })
const inputsOf = (view: ModalView) =>
  view.blocks.filter((block): block is InputBlock => block.type === 'input')

function expectValid(view: ModalView): void {
  expect(checkBlocks(view.blocks, '/view/blocks', { surface: 'modal' })).toEqual([])
  for (const text of [view.title, view.submit, view.close]) expect(text?.text.length).toBeLessThanOrEqual(24)
}

/** What Slack would send back when nothing is touched. */
const untouched = (view: ModalView) =>
  Object.fromEntries(
    inputsOf(view).map(({ block_id = '', element }) => {
      const shown = element as unknown as Record<string, unknown>
      const state = {
        type: element.type,
        selected_time: shown['initial_time'],
        selected_option: shown['initial_option'] ?? null,
        selected_options: shown['initial_options'] ?? [],
      }
      return [block_id, { [block_id]: state }]
    }),
  )

describe('the modal', () => {
  it('has an input for each setting, named alike as block and as action, with what is set', () => {
    const view = modalOf()
    expectValid(view)
    expect(view).toMatchObject({
      type: 'modal',
      callback_id: 'digest',
      private_metadata: '{"channel":"C0GENERAL"}',
    })
    const inputs = inputsOf(view)
    expect(inputs.map(({ block_id }) => block_id)).toEqual(Object.values(DIGEST_INPUTS))
    for (const { block_id, element } of inputs) expect(element).toMatchObject({ action_id: block_id })
    expect(inputs.map(({ label }) => label.text)).toEqual([
      'Time',
      'Days',
      'Time zone',
      'Industries',
      'Topics',
    ])
    expect(readDigestModal(untouched(view))).toEqual({ ...settings, time: '09:30' })
  })

  it('sends industries and topics at once, and takes none of either for all', () => {
    const live = (one: InputBlock) => [one.dispatch_action === true, one.optional === true]
    const view = modalOf({ settings: everything })
    expectValid(view)
    expect(inputsOf(view).map(live)).toEqual([
      ...[false, false, false].map((no) => [no, no]),
      ...[true, true].map((yes) => [yes, yes]),
    ])
    expect(readDigestModal(untouched(view))).toEqual({ ...everything, time: '09:30' })
    const elements = JSON.stringify(inputsOf(view))
    expect(elements).toContain('All industries')
    expect(elements).toContain('All topics')
  })

  it('shows the next card in blocks that a modal takes, and how many match', () => {
    const preview = previewOf()
    const shown = JSON.stringify(modalOf({ preview }).blocks)
    for (const block of preview?.classic ?? []) expect(shown).toContain(JSON.stringify(block))
    expect(shown).toContain('12 use cases match\\nComes Tue 24 Nov, 09:00 CET, unless you change that above')
    expect(JSON.stringify(modalOf({ matching: 1 }).blocks)).toContain('1 use case matches')
  })

  it('says that no use case matches', () => {
    const view = modalOf({ preview: undefined, matching: 0 })
    expectValid(view)
    expect(view.blocks.at(-1)).toMatchObject({
      text: {
        text: '*No use case matches these industries and topics.*\nTake some of them out, or all: then every use case is shown.',
      },
    })
  })

  it('has a title by whether there is a digest already', () => {
    expect(modalOf().title.text).toBe('Set up a digest')
    expect(modalOf({ exists: true }).title.text).toBe('Change the digest')
  })

  it('leaves out what the catalogue no longer has', () => {
    const old = { ...settings, industries: ['gone'], topics: ['gone', 'joins'] }
    const view = modalOf({ settings: old })
    expectValid(view)
    expect(readDigestModal(untouched(view))).toMatchObject({ industries: [], topics: ['joins'] })
  })

  it('keeps to the limits for any entry and any time, and notifies nobody', () => {
    fc.assert(
      fc.property(arbitrary.useCase, arbitrary.query, (useCase, hostile) => {
        const view = modalOf({ preview: previewOf(useCase), next: hostile })
        expectValid(view)
        expect(readMessage({ text: '', blocks: view.blocks }).notifies).toEqual([])
        expect(JSON.stringify(view.blocks).length).toBeLessThan(13_200)
      }),
      { numRuns: 100 },
    )
  })
})

describe('what was chosen', () => {
  it('is undefined where it is missing, whatever comes', () => {
    const nothing = {
      time: undefined,
      days: undefined,
      zone: undefined,
      industries: undefined,
      topics: undefined,
    }
    for (const values of [
      undefined,
      null,
      'text',
      7,
      [],
      {},
      { digest_time: null },
      { digest_time: { digest_time: 1 } },
    ]) {
      expect(readDigestModal(values)).toEqual(nothing)
    }
    const odd = {
      digest_time: { digest_time: { selected_time: null } },
      digest_days: {
        digest_days: { selected_options: [{ value: 'sun' }, { value: 'someday' }, null, { value: 'mon' }] },
      },
      digest_zone: { digest_zone: { selected_option: null } },
      digest_topics: { digest_topics: { selected_options: [] } },
    }
    expect(readDigestModal(odd)).toEqual({ ...nothing, days: ['mon', 'sun'], topics: [] })
    fc.assert(fc.property(fc.anything(), (values) => void readDigestModal(values)))
  })
})
