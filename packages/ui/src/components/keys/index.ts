export { chordReader, isTyping, type Chord } from './key-chords.ts'
export { default as KeysDialog } from './keys-dialog.svelte'
