import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'

/**
 * The use cases most like one of them: shared topics count by their rarity, the same industry half a topic.
 * Another use case of the same company comes first among equals.
 */
export function similarTo(id: string, catalogue: Catalogue, limit: number): UseCase[] {
  const origin = catalogue.byId.get(id)
  if (!origin) return []
  const rarity = topicRarity(catalogue)
  const likeness = (other: UseCase) =>
    other.topics.reduce(
      (sum, topic) => sum + (origin.topics.includes(topic) ? (rarity.get(topic) ?? 0) : 0),
      0,
    ) +
    (other.industry === origin.industry ? 0.5 : 0) +
    (other.company === origin.company ? 0.5 : 0)
  return catalogue.useCases
    .filter((other) => other.id !== origin.id)
    .map((useCase) => ({ useCase, value: likeness(useCase) }))
    .filter(({ value }) => value > 0.5)
    .toSorted((a, b) => b.value - a.value)
    .slice(0, limit)
    .map(({ useCase }) => useCase)
}

function topicRarity(catalogue: Catalogue): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { topics } of catalogue.useCases) {
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  }
  return new Map(
    [...counts].map(([topic, count]) => [topic, Math.log(1 + catalogue.useCases.length / count)]),
  )
}
