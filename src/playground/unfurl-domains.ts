import type { Workspace } from './model.ts'
import { readMessage } from './notifications.ts'

/** A link of a message, and the claimed domain that covers it. */
export type SharedLink = { domain: string; url: string }

/**
 * The one of these domains that covers the address, undefined when none does: `example.com` covers all its
 * subdomains, `a.example.com` not the naked one; ports do not count
 * (docs.slack.dev messaging/unfurling-links-in-messages).
 */
export function claimedDomain(domains: readonly string[], address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  return domains.find((one) => hostname === one || hostname.endsWith(`.${one}`))
}

/** The links in a message's text that the app may unfurl, in order, each once; `text` in Slack's form. */
export function claimedLinks({ unfurlDomains }: Workspace, text: string): SharedLink[] {
  return readMessage({ text }).links.flatMap((url) => {
    const domain = claimedDomain(unfurlDomains, url)
    return domain === undefined ? [] : [{ domain, url }]
  })
}

/** Whose videos the app may embed: those of its unfurl domains, with the scope links.embed:write (blocks/video-block). */
export function videoDomains({ scopes, unfurlDomains }: Workspace): readonly string[] {
  return scopes.includes('links.embed:write') ? unfurlDomains : []
}
