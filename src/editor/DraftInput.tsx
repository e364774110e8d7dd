import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Input } from '@grafana/ui';

interface Props {
  /** Not needed where there is an `aria-label`. */
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  value: string;
  onCommit: (value: string) => void;
  placeholder?: string;
  invalid?: boolean;
  width?: number;
  suffix?: ReactNode;
  /** Values to choose from while typing. */
  suggestions?: string[];
  type?: 'text' | 'number';
  min?: number;
  max?: number;
  step?: number | 'any';
}

/**
 * A text input that keeps what is typed to itself until the person is done: on Enter or when the input is left. Escape
 * goes back. So a query never runs on a half-written value.
 */
export function DraftInput({ value, onCommit, suggestions, ...input }: Props) {
  const [draft, setDraft] = useState<string>();
  const listId = useId();

  const commit = () => {
    setDraft(undefined);
    if (draft !== undefined && draft.trim() !== value) {
      onCommit(draft.trim());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') {
      commit();
    } else if (event.key === 'Escape') {
      setDraft(undefined);
    }
  };

  return (
    <>
      <Input
        {...input}
        value={draft ?? value}
        list={suggestions && listId}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </>
  );
}
