import { type Catalogue, VOCABULARIES } from './catalogue.ts'

/**
 * A checked catalogue as text, for a quick start: reading YAML and checking it takes ten times as long as all the
 * rest that the program does when it starts.
 * @param fingerprint of the files that it was made from
 */
export function compile(catalogue: Catalogue, fingerprint: string): string {
  const vocabularies = Object.fromEntries(VOCABULARIES.map((name) => [name, [...catalogue[name].values()]]))
  const { useCases, version } = catalogue
  const moved = [...catalogue.byId]
    .filter(([id, useCase]) => id !== useCase.id)
    .map(([id, { id: to }]) => [id, to])
  return JSON.stringify({ fingerprint, version, useCases, moved, ...vocabularies })
}

type Compiled = { fingerprint: string; moved: [string, string][] } & Pick<Catalogue, 'useCases' | 'version'> &
  Record<(typeof VOCABULARIES)[number], { id: string }[]>

/**
 * The catalogue of a compiled text.
 * @returns undefined when it was made from other files than those of the fingerprint
 */
export function decompile(text: string, fingerprint: string): Catalogue | undefined {
  const compiled = JSON.parse(text) as Compiled
  if (compiled.fingerprint !== fingerprint) return undefined
  const byId = new Map(compiled.useCases.map((useCase) => [useCase.id, useCase]))
  for (const [id, to] of compiled.moved) {
    const target = byId.get(to)
    if (target) byId.set(id, target)
  }
  const vocabularies = VOCABULARIES.map((name) => [
    name,
    new Map(compiled[name].map((term) => [term.id, term])),
  ])
  const { useCases, version } = compiled
  return { useCases, version, byId, ...Object.fromEntries(vocabularies) } as Catalogue
}
