import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Term } from '../catalogue/schema.ts'
import { type AnyBlock, context, divider, type Reply, section } from './blocks.ts'
import type { DigestSettings } from './digest-settings.ts'
import { dig, option, plain } from './elements.ts'
import { LIMITS } from './limits.ts'
import { count, shorten } from './text.ts'
import { DAYS, type Day, sayDay, sayTime } from './when.ts'

/** The `callback_id` of the modal. */
export const DIGEST_MODAL = 'digest'

/** The inputs of the modal: each name is a `block_id` and an `action_id`. */
export const DIGEST_INPUTS = {
  time: 'digest_time',
  days: 'digest_days',
  zone: 'digest_zone',
  industries: 'digest_industries',
  topics: 'digest_topics',
} as const

export type DigestModal = {
  settings: DigestSettings
  catalogue: Catalogue
  /** Comes back with everything that is done in the modal; at most 3,000 characters. */
  metadata: string
  /** The next card; undefined when no use case matches. */
  preview: Reply | undefined
  /** How many use cases match. */
  matching: number
  /** When the next digest comes with these settings, as `sayWhen` says it. */
  next: string
  /** Whether the channel has a digest already. */
  exists: boolean
}

/** The settings of a digest as a modal, with the card that comes next. */
export function digestModal(modal: DigestModal): ModalView {
  return {
    type: 'modal',
    callback_id: DIGEST_MODAL,
    private_metadata: modal.metadata,
    title: plain(modal.exists ? 'Change the digest' : 'Set up a digest'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [...scheduleInputs(modal.settings), ...filterInputs(modal), divider, ...previewBlocks(modal)],
  }
}

function scheduleInputs({ time, days, zone }: DigestSettings): KnownBlock[] {
  const chosen = DAYS.filter((day) => days.includes(day)).map(dayOption)
  return [
    input('time', 'Time', { type: 'timepicker', initial_time: sayTime(time) }),
    // Seven boxes to tap, without the second screen that a menu opens on a phone.
    input('days', 'Days', {
      type: 'checkboxes',
      options: DAYS.map(dayOption),
      ...(chosen.length > 0 ? { initial_options: chosen } : {}),
    }),
    input('zone', 'Time zone', {
      type: 'external_select',
      min_query_length: 0,
      placeholder: plain('Type a city'),
      initial_option: option(zone, zone),
    }),
  ]
}

const dayOption = (day: Day) => option(sayDay(day), day)

/** Both send what was chosen at once, so that the preview follows. */
function filterInputs({ settings, catalogue }: DigestModal): KnownBlock[] {
  const { industries, topics } = settings
  const follows = { optional: true, dispatch_action: true }
  const menu = {
    type: 'multi_static_select' as const,
    placeholder: plain('All industries'),
    options: optionsOf([...catalogue.industries.keys()], catalogue.industries),
    ...initial(optionsOf(industries, catalogue.industries)),
  }
  const search = {
    type: 'multi_external_select' as const,
    min_query_length: 0,
    placeholder: plain('All topics'),
    ...initial(optionsOf(topics, catalogue.topics)),
  }
  return [
    { ...input('industries', 'Industries', menu), ...follows },
    { ...input('topics', 'Topics', search), ...follows },
  ]
}

/** Slack refuses an empty list. */
const initial = (options: PlainTextOption[]) => (options.length > 0 ? { initial_options: options } : {})

/** What is no longer in the catalogue is left out: Slack refuses a choice that is not among the options. */
function optionsOf(ids: readonly string[], terms: ReadonlyMap<string, Term>): PlainTextOption[] {
  return ids
    .flatMap((id) => terms.get(id) ?? [])
    .map(({ id, label }) => option(label, id))
    .slice(0, LIMITS.selectOptions)
}

function input(name: keyof typeof DIGEST_INPUTS, label: string, element: InputBlock['element']): InputBlock {
  const id = DIGEST_INPUTS[name]
  return { type: 'input', block_id: id, label: plain(label), element: { ...element, action_id: id } }
}

function previewBlocks({ preview, matching, next }: DigestModal): AnyBlock[] {
  if (preview === undefined) {
    const remedy = 'Take some of them out, or all: then every use case is shown.'
    return [section(`*No use case matches these industries and topics.*\n${remedy}`)]
  }
  const matches = `${count(matching, 'use case')} match${matching === 1 ? 'es' : ''}`
  return [
    section('*Next card*'),
    context([`${matches}\nComes ${shorten(next, 100)}, unless you change that above`]),
    ...preview.classic,
  ]
}

/** What a person chose; undefined where nothing was, and for what the modal did not send. */
export type DigestChoice = {
  time: string | undefined
  days: Day[] | undefined
  zone: string | undefined
  industries: string[] | undefined
  topics: string[] | undefined
}

/** Takes the choices out of `view.state.values`, whatever it holds. Nothing is checked but that it is text, and days. */
export function readDigestModal(values: unknown): DigestChoice {
  const read = (name: keyof typeof DIGEST_INPUTS, field: string) =>
    dig(values, DIGEST_INPUTS[name], DIGEST_INPUTS[name], field)
  const days = valuesOf(read('days', 'selected_options'))
  return {
    time: text(read('time', 'selected_time')),
    days: days && DAYS.filter((day) => days.includes(day)),
    zone: text(dig(read('zone', 'selected_option'), 'value')),
    industries: valuesOf(read('industries', 'selected_options')),
    topics: valuesOf(read('topics', 'selected_options')),
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

function valuesOf(options: unknown): string[] | undefined {
  return Array.isArray(options) ? options.flatMap((one) => text(dig(one, 'value')) ?? []) : undefined
}
