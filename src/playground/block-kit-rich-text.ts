import { type, webUrl } from './block-kit-elements.ts'
import { LIMITS } from './block-kit-limits.ts'
import { anything, byType, type Check, flag, list, object, oneOf, string, whole } from './shape.ts'

const MANY = 10_000
const style = object({
  bold: flag,
  italic: flag,
  strike: flag,
  code: flag,
  underline: flag,
  highlight: flag,
  client_highlight: flag,
  unlink: flag,
})
const id = string(LIMITS.id)

/** What stands in a line of rich text (blocks/rich-text-block, "Element types"). */
const inline = byType({
  text: object({ ...type, 'text!': string(MANY), style }),
  link: object({ ...type, 'url!': webUrl, text: string(MANY), unsafe: flag, style }),
  emoji: object({ ...type, 'name!': id, unicode: id, style }),
  user: object({ ...type, 'user_id!': id, style }),
  usergroup: object({ ...type, 'usergroup_id!': id, style }),
  channel: object({ ...type, 'channel_id!': id, style }),
  broadcast: object({ ...type, 'range!': oneOf('here', 'channel', 'everyone'), style }),
  color: object({ ...type, 'value!': id }),
  date: object({ ...type, 'timestamp!': anything, 'format!': id, url: webUrl, fallback: id, style }),
})

const line = list(inline, MANY, 0)
const section = object({ ...type, 'elements!': line })

/** A rich_text block, also as a table cell or a title. */
export const richText: Check = object({
  ...type,
  block_id: id,
  'elements!': list(
    byType({
      rich_text_section: section,
      rich_text_quote: object({ ...type, 'elements!': line, border: whole(0, 1) }),
      rich_text_preformatted: object({ ...type, 'elements!': line, border: whole(0, 1), language: id }),
      rich_text_list: object({
        ...type,
        'style!': oneOf('bullet', 'ordered'),
        'elements!': list(byType({ rich_text_section: section }), MANY, 0),
        indent: whole(0, 8),
        offset: whole(0, MANY),
        border: whole(0, 1),
      }),
    }),
    MANY,
    0,
  ),
})
