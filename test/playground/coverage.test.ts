import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'

const SRC = join(import.meta.dirname, '../../src')
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
// The command line calls nothing of Slack's.
const theirs = files.filter((file) => !/^(playground|cli)\b/.test(file))
const FAMILIES =
  'api|apps|assistant|auth|blocks|bookmarks|bots|chat|conversations|dialog|files|pins|reactions|team|usergroups|users|views'
const CALL = new RegExp(`\\.((?:${FAMILIES})(?:\\.[a-z]\\w*)+)\\s*\\(`, 'g')
const BY_NAME = /\bapiCall\(\s*['"]([\w.]+)['"]/g

let slack: LocalSlack
beforeAll(async () => {
  slack = await startLocalSlack()
})
afterAll(() => slack.close())

test('it serves every method that the bot, Bolt and the Socket Mode client call', () => {
  const called = new Set(['auth.test', 'apps.connections.open'])
  for (const file of theirs) {
    const text = readFileSync(join(SRC, file), 'utf8')
    for (const match of text.matchAll(CALL)) called.add(match[1] ?? '')
    for (const match of text.matchAll(BY_NAME)) called.add(match[1] ?? '')
  }
  expect([...called].filter((method) => !slack.methods.includes(method))).toEqual([])
})

test('the pattern finds calls', () => {
  const text = 'await client.chat.postMessage({}); app.client.views.open(x); c.conversations.history({})'
  expect([...text.matchAll(CALL)].map((match) => match[1])).toEqual([
    'chat.postMessage',
    'views.open',
    'conversations.history',
  ])
})
