import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { faultsOf, groupedBy, isDuration, PROMETHEUS, selectorsOf, unknownIn } from './promql.ts'

const textOf = (name: string) => readFileSync(new URL(`../../deploy/${name}`, import.meta.url), 'utf8')

const duration = z.string().refine(isDuration, 'a duration')
const labelName = z.string().regex(/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/)
/** As Prometheus reads rules (prometheus/model/rulefmt), which refuses other keys; and ours always say what to do. */
const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: z.string().min(1),
      interval: duration.optional(),
      rules: z.array(
        z.strictObject({
          alert: z.string().regex(/^Kstreams[A-Z]\w+$/),
          expr: z.string(),
          for: duration.optional(),
          labels: z.record(labelName, z.string()).and(z.object({ severity: z.enum(['page', 'ticket']) })),
          annotations: z.strictObject({ summary: z.string().min(20), runbook: z.string().min(80) }),
        }),
      ),
    }),
  ),
})

describe('deploy/alerts.yaml', () => {
  const { groups } = Rules.parse(parse(textOf('alerts.yaml'), { uniqueKeys: true }))
  const rules = groups.flatMap((group) => group.rules)
  const each = rules.map((rule) => [rule.alert, rule] as const)

  it('names each group and each alert once', () => {
    for (const names of [groups.map(({ name }) => name), rules.map(({ alert }) => alert)]) {
      expect(names).toEqual([...new Set(names)])
    }
  })

  it('has an alert for all that should wake somebody', () => {
    for (const about of [
      ...['up', 'kstreams_ready', 'kstreams_acknowledgement_duration_seconds_bucket'],
      ...['kstreams_answer_duration_seconds_count', 'kstreams_digests_total', 'kstreams_slack_calls_total'],
      ...['kstreams_slack_sockets_open', 'kstreams_slack_socket_events_total'],
      ...['nodejs_eventloop_lag_p99_seconds', 'process_resident_memory_bytes'],
    ]) {
      expect(
        rules.some(({ expr }) => selectorsOf(expr).some(({ name }) => name === about)),
        about,
      ).toBe(true)
    }
  })

  it.each(each)('%s asks for what the bot tells, of its own job', async (_, { expr }) => {
    expect(faultsOf(expr)).toEqual([])
    expect(await unknownIn(expr)).toEqual([])
    for (const { matchers } of selectorsOf(expr)) {
      expect(matchers).toContainEqual({ label: 'job', operator: '=', value: 'kstreams' })
    }
  })

  it.each(each)('%s fills its texts with what its query gives', (_, { expr, annotations }) => {
    const aggregates = /^(?:sum|histogram_quantile|absent)\b/.test(expr)
    const given = aggregates ? groupedBy(expr).filter((label) => label !== 'le') : PROMETHEUS.labels
    for (const text of Object.values(annotations)) {
      for (const [, inner = ''] of text.matchAll(/\{\{(.*?)\}\}/g)) {
        const label = /^ \$labels\.(\w+) $/.exec(inner)?.[1]
        const isValue =
          /^ (?:printf "%\.\df" \$value|\$value \| humanize(?:1024|Percentage|Duration)) $/.test(inner)
        expect(isValue || given.includes(label ?? ''), inner).toBe(true)
      }
      expect(text.replaceAll(/\{\{.*?\}\}/g, '')).not.toMatch(/[{}]|\$/)
    }
  })
})

const target = z.object({ refId: z.string(), expr: z.string(), legendFormat: z.string().min(1) })
const panel = z.object({
  id: z.int(),
  type: z.enum(['row', 'timeseries']),
  title: z.string().min(3),
  gridPos: z.strictObject({ h: z.int(), w: z.int(), x: z.int(), y: z.int() }),
  description: z.string().optional(),
  datasource: z.object({ uid: z.string() }).optional(),
  fieldConfig: z.object({ defaults: z.object({ unit: z.string() }) }).optional(),
  targets: z.array(target).optional(),
})
const Dashboard = z.object({
  title: z.literal('kstreams'),
  schemaVersion: z.int().min(39),
  annotations: z.object({ list: z.array(z.object({ expr: z.string() })) }),
  templating: z.object({
    list: z.array(
      z.object({
        name: z.string(),
        type: z.string(),
        query: z.union([z.string(), z.object({ query: z.string() })]),
      }),
    ),
  }),
  panels: z.array(panel),
})

