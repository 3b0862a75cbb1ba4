export interface MenuItem {
  id: string
  label: string
  href?: string
  run?: () => void
  tone?: 'plain' | 'bad'
}
