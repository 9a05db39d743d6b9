import type { Page } from 'playwright-core'

/** The parts of the page by what they are to a person, and what is typed into it. */
export function on(page: Page) {
  const composer = () => page.getByRole('combobox', { name: /^Message / })
  return {
    composer,
    thread: () => page.getByRole('complementary', { name: 'Thread' }),
    pane: (name: string) => page.getByRole('complementary', { name }),
    place: (name: string | RegExp) => page.getByRole('navigation').getByRole('button', { name }),
    newest: () => page.getByRole('main').getByRole('article').last(),
    say: async (text: string) => {
      await composer().fill(text)
      await composer().press('Enter')
    },
  }
}
