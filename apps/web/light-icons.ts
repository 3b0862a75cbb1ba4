import { readFile } from 'node:fs/promises'

type IconNode = [tag: string, attributes: Record<string, string>][]

const icon = /\/@lucide\/svelte\/dist\/icons\/[\w-]+\.svelte$/
const drawing = /"node": (\[\[.*\]\])/

/**
 * Lucide draws each icon from data, element by element, with attributes spread: a dozen icons took a fifth of what a page
 * needs to come alive. Built here, an icon is the markup it draws. It takes `size` and is hidden from screen readers.
 */
export const lightIcons = () => ({
  name: 'light-icons',
  enforce: 'pre' as const,
  async load(id: string) {
    if (!icon.test(id)) return undefined
    const node = drawing.exec(await readFile(id, 'utf8'))?.[1]
    if (node === undefined) throw new Error(`${id} is not written as icons were: look at how it is drawn.`)
    return lightIcon(JSON.parse(node) as IconNode)
  },
})

/** An icon as a component without anything to work out. */
function lightIcon(node: IconNode): string {
  const shapes = node.map(([tag, attributes]) => {
    const written = Object.entries(attributes).map(([name, value]) => `${name}="${value}"`)
    return `<${tag} ${written.join(' ')} />`
  })
  return `<script>
  let { size = 24 } = $props()
</script>
<svg xmlns="http://www.w3.org/2000/svg" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes.join('')}</svg>
`
}
