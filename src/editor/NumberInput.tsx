import type { ReactNode } from 'react';
import { DraftInput } from './DraftInput';

interface Props {
  /** Not needed where there is an `aria-label`. */
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  value?: number;
  /** Gets undefined where the input was emptied. */
  onCommit: (value?: number) => void;
  placeholder?: string;
  invalid?: boolean;
  width?: number;
  suffix?: ReactNode;
  min?: number;
  max?: number;
}

/** A number that may be left out. */
export function NumberInput({ value, onCommit, ...input }: Props) {
  return (
    <DraftInput
      {...input}
      type="number"
      step="any"
      value={value === undefined ? '' : String(value)}
      onCommit={(text) => onCommit(text === '' ? undefined : Number(text))}
    />
  );
}
