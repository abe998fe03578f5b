/** The look of the site: VitePress's theme without web fonts, and what the model draws by itself. */
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import { defineAsyncComponent } from 'vue'
import FilterRows from './FilterRows.vue'
import Home from './Home.vue'
import LiveCondition from './LiveCondition.vue'
import TerminalSteps from './TerminalSteps.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('FilterRows', FilterRows)
    app.component('LiveCondition', LiveCondition)
    app.component(
      'Playground',
      defineAsyncComponent(() => import('./playground/Playground.vue')),
    )
    app.component('TerminalSteps', TerminalSteps)
    app.component('wiz-home', Home)
  },
} satisfies Theme
