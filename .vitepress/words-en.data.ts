/** The playground's words in English, gathered when the site is built. */
import { type PlaygroundWords, playgroundWords } from './playground-words.ts'

declare const data: PlaygroundWords

export { data }

export default { watch: ['../docs/en/**/*.md', '../docs/en/interface.yaml'], load: () => playgroundWords('en') }
