import { linkKey } from '../catalogue/links.ts'

/**
 * The same for all addresses of one page, its translations included: `confluent.io/de-de/blog/x` is `confluent.io/blog/x`,
 * `?hl=de` is nothing, `de.slideshare.net` is `slideshare.net`; for the rest as {@link linkKey}.
 */
export function localelessKey(url: string): string {
  if (!URL.canParse(url)) return url
  const page = new URL(url)
  page.hostname = page.hostname.replace(/^[a-z]{2}(?=\.slideshare\.net$)/, 'www')
  for (const name of [...page.searchParams.keys()]) {
    if (/^(?:hl|lang|locale|language)$/i.test(name)) page.searchParams.delete(name)
  }
  const [, ...segments] = page.pathname.split('/')
  page.pathname = segments.filter((segment, place) => !isLocale(segment, place === 0)).join('/')
  return linkKey(page.href)
}

const languages = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
// Sites call these translations by the country.
const COUNTRIES = ['br', 'cn', 'jp', 'kr', 'tw', 'uk', 'us']

/** `de-de` and `en_us` anywhere; `de` only at the beginning, since elsewhere two letters may be anything. */
function isLocale(segment: string, isFirst: boolean): boolean {
  const [, language, region] = /^([a-z]{2})(?:[-_]([a-z]{2}))?$/i.exec(segment.toLowerCase()) ?? []
  if (language === undefined) return false
  if (region === undefined && !isFirst) return false
  return languages.of(language) !== undefined || (region === undefined && COUNTRIES.includes(language))
}
