import type { MetricFamily } from '../ports/metrics.js';
import { METRICS_TYPE, metricsText } from './metrics-text.js';
import { ok, PlainText, type Route } from './route.js';

/** The figures for Prometheus, under the same token as everything: its configuration has `authorization` for that. */
export function metricsRoute(metrics: () => readonly MetricFamily[]): Route {
  return {
    method: 'GET',
    path: '/metrics',
    access: 'token',
    handle: () => ok(new PlainText(METRICS_TYPE, metricsText(metrics()))),
  };
}
