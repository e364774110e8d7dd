import type { TemplateSrv } from '@grafana/runtime';

/** Replaces $name and ${name} by the values given, as Grafana does: many values are formatted, one too. */
export function templatesOf(values: Record<string, string | string[]>): TemplateSrv {
  const replace: TemplateSrv['replace'] = (target = '', scopedVars, format) =>
    target.replace(/\$(\w+)|\$\{(\w+)\}/g, (match, plain, braced) => {
      const name: string = plain ?? braced;
      const value = scopedVars?.[name]?.value ?? values[name];
      if (value === undefined) {
        return match;
      }
      return typeof format === 'function' ? format(value) : [value].flat().join(',');
    });
  return {
    replace,
    getVariables: () => Object.keys(values).map((name) => ({ name })) as never,
    containsTemplate: () => false,
    updateTimeRange: () => {},
  };
}
