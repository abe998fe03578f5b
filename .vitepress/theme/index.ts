/** The look of the site: VitePress's theme without web fonts, and what the model draws by itself. */
import type { Theme } from 'vitepress'
import DefaultTheme from 'vitepress/theme-without-fonts'
import LiveCondition from './LiveCondition.vue'
import './style.css'

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('LiveCondition', LiveCondition)
  },
} satisfies Theme
