import { type CompleteBins, type CompleteQuestion, DEFAULT_LIMIT } from './defaults';
import { episodesText } from './episodes';
import { completeExemplars, exemplarsText } from './exemplars';
import { explainText } from './explain';
import { jointText } from './joint';
import { list } from './list';
import { areInUnit, measureOf } from './measure';
import type { MeasureName } from './query';
import { rankingText } from './ranking';
import { sideText } from './sideText';
import { sloText } from './slo';
import { verdictText } from './verdict';

/** What the view shows. */
export function subject(q: CompleteQuestion): string {
  const series = sideText(q.current);
  const bins = `${jointText(q)}${binsText(q.bins)}`;
  const names = list(q.measures.map((name) => measureName(name)));
  const what = `${names} of ${series}${bins}`;
  switch (q.view) {
    case 'sensitivity':
      return `${capitalised(q.measures, what)} at full, half and quarter resolution`;
    case 'contributions':
      return `What each bin adds to ${what}`;
    case 'distributions':
      return `Both distributions of ${series}${bins}`;
    case 'ranking':
      return `Groups of ${series} ranked by ${names}${bins}`;
    case 'explain':
      return explainText(q.explain?.labels ?? [], what);
    case 'slo':
      return `Share of the ${q.slo?.over} in which ${what} is at most ${thresholdText(q)}`;
    case 'verdict':
      return `Whether ${what} is above ${thresholdText(q)}`;
    case 'episodes':
      return `When ${what} was above ${thresholdText(q)}`;
    case 'exemplars':
      return exemplarsText(completeExemplars(q.exemplars), what);
    default:
      return capitalised(q.measures, what);
  }
}

function thresholdText({ threshold, measures, unit }: CompleteQuestion): string {
  return threshold === undefined ? '…' : `${threshold}${areInUnit(measures) ? ` ${unit}` : ''}`;
}

/** What the options of the view say, a sentence each. */
export function optionTexts({ view, slo, verdict, ranking, episodes }: CompleteQuestion): string[] {
  switch (view) {
    case 'slo':
      return slo ? [sloText(slo)] : [];
    case 'verdict':
      return verdict ? verdictText(verdict) : [];
    case 'ranking':
      return ranking ? [rankingText(ranking)] : [];
    case 'episodes':
      return episodes ? [episodesText(episodes)] : [];
    default:
      return [];
  }
}

/** What is out of the ordinary in the form of the answer. */
export function formTexts({ view, format, limit }: CompleteQuestion): string[] {
  const rows = limit === undefined || limit === DEFAULT_LIMIT ? '' : `At most ${limit} rows.`;
  const numeric = view === 'distributions' ? 'With a numeric axis.' : 'As one number for each group.';
  return [rows, format === 'numeric' ? numeric : ''];
}

function binsText(bins: CompleteBins): string {
  switch (bins.kind) {
    case 'quantiles':
      return `, in ${bins.count} quantiles`;
    case 'equalWidth':
      return `, in ${bins.count} bins of equal ${bins.scale === 'log' ? 'ratio' : 'width'}`;
    case 'top':
      return `, in the top ${bins.count} and other`;
    default:
      return '';
  }
}

/** Within a sentence, only names keep their capitals. */
function measureName(name: MeasureName): string {
  const measure = measureOf(name);
  const label = measure?.label ?? name;
  return measure?.common ? label.toLowerCase() : label;
}

/** The first measure is there with its capital again. */
function capitalised([first]: MeasureName[], text: string): string {
  return measureOf(first)?.common ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
