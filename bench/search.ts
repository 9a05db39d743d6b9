/**
 * How well and how fast this search answers, beside today's libraries, in one run on the same data.
 *
 *   npm run bench:search                       everything (some minutes: the libraries are slow at 100,000)
 *   npm run bench:search -- quality            only the quality, on test/search/queries.*.yaml
 *   npm run bench:search -- speed 1000 10000   only the speed, at these sizes
 */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { loadCatalogue } from '../src/catalogue/load.ts'
import { type GradedQuery, measure } from '../test/search/metrics.ts'
import { type Build, ENGINES } from './engines.ts'
import { synthetic } from './synthetic.ts'

const SETS = {
  dev: 'development',
  own: 'our own, used for tuning',
  more: 'our own, harder, used for tuning',
  unseen: 'our own, unseen while tuning',
}
const CLASSES = [
  'keyword',
  'keywords',
  'question',
  'company',
  'alias',
  'typo',
  'synonym',
  'industry',
  'technique',
  'event',
]
const SIZES = [1000, 10_000, 100_000]
// A slow engine gets fewer questions rather than the whole afternoon.
const BUDGET_MS = 8000

const row = (name: string, cells: readonly string[], width = 9) =>
  console.log(name.padEnd(22) + cells.map((cell) => cell.padStart(width)).join(''))

const queriesOf = (set: string): GradedQuery[] =>
  parse(readFileSync(new URL(`../test/search/queries.${set}.yaml`, import.meta.url), 'utf8'))

async function quality(): Promise<void> {
  const catalogue = await loadCatalogue()
  for (const [set, meaning] of Object.entries(SETS)) {
    const queries = queriesOf(set)
    console.log(`\nQuality on ${queries.length} graded queries (${meaning})\n`)
    row('', ['nDCG@5', 'MRR', 'top1', 'recall@5', 'clean', ...CLASSES])
    for (const [name, build] of Object.entries(ENGINES)) {
      const engine = await build(catalogue)
      const answers = new Map<string, readonly string[]>()
      for (const { q } of queries) answers.set(q, await engine(q))
      const { ndcg, mrr, top1, recall, clean, byClass } = measure(queries, answers)
      const figures = [ndcg, mrr, top1, recall, clean].map((figure) => figure.toFixed(3))
      row(name, [...figures, ...CLASSES.map((one) => (byClass[one] ?? Number.NaN).toFixed(2))])
    }
  }
}

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * q)] ?? Number.NaN

const megabytes = () => {
  global.gc?.()
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1024 / 1024
}

async function speed(sizes: readonly number[]): Promise<void> {
  const real = await loadCatalogue()
  const sets = [
    {
      label: `the ${real.useCases.length} real use cases`,
      make: () => ({ catalogue: real, queries: queriesOf('dev').map(({ q }) => q) }),
    },
    ...sizes.map((size) => ({
      label: `${size.toLocaleString('en')} synthetic use cases`,
      make: () => synthetic(size, real),
    })),
  ]
  for (const { label, make } of sets) {
    console.log(`\nSpeed over ${label}, Node ${process.version}\n`)
    row('', ['build ms', 'p50 ms', 'p99 ms', 'queries', 'MB'], 11)
    const { catalogue, queries } = make()
    for (const [name, build] of Object.entries(ENGINES)) {
      row(name, await timed(build, catalogue, queries), 11)
    }
  }
}

async function timed(
  build: Build,
  catalogue: Parameters<Build>[0],
  queries: readonly string[],
): Promise<string[]> {
  if (catalogue.useCases.length < 2000) for (let warmUp = 0; warmUp < 3; warmUp++) await build(catalogue)
  const before = megabytes()
  const began = performance.now()
  const engine = await build(catalogue)
  const built = performance.now() - began
  const deadline = performance.now() + BUDGET_MS
  const times: number[] = []
  for (let round = 0; round < 6; round++) {
    for (const query of queries) {
      if (performance.now() > deadline) break
      const start = performance.now()
      await engine(query)
      // The first round is for the compiler, where there is time for more than one.
      if (round > 0 || times.length < 20) times.push(performance.now() - start)
      if (round === 1 && times.length > 20) times.splice(0, 20)
    }
  }
  const memory = megabytes() - before
  await engine('end')
  return [
    built.toFixed(1),
    quantile(times, 0.5).toFixed(3),
    quantile(times, 0.99).toFixed(3),
    String(times.length),
    memory.toFixed(1),
  ]
}

const [what = 'all', ...sizes] = process.argv.slice(2)
if (what !== 'speed') await quality()
if (what !== 'quality') await speed(sizes.length > 0 ? sizes.map(Number) : SIZES)
