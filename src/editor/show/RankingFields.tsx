import { completeRanking } from '../../query/ranking';
import { Labelled } from '../Labelled';
import { PercentInput } from '../PercentInput';
import type { SectionProps } from '../sectionProps';

/** How groups that changed are told from noise. */
export function RankingFields({ question, change, problem }: SectionProps) {
  const { falseDiscovery } = question.ranking ?? completeRanking();
  return (
    <Labelled label="False alarms" help="falseDiscovery" error={problem('ranking.falseDiscovery')}>
      {({ id }) => (
        <PercentInput
          id={id}
          value={falseDiscovery}
          invalid={problem('ranking.falseDiscovery') !== undefined}
          onCommit={(share) => change({ ranking: share === undefined ? undefined : { falseDiscovery: share } })}
        />
      )}
    </Labelled>
  );
}
