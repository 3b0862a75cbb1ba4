import type { Component } from 'svelte'
export interface PaletteItem {
  id: string
  label: string
  hint?: string | undefined
  right?: string | undefined
  href?: string
  run?: () => void
  icon?: Component
  mark?: { name: string; colour: string | null }
  keys?: string[]
}
export interface PaletteGroup {
  id: string
  label: string
  items: PaletteItem[]
}
