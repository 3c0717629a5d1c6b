/** @file penchant/client: the HTTP API from a browser or from Node. */

export { type AskOptions, type Catalogue, type Client, type ClientOptions, createClient, type Session } from './client.ts'
export { ClientError, type ClientErrorCode } from './client-error.ts'
