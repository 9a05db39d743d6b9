import type { Catalogue, UseCase } from './catalogue.ts'
import { atOnce, type Sliced, visiting } from './sliced.ts'

/** Finds the use case that an address tells of, and that address as the catalogue has it. */
export type FindByLink = (address: string) => { useCase: UseCase; url: string } | undefined

/** Where several use cases have the same link, the first by id is found. */
export function indexLinks(catalogue: Catalogue): FindByLink {
  return atOnce(indexingLinks(catalogue))
}

/** {@link indexLinks}, in steps. */
export function* indexingLinks({ useCases }: Catalogue): Sliced<FindByLink> {
  const byKey = new Map<string, { useCase: UseCase; url: string }>()
  const add = (useCase: UseCase) => {
    for (const { url } of useCase.links) byKey.set(linkKey(url), { useCase, url })
  }
  yield* visiting(useCases.toReversed(), add, 32)
  return (address) => byKey.get(linkKey(address))
}

// What tells where somebody found a link, or where to begin, is not part of what it leads to.
const NOISE = /^(?:utm_\w+|si|feature|t|ref|source|from_search|qid|rank|fbclid|gclid)$/

/** The same for all ways to write a link: without scheme, `www.`, tracking, fragment, or a slash at its end. */
export function linkKey(url: string): string {
  if (!URL.canParse(url)) return url
  const { hostname, pathname, searchParams } = new URL(url)
  const host = hostname.toLowerCase().replace(/^(?:www|m)\./, '')
  const film = filmOf(host, pathname, searchParams)
  if (film !== undefined) return `youtube ${film}`
  for (const name of [...searchParams.keys()]) if (NOISE.test(name)) searchParams.delete(name)
  searchParams.sort()
  const query = searchParams.size > 0 ? `?${searchParams}` : ''
  return `${host}${pathname.replace(/\/+$/, '')}${query}`
}

function filmOf(host: string, pathname: string, query: URLSearchParams): string | undefined {
  if (host === 'youtu.be') return pathname.split('/')[1] || undefined
  if (host !== 'youtube.com') return undefined
  const [, embedded] = /^\/(?:embed|live|shorts)\/([\w-]+)/.exec(pathname) ?? []
  return query.get('v') ?? embedded
}
