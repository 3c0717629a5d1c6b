/** @file What the server answers, as types: read off the client, so that the two cannot drift apart. */

import type { Client } from 'penchant/client'

type Answer<Call extends keyof Client> = Awaited<ReturnType<Client[Call]>>

export type Slate = Answer<'recommend'>
export type SlateItem = Slate['items'][number]
export type Item = SlateItem['item']
export type TraceStep = NonNullable<Slate['trace']>[number]
export type Profile = Answer<'profile'>
export type Rule = Profile['rules'][number]
export type ChatAnswer = Answer<'chat'>
export type ListRequest = Omit<NonNullable<Parameters<Client['recommend']>[0]>, 'user'>
export type Filter = NonNullable<ListRequest['filter']>
