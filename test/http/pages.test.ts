import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { STYLE_HASH } from '../../src/http/page.ts'
import { createPages } from '../../src/http/pages.ts'
import { SITE } from './scene.ts'

const HOSTILE = `"><script>alert('1')</script>&`
const pages = createPages(SITE)
const every = [
  ...[pages.landing, pages.privacy, pages.support, pages.missing, pages.failed(undefined)],
  ...[pages.failed('slack_oauth_invalid_state'), pages.failed('slack_oauth_missing_code')],
  pages.installed({ appId: 'A1', team: undefined, organisationUrl: 'https://acme.enterprise.slack.com/' }),
  pages.installed({ appId: 'A1', team: { id: 'T1', name: 'Acme' } }),
]

describe('every page', () => {
  it.each(every)('is whole, named, for any screen, and runs nothing', (page) => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(page).toMatch(/<title>[^<]+<\/title>/)
    expect(page).toContain('<meta name="viewport"')
    expect(page.match(/<h1>/g)).toHaveLength(1)
    expect(page).toContain('<main>')
    expect(page).not.toMatch(/<script|javascript:|\son\w+=|\sstyle=|undefined|\[object/)
  })

  it('has the style that the policy allows, to the letter', () => {
    const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(pages.landing) ?? []
    expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(STYLE_HASH)
  })
})

it('offers the button where the app can be installed', () => {
  expect(pages.landing).toContain('<a class="button" href="/slack/install">Add to Slack</a>')
  expect(createPages({ ...SITE, installs: false }).landing).not.toContain('/slack/install')
})

it('says for how long things are kept', () => {
  const { privacy } = createPages({ ...SITE, keptDays: 45, erasedAfterDays: 1 })
  expect(privacy).toContain('45 days')
  expect(privacy).toContain('after 1 day.')
  expect(privacy).toContain('/kstreams forget me')
  expect(privacy).toContain('encrypted')
})

it('says nothing of tokens and uninstalling where nobody installs it', () => {
  expect(createPages({ ...SITE, installs: false }).privacy).not.toMatch(/token|uninstall/)
})

it('leads to whom to ask', () => {
  expect(pages.support).toContain('<a href="mailto:help@example.com">')
  const by = (contact: string | undefined) => createPages({ ...SITE, contact })
  expect(by('https://example.com/help?a=1&b=2').support).toContain(
    'href="https://example.com/help?a=1&amp;b=2"',
  )
  expect(by(undefined).support).toContain('whoever runs this bot')
  expect(by(undefined).failed(undefined)).toContain('<a href="/support">')
})

it('opens the app where it was installed', () => {
  expect(every.at(-1)).toContain('href="slack://app?team=T1&amp;id=A1"')
  expect(pages.installed({ appId: undefined, team: { id: 'T1' } })).toContain('href="slack://app?team=T1"')
})

it('says of an organisation who chooses the workspaces, and that nobody is written to', () => {
  const organisationUrl = 'https://acme.enterprise.slack.com/'
  const page = pages.installed({ appId: 'A1', team: undefined, organisationUrl })
  expect(page).toContain('An admin of the organisation now chooses the workspaces')
  expect(page).toContain(`href="${organisationUrl}manage/organization/apps/profile/A1/workspaces/add"`)
  expect(page).toContain('/kstreams fraud</code> in any channel')
  expect(page).toContain('No message comes to you')
  for (const url of [
    undefined,
    'http://acme.enterprise.slack.com/',
    'javascript:alert(1)//',
    'https://a/b/',
  ]) {
    const other = pages.installed({ appId: 'A1', team: undefined, organisationUrl: url })
    expect(other).not.toContain('workspaces/add')
    expect(other).toContain('href="slack://open"')
  }
})

it('says of the privacy who is responsible, where that is known', () => {
  const { privacy } = pages
  expect(privacy).toMatch(/Who is responsible<\/h2>\n<p>[^<]+<a href="mailto:help@example.com">/)
  expect(createPages({ ...SITE, contact: undefined }).privacy).not.toContain('responsible')
  expect(privacy).toContain('only where it is a name in the catalogue')
  expect(privacy).toContain('Backups keep what was erased')
})

it('does not frighten who reloads the page of an installation that went well', () => {
  const page = pages.failed('slack_oauth_invalid_state')
  expect(page).toContain('<h1>This installation is over</h1>')
  expect(page).toContain('If you have just seen that it is installed, all is well. Otherwise try again.')
  expect(page).not.toContain('not installed')
})

it('sends who came to Slack\u2019s address by themselves to the beginning', () => {
  for (const code of ['slack_oauth_missing_code', 'slack_oauth_missing_state']) {
    expect(pages.failed(code)).toContain('<h1>This address is only for Slack</h1>')
    expect(pages.failed(code)).toContain('href="/slack/install">Add to Slack')
  }
})

it('says in words what went wrong', () => {
  expect(pages.failed('slack_oauth_invalid_state')).toContain('another browser')
  expect(pages.failed('slack_oauth_installer_authorization_error')).toContain('cancelled')
  expect(pages.failed('__proto__')).toContain('Slack did not let us finish')
  expect(pages.failed(undefined)).toContain('href="/slack/install">Try again')
})

it('takes no name for HTML', () => {
  const texts = [
    pages.installed({ appId: HOSTILE, team: { id: HOSTILE, name: HOSTILE } }),
    createPages({ ...SITE, contact: HOSTILE }).support,
    createPages({ ...SITE, contact: `https://${HOSTILE}` }).support,
    pages.failed(HOSTILE),
    pages.installed({ appId: HOSTILE, team: undefined, organisationUrl: `https://${HOSTILE}` }),
  ]
  for (const text of texts) expect(text).not.toMatch(/<script|alert\('/)
  expect(texts[0]).toContain('&lt;script&gt;')
})
