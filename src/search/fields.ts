import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'

/** The parts of a use case that are searched, with what a match there is worth. A company's name says most. */
export const FIELDS = {
  company: 3,
  alias: 3,
  title: 2,
  topic: 2,
  industry: 1.5,
  country: 1.5,
  summary: 1,
  link: 1,
  speaker: 1,
  event: 0.7,
  details: 0.5,
} as const

export type Field = keyof typeof FIELDS

/** Field names in a fixed order: the place of a field is its bit in the index. */
export const FIELD_NAMES = Object.keys(FIELDS) as readonly Field[]

/** Takes a searched text; `share` is how much of its field's weight it has, from 0 to 1. */
export type AddText = (field: Field, text: string, share: number) => void

/** Topics are listed with the most telling one first; each further one says a little less of the use case. */
export const topicShare = (place: number): number => 1 / (1 + 0.12 * place)

/** Calls `add` with each searched text of a use case. */
export function eachText(useCase: UseCase, catalogue: Catalogue, add: AddText): void {
  add('company', useCase.company, 1)
  for (const alias of useCase.aliases) add('alias', alias, 1)
  add('title', useCase.title, 1)
  useCase.topics.forEach((topic, place) => {
    add('topic', catalogue.topics.get(topic)?.label ?? topic, topicShare(place))
  })
  add('industry', catalogue.industries.get(useCase.industry)?.label ?? useCase.industry, 1)
  add('summary', useCase.summary, 1)
  if (useCase.details) add('details', useCase.details, 1)
  for (const link of useCase.links) {
    if (link.title) add('link', link.title, 1)
    if (link.event) add('event', link.event, 1)
    for (const speaker of link.speakers ?? []) add('speaker', speaker, 1)
  }
}
