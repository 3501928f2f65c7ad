import type { MetricFamily, Sample } from '../ports/metrics.js';

/** What the text is, for the header Content-Type. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * The families in Prometheus' text format 0.0.4 (https://prometheus.io/docs/instrumenting/exposition_formats).
 * A family without samples is left out.
 */
export function metricsText(families: readonly MetricFamily[]): string {
  return families
    .filter(({ samples }) => samples.length > 0)
    .map(familyText)
    .join('');
}

function familyText({ name, kind, help, samples }: MetricFamily): string {
  const head = `# HELP ${name} ${help.replace(/[\\\n]/g, escaped)}\n# TYPE ${name} ${kind}\n`;
  return head + samples.map((sample) => `${name}${sampleText(sample)}\n`).join('');
}

function sampleText({ suffix, labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(
    ([name, text]) => `${name}="${text.replace(/[\\\n"]/g, escaped)}"`,
  );
  return `${suffix ?? ''}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

function escaped(letter: string): string {
  return letter === '\n' ? '\\n' : `\\${letter}`;
}
