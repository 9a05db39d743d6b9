import type { Choice } from '../completion.ts'
import { usePage } from '../page-context.ts'

type Props = { id: string; choices: Choice[]; active: number; pick: (index: number) => void }

/** The choices above a composer. The composer keeps the focus; arrows, Enter and Tab go through it. */
export function CompletionList({ id, choices, active, pick }: Props) {
  return (
    <div
      id={id}
      className="completions"
      role="listbox"
      aria-label="Suggestions"
      hidden={choices.length === 0}
    >
      {choices.map((choice, index) => (
        // biome-ignore lint/a11y/useFocusableInteractive: the composer holds the focus (aria-activedescendant).
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer hears the keys.
        <div
          key={choice.label}
          id={`${id}-${index}`}
          className="choice"
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => pick(index)}
        >
          <span className="choice-label">{choice.label}</span>
          {choice.hint && <code className="choice-hint">{choice.hint}</code>}
          <span className="choice-detail">{choice.detail}</span>
        </div>
      ))}
    </div>
  )
}

/** How the command goes on, once its name stands there. */
export function UsageHint({ text, shown }: { text: string; shown: boolean }) {
  const { server } = usePage()
  const { name, usageHint } = server.command
  if (!shown || !(text === name || text.startsWith(`${name} `))) return null
  return (
    <p className="usage">
      <code>{name}</code> <span>{usageHint}</span>
    </p>
  )
}
