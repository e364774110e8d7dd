import type { AdHocVariableFilter, ScopedVars } from '@grafana/data';
import type { TemplateSrv } from '@grafana/runtime';
import { withAdHocFilters } from './adhoc';
import { type Format, interpolateMatcher } from './interpolateMatcher';
import { type PromQLFormat, interpolatePromQL } from './interpolatePromQL';
import type { HistodriftQuery, Matcher, Question, Selection } from './query';
import { aroundMacros } from './variable';

type Templates = Pick<TemplateSrv, 'replace'>;

/** The fields of a question. All else in a query is Grafana's and stays as it is. */
export const fields: Record<keyof Question, true> = {
  version: true,
  view: true,
  current: true,
  baseline: true,
  groupBy: true,
  joint: true,
  window: true,
  instant: true,
  measures: true,
  estimator: true,
  smoothing: true,
  replicates: true,
  bins: true,
  unit: true,
  confidence: true,
  minCount: true,
  widenTo: true,
  threshold: true,
  alertOn: true,
  scrapeInterval: true,
  format: true,
  limit: true,
  explain: true,
  slo: true,
  verdict: true,
  ranking: true,
  episodes: true,
  exemplars: true,
};

/** Replaces the dashboard variables in every text of a query and adds the dashboard's ad hoc filters to both sides. */
export function interpolate(
  query: HistodriftQuery,
  templates: Templates,
  scopedVars: ScopedVars = {},
  filters: AdHocVariableFilter[] = []
): HistodriftQuery {
  const replace = new Replacer(templates, scopedVars);
  const replaced = Object.entries(query).map(([key, value]) => [key, key in fields ? replace.value(value) : value]);
  return withAdHocFilters(Object.fromEntries(replaced), filters);
}

/** Replaces the variables of one side, for look-ups. */
export function interpolateSelection(
  selection: Selection,
  templates: Templates,
  scopedVars: ScopedVars = {}
): Selection {
  return new Replacer(templates, scopedVars).value(selection) as Selection;
}

class Replacer {
  constructor(
    private readonly templates: Templates,
    private readonly scopedVars: ScopedVars
  ) {}

  value(value: unknown): unknown {
    if (typeof value === 'string') {
      return this.text(value);
    }
    if (Array.isArray(value)) {
      return value.flatMap((item) => (typeof item === 'string' ? this.list(item) : [this.value(item)]));
    }
    if (isMatcher(value)) {
      return interpolateMatcher(value, (text, format) => this.text(text, format));
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.field(key, item)]));
    }
    return value;
  }

  private field(key: string, value: unknown): unknown {
    if (typeof value === 'string' && (key === 'expr' || key === 'mute')) {
      return interpolatePromQL(value, (text, format) => this.text(text, format));
    }
    return key === 'categories' ? this.texts(value) : this.value(value);
  }

  /** Texts of which each stays one, since each has its weight. */
  private texts(value: unknown): unknown {
    return Array.isArray(value) ? value.map((item) => this.texts(item)) : this.value(value);
  }

  private text(text: string, format: Format | PromQLFormat | 'csv' = 'csv'): string {
    return aroundMacros(text, (part) => this.templates.replace(part, this.scopedVars, format));
  }

  /** A variable with many values in a list of labels becomes as many labels. */
  private list(item: string): string[] {
    const replaced = this.text(item);
    return replaced === item ? [item] : replaced.split(',').filter((part) => part !== '');
  }
}

function isMatcher(value: unknown): value is Matcher {
  return typeof value === 'object' && value !== null && 'label' in value && 'op' in value && 'value' in value;
}
