import { useState } from 'react'
import { type Json, stringOf, textOf } from '../json.ts'
import { Icon } from './icon.tsx'

const webOnly = (address: unknown) => (/^https?:/.test(stringOf(address)) ? stringOf(address) : undefined)

/** Slack's video block: its picture, its title, and a way to play it elsewhere. The playground embeds nothing. */
export function Video({ block }: { block: Json }) {
  const [broken, setBroken] = useState(false)
  const title = textOf(block['title'])
  const about = [block['provider_name'], block['author_name']].map(stringOf).filter(Boolean).join(' · ')
  const play = webOnly(block['video_url'])
  const page = webOnly(block['title_url'])
  return (
    <section className="video" aria-label={`Video: ${title}`}>
      <p className="video-title">
        {page ? (
          <a href={page} target="_blank" rel="noopener noreferrer">
            {title}
          </a>
        ) : (
          title
        )}
      </p>
      {about && <p className="video-about">{about}</p>}
      <p>{textOf(block['description'])}</p>
      <a className="video-play" href={play} target="_blank" rel="noopener noreferrer">
        {!broken && (
          <img
            src={webOnly(block['thumbnail_url'])}
            alt={stringOf(block['alt_text'])}
            onError={() => setBroken(true)}
          />
        )}
        <span>
          <Icon name="play" /> Play <span className="sr-only">{title} (opens in a new tab)</span>
        </span>
      </a>
    </section>
  )
}
