import { describe, expect, test } from 'vitest'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import type { Surface } from '../../src/playground/shape.ts'

const faults = (blocks: unknown, surface: Surface = 'message') => checkBlocks(blocks, '/blocks', { surface })
const plain = (length: number) => ({ type: 'plain_text', text: 'x'.repeat(length) })
const mrkdwn = (length: number) => ({ type: 'mrkdwn', text: 'x'.repeat(length) })
const text = (length: number) => 'x'.repeat(length)
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const button = (more: object = {}) => ({ type: 'button', text: plain(5), ...more })
const image = (more: object = {}) => ({
  type: 'image',
  image_url: 'https://a.example/a.png',
  alt_text: 'a',
  ...more,
})
const card = (more: object = {}) => ({ type: 'card', title: mrkdwn(10), ...more })
const option = (more: object = {}) => ({ text: plain(5), value: 'v', ...more })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const section = (accessory: object) => ({ type: 'section', text: mrkdwn(5), accessory })
const menu = (more: object) => section({ type: 'static_select', ...more })
const raw = (length = 1) => ({ type: 'raw_text', text: text(length) })
const rich = (...line: object[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: line }],
})
const table = (rows: number, columns = 2) => ({
  type: 'table',
  rows: many(rows, () => many(columns, () => raw())),
})
const dataTable = (more: object = {}) => ({
  type: 'data_table',
  caption: 'c',
  rows: [[raw()], [raw()]],
  ...more,
})
const container = (more: object = {}) => ({
  type: 'container',
  title: plain(5),
  child_blocks: [{ type: 'divider' }],
  ...more,
})
const video = (more: object = {}) => ({
  type: 'video',
  video_url: 'https://www.youtube.com/embed/1',
  thumbnail_url: 'https://i.ytimg.com/vi/1/hqdefault.jpg',
  alt_text: 'a',
  title: plain(5),
  ...more,
})
const feedback = (more: object = {}) => ({
  type: 'feedback_buttons',
  action_id: 'f',
  positive_button: { text: plain(4), value: 'good' },
  negative_button: { text: plain(3), value: 'bad' },
  ...more,
})

