import type { ComponentType } from 'react';
import type { View } from '../../query/query';
import { Row } from '../Section';
import type { SectionProps } from '../sectionProps';
import { EpisodesFields } from './EpisodesFields';
import { ExemplarsFields } from './ExemplarsFields';
import { ExplainFields } from './ExplainFields';
import { RankingFields } from './RankingFields';
import { SLOFields } from './SLOFields';
import { VerdictFields } from './VerdictFields';

const fields: Partial<Record<View, ComponentType<SectionProps>>> = {
  explain: ExplainFields,
  slo: SLOFields,
  verdict: VerdictFields,
  ranking: RankingFields,
  episodes: EpisodesFields,
  exemplars: ExemplarsFields,
};

/** What only the chosen view has. */
export function ViewOptions(props: SectionProps) {
  const Fields = fields[props.question.view];
  return (
    Fields && (
      <Row>
        <Fields {...props} />
      </Row>
    )
  );
}
