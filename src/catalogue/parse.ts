import { type Catalogue, type UseCase, VOCABULARIES, type VocabularyName } from './catalogue.ts'
import { checkingReferences, checkVocabulary, type Located, type Moved } from './checks.ts'
import { validate } from './explain.ts'
import { versionOf } from './hash.ts'
import { LENGTH } from './limits.ts'
import type { Problem } from './problems.ts'
import { readingYamlList, readYaml, type SourceFile } from './read-yaml.ts'
import { faultyUseCaseFile, movedFile, type Term, useCaseFile, useCaseId, vocabularyFile } from './schema.ts'
import { atOnce, type Sliced, visiting } from './sliced.ts'

/** What the files have given so far. */
type Reading = {
  /** The id of every use-case file, those with faults included. */
  ids: Set<string>
  useCases: UseCase[]
  found: Located[]
  moved: Moved[]
  problems: Problem[]
}

type Parsed = { ok: true; catalogue: Catalogue } | { ok: false; problems: Problem[] }

/**
 * Checks a whole catalogue.
 * @param files every YAML file of the data folder; use cases are those below `use-cases/`
 * @param today the present day, as `2026-11-22`; nothing may be dated later
 * @returns the catalogue, or every problem of every file at once, in order of file and line
 */
export function parseCatalogue(files: readonly SourceFile[], today: string): Parsed {
  return atOnce(parsingCatalogue(files, today))
}

/** {@link parseCatalogue}, in steps of a file. */
export function* parsingCatalogue(files: readonly SourceFile[], today: string): Sliced<Parsed> {
  const reading: Reading = { ids: new Set(), useCases: [], found: [], moved: [], problems: [] }
  const { problems } = reading
  const vocabularies = {} as Vocabularies
  for (const name of VOCABULARIES) vocabularies[name] = yield* readVocabulary(name, files, problems)
  for (const file of files) {
    if (file.path.startsWith('use-cases/')) readUseCase(file, reading)
    yield
  }
  if (reading.useCases.length === 0 && problems.length === 0) {
    problems.push({
      file: 'use-cases',
      fault: 'there is no use case',
      remedy: 'Add one; data/README.md says how.',
    })
  }
  for (const problem of yield* checkingReferences({ ...reading, ...vocabularies }, today))
    problems.push(problem)
  if (problems.length > 0) return { ok: false, problems: problems.toSorted(byFileAndLine) }
  return { ok: true, catalogue: yield* assemble(reading, vocabularies, yield* versionOf(files)) }
}

type Vocabularies = Record<VocabularyName, Map<string, Term>>

function* assemble(
  { useCases, moved }: Reading,
  vocabularies: Vocabularies,
  version: string,
): Sliced<Catalogue> {
  const byId = new Map<string, UseCase>()
  yield* visiting(useCases, (useCase) => byId.set(useCase.id, useCase))
  for (const { id, movedTo } of moved) {
    const target = byId.get(movedTo)
    if (target) byId.set(id, target)
  }
  yield
  return { useCases: useCases.toSorted((a, b) => (a.id < b.id ? -1 : 1)), byId, version, ...vocabularies }
}

/** The id that a file name gives. What cannot be read may be no file at all, and its name is the smaller worry. */
function idOf({ path, ...file }: SourceFile, problems: Problem[]): string | undefined {
  const id = path.slice('use-cases/'.length).replace(/\.yaml$/, '')
  if ('unreadable' in file || (path.endsWith('.yaml') && useCaseId.safeParse(id).success)) return id
  const remedy = `Name it like company-use-case.yaml: lower case, hyphens, at most ${LENGTH.id} characters, .yaml.`
  problems.push({ file: path, fault: 'the file name is not an id', remedy })
  return undefined
}

function readUseCase(file: SourceFile, { ids, useCases, found, moved, problems }: Reading): void {
  const id = idOf(file, problems)
  if (id === undefined) return
  if (ids.has(id)) {
    problems.push({ file: file.path, fault: `duplicate id "${id}"`, remedy: 'Rename one of the files.' })
  }
  ids.add(id)
  const document = readYaml(file, problems)
  if (!document) return
  const { value, locate } = document
  if (typeof value === 'object' && value !== null && 'movedTo' in value) {
    const parsed = validate(file.path, movedFile, document, problems)
    if (parsed) moved.push({ file: file.path, id, movedTo: parsed.movedTo, locate })
    return
  }
  const parsed = validate(file.path, useCaseFile, document, problems)
  if (parsed) useCases.push({ id, ...parsed })
  const readable = parsed ?? faultyUseCaseFile.safeParse(value).data
  if (readable) found.push({ file: file.path, useCase: readable, locate })
}

function* readVocabulary(
  name: VocabularyName,
  files: readonly SourceFile[],
  problems: Problem[],
): Sliced<Map<string, Term>> {
  const path = `${name}.yaml`
  const file = files.find((candidate) => candidate.path === path)
  // The others only widen what the search understands.
  const needed = name === 'topics' || name === 'industries'
  if (!file && !needed) return new Map()
  if (!file) {
    problems.push({
      file: path,
      fault: 'the file is missing',
      remedy: 'Restore it; every use case refers to it.',
    })
    return new Map()
  }
  const document = yield* readingYamlList(file, problems)
  const terms = document && validate(path, vocabularyFile, document, problems)
  if (!document || !terms) return new Map()
  problems.push(...checkVocabulary(path, terms, document.locate))
  return new Map(terms.map((term) => [term.id, term]))
}

const byFileAndLine = (a: Problem, b: Problem) =>
  a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1