/** The largest that passes, the smallest that fails, where, and in which words. */
const LIMITS: [string, object, object, string][] = [
  [
    'section text',
    { type: 'section', text: mrkdwn(3000) },
    { type: 'section', text: mrkdwn(3001) },
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'section fields',
    { type: 'section', fields: many(10, () => mrkdwn(2000)) },
    { type: 'section', fields: many(11, () => mrkdwn(1)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'section field',
    { type: 'section', fields: [mrkdwn(2000)] },
    { type: 'section', fields: [mrkdwn(2001)] },
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'section needs text',
    { type: 'section', text: plain(1) },
    { type: 'section' },
    'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
  ],
  [
    'empty text',
    { type: 'section', text: plain(1) },
    { type: 'section', text: plain(0) },
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'header',
    { type: 'header', text: plain(150), level: 4 },
    { type: 'header', text: plain(151) },
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'header is plain',
    { type: 'header', text: plain(1) },
    { type: 'header', text: mrkdwn(1) },
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'context',
    { type: 'context', elements: many(10, () => mrkdwn(1)) },
    { type: 'context', elements: many(11, () => mrkdwn(1)) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'actions',
    actions(...many(25, () => button())),
    actions(...many(26, () => button())),
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'actions not empty',
    actions(button()),
    actions(),
    'must provide at least 1 items [json-pointer:/blocks/0/elements]',
  ],
  [
    'button text',
    actions(button({ text: plain(75) })),
    actions(button({ text: plain(76) })),
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'button value',
    actions(button({ value: text(2000) })),
    actions(button({ value: text(2001) })),
    'must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]',
  ],
  [
    'button url',
    actions(button({ url: `https:${text(2994)}` })),
    actions(button({ url: `https:${text(2995)}` })),
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'button url form',
    actions(button({ url: 'mailto:a@b.example' })),
    actions(button({ url: 'not a url' })),
    'must be a valid url [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'button style',
    actions(button({ style: 'danger' })),
    actions(button({ style: 'secondary' })),
    'must be a valid enum value: primary, danger [json-pointer:/blocks/0/elements/0/style]',
  ],
  [
    'button text required',
    actions(button()),
    actions({ type: 'button' }),
    'missing required field: text [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'action_id',
    actions(button({ action_id: text(255) })),
    actions(button({ action_id: text(256) })),
    'must be less than 256 characters [json-pointer:/blocks/0/elements/0/action_id]',
  ],
  [
    'action_id unique in its block',
    actions(button({ action_id: 'a' }), button({ action_id: 'b' })),
    actions(button({ action_id: 'a' }), button({ action_id: 'a' })),
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'block_id',
    { type: 'divider', block_id: text(255) },
    { type: 'divider', block_id: text(256) },
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'confirm',
    actions(
      button({ confirm: { title: plain(100), text: mrkdwn(300), confirm: plain(30), deny: plain(30) } }),
    ),
    actions(button({ confirm: { text: mrkdwn(301) } })),
    'must be less than 301 characters [json-pointer:/blocks/0/elements/0/confirm/text/text]',
  ],
  [
    'image',
    image({ title: plain(2000) }),
    image({ alt_text: undefined }),
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'image source',
    image({ image_url: undefined, slack_file: { id: 'F1' } }),
    image({ image_url: undefined }),
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'select options',
    menu({ options: many(100, (i) => option({ value: `${i}` })) }),
    menu({ options: many(101, (i) => option({ value: `${i}` })) }),
    'no more than 100 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'select needs options',
    menu({ options: [option()] }),
    menu({}),
    'must define either `options` or `option_groups` [json-pointer:/blocks/0/accessory]',
  ],
  [
    'option value',
    menu({ options: [option({ value: text(75) })] }),
    menu({ options: [option({ value: text(76) })] }),
    'must be less than 76 characters [json-pointer:/blocks/0/accessory/options/0/value]',
  ],
  [
    'placeholder',
    menu({ options: [option()], placeholder: plain(150) }),
    menu({ options: [option()], placeholder: plain(151) }),
    'must be less than 151 characters [json-pointer:/blocks/0/accessory/placeholder/text]',
  ],
  [
    'overflow',
    section({ type: 'overflow', options: many(5, () => option()) }),
    section({ type: 'overflow', options: many(6, () => option()) }),
    'no more than 5 items allowed [json-pointer:/blocks/0/accessory/options]',
  ],
  [
    'checkboxes',
    actions({ type: 'checkboxes', options: many(10, () => option()) }),
    actions({ type: 'checkboxes', options: many(11, () => option()) }),
    'no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]',
  ],
  [
    'card title',
    card({ title: mrkdwn(150) }),
    card({ title: mrkdwn(151) }),
    'must be less than 151 characters [json-pointer:/blocks/0/title/text]',
  ],
  [
    'card subtitle',
    card({ subtitle: mrkdwn(150) }),
    card({ subtitle: mrkdwn(151) }),
    'must be less than 151 characters [json-pointer:/blocks/0/subtitle/text]',
  ],
  [
    'card body',
    card({ body: plain(200) }),
    card({ body: mrkdwn(201) }),
    'must be less than 201 characters [json-pointer:/blocks/0/body/text]',
  ],
  [
    'card subtext',
    card({ subtext: mrkdwn(200) }),
    card({ subtext: mrkdwn(201) }),
    'must be less than 201 characters [json-pointer:/blocks/0/subtext/text]',
  ],
  [
    'card actions',
    card({ actions: many(3, () => button()) }),
    card({ actions: many(4, () => button()) }),
    'no more than 3 items allowed [json-pointer:/blocks/0/actions]',
  ],
  [
    'card is not empty',
    { type: 'card', actions: [button()] },
    { type: 'card', subtitle: mrkdwn(1) },
    'must define at least one of `hero_image`, `title`, `actions` or `body` [json-pointer:/blocks/0]',
  ],
  [
    'card icon',
    card({ slack_icon: { type: 'icon', name: 'rocket' } }),
    card({ slack_icon: { type: 'icon' } }),
    'missing required field: name [json-pointer:/blocks/0/slack_icon]',
  ],
  [
    'card images',
    card({ hero_image: image(), icon: image() }),
    card({ hero_image: 'https://a.example' }),
    'must provide an object [json-pointer:/blocks/0/hero_image]',
  ],
  [
    'card extras',
    card(),
    card({ footer: 'x' }),
    'invalid additional property: footer [json-pointer:/blocks/0]',
  ],
  [
    'carousel',
    { type: 'carousel', elements: many(10, () => card()) },
    { type: 'carousel', elements: many(11, () => card()) },
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'carousel of cards',
    { type: 'carousel', elements: [card()] },
    { type: 'carousel', elements: [{ type: 'divider' }] },
    'unsupported type: divider [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'same action_id in two cards',
    { type: 'carousel', elements: many(2, () => card({ actions: [button({ action_id: 'a' })] })) },
    {
      type: 'carousel',
      elements: [card({ actions: [button({ action_id: 'a' }), button({ action_id: 'a' })] })],
    },
    '`action_id` "a" already exists [json-pointer:/blocks/0/elements/0/actions/1/action_id]',
  ],
  [
    'container',
    container({ child_blocks: many(10, () => ({ type: 'divider' })) }),
    container({ child_blocks: many(11, () => ({ type: 'divider' })) }),
    'no more than 10 items allowed [json-pointer:/blocks/0/child_blocks]',
  ],
  [
    'container title',
    container({ title: plain(150) }),
    container({ title: undefined }),
    'must define either `title` or `rich_text_title` [json-pointer:/blocks/0]',
  ],
  [
    'container children',
    container({ child_blocks: [rich()] }),
    container({ child_blocks: [card()] }),
    'unsupported type: card [json-pointer:/blocks/0/child_blocks/0/type]',
  ],
  [
    'context_actions',
    { type: 'context_actions', elements: [feedback()] },
    { type: 'context_actions', elements: many(6, (i) => feedback({ action_id: `${i}` })) },
    'no more than 5 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'feedback',
    { type: 'context_actions', elements: [feedback()] },
    { type: 'context_actions', elements: [feedback({ negative_button: undefined })] },
    'missing required field: negative_button [json-pointer:/blocks/0/elements/0]',
  ],
  [
    'icon_button',
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'trash', text: plain(3) }] },
    { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'star', text: plain(3) }] },
    'must be a valid enum value: trash [json-pointer:/blocks/0/elements/0/icon]',
  ],
  [
    'markdown',
    { type: 'markdown', text: text(12_000) },
    { type: 'markdown', text: text(12_001) },
    'must be less than 12001 characters [json-pointer:/blocks/0/text]',
  ],
  ['table rows', table(100), table(101), 'no more than 100 items allowed [json-pointer:/blocks/0/rows]'],
  [
    'table columns',
    table(1, 20),
    table(1, 21),
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'table numbers',
    table(1),
    { type: 'table', rows: [[{ type: 'raw_number', value: 1 }]] },
    'unsupported type: raw_number [json-pointer:/blocks/0/rows/0/0/type]',
  ],
  [
    'data_table',
    dataTable(),
    dataTable({ caption: undefined }),
    'missing required field: caption [json-pointer:/blocks/0]',
  ],
  [
    'data_table shape',
    dataTable({ rows: [[raw()], [{ type: 'raw_number', value: 1, text: '1' }]] }),
    dataTable({ rows: [[raw()], [raw(), raw()]] }),
    'all rows must have the same number of cells [json-pointer:/blocks/0/rows/1]',
  ],
  [
    'data_table header',
    dataTable(),
    dataTable({ rows: [[rich()], [raw()]] }),
    'unsupported type: rich_text [json-pointer:/blocks/0/rows/0/0/type]',
  ],
  [
    'data_table page',
    dataTable({ page_size: 100 }),
    dataTable({ page_size: 101 }),
    'must be between 1 and 100 [json-pointer:/blocks/0/page_size]',
  ],
  [
    'data_table size',
    dataTable(),
    dataTable({ rows: many(12, () => [raw(900)]) }),
    'must be less than 10001 characters [json-pointer:/blocks/0/rows]',
  ],
  [
    'video',
    video({ title: plain(199) }),
    video({ title: plain(200) }),
    'must be less than 200 characters [json-pointer:/blocks/0/title/text]',
  ],
  [
    'video author',
    video({ author_name: text(49) }),
    video({ author_name: text(50) }),
    'must be less than 50 characters [json-pointer:/blocks/0/author_name]',
  ],
  [
    'rich text',
    rich({ type: 'text', text: 'a', style: { bold: true } }),
    rich({ type: 'text', text: '' }),
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  [
    'rich text link',
    rich({ type: 'link', url: 'https://a.example' }),
    rich({ type: 'link', url: 'a.example' }),
    'must be a valid url [json-pointer:/blocks/0/elements/0/elements/0/url]',
  ],
  [
    'rich text parts',
    rich(),
    { type: 'rich_text', elements: [{ type: 'rich_text_table', elements: [] }] },
    'unsupported type: rich_text_table [json-pointer:/blocks/0/elements/0/type]',
  ],
  [
    'initial option',
    menu({ options: [option()], initial_option: option() }),
    menu({ options: [option()], initial_option: option({ value: 'w' }) }),
    'must be among the options [json-pointer:/blocks/0/accessory/initial_option]',
  ],
  [
    'initial option of a group',
    menu({ option_groups: [{ label: plain(3), options: [option()] }], initial_option: option() }),
    menu({ options: [option()], initial_option: option({ text: plain(6) }) }),
    'must be among the options [json-pointer:/blocks/0/accessory/initial_option]',
  ],
  [
    'initial options',
    section({ type: 'checkboxes', options: [option()], initial_options: [option()] }),
    section({ type: 'checkboxes', options: [option()], initial_options: [] }),
    'must provide at least 1 items [json-pointer:/blocks/0/accessory/initial_options]',
  ],
  [
    'initial options of an external select',
    section({ type: 'multi_external_select', initial_options: [option()] }),
    section({ type: 'multi_external_select', initial_options: [{ text: plain(76), value: 'v' }] }),
    'must be less than 76 characters [json-pointer:/blocks/0/accessory/initial_options/0/text/text]',
  ],
  [
    'unknown block',
    { type: 'divider' },
    { type: 'hero' },
    'unsupported type: hero [json-pointer:/blocks/0/type]',
  ],
  [
    'a block is an object',
    { type: 'divider' },
    ['divider'],
    'must provide an object [json-pointer:/blocks/0]',
  ],
  ['a block has a type', { type: 'divider' }, {}, 'missing required field: type [json-pointer:/blocks/0]'],
]

