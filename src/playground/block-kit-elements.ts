import { LIMITS } from './block-kit-limits.ts'
import type { Json } from './model.ts'
import {
  anything,
  both,
  byType,
  type Check,
  fault,
  flag,
  list,
  object,
  oneOf,
  type Report,
  string,
  whole,
} from './shape.ts'
import { isJson } from './world.ts'

const ADDRESS = { test: (text: string) => /^[a-z][a-z0-9+.-]*:/i.test(text), says: 'must be a valid url' }
const WEB_ADDRESS = { test: (text: string) => /^https?:\/\/\S+$/i.test(text), says: 'must be a valid url' }

/** Types every object has. */
export const type = { 'type!': anything }

/** An address that Slack can fetch or open: http or https. */
export const webUrl: Check = string(LIMITS.url, 1, WEB_ADDRESS)

/** A plain_text object of at most `max` characters (composition-objects/text-object). */
export function plain(max: number): Check {
  return byType({ plain_text: object({ ...type, 'text!': string(max), emoji: flag }) })
}

/** A mrkdwn object of at most `max` characters. */
function mrkdwn(max: number): Check {
  return object({ ...type, 'text!': string(max), verbatim: flag })
}

/** A plain_text or mrkdwn object of at most `max` characters. */
export function text(max: number): Check {
  return byType({
    plain_text: object({ ...type, 'text!': string(max), emoji: flag }),
    mrkdwn: mrkdwn(max),
  })
}

const id = string(LIMITS.id)
const confirm = object({
  title: plain(LIMITS.confirm.title),
  'text!': text(LIMITS.confirm.text),
  confirm: plain(LIMITS.confirm.button),
  deny: plain(LIMITS.confirm.button),
  style: oneOf('primary', 'danger'),
})

/** An option of a menu: plain text for menus, mrkdwn too for checkboxes and radio buttons. */
function option(label: (max: number) => Check): Check {
  return object({
    'text!': label(LIMITS.optionText),
    'value!': string(LIMITS.optionValue),
    description: label(LIMITS.optionText),
    url: string(LIMITS.url, 1, ADDRESS),
  })
}

/** Exactly one of image_url and slack_file; image_url must not be one that Slack cannot fetch. */
export function imageSource(value: unknown, at: string, report: Report): void {
  if (!isJson(value)) return
  const { image_url: url, slack_file: file } = value
  if ((url === undefined) === (file === undefined)) {
    fault(report, at, 'must define either `image_url` or `slack_file`')
  }
  if (report.brokenImages.has(String(url)) || (report.brokenImages.has('*') && url !== undefined)) {
    fault(report, `${at}/image_url`, 'downloading image failed')
  }
}

/** The fields that images have as blocks and as elements. */
export const imageFields = {
  image_url: webUrl,
  slack_file: object({ id, url: webUrl }),
  'alt_text!': string(LIMITS.altText),
}

/** An image inside another block (block-elements/image-element). */
export const image: Check = object({ ...type, ...imageFields }, imageSource)

/** An ordinary button (block-elements/button-element); a url button still sends block_actions. */
export const button: Check = object({
  ...type,
  'text!': plain(LIMITS.buttonText),
  action_id: id,
  url: string(LIMITS.url, 1, ADDRESS),
  value: string(LIMITS.buttonValue),
  style: oneOf('primary', 'danger'),
  confirm,
  accessibility_label: string(LIMITS.buttonText),
})

const base = { ...type, action_id: id, confirm, focus_on_load: flag }
const hint = plain(LIMITS.placeholder)
const menuOption = option(plain)
const menuGroup = object({
  'label!': plain(LIMITS.optionText),
  'options!': list(menuOption, LIMITS.selectOptions),
})
const menu = {
  ...base,
  placeholder: hint,
  options: list(menuOption, LIMITS.selectOptions),
  option_groups: list(menuGroup, LIMITS.selectOptions),
}
const several = { max_selected_items: whole(1, LIMITS.selectOptions) }
const pickers: Record<string, Check> = {}
for (const kind of ['static', 'external', 'users', 'conversations', 'channels']) {
  const initial = { static: 'option', external: 'option', users: 'user', conversations: 'conversation' }[kind]
  const name = initial ?? 'channel'
  const own: Record<string, Check> = kind === 'static' ? menu : { ...base, placeholder: hint }
  if (kind === 'external') own['min_query_length'] = whole(0, 100)
  if (kind === 'conversations')
    Object.assign(own, { default_to_current_conversation: flag, filter: anything })
  const also = kind === 'static' ? both(hasOptions, startsWithin) : undefined
  const [first, starting] =
    name === 'option' ? [menuOption, list(menuOption, LIMITS.selectOptions)] : [anything, anything]
  const single: Record<string, Check> = { ...own, [`initial_${name}`]: first }
  // Not static, external and users: composition of @slack/types URLRespondable.
  if (kind === 'conversations' || kind === 'channels') single['response_url_enabled'] = flag
  pickers[`${kind}_select`] = object(single, also)
  const starts = { [`initial_${name}s`]: starting }
  pickers[`multi_${kind}_select`] = object({ ...own, ...several, ...starts }, also)
}

