/** One measured thing, as Prometheus knows it; the name tells the unit (`_seconds`, `_bytes`) and `_total` a counter. */
export interface MetricFamily {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** Only of histograms. */
  readonly suffix?: '_bucket' | '_sum' | '_count';
  /** Names and values; the values come from the plan or from lists in the code, never from calls. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Counts values into buckets; observing allocates nothing. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  /** `bounds`: upper ends of the buckets, inclusive, rising; what is above the last is counted too. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    let at = 0;
    while (at < this.#bounds.length && value > (this.#bounds[at] ?? 0)) at += 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += value;
  }

  family(name: string, help: string): MetricFamily {
    let count = 0;
    const buckets = [...this.#counts].map((inBucket, at): Sample => {
      count += inBucket;
      return { suffix: '_bucket', labels: { le: String(this.#bounds[at] ?? '+Inf') }, value: count };
    });
    const sums: readonly Sample[] = [
      { suffix: '_sum', labels: {}, value: this.#sum },
      { suffix: '_count', labels: {}, value: count },
    ];
    return { name, kind: 'histogram', help, samples: [...buckets, ...sums] };
  }
}

/** A family with one sample without labels. */
export function single(kind: 'counter' | 'gauge', name: string, help: string, value: number): MetricFamily {
  return { name, kind, help, samples: [{ labels: {}, value }] };
}

/** A family with a sample for each entry, told apart by one label. */
export function byLabel(
  kind: 'counter' | 'gauge',
  name: string,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): MetricFamily {
  const samples = Object.entries(values).map(([key, value]) => ({ labels: { [label]: key }, value }));
  return { name, kind, help, samples };
}
