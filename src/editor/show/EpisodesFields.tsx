import { completeEpisodes } from '../../query/episodes';
import type { Episodes } from '../../query/options';
import { DraftInput } from '../DraftInput';
import { Labelled } from '../Labelled';
import { PercentInput } from '../PercentInput';
import type { SectionProps } from '../sectionProps';
import { withoutBlanks } from './withoutBlanks';

const lengths = [
  { name: 'gap', label: 'Join gaps up to', help: 'episodesGap', placeholder: 'never' },
  { name: 'least', label: 'At least', help: 'episodesLeast', placeholder: 'any length' },
] as const;

/** When an episode begins and ends, and which of them count. */
export function EpisodesFields({ query, question, change, problem }: SectionProps) {
  const { leave } = question.episodes ?? completeEpisodes();
  const changeOptions = (patch: Episodes) => change({ episodes: withoutBlanks({ ...query.episodes, ...patch }) });
  return (
    <>
      <Labelled label="Ends below" help="episodesLeave" error={problem('episodes.leave')}>
        {({ id }) => (
          <PercentInput
            id={id}
            value={leave}
            invalid={problem('episodes.leave') !== undefined}
            onCommit={(share) => changeOptions({ leave: share })}
          />
        )}
      </Labelled>
      {lengths.map(({ name, label, help, placeholder }) => (
        <Labelled key={name} label={label} help={help} error={problem(`episodes.${name}`)}>
          {({ id }) => (
            <DraftInput
              id={id}
              width={14}
              placeholder={placeholder}
              suggestions={['10m', '30m', '1h', '6h']}
              value={query.episodes?.[name] ?? ''}
              invalid={problem(`episodes.${name}`) !== undefined}
              onCommit={(text) => changeOptions({ [name]: text || undefined })}
            />
          )}
        </Labelled>
      ))}
    </>
  );
}
