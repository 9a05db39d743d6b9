import { describe, expect, test } from 'vitest'
import { readMessage } from '../../src/playground/notifications.ts'

const notifies = (text: string, more: object = {}) => readMessage({ text, ...more }).notifies
const links = (text: string, more: object = {}) => readMessage({ text, ...more }).links
const block = (object: object) => ({ blocks: [{ type: 'section', text: object }] })

describe('whom a message notifies', () => {
  test.each([
    ['<!channel> look', ['channel']],
    ['<!here|here> and <!everyone>', ['here', 'everyone']],
    ['<@U0ADA00001> and <@W0GRID0001|name>', ['U0ADA00001', 'W0GRID0001']],
    ['<!subteam^S0TEAM0001|@team>', ['S0TEAM0001']],
    ['<#C0GENERAL1> <!date^1^{date}|x> <https://a.example|@here>', []],
    ['&lt;!channel&gt; &lt;@U0ADA00001&gt;', []],
    ['@here @channel', []],
  ])('text %j', (text, expected) => {
    expect(notifies(text)).toEqual(expected)
  })

  test('bare names count with link_names only', () => {
    expect(notifies('@here, me@channel.com', { linkNames: true })).toEqual(['here'])
  })

  test('mrkdwn at any depth counts, plain_text does not', () => {
    expect(notifies('', block({ type: 'mrkdwn', text: '<!here>' }))).toEqual(['here'])
    expect(notifies('', block({ type: 'plain_text', text: '<!here>' }))).toEqual([])
    const card = { type: 'card', body: { type: 'mrkdwn', text: '<@U0ADA00001>' } }
    expect(notifies('', { blocks: [{ type: 'carousel', elements: [card] }] })).toEqual(['U0ADA00001'])
    expect(notifies('', { blocks: [{ type: 'markdown', text: '<!channel>' }] })).toEqual(['channel'])
    expect(notifies('', { attachments: [{ text: '<!channel>' }] })).toEqual(['channel'])
  })

  test('rich text elements count, their text does not', () => {
    const line = [
      { type: 'user', user_id: 'U0ADA00001' },
      { type: 'usergroup', usergroup_id: 'S0TEAM0001' },
      { type: 'broadcast', range: 'channel' },
      { type: 'text', text: '<!everyone>' },
    ]
    const blocks = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: line }] }]
    expect(notifies('', { blocks })).toEqual(['U0ADA00001', 'S0TEAM0001', 'channel'])
  })
})

describe('where its links lead', () => {
  test('marked and bare addresses in text', () => {
    expect(
      links('<https://a.example/?a=1&amp;b=2|label> (https://b.example/x). <mailto:a@b.example>'),
    ).toEqual(['https://a.example/?a=1&b=2', 'mailto:a@b.example', 'https://b.example/x'])
  })

  test('verbatim stops bare addresses, not marked ones', () => {
    const text = 'https://bare.example <https://marked.example>'
    expect(links('', block({ type: 'mrkdwn', text, verbatim: true }))).toEqual(['https://marked.example'])
    expect(links('', block({ type: 'mrkdwn', text }))).toEqual([
      'https://marked.example',
      'https://bare.example',
    ])
    expect(links('', block({ type: 'plain_text', text }))).toEqual([])
  })

  test('buttons, rich text, markdown', () => {
    const button = {
      type: 'button',
      text: { type: 'plain_text', text: 'Watch' },
      url: 'https://button.example',
    }
    const link = { type: 'link', url: 'https://rich.example' }
    const blocks = [
      { type: 'card', actions: [button] },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [link] }] },
      { type: 'markdown', text: '[a](https://md.example) https://bare-md.example' },
    ]
    expect(links('', { blocks })).toEqual([
      'https://button.example',
      'https://rich.example',
      'https://md.example',
      'https://bare-md.example',
    ])
  })
})
