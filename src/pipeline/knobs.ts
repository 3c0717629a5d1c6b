/** @file The knobs of a page: how far it leaves what is known of the person. One closed set, for a request, for the configuration and for whatever else sets them.
 *
 * They choose what is looked for, how many places are drawn and what makes room; no knob changes a score. All at 0, the page is what it is without knobs.
 */

import { z } from 'zod'

/** What is set of the knobs, each 0 … 1. */
export type Knobs = {
  /** The share of the places that go to topics the engine wants to learn about: drawn with a known probability, each with the best of its topic. */
  readonly explore?: number | undefined
  /** The share of the places that are drawn with equal chances from everything that may be shown. */
  readonly r?: number | undefined
  /** How far the person's interests reach towards topics beside them when candidates are looked for: 0 not at all … 1 as far as those topics' middles. */
  readonly mu?: number | undefined
  /** Towards how many such topics each interest reaches: 0 the nearest … 1 the nearest four. Without `mu` it does nothing. */
  readonly alpha?: number | undefined
  /** How near to an interest its candidates must be, in ρ: 0 nearer than chance … 1 as near as a tenth neighbour. */
  readonly threshold?: number | undefined
  /**
   * How soon what was shown on earlier visits and left alone makes room: 0 never … 1 a page of ten further down after one visit. Within a visit the page stays. Does
   * nothing where words or examples ask for something.
   */
  readonly rotation?: number | undefined
}

export type KnobValues = Readonly<Record<keyof Knobs, number>>

const knob = z.number().min(0).max(1)

export const knobsSchema = z.strictObject({
  explore: knob.optional(),
  r: knob.optional(),
  mu: knob.optional(),
  alpha: knob.optional(),
  threshold: knob.optional(),
  rotation: knob.optional(),
}) satisfies z.ZodType<Knobs>

/** As in a configuration: what a request does not set. */
export const knobDefaultsSchema = z.strictObject({
  explore: knob.default(0),
  r: knob.default(0),
  mu: knob.default(0),
  alpha: knob.default(0),
  threshold: knob.default(0),
  rotation: knob.default(0),
}) satisfies z.ZodType<KnobValues>

export const noKnobs: KnobValues = { explore: 0, r: 0, mu: 0, alpha: 0, threshold: 0, rotation: 0 }

/** What the request sets, else the defaults. Who asks for something in words or by examples gets that: the defaults are for pages that ask for nothing. */
export function knobsInForce(set: Knobs | undefined, defaults: KnobValues, isAsked: boolean): KnobValues {
  const otherwise = isAsked ? noKnobs : defaults
  return {
    explore: set?.explore ?? otherwise.explore,
    r: set?.r ?? otherwise.r,
    mu: set?.mu ?? otherwise.mu,
    alpha: set?.alpha ?? otherwise.alpha,
    threshold: set?.threshold ?? otherwise.threshold,
    // Who asks twice for the same is answered the same: the best match makes no room, whoever sets the knob.
    rotation: isAsked ? 0 : (set?.rotation ?? otherwise.rotation),
  }
}
