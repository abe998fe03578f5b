/** Stands in for parts of VitePress's theme that this site does not show. */
import { defineComponent } from 'vue'

export default defineComponent({ render: () => null })
