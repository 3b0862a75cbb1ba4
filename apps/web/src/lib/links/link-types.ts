import type { Answers } from '#lib/app-router.ts'

export type LinkSettings = Answers['links']['settings']
export type ChannelRule = LinkSettings['rules'][number]
export type Condition = ChannelRule['when'][number]
export type Naming = LinkSettings['naming']
export type Parameter = keyof Naming['parameters']
export type Template = LinkSettings['templates'][number]
export type ShortLink = Answers['links']['list']['links'][number]
export type Built = Answers['links']['build']
export type LiveLint = Answers['links']['lintLive']
