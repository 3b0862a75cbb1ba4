export { default as DayChart } from './day-chart.svelte'
