/** The playground as an island: its HTML is there at once; its code comes when somebody touches it, or when the address asks for something. What was done before the code came is handed to it. */
import { type Component, defineAsyncComponent, h } from 'vue'
import type { PlaygroundWords } from '../../playground-words.ts'

/** What counts as touching. */
const touches = ['pointerover', 'pointerdown', 'focusin', 'keydown', 'dragover'] as const

/** What somebody did while the code was on its way. */
export interface Early {
  /** Text that was pasted on the page. */
  pasted: string
  /** The button that was pressed last. */
  pressed: HTMLElement | null
  /** Controls that were changed. */
  readonly changed: Set<HTMLInputElement | HTMLSelectElement>
  /** What stood in them when the code came: it writes its own values into them. */
  values: readonly (readonly [id: string, text: string])[]
}

/** Whether the first page of this visit is the playground: then its HTML stands already and its code can wait. */
let waits = !import.meta.env.SSR && document.querySelector('.playground') !== null

/** Text that was pasted on the page, and not into a field of it. */
export function pastedText(event: ClipboardEvent): string {
  if ((event.target as Element | null)?.closest?.('input, textarea, select')) return ''
  return event.clipboardData?.getData('text') ?? ''
}

const wanted = () => location.hash.startsWith('#c1:') || new URLSearchParams(location.search).has('option')

function touched(early: Early): Promise<void> {
  const place = document.querySelector('.playground')
  if (!waits || !place) return Promise.resolve()
  waits = false
  place.addEventListener('click', (event) => {
    early.pressed = (event.target as Element).closest('button')
  })
  place.addEventListener('input', (event) => early.changed.add(event.target as HTMLInputElement))
  return new Promise((done) => {
    const controller = new AbortController()
    const { signal } = controller
    const start = () => {
      controller.abort()
      done()
    }
    addEventListener('hashchange', () => wanted() && start(), { signal })
    document.addEventListener(
      'paste',
      (event) => {
        early.pasted = pastedText(event)
        if (early.pasted) start()
      },
      { signal },
    )
    for (const touch of touches) place.addEventListener(touch, start, { signal, passive: true })
    if (wanted()) start()
  })
}

export const island = (words: () => Promise<{ readonly data: PlaygroundWords }>): Component =>
  defineAsyncComponent({
    loader: async () => {
      const early: Early = { pasted: '', pressed: null, changed: new Set(), values: [] }
      if (!import.meta.env.SSR) await touched(early)
      const [{ default: playground }, { data }] = await Promise.all([import('./Playground.vue'), words()])
      early.values = [...early.changed].map((control) => [
        control.id,
        control.type === 'checkbox' ? String((control as HTMLInputElement).checked) : control.value,
      ])
      return () => h(playground, { words: data, early })
    },
  })
