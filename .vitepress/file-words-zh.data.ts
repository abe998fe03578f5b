/** What the rules about files say in Chinese, gathered when the site is built. */
import { fileRuleWords, type RuleWords } from './playground-words.ts'

declare const data: RuleWords

export { data }

export default { watch: ['../docs/zh/rules/**/*.md'], load: () => fileRuleWords('zh') }
