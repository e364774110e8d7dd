import { baselineProblems } from './baseline';
import { type CompleteQuestion, withDefaults } from './defaults';
import { binsProblems } from './bins';
import { confidenceProblems } from './confidence';
import { inWords, toSeconds } from './duration';
import { estimatorProblems } from './estimator';
import { jointProblems } from './joint';
import { measureProblems } from './measureProblems';
import { versionProblems } from './migrate';
import { type Problem, durationProblems, fixedDurationProblems } from './problem';
import type { Question } from './query';
import { replicatesProblems } from './replicates';
import { currentProblems } from './selection';
import { alertProblems } from './statistic';
import { viewProblems } from './viewProblems';

/**
 * Finds what can't work in a question. Values that hold a variable are not judged: only the query layer knows them.
 * The query layer checks the same rules again, for queries that never passed an editor.
 */
export function validate(question: Partial<Question>): Problem[] {
  const ofVersion = versionProblems(question);
  // What another version means by its fields is not known here.
  return ofVersion.length > 0 ? ofVersion : problemsOf(withDefaults(question));
}

function problemsOf(q: CompleteQuestion): Problem[] {
  return [
    ...currentProblems(q),
    ...groupByProblems(q),
    ...jointProblems(q),
    ...baselineProblems(q),
    ...durationProblems('window', q.window),
    ...measureProblems(q),
    ...estimatorProblems(q),
    ...replicatesProblems(q),
    ...binsProblems(q),
    ...confidenceProblems(q),
    ...alertProblems(q),
    ...viewProblems(q),
    ...widenProblems(q),
    ...(q.scrapeInterval ? fixedDurationProblems('scrapeInterval', q.scrapeInterval, '15s or 1m') : []),
  ];
}

/** Whether enough is filled in to ask the question at all. */
export function isComplete(question: Partial<Question>): boolean {
  return !validate(question).some((problem) => problem.missing);
}

function groupByProblems({ groupBy: labels, measures, confidence, view }: CompleteQuestion): Problem[] {
  return labels.flatMap((label, i) => {
    const field = `groupBy[${i}]`;
    if (label === 'le') {
      return [{ field, message: 'le is the bucket bound, not a group: remove it.' }];
    }
    if (labels.indexOf(label) < i) {
      return [{ field, message: `${label} is named twice: remove one.` }];
    }
    // The answer adds labels of its own.
    if (label === 'measure' && measures.length > 1) {
      const message =
        'With several measures, the label measure tells them apart: ask for one measure, or group by another label.';
      return [{ field, message }];
    }
    if (label === 'bound' && (confidence.band || confidence.noiseFloor || confidence.expectedRange)) {
      const message =
        'The label bound tells the band, the noise floor and the expected range apart: switch them off, or group by another label.';
      return [{ field, message }];
    }
    if (label === 'resolution' && view === 'sensitivity') {
      const message =
        'With the sensitivity to bins, the label resolution tells them apart: show the divergence, or group by another label.';
      return [{ field, message }];
    }
    return [];
  });
}

function widenProblems({ widenTo, window }: CompleteQuestion): Problem[] {
  if (!widenTo) {
    return [];
  }
  const problems = fixedDurationProblems('widenTo', widenTo, '6h or 1d');
  const [longest, length] = [toSeconds(widenTo), toSeconds(window)];
  if (problems.length > 0 || longest === undefined || length === undefined || longest >= length) {
    return problems;
  }
  const message = `Shorter than the window of ${inWords(window)}, which can only grow: use ${window} or more.`;
  return [{ field: 'widenTo', message }];
}
