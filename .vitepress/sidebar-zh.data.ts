/** What the Chinese sidebars list, gathered when the site is built. */
import type { SidebarLists } from './sidebar.ts'
import { sidebarLists } from './sidebar-lists.ts'

declare const data: SidebarLists

export { data }

export default { watch: ['../docs/zh/**/*.md'], load: () => sidebarLists('zh') }