describe('limits and shapes', () => {
  test.each(LIMITS)('%s', (_name, good, bad, says) => {
    expect(faults([good])).toEqual([])
    expect(faults([bad])).toContain(says)
  })

  test('blocks: 50 in a message, 100 in a view', () => {
    const dividers = (count: number) => many(count, () => ({ type: 'divider' }))
    expect(faults(dividers(50))).toEqual([])
    expect(faults(dividers(51))).toEqual(['no more than 50 items allowed [json-pointer:/blocks]'])
    expect(faults(dividers(100), 'home')).toEqual([])
    expect(faults(dividers(101), 'modal')).toEqual(['no more than 100 items allowed [json-pointer:/blocks]'])
    expect(faults('nothing')).toEqual(['must provide an array [json-pointer:/blocks]'])
  })

  test('block_id is unique in a payload', () => {
    const twice = many(2, () => ({ type: 'divider', block_id: 'b' }))
    expect(faults(twice)).toEqual(['`block_id` "b" already exists [json-pointer:/blocks/1/block_id]'])
    const inside = [{ type: 'carousel', block_id: 'b', elements: [card({ block_id: 'b' })] }]
    expect(faults(inside)).toEqual([
      '`block_id` "b" already exists [json-pointer:/blocks/0/elements/0/block_id]',
    ])
    expect(faults([actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))])).toEqual([])
  })

  test('one table a message, 12,000 characters of markdown together', () => {
    expect(faults([table(1), table(1)])).toEqual(['only_one_table_allowed [json-pointer:/blocks/1]'])
    const half = { type: 'markdown', text: text(6001) }
    expect(faults([half, half])).toEqual(['must be less than 12001 characters [json-pointer:/blocks]'])
  })

  test('all faults are told, not just the first', () => {
    expect(faults([{ type: 'hero' }, { type: 'header' }])).toHaveLength(2)
  })
})

describe('surfaces', () => {
  const takes = (block: object) =>
    (['message', 'modal', 'home'] as const).filter((surface) => faults([block], surface).length === 0)

  test.each([
    ['alert', { type: 'alert', text: plain(200) }, ['modal']],
    ['card', card(), ['message', 'home']],
    ['carousel', { type: 'carousel', elements: [card()] }, ['message', 'home']],
    ['markdown', { type: 'markdown', text: 'x' }, ['message']],
    ['context_actions', { type: 'context_actions', elements: [feedback()] }, ['message']],
    ['table', table(1), ['message']],
    ['data_table', dataTable(), ['message']],
    ['container', container(), ['message']],
    ['section', { type: 'section', text: plain(1) }, ['message', 'modal', 'home']],
    ['file', { type: 'file', source: 'remote', external_id: 'x' }, []],
  ])('%s', (_name, block, surfaces) => {
    expect(takes(block)).toEqual(surfaces)
  })
})