/** An initial option "exactly matches one of the options" (block-elements/select-menu-element). */
function startsWithin(value: unknown, at: string, report: Report): void {
  if (!isJson(value)) return
  const groups = listOf(value['option_groups']).flatMap((one) => listOf(one['options']))
  const known = [...listOf(value['options']), ...groups].map(named)
  for (const key of ['initial_option', 'initial_options']) {
    const first = [value[key] ?? []].flat().filter(isJson)
    if (!first.every((one) => known.includes(named(one)))) {
      fault(report, `${at}/${key}`, 'must be among the options')
    }
  }
}

const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isJson) : [])
const named = ({ text, value }: Json) => JSON.stringify([isJson(text) ? text['text'] : text, value])

function hasOptions(value: unknown, at: string, report: Report): void {
  if (!isJson(value)) return
  if ((value['options'] === undefined) === (value['option_groups'] === undefined)) {
    fault(report, at, 'must define either `options` or `option_groups`')
  }
}

/** What an app may offer while somebody types in an external select: nothing found is an empty list. */
export const suggestions: Check = object(
  {
    options: list(menuOption, LIMITS.selectOptions, 0),
    option_groups: list(menuGroup, LIMITS.selectOptions, 0),
  },
  hasOptions,
)

const choices = { ...base, 'options!': list(option(text), LIMITS.choiceOptions) }
const dated = { ...base, placeholder: hint }

/** Elements for actions blocks and section accessories, by type. */
export const interactive: Record<string, Check> = {
  ...pickers,
  button,
  overflow: object({ ...base, 'options!': list(menuOption, LIMITS.overflowOptions) }),
  checkboxes: object({ ...choices, initial_options: list(option(text), LIMITS.choiceOptions) }, startsWithin),
  radio_buttons: object({ ...choices, initial_option: option(text) }, startsWithin),
  datepicker: object({ ...dated, initial_date: string(10, 10) }),
  timepicker: object({ ...dated, initial_time: string(5, 5), timezone: string(LIMITS.id) }),
  datetimepicker: object({ ...base, initial_date_time: anything }),
  workflow_button: object({
    ...base,
    'text!': plain(LIMITS.buttonText),
    'workflow!': anything,
    style: anything,
  }),
}

const field = {
  ...base,
  placeholder: hint,
  initial_value: string(LIMITS.inputLength, 0),
  dispatch_action_config: anything,
}
const length = { min_length: whole(0, LIMITS.inputLength), max_length: whole(1, LIMITS.inputLength) }

/** Elements for input blocks, by type. */
export const inputs: Record<string, Check> = {
  ...pickers,
  checkboxes: interactive['checkboxes'] ?? anything,
  radio_buttons: interactive['radio_buttons'] ?? anything,
  datepicker: interactive['datepicker'] ?? anything,
  timepicker: interactive['timepicker'] ?? anything,
  datetimepicker: interactive['datetimepicker'] ?? anything,
  plain_text_input: object({ ...field, ...length, multiline: flag }),
  email_text_input: object(field),
  url_text_input: object(field),
  number_input: object({ ...field, 'is_decimal_allowed!': flag, min_value: anything, max_value: anything }),
  rich_text_input: object({ ...field, initial_value: anything }),
  file_input: object({ ...type, action_id: id, filetypes: anything, max_files: whole(1, 10) }),
}

const opinion = object({
  'text!': plain(LIMITS.buttonText),
  'value!': string(LIMITS.buttonValue),
  accessibility_label: string(LIMITS.buttonText),
})

/** Elements of context_actions (blocks/context-actions-block). */
export const contextActions: Record<string, Check> = {
  feedback_buttons: object({
    ...type,
    action_id: id,
    'positive_button!': opinion,
    'negative_button!': opinion,
  }),
  icon_button: object({
    ...type,
    'icon!': oneOf('trash'),
    'text!': plain(LIMITS.buttonText),
    action_id: id,
    value: string(LIMITS.buttonValue),
    confirm,
    accessibility_label: string(LIMITS.buttonText),
    visible_to_user_ids: list(id, LIMITS.trashUsers, 0),
  }),
}
