import { decoded } from './escapes.ts'
import { isJson, type Json, jsonList, stringOf, textOf } from './json.ts'
import type { Page } from './page-context.ts'
import { channelsOf, dmOf, peopleOf } from './selectors.ts'

/** One choice of a menu; `group` is the label above it, where there is one. */
export type Option = { value: string; text: string; description?: string; group?: string }

/** An option object of Slack's. */
export function optionOf(one: Json): Option {
  const description = textOf(one['description'])
  const group = decoded(stringOf(one['group']))
  return {
    value: stringOf(one['value']),
    text: textOf(one['text']),
    ...(description ? { description } : {}),
    ...(group ? { group } : {}),
  }
}

/** The choices that a menu has before anybody types: none for an external one. */
export function optionsOf(element: Json, { server, me }: Page): Option[] {
  const type = stringOf(element['type'])
  if (type.includes('users_')) {
    return peopleOf(server).map((one) => ({ value: one.id, text: one.real_name }))
  }
  if (type.includes('conversations_')) return conversations(element, { server, me })
  if (type.includes('channels_')) {
    const open = channelsOf(server, me).filter((one) => !one.is_private)
    return open.map((one) => ({ value: one.id, text: `#${one.name}` }))
  }
  const plain = jsonList(element['options']).map(optionOf)
  const grouped = jsonList(element['option_groups']).flatMap((group) =>
    jsonList(group['options']).map((one) => ({ ...optionOf(one), group: textOf(group['label']) })),
  )
  return [...plain, ...grouped]
}

/** What the person is in, the bot's direct message last; `filter.include` leaves out kinds. */
function conversations({ filter }: Json, { server, me }: Pick<Page, 'server' | 'me'>): Option[] {
  const kinds = isJson(filter) && Array.isArray(filter['include']) ? filter['include'] : KINDS
  const dm = dmOf(server, me.id)
  const mine = channelsOf(server, me).filter((one) => one.members.includes(me.id) && !one.is_archived)
  const channels = mine
    .filter((one) => kinds.includes(one.is_private ? 'private' : 'public'))
    .map((one) => ({ value: one.id, text: `#${one.name}` }))
  return dm && kinds.includes('im') ? [...channels, { value: dm.id, text: server.app.name }] : channels
}

const KINDS: unknown[] = ['public', 'private', 'im']

/** What is chosen at first: by the view's state where there is one, else by the element itself. */
export function chosenAtFirst(element: Json, entry: Json | undefined, known: readonly Option[]): Option[] {
  const held = Object.entries(entry ?? element).flatMap(([key, value]) => (STARTS.test(key) ? [value] : []))
  return held.flat().flatMap((one) => {
    if (isJson(one)) return [optionOf(one)]
    const id = stringOf(one)
    return id === '' ? [] : [known.find(({ value }) => value === id) ?? { value: id, text: id }]
  })
}

const STARTS = /^(initial|selected)_(option|user|conversation|channel)s?$/

/** What is filled in at first, as an input of the browser takes it. */
export function textAtFirst(element: Json, entry: Json | undefined): string {
  const held = entry ?? element
  const moment = held['selected_date_time'] ?? held['initial_date_time']
  if (typeof moment === 'number') return localMinutes(moment)
  const keys = ['value', 'selected_date', 'selected_time', 'initial_value', 'initial_date', 'initial_time']
  return keys.map((key) => stringOf(held[key])).find((text) => text !== '') ?? ''
}

/** Seconds since 1970 as `2026-11-22T09:05` in this machine's zone: what a datetime-local input takes. */
function localMinutes(seconds: number): string {
  const at = new Date(seconds * 1000)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
