import type { Hands } from '../hands.ts'
import { isJson, type Json, jsonList, stringOf } from '../json.ts'
import { TextObject } from './drawn.tsx'
import { Element } from './element.tsx'

/** Slack's card block: picture, title, subtitle, body, subtext and up to three buttons. */
export function Card({ card, hands }: { card: Json; hands: Hands }) {
  const actions = jsonList(card['actions'])
  return (
    <div className="card" data-testid="card">
      <Picture image={card['hero_image']} className="card-hero" />
      <div className="card-inside">
        <div className="card-head">
          <Picture image={card['icon']} className="card-icon" />
          <div>
            <TextObject text={card['title']} className="card-title" />
            <TextObject text={card['subtitle']} className="card-subtitle" />
          </div>
        </div>
        <TextObject text={card['body']} className="card-body" />
        <TextObject text={card['subtext']} className="card-subtext" />
        {actions.length > 0 && (
          <div className="actions">
            {actions.map((element, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an action_id may stand there twice.
              <Element key={index} element={element} block={card} hands={hands} />
            ))}
          </div>
        )}
      </div>
    </div>
  )
}

function Picture({ image, className }: { image: unknown; className: string }) {
  if (!isJson(image) || !stringOf(image['image_url']).startsWith('https:')) return null
  return <img className={className} src={stringOf(image['image_url'])} alt={stringOf(image['alt_text'])} />
}
