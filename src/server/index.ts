/** @file penchant/server: the HTTP API as an app, as a listening server, and tokens for the app's own users. */

export { type AppSurroundings, createApp } from './app.ts'
export type { AppConfig, ServeConfig } from './config.ts'
export type { Problem } from './errors.ts'
export { type Serving, serve } from './serve.ts'
export { signUserToken } from './tokens.ts'
