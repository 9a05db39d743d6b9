import type { VideoBlock } from '@slack/types'
import type { Link } from '../catalogue/schema.ts'
import { plain } from './elements.ts'
import { byline, linkNoun, occasion } from './links.ts'
import { escapeMrkdwn, shorten } from './text.ts'

// One less than Slack's, which are exclusive (docs.slack.dev/reference/block-kit/blocks/video-block).
const LONGEST = { title: 199, author: 49, description: 199, alt: 300 }

/** A talk to watch in Slack itself; undefined for a link that is no video of YouTube, or is dead. */
export function videoBlock(link: Link): VideoBlock | undefined {
  const id = link.dead ? undefined : youtubeId(link.url)
  if (id === undefined) return undefined
  const noun = linkNoun(link)
  const title = link.title ?? `${noun} on YouTube`
  const author = shorten(byline(link.speakers, 2), LONGEST.author, escapeMrkdwn)
  const where = shorten(occasion(link), LONGEST.description, escapeMrkdwn)
  return {
    type: 'video',
    video_url: `https://www.youtube.com/embed/${id}`,
    thumbnail_url: `https://i.ytimg.com/vi/${id}/hqdefault.jpg`,
    title: plain(shorten(title, LONGEST.title, escapeMrkdwn)),
    title_url: `https://www.youtube.com/watch?v=${id}`,
    alt_text: shorten(link.title ? `${noun}: ${title}` : title, LONGEST.alt, escapeMrkdwn),
    provider_name: 'YouTube',
    ...(author ? { author_name: author } : {}),
    ...(where ? { description: plain(where) } : {}),
  }
}

const HOSTS = new Set(['youtube.com', 'www.youtube.com', 'm.youtube.com', 'www.youtube-nocookie.com'])

/** The id of a video in the addresses that YouTube itself gives out; undefined for a playlist, a channel, any other site. */
function youtubeId(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, hostname, pathname, searchParams } = new URL(address)
  if (protocol !== 'https:') return undefined
  if (hostname === 'youtu.be') return strictId(pathname.slice(1))
  if (!HOSTS.has(hostname)) return undefined
  if (pathname === '/watch') return strictId(searchParams.get('v') ?? '')
  return strictId(/^\/embed\/([^/]*)$/.exec(pathname)?.[1] ?? '')
}

// As long as an id, but what YouTube's player takes for a playlist and for a channel's live stream.
const NO_IDS = ['videoseries', 'live_stream']

/** It becomes part of an address, so nothing but an id may pass. */
const strictId = (text: string) =>
  /^[A-Za-z0-9_-]{11}$/.test(text) && !NO_IDS.includes(text) ? text : undefined
