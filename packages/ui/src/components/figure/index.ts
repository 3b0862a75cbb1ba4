export { default as RollingFigure } from './rolling-figure.svelte'
