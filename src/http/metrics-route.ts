import type { MetricFamily } from '../ports/metrics.js';
import { METRICS_TYPE, metricsText } from './metrics-text.js';
import { get, ok, PlainText, SEES_ALL, type Route } from './route.js';

/** The figures for Prometheus, with a token like everything: its configuration has `authorization` for that. */
export function metricsRoute(metrics: () => readonly MetricFamily[]): Route {
  return get('/metrics', SEES_ALL, () => ok(new PlainText(METRICS_TYPE, metricsText(metrics()))));
}
