/** The look of the site: VitePress's theme without web fonts, and what the model draws by itself. */
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import type { Language } from '../../shared/pages.ts'
import FilterRows from './FilterRows.vue'
import Home from './Home.vue'
import LiveCondition from './LiveCondition.vue'
import { island } from './playground/island.ts'
import TerminalSteps from './TerminalSteps.vue'
import './style.css'

/** Addresses are typed and cut by people; with half an escape in it VitePress would not start. */
function readableHash() {
  try {
    decodeURIComponent(location.hash)
  } catch {
    history.replaceState(history.state, '', location.hash.replaceAll('%', ''))
  }
}

export default {
  extends: DefaultTheme,
  enhanceApp({ app, router, siteData }) {
    if (!import.meta.env.SSR) readableHash()
    const drawn = new Set<Language>()
    // Pages without a sidebar are the first that many see: what sidebars list comes with the others, in the page's language.
    router.onBeforePageLoad = async (to) => {
      const [, zh, path = ''] = /^(zh\/|zh$)?([^?#]*)/.exec(to.slice(siteData.value.base.length)) ?? []
      const language: Language = zh ? 'zh' : 'en'
      if (drawn.has(language) || path === '' || path === 'playground') return
      drawn.add(language)
      const [{ data: lists }, { sidebars }] = await Promise.all([
        zh ? import('../sidebar-zh.data.ts') : import('../sidebar-en.data.ts'),
        import('../sidebar.ts'),
      ])
      const name = zh ? 'zh' : 'root'
      const { locales } = siteData.value
      const locale = locales[name] as (typeof locales)[string]
      const themeConfig = { ...locale.themeConfig, sidebar: sidebars(lists, language) }
      siteData.value = { ...siteData.value, locales: { ...locales, [name]: { ...locale, themeConfig } } }
    }
    app.component('FilterRows', FilterRows)
    app.component('LiveCondition', LiveCondition)
    app.component(
      'PlaygroundEn',
      island(() => import('../words-en.data.ts')),
    )
    app.component(
      'PlaygroundZh',
      island(() => import('../words-zh.data.ts')),
    )
    app.component('TerminalSteps', TerminalSteps)
    app.component('wiz-home', Home)
  },
} satisfies Theme
