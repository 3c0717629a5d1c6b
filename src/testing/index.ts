/** @file penchant/testing: the suites that every storage driver, encoder, model and source must pass, as named cases for any test runner.
 *
 * @example
 * for (const { name, run } of storageCases({ open: () => openMyStorage() })) test(name, run)
 */

export { encoderCases } from './encoder.ts'
export { modelCases } from './model.ts'
export { sourceCases } from './source.ts'
export { storageCases } from './storage.ts'
