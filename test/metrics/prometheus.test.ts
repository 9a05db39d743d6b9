import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Metrics } from '../../src/metrics/metrics.ts'
import { createMetrics } from '../../src/metrics/prometheus.ts'
import { everything, kinds, outcomes } from './everything.ts'
import { type Family, readExposition, type Sample } from './exposition.ts'

const DOCS = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8')

const read = async (metrics: { text: () => Promise<{ text: string }> }) =>
  readExposition((await metrics.text()).text)
const find = (families: Family[], name: string, labels: Record<string, string> = {}): number | undefined =>
  families
    .flatMap(({ samples }) => samples)
    .find(
      (one) => one.name === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
    )?.value
const labelsOf = (samples: Sample[]) =>
  [...new Set(samples.flatMap(({ labels }) => Object.keys(labels)))]
    .filter((label) => label !== 'le')
    .toSorted()

describe('metrics', () => {
  it('are what Prometheus reads', async () => {
    const { contentType, text } = await everything().text()
    expect(contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
    expect(readExposition(text).length).toBeGreaterThan(30)
  })

  it('say what happened, in seconds', async () => {
    const metrics = createMetrics('1.2.3')
    metrics.acknowledged('command', 30)
    metrics.answered('command', 'found', 250)
    metrics.answered('click', 'failed', 1500)
    metrics.digest('late')
    metrics.call('chat.update', 'ok', 40)
    metrics.call('chat.update', 'not_in_channel', 60)
    metrics.socket('reconnecting')
    const families = await read(metrics)
    const count = (name: string, labels = {}) => find(families, name, labels)
    expect(count('kstreams_build_info', { version: '1.2.3' })).toBe(1)
    expect(count('kstreams_acknowledgement_duration_seconds_sum', { kind: 'command' })).toBe(0.03)
    expect(count('kstreams_acknowledgement_duration_seconds_bucket', { le: '0.025' })).toBe(0)
    expect(count('kstreams_acknowledgement_duration_seconds_bucket', { le: '0.05' })).toBe(1)
    const failed = { kind: 'click', outcome: 'failed' }
    expect(count('kstreams_answer_duration_seconds_sum', failed)).toBe(1.5)
    expect(count('kstreams_answer_duration_seconds_count', { kind: 'command', outcome: 'found' })).toBe(1)
    expect(count('kstreams_digests_total', { state: 'late' })).toBe(1)
    expect(count('kstreams_slack_calls_total', { method: 'chat.update', result: 'not_in_channel' })).toBe(1)
    expect(count('kstreams_slack_call_duration_seconds_sum', { method: 'chat.update' })).toBeCloseTo(0.1)
    expect(count('kstreams_slack_socket_events_total', { event: 'reconnecting' })).toBe(1)
  })

  it.each([
    ['kstreams_acknowledgement_duration_seconds', 0.005, 3],
    ['kstreams_answer_duration_seconds', 0.005, 10],
    ['kstreams_slack_call_duration_seconds', 0.01, 10],
  ])('sort %s from %d to %d seconds', async (name, first, last) => {
    const family = (await read(everything())).find((one) => one.name === name)
    const bounds = new Set(family?.samples.flatMap(({ labels: { le } }) => (le ? [le] : [])))
    expect([...bounds].at(0)).toBe(String(first))
    expect([...bounds].at(-2)).toBe(String(last))
  })

  it('take no time for a call that was not made', async () => {
    const metrics = createMetrics('1')
    metrics.call('chat.update', 'held_back', 0)
    const families = await read(metrics)
    expect(find(families, 'kstreams_slack_calls_total', { result: 'held_back' })).toBe(1)
    expect(find(families, 'kstreams_slack_call_duration_seconds_count')).toBeUndefined()
  })

  it('begin at nought where an alert waits for the first one', async () => {
    const families = await read(createMetrics('1'))
    for (const state of ['sent', 'late', 'failed', 'skipped']) {
      expect(find(families, 'kstreams_digests_total', { state })).toBe(0)
    }
    for (const event of ['connected', 'reconnecting', 'disconnected']) {
      expect(find(families, 'kstreams_slack_socket_events_total', { event })).toBe(0)
    }
  })

  it('ask for what is in hand when they are read, and only those who tell it', async () => {
    const metrics = createMetrics('1')
    let inHand = 4
    const silent = await read(metrics)
    expect(silent.map(({ name }) => name)).not.toContain('kstreams_requests_in_hand')
    expect(silent.map(({ name }) => name)).not.toContain('kstreams_ready')
    metrics.watch({ requestsInHand: () => inHand })
    expect(find(await read(metrics), 'kstreams_requests_in_hand')).toBe(4)
    inHand = 7
    expect(find(await read(metrics), 'kstreams_requests_in_hand')).toBe(7)
    metrics.watch({ requestsInHand: () => 1, ready: async () => false })
    const families = await read(metrics)
    expect(find(families, 'kstreams_requests_in_hand')).toBe(1)
    expect(find(families, 'kstreams_ready')).toBe(0)
  })

  it('can be had twice in a process', async () => {
    const one: Metrics = createMetrics('1')
    const other = createMetrics('2')
    one.digest('sent')
    expect(find(await read(other), 'kstreams_digests_total', { state: 'sent' })).toBe(0)
  })
})

describe('labels', () => {
  it('stay few, whatever comes', async () => {
    const metrics = everything()
    const size = async () => (await metrics.text()).text.split('\n').length
    const some = await size()
    for (let n = 0; n < 10_000; n++) {
      metrics.call(`method.${n}`, `error_${n}`, n)
      metrics.call('chat.postMessage', `U0${n}`, 1)
    }
    const families = await read(metrics)
    const calls = families.find(({ name }) => name === 'kstreams_slack_calls_total')
    const distinct = (label: string) => new Set(calls?.samples.map(({ labels }) => labels[label]))
    expect(distinct('method').size).toBe(51)
    expect(distinct('result').size).toBeLessThanOrEqual(51)
    expect([...distinct('method'), ...distinct('result')]).toContain('other')
    const full = await size()
    expect(full - some).toBeLessThan(51 * 60)
    for (let n = 0; n < 10_000; n++) metrics.call(`more.${n}`, `more_${n}`, n)
    expect(await size()).toBe(full)
  })

  it('let nothing through that is no name', async () => {
    const metrics = createMetrics('1')
    for (const odd of ['"}\n', 'x'.repeat(1000), '', 'what somebody wrote']) metrics.call(odd, odd, 1)
    const families = await read(metrics)
    expect(find(families, 'kstreams_slack_calls_total', { method: 'other', result: 'other' })).toBe(4)
  })

  it('keep what matters, however many strange ones came first', async () => {
    const metrics = createMetrics('1')
    for (let n = 0; n < 100; n++) metrics.call('chat.update', `error_${n}`, 1)
    const known = ['ok', 'ratelimited', 'held_back', 'no_answer']
    for (const result of known) metrics.call('chat.update', result, 1)
    const families = await read(metrics)
    for (const result of [...known, 'error_0', 'other']) {
      expect(find(families, 'kstreams_slack_calls_total', { result }), result).toBeGreaterThan(0)
    }
  })
})

describe('docs/metrics.md', () => {
  const rows = [...DOCS.matchAll(/^\| `([a-z_0-9]+)` \| (\w+) \| ?([^|]*?) ?\|.*\|$/gm)].map(
    ([, name = '', type, labels = '']) => ({
      ...{ name, type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).toSorted() },
    }),
  )

  it('has each metric with its type and labels, and no other', async () => {
    // Node's come and go with what the machine can tell; those of this process with what it does.
    const UNSEEN = {
      nodejs_active_resources: ['type'],
      nodejs_active_handles: ['type'],
      nodejs_active_requests: ['type'],
      nodejs_gc_duration_seconds: ['kind'],
    }
    const families = (await read(everything())).map(({ name, type, samples }) => ({
      ...{ name, type, labels: (UNSEEN as Record<string, string[]>)[name] ?? labelsOf(samples) },
    }))
    const byName = (list: { name: string }[]) =>
      list.toSorted((one, other) => (one.name < other.name ? -1 : 1))
    const ours = (list: { name: string }[]) =>
      process.platform === 'linux' ? list : list.filter(({ name }) => name.startsWith('kstreams_'))
    expect(byName(ours(rows))).toEqual(byName(ours(families)))
  })

  it('names each value of a label that we choose', () => {
    const values = (label: string) =>
      new RegExp(`^\\| \`${label}\` \\| (.*) \\|$`, 'm').exec(DOCS)?.[1]?.match(/`\w+`/g) ?? []
    const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``)
    expect(values('kind')).toEqual(quoted(kinds))
    expect(values('outcome')).toEqual(expect.arrayContaining(quoted(outcomes)))
    expect(values('state')).toEqual(expect.arrayContaining(quoted(['sent', 'late', 'failed', 'skipped'])))
    expect(values('event')).toEqual(quoted(['connected', 'reconnecting', 'disconnected']))
  })
})

describe('the reader of these tests', () => {
  const HEAD = '# HELP a b\n# TYPE a counter\n'
  it.each([
    ['no type', '# HELP a b\na 1\n'],
    ['a type alone', '# TYPE a counter\na 1\n'],
    ['no end', `${HEAD}a 1`],
    ['another name', `${HEAD}b 1\n`],
    ['the same twice', `${HEAD}a{x="1"} 1\na{x="1"} 2\n`],
    ['no number', `${HEAD}a one\n`],
    ['a quote', `${HEAD}a{x="""} 1\n`],
    ['no comma', `${HEAD}a{x="1"y="2"} 1\n`],
    [
      'buckets that shrink',
      '# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_count 1\n',
    ],
    ['no last bucket', '# HELP a b\n# TYPE a histogram\na_bucket{le="1"} 2\na_count 2\n'],
  ])('refuses %s', (_, text) => {
    expect(() => readExposition(text)).toThrow()
  })
})