describe('deploy/grafana.json', () => {
  const { panels, templating, annotations } = Dashboard.parse(JSON.parse(textOf('grafana.json')))
  const graphs = panels.filter(({ type }) => type === 'timeseries')
  const variables = templating.list.map(({ name }) => name)
  const queries = [
    ...annotations.list.map(({ expr }) => expr),
    ...graphs.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ]
  const lists = templating.list.flatMap(({ query }) => (typeof query === 'string' ? [] : [query.query]))

  it('numbers its panels, and lets none cover another', () => {
    const ids = panels.map(({ id }) => id)
    expect(ids).toEqual([...new Set(ids)])
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => {
      expect(x + w).toBeLessThanOrEqual(24)
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}:${y + Math.floor(cell / w)}`)
    })
    expect(cells.length).toBe(new Set(cells).size)
  })

  it('has a row for each part, none of them empty', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title)
    expect(rows).toEqual(['Answers', 'Digests', 'Slack', 'Process'])
    for (const [index, { type }] of panels.entries()) {
      if (type === 'row') expect(panels[index + 1]?.type).toBe('timeseries')
    }
  })

  it.each(graphs.map((graph) => [graph.title, graph] as const))('explains %s', (_, graph) => {
    const { description = '', fieldConfig, targets = [], datasource } = graph
    expect(description).toMatch(/^[A-Z\d].{20,}\.$/)
    // Units that Grafana knows (packages/grafana-data/src/valueFormats/categories.ts).
    expect(['s', 'reqps', 'short', 'bytes', 'percentunit']).toContain(fieldConfig?.defaults.unit)
    expect(datasource?.uid).toBe('${' + 'datasource}')
    const refs = targets.map(({ refId }) => refId)
    expect(refs.length).toBeGreaterThan(0)
    expect(refs).toEqual([...new Set(refs)])
    for (const { expr, legendFormat } of targets) {
      const given = /^(?:sum|histogram_quantile)\b/.test(expr) ? groupedBy(expr) : PROMETHEUS.labels
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(given).toContain(label)
    }
  })

  it.each(queries)('asks for what the bot tells: %s', async (query) => {
    expect(faultsOf(query)).toEqual([])
    expect(await unknownIn(query.replace(/"\$\w+"/g, '".*"'))).toEqual([])
    for (const [, variable = ''] of query.matchAll(/"\$(\w+)"/g)) expect(variables).toContain(variable)
    for (const { matchers } of selectorsOf(query)) {
      expect(matchers.map(({ label }) => label)).toEqual(expect.arrayContaining(['job', 'instance']))
    }
  })

  it('lets the data source, the job and the replica be chosen', async () => {
    expect(variables).toEqual(['datasource', 'job', 'instance'])
    for (const list of lists) {
      const [, query = '', label] = /^label_values\((.*), (\w+)\)$/.exec(list) ?? []
      expect(PROMETHEUS.labels).toContain(label)
      expect(await unknownIn(query)).toEqual([])
    }
  })
})

describe('the reader of queries', () => {
  it('finds metrics, and nothing else', () => {
    const query =
      'histogram_quantile(0.9, sum by (le, job) (rate(a_b{x="(y", z=~"1,2"}[5m]))) > 1e6 and d or absent(e)'
    expect(selectorsOf(query).map(({ name }) => name)).toEqual(['a_b', 'd', 'e'])
    expect(groupedBy(query)).toEqual(['le', 'job'])
  })

  it.each(['sum(up', 'up)', 'rate(up[5x])', 'rte(up[5m])', 'up{a="b} == 0', 'up >', '(up + )'])(
    'refuses %s',
    (query) => {
      expect(faultsOf(query)).not.toEqual([])
    },
  )

  it.each([
    'kstreams_digest_total',
    'kstreams_digests_total{state="fail"}',
    'kstreams_digests_total{kind="failed"}',
    'sum by (team) (kstreams_digests_total)',
  ])('misses what is not there: %s', async (query) => {
    expect(await unknownIn(query)).toHaveLength(1)
  })
})
