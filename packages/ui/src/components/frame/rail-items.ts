import type { Component } from 'svelte'

export interface RailItem {
  id: string
  label: string
  href: string
  icon: Component
  on: boolean
  /** Shown right; red only when something is broken. */
  count?: number | undefined
  bad?: boolean | undefined
}
