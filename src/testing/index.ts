/** @file penchant/testing: the suites that every storage driver, encoder and source must pass, as named cases for any test runner.
 *
 * @example
 * for (const { name, run } of storageCases({ open: () => openMyStorage() })) test(name, run)
 */

export { encoderCases } from './encoder.ts'
export { sourceCases } from './source.ts'
export { storageCases } from './storage.ts'
