import { useEffect, useSyncExternalStore } from 'react'
import { useMedia } from './hooks.ts'

type Theme = 'light' | 'dark'

/** Applies the chosen colours to the document and gives the ones that are shown. */
export function useTheme(choice: Theme | 'system'): Theme {
  const system = useMedia('(prefers-color-scheme: dark)') ? 'dark' : 'light'
  const shown = choice === 'system' ? system : choice
  useEffect(() => {
    document.documentElement.dataset['theme'] = shown
  }, [shown])
  return shown
}

/** The colours that the document has now, for what cannot read them from CSS. */
export function useShownTheme(): Theme {
  return useSyncExternalStore(watch, () =>
    document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light',
  )
}

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
