/** One site in two languages, drawn from the same model as the terminal. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type HeadConfig } from 'vitepress'
import { fieldAt } from '../shared/fields/index.ts'
import { beginnings, pageWeight, tokenize, typingErrors } from '../shared/lookup/search-terms.ts'
import type { Language } from '../shared/pages.ts'
import { plainOutput, titledCode, wideGlyphs } from './code-blocks.ts'
import { glossaryTerms } from './glossary.ts'
import { withExperiment } from './lab/with-experiment.ts'
import { writeLlmsTexts } from './llms.ts'
import { packedTools } from './packed-tools.ts'
import { shareOneHash } from './page-hash.ts'
import { pythonAsText } from './python-as-text.ts'
import { writeSchemas } from './schemas.ts'
import { searchDialog } from './search-dialog.ts'
import { pathOf, siteWords } from './site.ts'
import { dropUnusedStyles } from './styles.ts'

// Vite bundles this file before any plugin is known, and cannot read the Python files that emitters import; Node can.
const { decorate }: typeof import('./decorate.ts') = await import(new URL('./decorate.ts', import.meta.url).href)
const { writeScripts }: typeof import('./scripts.ts') = await import(new URL('./scripts.ts', import.meta.url).href)

const manifest: { readonly homepage: string } = JSON.parse(
  readFileSync(fileURLToPath(new URL('../package.json', import.meta.url)), 'utf8'),
)
/** Where the site is published, without a slash at the end; empty as long as it isn’t published. */
const home = (process.env.SITE ?? manifest.homepage).replace(/\/$/, '')
const base = process.env.BASE ?? '/'
/** The address that every page's own path is added to. */
const start = `${home}${base.replace(/\/$/, '')}`
const missing = fileURLToPath(new URL('./theme/NotFound.vue', import.meta.url))
const nothing = fileURLToPath(new URL('./theme/nothing.ts', import.meta.url))

/** The language and the path of a page file such as `zh/fields/lora/r.md`, or none for what is not a page of ours. */
function placeOf(file: string): { readonly language: Language; readonly path: string } | undefined {
  const match = /(?:^|\/)(en|zh)\/(.+)\.md$/.exec(file)
  return match ? { language: match[1] as Language, path: match[2] as string } : undefined
}

/** In the language of the page, whatever the reader's machine speaks. */
const day = { dateStyle: 'long', forceLocale: true } as const

const locale = (language: Language) => {
  const words = siteWords[language]
  const zh = language === 'zh'
  return {
    label: zh ? '简体中文' : 'English',
    lang: zh ? 'zh-CN' : 'en-US',
    link: pathOf(language, ''),
    title: words.title,
    description: words.description,
    ...(zh
      ? {
          markdown: {
            codeCopyButton: { tooltipText: '复制代码', copiedText: '已复制' },
            container: {
              infoLabel: '说明',
              noteLabel: '说明',
              tipLabel: '提示',
              importantLabel: '重要',
              warningLabel: '注意',
              cautionLabel: '当心',
              dangerLabel: '危险',
              detailsLabel: '详情',
            },
          },
        }
      : {}),
    themeConfig: {
      nav: [
        { text: words.nav.guide, link: pathOf(language, 'guide/'), activeMatch: '/(guide|tutorials|howto|explain)/' },
        {
          text: words.nav.reference,
          link: pathOf(language, 'fields/'),
          activeMatch: '/(fields|rules|presets|emitters|commands|advice|errors)/',
        },
        { text: words.nav.lab, link: pathOf(language, 'lab/'), activeMatch: '/lab/' },
        { text: words.nav.playground, link: pathOf(language, 'playground') },
      ],
      ...(zh
        ? {
            outline: { label: '本页内容', level: [2, 3] as [number, number] },
            docFooter: { prev: '上一页', next: '下一页' },
            lastUpdated: { text: '最后更新', formatOptions: day },
            darkModeSwitchLabel: '外观',
            lightModeSwitchTitle: '切换到浅色',
            darkModeSwitchTitle: '切换到深色',
            sidebarMenuLabel: '目录',
            returnToTopLabel: '回到顶部',
            langMenuLabel: '切换语言',
            navMenuLabel: '主导航',
            mobileMenuLabel: '菜单',
            extraMenuLabel: '更多选项',
            skipToContentLabel: '跳到正文',
            notFound: {
              title: '没有这一页',
              quote: '链接可能写错了，或者页面已经改名。',
              linkLabel: '回到首页',
              linkText: '回到首页',
            },
          }
        : {
            lastUpdated: { text: 'Last updated', formatOptions: day },
            outline: { label: 'On this page', level: [2, 3] as [number, number] },
            notFound: {
              title: 'No such page',
              quote: 'The link may be mistyped, or the page was renamed.',
              linkLabel: 'Back to the home page',
              linkText: 'Back to the home page',
            },
          }),
    },
  }
}

