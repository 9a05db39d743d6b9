import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, type Log } from '../log.ts'
import {
  claimDueLinks,
  type Dead,
  deadLinks,
  forgetLinks,
  keepLink,
  readableLinks,
  type TeamLink,
} from '../store/links.ts'
import type { Database } from '../store/tables.ts'
import type { checkLinks } from './check.ts'
import { hasAnswer, type LinkResult } from './result.ts'

export type LinkCheckDeps = {
  database: Database
  /** The workspace. */
  team: string
  /** All links there are now, each once: those of the catalogue with the team `''`, those of additions with theirs. */
  links: () => readonly TeamLink[]
  /** Told when other links are to be marked as dead than so far; at first, when any are. Is told again if it fails. */
  onChange: () => Promise<void>
  /** In ms since 1970. */
  now: () => number
  log: Log
  check?: typeof checkLinks
  /** After how long to look first, and how long after each time; in ms. */
  times?: { firstMs: number; everyMs: number }
}

// A start is not slowed, and what is due is found within the hour.
const TIMES = { firstMs: 60_000, everyMs: 60 * 60_000 }
/** So many are claimed at a time: should they all be of one host that never answers, they are done within the hour. */
const BATCH = 20
/** So many links that worked must fail, too, before our own connection is to blame. */
const CONTROLS = 3
const HOSTS = 4

type Job = LinkCheckDeps & { signal: AbortSignal; report: () => Promise<void> }

/**
 * Checks in the background what is due: each link once a week, dead ones once a day, by whichever process comes first.
 * `close` stops it, also in the middle of a check, and keeps what is known by then. Nothing is ever thrown.
 */
export function startLinkCheck(deps: LinkCheckDeps): { close: () => Promise<void> } {
  const ending = new AbortController()
  const { signal } = ending
  const { firstMs, everyMs } = deps.times ?? TIMES
  const job: Job = { ...deps, signal, report: createReport(deps) }
  const running = (async () => {
    await trying(job, job.report)
    for (let wait = firstMs; await rested(wait, signal); wait = everyMs) await trying(job, () => look(job))
  })()
  return {
    close: async () => {
      ending.abort()
      await running
    },
  }
}

async function trying({ log }: Job, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) =>
    log.warn({ error: describeError(error) }, 'links could not be checked'),
  )
}

/** @returns whether it waited to the end */
const rested = (ms: number, signal: AbortSignal) => sleep(ms, true, { signal, ref: false }).catch(() => false)

async function look(job: Job): Promise<void> {
  const { database, team, links, now, log, signal, report } = job
  await forgetLinks(database, ['', team], links())
  const counts = { ok: 0, moved: 0, blocked: 0, dead: 0 }
  let checked = 0
  while (!signal.aborted) {
    const batch = await claimDueLinks(database, { links: links(), now: now(), limit: BATCH })
    if (batch.length === 0) break
    const results = await checkBatch(batch, job)
    if (results === undefined) break
    for (const { state } of results) counts[state]++
    checked += results.length
    await report()
  }
  // Another process may have found something.
  await report()
  if (checked > 0) log.info({ checked, ...counts }, 'links were checked')
}

/** @returns what was kept; undefined when nothing can be told, since nothing at all could be reached */
async function checkBatch(batch: readonly TeamLink[], job: Job): Promise<LinkResult[] | undefined> {
  const { database, now, log, signal } = job
  const urls = [...new Set(batch.map(({ url }) => url))]
  const results = await check(urls, job)
  if (!results.some(hasAnswer) && !(await isConnected(job))) {
    if (!signal.aborted)
      log.warn({ tried: urls.length }, 'links cannot be checked: no server can be reached from here')
    return undefined
  }
  const byUrl = new Map(results.map((result) => [result.url, result]))
  for (const { team, url } of batch) {
    const result = byUrl.get(url)
    if (result) await keepLink(database, { ...result, team, checkedAt: now() })
  }
  return results
}

/** Whether any of the links that worked lately still does. */
async function isConnected(job: Job): Promise<boolean> {
  const controls = await readableLinks(job.database, '', CONTROLS)
  return (await check(controls, job)).some(hasAnswer)
}

async function check(urls: readonly string[], { signal, check }: Job): Promise<LinkResult[]> {
  // Only here: a start need not wait for what asks servers.
  const checkNow = check ?? (await import('./check.ts')).checkLinks
  return checkNow(urls, { signal, pace: { hosts: HOSTS } })
}

/** What tells of links that are newly dead, and of those that are so no longer, whichever process found out. */
function createReport({ database, team, onChange, log }: LinkCheckDeps): () => Promise<void> {
  let reported: ReadonlyMap<string, Dead> = new Map()
  let isFirst = true
  return async () => {
    const dead = new Map([...(await deadLinks(database, '')), ...(await deadLinks(database, team))])
    if (textOf(dead) !== textOf(reported)) {
      await onChange()
      // What was known before the start is no news.
      if (!isFirst) tell(reported, dead, log)
    }
    reported = dead
    isFirst = false
  }
}

function tell(before: ReadonlyMap<string, Dead>, after: ReadonlyMap<string, Dead>, log: Log): void {
  for (const [url, found] of after) if (!before.has(url)) log.warn({ url, ...found }, 'a link is dead')
  for (const url of before.keys()) if (!after.has(url)) log.info({ url }, 'a link is dead no longer')
}

const textOf = (dead: ReadonlyMap<string, Dead>) => JSON.stringify([...dead])
