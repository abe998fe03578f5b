/** The playground's words in Chinese, gathered when the site is built. */
import { type PlaygroundWords, playgroundWords } from './playground-words.ts'

declare const data: PlaygroundWords

export { data }

export default { watch: ['../docs/zh/**/*.md', '../docs/zh/interface.yaml'], load: () => playgroundWords('zh') }
