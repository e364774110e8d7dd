import type { Selection } from '../../query/query';
import { CodeInput } from '../CodeInput';
import { Labelled } from '../Labelled';
import { LabelsInput } from '../LabelsInput';
import type { SectionProps } from '../sectionProps';

/** PromQL in place of a metric and its matchers. */
export function CodeFields({ question, datasource, refit, problem }: SectionProps) {
  const { expr = '', category = [] } = question.current;
  const changeTo = (next: Required<Pick<Selection, 'expr' | 'category'>>) => {
    const { category: labels, ...code } = next;
    // Whether the bins are categories decides what else applies.
    refit({ current: labels.length > 0 ? next : code });
  };
  return (
    <>
      <Labelled label="Expression" help="expr" error={problem('current.expr')} wide>
        {({ id }) => (
          <CodeInput
            id={id}
            rows={3}
            placeholder="sum by (le) (increase(http_request_duration_seconds_bucket[$__window]))"
            value={expr}
            invalid={problem('current.expr') !== undefined}
            onCommit={(text) => changeTo({ expr: text, category })}
          />
        )}
      </Labelled>
      <Labelled label="Category labels" help="exprCategory" error={problem('current.category')} grow>
        {(ids) => (
          <LabelsInput
            {...ids}
            datasource={datasource}
            side={question.current}
            placeholder="none: buckets or native histograms"
            value={category}
            onChange={(labels) => changeTo({ expr, category: labels })}
          />
        )}
      </Labelled>
    </>
  );
}
