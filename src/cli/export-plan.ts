import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Addition, duplicatesOf } from '../catalogue/draft.ts'
import { explain } from '../catalogue/explain.ts'
import { freeId } from '../catalogue/ids.ts'
import { linkKey } from '../catalogue/links.ts'
import { parseCatalogue } from '../catalogue/parse.ts'
import type { Problem } from '../catalogue/problems.ts'
import type { SourceFile } from '../catalogue/read-yaml.ts'
import { useCaseFile, useCaseId } from '../catalogue/schema.ts'
import { textOfUseCase } from '../catalogue/write.ts'
import type { Suggestion } from '../store/suggestions.ts'
import { additionOf } from '../suggestions/rows.ts'

/** What to do about accepted suggestions: files to write by their ids, and what is left alone or wrong, a line each. */
export type Plan = { files: Map<string, string>; there: string[]; faults: string[] }

/**
 * Decides what becomes a file.
 * @param suggestions the first one has the better right to its id
 * @param files those of the catalogue's folder, with which the new ones have to get along
 * @param today as `2026-11-22`
 */
export function planExport(
  suggestions: readonly Suggestion[],
  catalogue: Catalogue,
  files: readonly SourceFile[],
  today: string,
): Plan {
  const plan: Plan = { files: new Map(), there: [], faults: [] }
  const links = new Map<string, string>()
  for (const suggestion of suggestions) {
    const read = additionOf(suggestion)
    if (!read) {
      plan.faults.push(faultOf(suggestion))
      continue
    }
    const reason = presence(read, catalogue, links) ?? proposal(read, suggestion)
    if (reason !== undefined) {
      plan.there.push(reason)
      continue
    }
    // Another workspace may have it.
    const id = freeId(read.id.split('-'), (taken) => plan.files.has(taken) || catalogue.byId.has(taken))
    plan.files.set(id, textOfUseCase(read.useCase))
    for (const { url } of read.useCase.links) links.set(linkKey(url), id)
  }
  return withoutFaulty(plan, files, today)
}

/** In words, why a suggestion cannot be a file. */
function faultOf({ useCase, body }: Suggestion): string {
  // Quoted, since a terminal would obey what may be in it.
  if (!useCaseId.safeParse(useCase).success) return `${JSON.stringify(useCase)} is not written as an id`
  const content = useCaseFile.safeParse(body['useCase'])
  return inWords(String(useCase), content.error ? explain(content.error.issues, body['useCase']) : [])
}

const inWords = (id: string, problems: readonly Pick<Problem, 'fault' | 'remedy'>[]) =>
  `${id}: ${problems.map(({ fault, remedy }) => `${fault}. ${remedy}`).join(' ')}`

/** Where a pull request brings it. */
function proposal({ id }: Addition, { body }: Suggestion): string | undefined {
  const { url } = (body['pullRequest'] ?? {}) as { url?: unknown }
  return typeof url === 'string' ? `${id}: a pull request has it, ${JSON.stringify(url)}` : undefined
}

/** Why a use case is no news; undefined where it is. */
function presence(addition: Addition, catalogue: Catalogue, links: ReadonlyMap<string, string>) {
  const { id, useCase } = addition
  if (catalogue.byId.has(id)) return `${id}: the catalogue has it`
  const { sameLink } = duplicatesOf(addition, catalogue)
  if (sameLink) return `${id}: the catalogue has its link, as ${sameLink.id}`
  const other = useCase.links.map(({ url }) => links.get(linkKey(url))).find((known) => known !== undefined)
  return other && `${id}: another workspace suggested the same link, as ${other}`
}

/** What breaks a rule beside all others, a company name that stands for two for example, stays out. */
function withoutFaulty(
  { files: texts, there, faults }: Plan,
  files: readonly SourceFile[],
  today: string,
): Plan {
  const added = [...texts].map(([id, text]) => ({ id, path: pathOf(id), text }))
  const result = parseCatalogue([...files, ...added.map(({ path, text }) => ({ path, text }))], today)
  const problems = result.ok ? [] : result.problems
  const faulty = added.filter(({ path }) => problems.some(({ file }) => file === path))
  if (faulty.length === 0) return { files: texts, there, faults }
  const said = faulty.map(({ id, path }) =>
    inWords(
      id,
      problems.filter(({ file }) => file === path),
    ),
  )
  const rest = new Map([...texts].filter(([id]) => !faulty.some((one) => one.id === id)))
  // Once more: what is wrong with the rest may have been said of these.
  return withoutFaulty({ files: rest, there, faults: [...faults, ...said] }, files, today)
}

const pathOf = (id: string) => `use-cases/${id}.yaml`
