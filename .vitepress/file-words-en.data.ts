/** What the rules about files say in English, gathered when the site is built. */
import { fileRuleWords, type RuleWords } from './playground-words.ts'

declare const data: RuleWords

export { data }

export default { watch: ['../docs/en/rules/**/*.md'], load: () => fileRuleWords('en') }
