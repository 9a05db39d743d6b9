import { Fragment, type ReactNode } from 'react'
import { isJson, type Json, jsonList, nthOf, stringOf } from '../json.ts'
import type { PressElement, Use } from '../press.ts'
import { Card } from './card.tsx'
import { Drawn } from './drawn.tsx'
import { Element, isInteractive } from './element.tsx'

type Props = { blocks: readonly Json[]; use: Use }

/**
 * Block Kit. The library draws what is only looked at; cards (it leaves out their subtext) and all that is pressed
 * (its buttons neither call back nor follow their address) are drawn by our own components.
 */
export function Blocks({ blocks, use }: Props) {
  const press = (element: Json, value?: unknown) => {
    const actionId = stringOf(element['action_id'])
    use({ actionId, nth: nthOf(blocks, element), ...(value === undefined ? {} : { value }) })
  }
  return blocks.map((block, index) => (
    <Fragment key={stringOf(block['block_id']) || index}>
      <OneBlock block={block} press={press} />
    </Fragment>
  ))
}

function OneBlock({ block, press }: { block: Json; press: PressElement }): ReactNode {
  switch (block['type']) {
    case 'card':
      return <Card card={block} press={press} />
    case 'carousel':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
        <section className="carousel" tabIndex={0} aria-label="Cards">
          {jsonList(block['elements']).map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one carousel are replaced as a whole.
            <Card key={index} card={card} press={press} />
          ))}
        </section>
      )
    case 'actions':
    case 'context_actions':
      return <Elements elements={jsonList(block['elements'])} press={press} />
    case 'section':
      return <Section block={block} press={press} />
    default:
      return <Drawn block={block} />
  }
}

function Elements({ elements, press }: { elements: Json[]; press: PressElement }) {
  return (
    <div className="actions">
      {elements.map((element, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an action_id may stand there twice.
        <Element key={index} element={element} press={press} />
      ))}
    </div>
  )
}

function Section({ block, press }: { block: Json; press: PressElement }) {
  const { accessory } = block
  if (!isJson(accessory) || !isInteractive(accessory)) return <Drawn block={block} />
  const { accessory: _, ...rest } = block
  return (
    <div className="section-with">
      <Drawn block={rest} />
      <Element element={accessory} press={press} />
    </div>
  )
}
