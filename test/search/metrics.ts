/** A question with the use cases that answer it: 3 exactly what they want, 2 clearly relevant, 1 marginal. */
export type GradedQuery = { q: string; class: string; relevant: Record<string, number> }

export type Quality = {
  /** Normalised discounted cumulative gain of the first five answers (gain 2^grade - 1). */
  ndcg: number
  /** Mean reciprocal rank of the first answer of grade 2 or better. */
  mrr: number
  /** Share of questions whose first answer has grade 2 or better. */
  top1: number
  /** Share of the answers of grade 2 or better that are among the first five. */
  recall: number
  /** Share of the questions with no fair answer that are answered with nothing. */
  clean: number
  /** nDCG@5 for each class. */
  byClass: Record<string, number>
  /** Each question with its nDCG@5 (for `none`: 1 when clean) and what was answered. */
  rows: { query: GradedQuery; ndcg: number; got: readonly string[] }[]
}

const FIRST = 5
const gain = (grades: readonly number[]) =>
  grades.reduce((sum, grade, place) => sum + (2 ** grade - 1) / Math.log2(place + 2), 0)
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Scores the answers to graded questions; `answers` has the ids for each question, best first. */
export function measure(
  queries: readonly GradedQuery[],
  answers: ReadonlyMap<string, readonly string[]>,
): Quality {
  const graded = queries.map((query) => ({
    query,
    ...grade(query, (answers.get(query.q) ?? []).slice(0, FIRST)),
  }))
  const fair = graded.filter(({ query }) => Object.keys(query.relevant).length > 0)
  const unfair = graded.filter(({ query }) => Object.keys(query.relevant).length === 0)
  const classes = [...new Set(fair.map(({ query }) => query.class))]
  const ofClass = (name: string) => fair.filter(({ query }) => query.class === name).map((row) => row.ndcg)
  return {
    ndcg: mean(fair.map((row) => row.ndcg)),
    mrr: mean(fair.map((row) => row.reciprocal)),
    top1: mean(fair.map((row) => (row.reciprocal === 1 ? 1 : 0))),
    recall: mean(fair.map((row) => row.recall)),
    clean: mean(unfair.map((row) => row.ndcg)),
    byClass: Object.fromEntries(classes.map((name) => [name, mean(ofClass(name))])),
    rows: graded.map(({ query, ndcg, got }) => ({ query, ndcg, got })),
  }
}

function grade({ relevant }: GradedQuery, got: readonly string[]) {
  const ideal = Object.values(relevant)
    .toSorted((a, b) => b - a)
    .slice(0, FIRST)
  if (ideal.length === 0) return { ndcg: got.length === 0 ? 1 : 0, reciprocal: 0, recall: 0, got }
  const good = got.map((id) => (relevant[id] ?? 0) >= 2)
  const wanted = Object.values(relevant).filter((one) => one >= 2).length
  return {
    ndcg: gain(got.map((id) => relevant[id] ?? 0)) / gain(ideal),
    reciprocal: good.includes(true) ? 1 / (good.indexOf(true) + 1) : 0,
    recall: good.filter(Boolean).length / Math.min(FIRST, Math.max(1, wanted)),
    got,
  }
}
