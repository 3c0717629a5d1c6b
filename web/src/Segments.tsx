/** @file One choice of a few, side by side in one frame. */

type SegmentsProps<Value> = {
  readonly legend: string
  /** Otherwise the legend is only spoken. */
  readonly legendShown?: boolean
  readonly options: readonly { readonly value: Value; readonly label: string }[]
  readonly chosen: Value
  readonly choose: (value: Value) => void
}

export function Segments<Value extends string | number>({ legend, legendShown = false, options, chosen, choose }: SegmentsProps<Value>) {
  return (
    <fieldset className="min-w-0">
      <legend className={legendShown ? 'label mb-1.5' : 'sr-only'}>{legend}</legend>
      <div className="segments w-fit max-w-full">
        {options.map(({ value, label }) => (
          <button key={value} type="button" className="segment" aria-pressed={value === chosen} onClick={() => choose(value)}>
            {label}
          </button>
        ))}
      </div>
    </fieldset>
  )
}
