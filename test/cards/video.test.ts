import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { videoBlock } from '../../src/cards/video.ts'
import { checkBlocks } from '../../src/playground/block-kit.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'

const ID = 'dQw4w9WgXcQ'
const at = (url: string) => videoBlock({ url, kind: 'talk' })

describe('a video', () => {
  it.each([
    `https://www.youtube.com/watch?v=${ID}`,
    `https://youtube.com/watch?t=5&v=${ID}`,
    `https://m.youtube.com/watch?v=${ID}`,
    `https://youtu.be/${ID}?t=7`,
    `https://www.youtube.com/embed/${ID}`,
    `https://www.youtube-nocookie.com/embed/${ID}?rel=0`,
  ])('is known by %s', (url) => {
    expect(at(url)).toMatchObject({
      ...{ type: 'video', video_url: `https://www.youtube.com/embed/${ID}`, provider_name: 'YouTube' },
      ...{ thumbnail_url: `https://i.ytimg.com/vi/${ID}/hqdefault.jpg` },
    })
  })

  it.each([
    `http://www.youtube.com/watch?v=${ID}`,
    'https://www.youtube.com/watch?v=short',
    `https://www.youtube.com/watch?v=${ID}x`,
    'https://www.youtube.com/watch?v=../../evil12',
    'https://www.youtube.com/watch',
    'https://www.youtube.com/playlist?list=PL1234567890',
    `https://www.youtube.com/embed/${ID}/more`,
    'https://www.youtube.com/embed/videoseries?list=x',
    'https://www.youtube.com/embed/live_stream?channel=x',
    `https://youtu.be/a/${ID}`,
    `https://youtube.com.evil.example/watch?v=${ID}`,
    `https://evil.example/watch?v=${ID}`,
    'https://vimeo.com/123456789',
    'not an address',
  ])('is not seen in %s', (url) => {
    expect(at(url)).toBeUndefined()
  })

  it('says what it is, and who speaks', () => {
    expect(at(`https://youtu.be/${ID}`)).toMatchObject({
      alt_text: 'Talk on YouTube',
      title: { text: 'Talk on YouTube' },
    })
    const block = videoBlock({
      ...{ url: `https://youtu.be/${ID}`, kind: 'video', title: 'Joins & windows', event: 'Current 2024' },
      speakers: ['Ada Lovelace'],
    })
    expect(block).toMatchObject({
      title: { text: 'Joins &amp; windows' },
      alt_text: 'Video: Joins &amp; windows',
      author_name: 'Ada Lovelace',
      description: { text: 'Current 2024' },
    })
  })

  it('keeps to the limits on every surface, for any link', () => {
    fc.assert(
      fc.property(arbitrary.useCase, ({ links: [link] }) => {
        if (!link) return
        const block = videoBlock({ ...link, url: `https://youtu.be/${ID}` })
        for (const surface of ['message', 'modal', 'home'] as const) {
          expect(checkBlocks([block], '/blocks', { surface })).toEqual([])
        }
      }),
      { numRuns: 150 },
    )
  })

  it('is in the catalogue', () => {
    const links = catalogue.useCases.flatMap(({ links }) => links)
    const videos = links.filter((link) => videoBlock(link))
    expect(videos.length).toBe(links.filter(({ url }) => /youtube|youtu\.be/.test(url)).length)
  })
})
