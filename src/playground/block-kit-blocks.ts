import {
  button,
  contextActions,
  image,
  imageFields,
  imageSource,
  inputs,
  interactive,
  plain,
  text,
  type,
  webUrl,
} from './block-kit-elements.ts'
import { LIMITS } from './block-kit-limits.ts'
import { richText } from './block-kit-rich-text.ts'
import {
  anything,
  byType,
  type Check,
  fault,
  flag,
  list,
  object,
  oneOf,
  type Report,
  type Surface,
  string,
  textLength,
  whole,
} from './shape.ts'
import { claimedDomain } from './unfurl-domains.ts'
import { isJson } from './world.ts'

const id = string(LIMITS.id)
const block = { ...type, block_id: id }

const card = object(
  {
    ...block,
    hero_image: image,
    icon: image,
    slack_icon: object({ ...type, 'name!': id }),
    title: text(LIMITS.card.title),
    subtitle: text(LIMITS.card.subtitle),
    body: text(LIMITS.card.body),
    subtext: text(LIMITS.card.subtext),
    actions: list(byType({ button }), LIMITS.card.actions),
  },
  (value, at, report) => {
    const card = isJson(value) ? value : {}
    if (!['hero_image', 'title', 'actions', 'body'].some((key) => card[key] !== undefined)) {
      fault(report, at, 'must define at least one of `hero_image`, `title`, `actions` or `body`')
    }
    if (card['icon'] && card['slack_icon']) fault(report, at, 'must define either `icon` or `slack_icon`')
  },
)

const cell = byType({
  raw_text: object({ ...type, 'text!': string(LIMITS.sectionText) }),
  rich_text: richText,
})
const dataCell = byType({
  raw_text: object({ ...type, 'text!': string(LIMITS.sectionText) }),
  raw_number: object({ ...type, 'value!': anything, text: anything }),
  rich_text: richText,
})

/** Rows of one length; in a data_table the first is the header, which takes no rich text. */
function rows(value: unknown, at: string, report: Report): void {
  const table = isJson(value) && Array.isArray(value['rows']) ? (value['rows'] as unknown[][]) : []
  const [header = []] = table
  for (const [index, row] of table.entries()) {
    if (Array.isArray(row) && row.length !== header.length) {
      fault(report, `${at}/rows/${index}`, 'all rows must have the same number of cells')
    }
  }
  for (const [index, one] of header.entries()) {
    if (isJson(one) && one['type'] === 'rich_text') {
      fault(report, `${at}/rows/0/${index}/type`, 'unsupported type: rich_text')
    }
  }
  if (textLength(table) > LIMITS.dataTable.characters) {
    fault(report, `${at}/rows`, `must be less than ${LIMITS.dataTable.characters + 1} characters`)
  }
}

function textOrFields(value: unknown, at: string, report: Report): void {
  if (isJson(value) && value['text'] === undefined && value['fields'] === undefined) {
    fault(report, `${at}/type`, 'must define either `text` or `fields`')
  }
}

/** The sentence is Slack's, as bolt-js issue 1667 quotes it. */
function embeddable(value: unknown, at: string, report: Report): void {
  const address = isJson(value) ? value['video_url'] : undefined
  if (report.videoDomains === undefined || typeof address !== 'string') return
  if (claimedDomain(report.videoDomains, address) !== undefined) return
  const sentence = 'Video validation failed: Domain is not a valid unfurl domain claimed by your app'
  fault(report, `${at}/video_url`, sentence)
}

const CHECKS: Record<string, Check> = {
  section: object(
    {
      ...block,
      text: text(LIMITS.sectionText),
      fields: list(text(LIMITS.sectionField), LIMITS.sectionFields),
      accessory: byType({ ...interactive, image }),
      expand: flag,
    },
    textOrFields,
  ),
  header: object({ ...block, 'text!': plain(LIMITS.header), level: whole(1, LIMITS.headerLevel) }),
  divider: object(block),
  image: object({ ...block, ...imageFields, title: plain(LIMITS.imageTitle) }, imageSource),
  context: object({
    ...block,
    'elements!': list(
      byType({ plain_text: text(LIMITS.contextText), mrkdwn: text(LIMITS.contextText), image }),
      LIMITS.contextElements,
    ),
  }),
  actions: object({ ...block, 'elements!': list(byType(interactive), LIMITS.actions) }),
  context_actions: object({ ...block, 'elements!': list(byType(contextActions), LIMITS.contextActions) }),
  input: object({
    ...block,
    'label!': plain(LIMITS.inputLabel),
    'element!': byType(inputs),
    hint: plain(LIMITS.inputLabel),
    optional: flag,
    dispatch_action: flag,
  }),
  alert: object({
    ...block,
    'text!': text(LIMITS.alert),
    level: oneOf('default', 'info', 'warning', 'error', 'success'),
  }),
  markdown: object({ ...block, 'text!': string(LIMITS.markdown) }),
  rich_text: richText,
  card,
  carousel: object({ ...block, 'elements!': list(byType({ card }), LIMITS.carousel) }),
  table: object({
    ...block,
    'rows!': list(list(cell, LIMITS.table.columns), LIMITS.table.rows),
    column_settings: list(anything, LIMITS.table.columns, 0),
  }),
  data_table: object(
    {
      ...block,
      'caption!': string(LIMITS.sectionText),
      'rows!': list(list(dataCell, LIMITS.dataTable.columns), LIMITS.dataTable.rows, 2),
      page_size: whole(1, LIMITS.dataTable.pageSize),
      row_header_column_index: whole(0, LIMITS.dataTable.columns - 1),
    },
    rows,
  ),
  video: object(
    {
      ...block,
      'video_url!': webUrl,
      'thumbnail_url!': webUrl,
      'alt_text!': string(LIMITS.altText),
      'title!': plain(LIMITS.video.title),
      title_url: webUrl,
      author_name: string(LIMITS.video.author),
      description: plain(LIMITS.video.description),
      provider_name: id,
      provider_icon_url: webUrl,
    },
    embeddable,
  ),
}

const CHILDREN = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
]

CHECKS['container'] = object(
  {
    ...block,
    title: plain(LIMITS.container.title),
    rich_text_title: richText,
    subtitle: text(LIMITS.container.subtitle),
    'child_blocks!': list(byType(pick(CHILDREN)), LIMITS.container.children),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: image,
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
  },
  (value, at, report) => {
    if (isJson(value) && value['title'] === undefined && value['rich_text_title'] === undefined) {
      fault(report, at, 'must define either `title` or `rich_text_title`')
    }
  },
)

function pick(names: readonly string[]): Record<string, Check> {
  return Object.fromEntries(names.map((name) => [name, CHECKS[name] ?? anything]))
}

const EVERYWHERE = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
]

/**
 * Which block goes where. Documented: alert in modals only, markdown, context_actions and tables in messages.
 * card also in the Home (seen live by others); where nothing is known, refused.
 */
export const SURFACES: Record<Surface, Check> = {
  message: byType(
    pick([
      ...EVERYWHERE,
      'card',
      'carousel',
      'container',
      'context_actions',
      'data_table',
      'markdown',
      'table',
    ]),
  ),
  modal: byType(pick([...EVERYWHERE, 'alert'])),
  home: byType(pick([...EVERYWHERE, 'card', 'carousel'])),
}
