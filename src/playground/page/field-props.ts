import { type Json, textOf } from './json.ts'
import type { Asking } from './suggestions.ts'

/** What every kind of field is told. */
export type FieldProps = {
  element: Json
  /** What it holds already: its entry in the view's state. */
  entry?: Json | undefined
  /** Each change: text, an option's value (or values), an id; null when it was emptied. */
  change: (value: unknown) => void
  /** The app is to hear of it; left out, it does not. */
  dispatch?: ((value: unknown) => void) | undefined
  /** Asks the app for the options of an external select. */
  ask: Asking
  optional?: boolean
  id?: string
  describedBy?: string
  invalid?: boolean
}

/** The text that an element shows while it is empty. */
export const placeholderOf = (element: Json) => textOf(element['placeholder'])

/** How many characters a text may have at least and at most, in UTF-16 code units, as JavaScript and the browser count. */
export function lengthsOf({ min_length: least, max_length: most }: Json): { least?: number; most?: number } {
  return {
    ...(typeof least === 'number' ? { least } : {}),
    ...(typeof most === 'number' ? { most } : {}),
  }
}

/** What assistive technology is told of a field; `name` is what a field without a label is called. */
export function described({ element, id, describedBy, invalid }: FieldProps, name: string) {
  return {
    id,
    'aria-label': id === undefined ? placeholderOf(element) || name : undefined,
    'aria-describedby': describedBy,
    'aria-invalid': invalid || undefined,
  }
}
