import type { Catalogue, UseCase } from './catalogue.ts'
import { checkNames, checkUseCase, type Located, type Owners } from './checks.ts'
import type { Addition } from './draft.ts'
import { validate } from './explain.ts'
import { hash } from './hash.ts'
import { linkKey } from './links.ts'
import type { Problem } from './problems.ts'
import { type DeadLink, type Link, useCaseFile, useCaseId } from './schema.ts'
import { atOnce, type Sliced, visiting } from './sliced.ts'

/** What is known beyond the files: use cases that were accepted from people, and links that are dead, by their address. */
export type Amendments = { additions: readonly Addition[]; dead: ReadonlyMap<string, DeadLink> }

type Amended = {
  /** The very same catalogue where nothing is amended; else one of another version. */
  catalogue: Catalogue
  /** What is wrong with additions that were left out. */
  problems: Problem[]
}

/**
 * A catalogue with what is known beyond its files. An addition that it has by now, by its id or by all its links, is
 * left out in silence. Of a use case with dead links, those that are alive come first, then those with an archived copy.
 * @param today the present day, as `2026-11-22`
 */
export function amended(catalogue: Catalogue, amendments: Amendments, today: string): Amended {
  return atOnce(amending(catalogue, amendments, today))
}

/** {@link amended}, in steps. */
export function* amending(base: Catalogue, { additions, dead }: Amendments, today: string): Sliced<Amended> {
  const problems: Problem[] = []
  const added = additions.length > 0 ? yield* admit(additions, base, today, problems) : []
  // What takes the place of a use case, or is one more.
  const anew = new Map(added.map((useCase) => [useCase.id, useCase]))
  const mark = (useCase: UseCase) => {
    if (useCase.links.some(({ url }) => dead.has(url))) anew.set(useCase.id, marked(useCase, dead))
  }
  if (dead.size > 0) yield* visiting([...base.useCases, ...added], mark)
  if (anew.size === 0) return { catalogue: base, problems }
  const byId = new Map<string, UseCase>()
  yield* visiting(base.byId, ([id, useCase]) => byId.set(id, anew.get(useCase.id) ?? useCase))
  const useCases = base.useCases.map((useCase) => anew.get(useCase.id) ?? useCase)
  for (const { id } of added) useCases.push(anew.get(id) as UseCase)
  let version = hash(base.version)
  yield* visiting(anew, ([id, useCase]) => {
    byId.set(id, useCase)
    version = hash(JSON.stringify(useCase), version)
  })
  yield
  const sorted = useCases.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return { catalogue: { ...base, useCases: sorted, byId, version: version.toString(36) }, problems }
}

function marked(useCase: UseCase, dead: Amendments['dead']): UseCase {
  const links = useCase.links.map((link): Link => {
    const found = dead.get(link.url)
    return found ? { ...link, dead: found } : link
  })
  return { ...useCase, links: links.toSorted((a, b) => usefulness(a) - usefulness(b)) }
}

const usefulness = ({ dead }: Link) => (dead === undefined ? 0 : dead.archive === undefined ? 2 : 1)

/** The additions that are new and keep the rules, each checked against the catalogue and those before it. */
function* admit(
  additions: readonly Addition[],
  base: Catalogue,
  today: string,
  problems: Problem[],
): Sliced<UseCase[]> {
  const owners: Owners = new Map()
  const linked = new Set<string>()
  yield* visiting(base.useCases, (useCase) => {
    checkNames(located(useCase.id, useCase), owners, [])
    for (const { url } of useCase.links) linked.add(linkKey(url))
  })
  const added: UseCase[] = []
  for (const addition of additions) {
    yield
    if (base.byId.has(addition.id) || added.some(({ id }) => id === addition.id)) continue
    const faults: Problem[] = []
    const useCase = check(addition, faults)
    // Whoever took it over may have written the company in another way. Accepted twice, it has the same.
    const isThere = ({ url }: Link) => linked.has(linkKey(url)) || linked.has(ownKey(useCase, url))
    if (useCase?.links.every(isThere)) continue
    if (useCase) {
      const entry = located(useCase.id, useCase)
      checkUseCase(entry, base, today, faults)
      checkNames(entry, owners, faults)
      if (faults.length > 0) forget(entry, owners)
      else {
        added.push(useCase)
        for (const { url } of useCase.links) linked.add(ownKey(useCase, url))
      }
    }
    for (const fault of faults) problems.push(fault)
  }
  return added
}

const ownKey = (useCase: UseCase | undefined, url: string) => `${useCase?.company} ${linkKey(url)}`

/** The use case of an addition by the schema of the files: what was stored may be of another time. */
function check({ id, useCase }: Addition, faults: Problem[]): UseCase | undefined {
  if (!useCaseId.safeParse(id).success) {
    const remedy = 'Decline it, and suggest it anew under an id such as company-use-case.'
    faults.push({ file: fileOf(id), fault: 'the file name is not an id', remedy })
    return undefined
  }
  const parsed = validate(fileOf(id), useCaseFile, { value: useCase, locate: nowhere }, faults)
  return parsed && { id, ...parsed }
}

/** A use case that was left out owns no name. */
function forget(entry: Located, owners: Owners): void {
  for (const name of [entry.useCase.company, ...entry.useCase.aliases]) {
    if (owners.get(name.toLowerCase()) === entry) owners.delete(name.toLowerCase())
  }
}

const fileOf = (id: string) => `use-cases/${id}.yaml`
// It stands in no file yet.
const nowhere = () => undefined
const located = (id: string, useCase: UseCase): Located => ({ file: fileOf(id), useCase, locate: nowhere })
