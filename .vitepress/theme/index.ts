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

export default {
  extends: DefaultTheme,
  enhanceApp({ app, router, siteData }) {
    let drawn = false
    // The first page has no sidebar, and is the first that many see: what sidebars list comes with the others.
    router.onBeforePageLoad = async (to) => {
      if (drawn || /^\/(zh\/?)?$/.test(`/${to.split(/[?#]/)[0]?.slice(siteData.value.base.length)}`)) return
      drawn = true
      const [{ data: lists }, { sidebars }] = await Promise.all([import('../sidebar.data.ts'), import('../sidebar.ts')])
      const { locales } = siteData.value
      const withSidebar = (name: string, language: Language) => {
        const locale = locales[name] as (typeof locales)[string]
        return { ...locale, themeConfig: { ...locale.themeConfig, sidebar: sidebars(lists, language) } }
      }
      siteData.value = {
        ...siteData.value,
        locales: { root: withSidebar('root', 'en'), zh: withSidebar('zh', 'zh') },
      }
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