export default defineConfig({
  base,
  srcDir: 'docs',
  cleanUrls: true,
  lastUpdated: true,
  // A page is fetched when somebody goes there, not when a link to it scrolls by.
  router: { prefetchLinks: false },
  rewrites: { 'en/:rest*': ':rest*' },
  // The addresses of a sitemap begin with a host, and those of a folder on it with the folder.
  ...(home && { sitemap: { hostname: `${start}/` } }),
  locales: { root: locale('en'), zh: locale('zh') },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                displayDetails: '显示详细列表',
                resetButtonTitle: '清除',
                backButtonTitle: '关闭',
                noResultsText: '没有找到',
                footer: {
                  selectText: '选择',
                  selectKeyAriaLabel: '回车',
                  navigateText: '移动',
                  navigateUpKeyAriaLabel: '上',
                  navigateDownKeyAriaLabel: '下',
                  closeText: '关闭',
                  closeKeyAriaLabel: 'Esc',
                },
              },
            },
          },
        },
        miniSearch: {
          options: { tokenize },
          searchOptions: {
            combineWith: 'OR',
            prefix: beginnings,
            fuzzy: typingErrors,
            boost: { title: 6, titles: 2, text: 1 },
            boostDocument: pageWeight,
          },
        },
        _render: (text, env, markdown) => {
          const place = placeOf(env.path)
          if (!place) return markdown.render(text, env)
          // People search for an option by the name that files give it: it belongs to the title.
          const key = /^fields\/(\w+)\/(\w+)$/.exec(place.path)
          // Sources and what is typed in a terminal are the same words on every page: they would only weigh.
          const shown = decorate(place.language, place.path, text)
            .replace(/^```ansi\n[\s\S]*?^```$/gm, '')
            .replace(/^```python[\s\S]*?^```$/gm, '')
            .replace(/\n## [^\n]*\{#(?:sources|terminal)\}\n[\s\S]*?(?=\n## |$)/g, '\n')
          return markdown.render(key ? shown.replace(/^# .+$/m, (title) => `${title} ${key[2]}`) : shown, env)
        },
      },
    },
  },
  async buildEnd({ outDir }) {
    await dropUnusedStyles(outDir)
    shareOneHash(outDir)
    writeSchemas(outDir)
    writeScripts(outDir)
    writeFileSync(join(outDir, 'robots.txt'), `User-agent: *\nAllow: /\n${home && `\nSitemap: ${start}/sitemap.xml\n`}`)
    writeLlmsTexts(outDir, start)
  },
  transformHead({ pageData }) {
    const place = placeOf(pageData.filePath)
    if (!place) return []
    const clean = place.path.replace(/(^|\/)index$/, '$1')
    const address = (language: Language) => `${start}${pathOf(language, clean)}`
    // A canonical address and a picture for others need a host.
    const hosted: HeadConfig[] = [
      ['link', { rel: 'canonical', href: address(place.language) }],
      ['meta', { property: 'og:image', content: `${start}/og.png` }],
    ]
    const head: HeadConfig[] = [
      ...(home ? hosted : []),
      ['link', { rel: 'alternate', hreflang: 'en', href: address('en') }],
      ['link', { rel: 'alternate', hreflang: 'zh-CN', href: address('zh') }],
      ['link', { rel: 'alternate', hreflang: 'x-default', href: address('en') }],
      ['meta', { property: 'og:title', content: pageData.title || siteWords[place.language].title }],
      ['meta', { property: 'og:description', content: pageData.description || siteWords[place.language].description }],
      ['meta', { property: 'og:type', content: 'article' }],
    ]
    return head
  },
  transformPageData(pageData) {
    const summary = pageData.frontmatter.summary
    if (typeof summary === 'string') pageData.description = summary
    // A page that no sidebar lists has no neighbours.
    const place = placeOf(pageData.filePath)
    const [kind, group, name] = place?.path.split('/') ?? []
    const alone =
      kind === 'playground' ||
      (kind === 'rules' && group !== 'index') ||
      (kind === 'errors' && group !== 'index') ||
      (kind === 'fields' && name !== undefined && fieldAt(`${group}.${name}`)?.level === 'known')
    if (alone) Object.assign(pageData.frontmatter, { prev: false, next: false })
    if (kind === 'playground') Object.assign(pageData.frontmatter, { lastUpdated: false })
  },
  vite: {
    // Nothing here is written in the older of Vue's two styles; what understands it would be sent to every reader.
    define: { __VUE_OPTIONS_API__: 'false' },
    plugins: [
      searchDialog,
      packedTools,
      pythonAsText,
      {
        name: 'lora-wizard:facts',
        enforce: 'pre',
        transform(text, id) {
          const file = id.split('?')[0] as string
          if (!file.endsWith('.md')) return
          const place = placeOf(file)
          return place ? withExperiment(decorate(place.language, place.path, text)) : undefined
        },
      },
    ],
    resolve: {
      // Parts of the theme that no page of ours shows; each would be sent to every reader.
      alias: [
        { find: /^.*\/NotFound\.vue$/, replacement: missing },
        ...[
          'VPHome',
          'VPBadge',
          'VPImage',
          'VPMenuGroup',
          'VPNavMenuGroup',
          'VPCarbonAds',
          'VPDocAsideCarbonAds',
          'VPDocAsideSponsors',
          'VPNavSocialLinks',
          'VPSocialLinks',
          'VPFooter',
          'VPNavBarAskAiButton',
        ].map((name) => ({ find: new RegExp(`^.*/${name}\\.vue$`), replacement: nothing })),
      ],
    },
  },
  head: [['link', { rel: 'icon', href: `${base}favicon.svg`, type: 'image/svg+xml' }]],
  markdown: {
    theme: { light: 'github-light', dark: 'github-dark' },
    codeTransformers: [wideGlyphs, plainOutput],
    config: (markdown) => {
      titledCode(markdown, base)
      glossaryTerms(markdown, base)
    },
  },
})
