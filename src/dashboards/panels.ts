import { PanelBuilder as BarChart } from '@grafana/grafana-foundation-sdk/barchart';
import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  AnnotationQueryBuilder,
  type DynamicConfigValue,
  FieldColorBuilder,
  FieldColorModeId,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';

import { histodrift, prometheus } from './target';

// Panels as all dashboards draw them. A dashboard adds what it asks, the size, and what is special.

/** A divergence or another number of the data source over time, with its band. */
export function overTime(title: string, about: string): TimeSeries {
  return new TimeSeries()
    .title(title)
    .description(about)
    .datasource(histodrift)
    .min(0)
    .legend(below())
    .tooltip(everything());
}

/** Numbers of Prometheus over time, such as a rate that stands beside a divergence. */
export function rateOverTime(title: string, about: string, unit: string): TimeSeries {
  return overTime(title, about).datasource(prometheus).unit(unit).lineWidth(2);
}

/** The foundation SDK cuts names of bins off at 0 characters unless told otherwise. */
const longest = 100;

/** A bar for each bin. */
export function bars(title: string, about: string): BarChart {
  return new BarChart()
    .title(title)
    .description(about)
    .datasource(histodrift)
    .showValue(VisibilityMode.Never)
    .xTickLabelMaxLength(longest)
    .legend(below())
    .tooltip(everything());
}

/** A bar for each bin to the right or to the left, orange and blue; names of bins can be long. */
export function lyingBars(title: string, about: string): BarChart {
  return bars(title, about)
    .orientation(VizOrientation.Horizontal)
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(steps([null, 'blue'], [0, 'orange']))
    .legend(new VizLegendOptionsBuilder().showLegend(false));
}

/** Rows for people. */
export function rows(title: string, about: string): Table {
  return new Table().title(title).description(about).datasource(histodrift).minWidth(85);
}

/** The ranking of groups, without what only statisticians ask for. */
export function ranking(title: string, about: string): Table {
  return rows(title, about)
    .overrideByRegexp('/^(KL|JS).*/', renamed('divergence', 100))
    .overrideByRegexp('/^lower.*/', renamed('at least', 90))
    .overrideByRegexp('/^upper.*/', renamed('at most', 90))
    .overrideByRegexp('/^(p-value|noise floor|top bin share)$/', hidden)
    .overrideByName('status', wide(90))
    .overrideByRegexp('/^changed$/', yesOrNo('orange', 'text'))
    .overrideByRegexp('/^within$/', yesOrNo('green', 'red'))
    .overrideByName('top bin', wide(130))
    .overrideByName('direction', wide(110))
    .overrideByRegexp(labelsOfRanking, wide(115));
}

/** The columns of a ranking that are the labels of its groups: all that have no name of their own, or were given one. */
export const labelsOfRanking =
  '/^(?!(?:status|changed|within|direction|noise floor|[pq]-value|n (?:current|baseline)|top bin.*|divergence|at (?:least|most)|KL.*|JS.*|lower.*|upper.*)$).*$/';

/** Which label and value accounts for a change, with columns as wide as their words. */
export function explanation(title: string, about: string): Table {
  return rows(title, about)
    .overrideByRegexp(labelsOfExplanation, wide(120))
    .overrideByRegexp('/^(value|accounts for)$/', wide(115))
    .overrideByRegexp('/^share (current|baseline)$/', wide(125))
    .overrideByName('direction', wide(150));
}

const labelsOfExplanation =
  '/^(?!(?:label|value|accounts for|reason|direction|mix|inside|total|share current|share baseline|n current|n baseline|status)$).*$/';

/** Red below what has to be reached, green from there on. */
export const reached = (least: number) => steps([null, 'red'], [least, 'green']);

/** One large number, or a word that stands for it. */
export function large(title: string, about: string): Stat {
  return new Stat()
    .title(title)
    .description(about)
    .datasource(histodrift)
    .reduceOptions(last())
    .textMode(BigValueTextMode.Value)
    .colorMode(BigValueColorMode.Value)
    .graphMode(BigValueGraphMode.None);
}

/** Green up to a value, red from there on. */
export function upTo(value: number): ThresholdsConfigBuilder {
  return steps([null, 'green'], [value, 'red']);
}

/** No colour says whether a number is good or bad. */
export function neutral(): ThresholdsConfigBuilder {
  return steps([null, 'text']);
}

function steps(...all: Array<[value: number | null, color: string]>): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps(all.map(([value, color]) => ({ value, color })));
}

/** Deploys and other changes, from a metric that is 1 while one goes on. */
export function deploys(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Deploys')
    .datasource(prometheus)
    .enable(true)
    .iconColor('purple')
    .expr('$deploys > 0')
    .step('60s')
    .titleFormat('Deploy of {{service}}')
    .tagKeys('service');
}

/** Colours by the panel's thresholds, where the data source has chosen one for each series. */
export const byThreshold: DynamicConfigValue[] = [{ id: 'color', value: { mode: 'thresholds' } }];

/** The width of a column. */
export function wide(pixels: number): DynamicConfigValue[] {
  return [{ id: 'custom.width', value: pixels }];
}

/** What a table says in place of its rows, where it has none. Cells without a number stay empty. */
export function instead(table: Table, text: string): Table {
  return table.noValue(text).overrideByRegexp('/.*/', [{ id: 'noValue', value: ' ' }]);
}

/** A column that nobody has to see. */
export const hidden: DynamicConfigValue[] = [{ id: 'custom.hidden', value: true }];

/** The last value of each series. */
export function last(): ReduceDataOptionsBuilder {
  return new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);
}

/** A legend below the graph. */
export function below(): VizLegendOptionsBuilder {
  return new VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom);
}

function renamed(name: string, pixels: number): DynamicConfigValue[] {
  return [{ id: 'displayName', value: name }, ...wide(pixels)];
}

function yesOrNo(yes: string, no: string): DynamicConfigValue[] {
  const options = { true: { text: 'yes', color: yes, index: 0 }, false: { text: 'no', color: no, index: 1 } };
  return [
    { id: 'mappings', value: [{ type: 'value', options }] },
    { id: 'custom.cellOptions', value: { type: 'color-text' } },
    ...wide(80),
  ];
}

function everything(): VizTooltipOptionsBuilder {
  return new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending);
}
