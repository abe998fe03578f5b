/** The experiments of the laboratory. Their HTML is part of the page; the code of one is fetched when it scrolls into view, and a page without an experiment fetches none. */
import { type Component, defineAsyncComponent, hydrateOnVisible } from 'vue'

const experiments: Readonly<Record<string, () => Promise<{ readonly default: Component }>>> = {
  AdapterLab: () => import('./AdapterLab.vue'),
  BatchLab: () => import('./BatchLab.vue'),
  ClippingLab: () => import('./ClippingLab.vue'),
  MemoryLab: () => import('./MemoryLab.vue'),
  NumbersLab: () => import('./NumbersLab.vue'),
  ZeroLab: () => import('./ZeroLab.vue'),
}

export const labComponents: readonly (readonly [name: string, component: Component])[] = Object.entries(
  experiments,
).map(([name, loader]) => [name, defineAsyncComponent({ loader, hydrate: hydrateOnVisible({ rootMargin: '200px' }) })])
