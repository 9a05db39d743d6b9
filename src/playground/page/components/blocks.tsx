import { Fragment, type ReactNode } from 'react'
import type { Hands } from '../hands.ts'
import { isJson, type Json, jsonList, stringOf } from '../json.ts'
import { Card } from './card.tsx'
import { Drawn } from './drawn.tsx'
import { Element, isInteractive } from './element.tsx'
import { Video } from './video.tsx'

type Props = { blocks: readonly Json[]; hands: Hands }

/**
 * Block Kit. The library draws what is only looked at; cards (it leaves out their subtext) and all that is pressed
 * (its buttons neither call back nor follow their address) are drawn by our own components.
 */
export function Blocks({ blocks, hands }: Props) {
  return blocks.map((block, index) => (
    <Fragment key={stringOf(block['block_id']) || index}>
      <OneBlock block={block} hands={hands} />
    </Fragment>
  ))
}

function OneBlock({ block, hands }: { block: Json; hands: Hands }): ReactNode {
  switch (block['type']) {
    case 'card':
      return <Card card={block} hands={hands} />
    case 'carousel':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
        <section className="carousel" tabIndex={0} aria-label="Cards">
          {jsonList(block['elements']).map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one carousel are replaced as a whole.
            <Card key={index} card={card} hands={hands} />
          ))}
        </section>
      )
    case 'actions':
    case 'context_actions':
      return <Elements block={block} hands={hands} />
    case 'section':
      return <Section block={block} hands={hands} />
    case 'video':
      return <Video block={block} />
    default:
      return <Drawn block={block} />
  }
}

function Elements({ block, hands }: { block: Json; hands: Hands }) {
  return (
    <div className="actions">
      {jsonList(block['elements']).map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an action_id may stand there twice.
        <Element key={index} element={element} block={block} hands={hands} />
      ))}
    </div>
  )
}

function Section({ block, hands }: { block: Json; hands: Hands }) {
  const { accessory } = block
  if (!isJson(accessory) || !isInteractive(accessory)) return <Drawn block={block} />
  const { accessory: _, ...rest } = block
  return (
    <div className="section-with">
      <Drawn block={rest} />
      <Element element={accessory} block={block} hands={hands} />
    </div>
  )
}
