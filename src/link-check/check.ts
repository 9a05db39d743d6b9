import { setMaxListeners } from 'node:events'
import pLimit from 'p-limit'
import { isProof } from '../store/links.ts'
import { findCopy } from './archive.ts'
import { createClient } from './client.ts'
import { type FollowDeps, follow } from './follow.ts'
import type { Network } from './public-agent.ts'
import type { LinkResult } from './result.ts'
import { createRobots } from './robots.ts'

export type CheckOptions = {
  /** Stops the check. */
  signal?: AbortSignal
  /** Told of each result as soon as it is there. */
  onResult?: (result: LinkResult) => void
  network?: Network
  pace?: Partial<Pace>
  /** From 0 to 1, for how long to wait before a repetition. */
  random?: () => number
  /** The availability API of the Internet Archive. */
  archive?: string
}

/** How gently: see `ClientOptions` and `FollowDeps`. */
type Pace = {
  /** How many hosts are asked at the same time. */
  hosts: number
  timeoutMs: number
  gapMs: number
  backoffMs: number
  mostRetryAfterMs: number
}

const PACE: Pace = { hosts: 8, timeoutMs: 15_000, gapMs: 1000, backoffMs: 1000, mostRetryAfterMs: 60_000 }
const ARCHIVE = 'https://archive.org/wayback/available'

/**
 * Follows links, and looks for copies of the dead ones.
 * @param urls each once
 * @returns what is known of them, in their order; of all, unless it was stopped. Never throws because of a link
 */
export async function checkLinks(urls: readonly string[], options: CheckOptions = {}): Promise<LinkResult[]> {
  const { signal = new AbortController().signal, network, onResult, archive = ARCHIVE } = options
  const pace = { ...PACE, ...options.pace }
  // Whatever is asked at the same time listens to it; that is no leak.
  setMaxListeners(0, signal)
  const client = createClient({ network, signal, ...pace })
  const deps: FollowDeps = {
    ...{ ask: client.ask, mayAsk: createRobots(client), unreachable: new Map() },
    ...{ signal, random: options.random ?? Math.random, ...pace },
  }
  const results = new Map<string, LinkResult>()
  const checkHost = async (ofHost: readonly string[]) => {
    for (const url of ofHost) {
      const result = await checkLink(url, deps, archive)
      results.set(url, result)
      onResult?.(result)
    }
  }
  const limit = pLimit(pace.hosts)
  const ends = await Promise.allSettled(byHost(urls).map((ofHost) => limit(checkHost, ofHost)))
  await client.close()
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed && !signal.aborted) throw failed.reason
  return urls.flatMap((url) => results.get(url) ?? [])
}

async function checkLink(url: string, deps: FollowDeps, archive: string): Promise<LinkResult> {
  if (!URL.canParse(url)) return { url, state: 'blocked', certain: false, reason: 'no address' }
  const { state, reason, movedTo } = await follow(url, deps)
  const copy = state === 'dead' ? await findCopy(url, archive, deps) : undefined
  return {
    ...{ url, state, certain: state === 'dead' && isProof(reason) },
    ...(reason === undefined ? {} : { reason }),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(copy === undefined ? {} : { archive: copy }),
  }
}

/** A host's links are one after the other: otherwise all who may ask at the same time could wait for one host. */
function byHost(urls: readonly string[]): string[][] {
  const hosts = new Map<string, string[]>()
  for (const url of urls) {
    const host = URL.canParse(url) ? new URL(url).host : url
    hosts.set(host, [...(hosts.get(host) ?? []), url])
  }
  return [...hosts.values()]
}
