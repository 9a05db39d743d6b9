import type { UseCase } from '../../src/catalogue/catalogue.ts'
import type { Link } from '../../src/catalogue/schema.ts'
import { named } from './catalogue.ts'

const SINCE = '2026-02-03'

/** A link that is gone. The copy has the address that is in the catalogue: messages may lead to those alone. */
const archived = (link: Link): Link => ({
  ...link,
  ...{ url: 'https://gone.example/talk', dead: { since: SINCE, archive: link.url } },
})
const dead = (link: Link): Link => ({ ...link, dead: { since: SINCE } })

/** One link lives, of one a copy is left, one is gone. */
export const someDead: UseCase = (() => {
  const { links, ...useCase } = named('acme-bank-alerts')
  const [talk, slides, paper] = links
  if (!talk || !slides || !paper) throw new Error('acme-bank-alerts has less than three links')
  return { ...useCase, links: [paper, archived(slides), dead(talk)] }
})()

const tiny = named('tiny-till')
/** Its one link is gone, and a copy is left. */
export const allArchived: UseCase = { ...tiny, links: tiny.links.map(archived) }
/** Its one link is gone. */
export const allDead: UseCase = { ...tiny, links: tiny.links.map(dead) }
