import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { keepSuggestion } from '../../src/store/suggestions.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { folder, open } from './engines.ts'
import { TEAM } from './rows.ts'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

async function report(url: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const child = spawn(process.execPath, [CLI, 'report', ...args], {
    env: { ...process.env, DATABASE_URL: url },
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  const [code] = await once(child, 'close')
  return { code: code as number, out, err }
}

const PERSON = 'U0GRACE001'

describe('kstreams report', () => {
  it('lists what was not found and what did not help as counts of all workspaces, and what was reported', async () => {
    const url = `file:${join(folder(), 'kstreams.db')}`
    const database = await open(url)
    const at = Date.now()
    const day = new Date(at).toISOString().slice(0, 10)
    const old = new Date(at - 100 * 24 * 60 * 60_000).toISOString().slice(0, 10)
    await countSearches(database, TEAM, [{ query: 'quantum billing', day, asked: 3, unanswered: 3 }])
    await countSearches(database, 'T0OTHER', [{ query: 'quantum billing', day, asked: 1, unanswered: 1 }])
    await countSearches(database, TEAM, [{ query: 'last season', day: old, asked: 9, unanswered: 9 }])
    const vote = { team: TEAM, answer: 'a', voter: 'x', vote: 'down' as const, query: 'joins', at }
    await keepVote(database, vote)
    const body = { kind: 'dead-link', note: '404', link: 'https://example.com/talk' }
    const problem = { id: 'V1', team: TEAM, kind: 'problem' as const, useCase: 'zalando-gone', body }
    await keepSuggestion(database, { ...problem, createdBy: PERSON, createdAt: at })
    const suggested = { ...problem, id: 'V2', kind: 'use-case' as const, useCase: 'acme-fraud', body: {} }
    await keepSuggestion(database, { ...suggested, createdBy: PERSON, createdAt: at })
    await database.close()
    const { code, out, err } = await report(url)
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('      4  quantum billing')
    expect(out).not.toContain('last season')
    expect(out).toMatch(/1 +0 +joins/)
    expect(out).not.toContain('acme-fraud')
    expect(out).toContain(`zalando-gone: a link is dead (${day}, ${PERSON})\n    https://example.com/talk\n`)
  })

  it('says so where there is no database, and where it is given words', async () => {
    const missing = await report(`file:${join(folder(), 'none.db')}`)
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toContain('There is no file')
    expect((await report('file::memory:', 'fraud')).code).toBe(2)
  })
})
