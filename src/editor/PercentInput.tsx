import { fromPercent, toPercent } from '../query/percent';
import { NumberInput } from './NumberInput';

interface Props {
  id: string;
  'aria-describedby'?: string;
  /** Between 0 and 1. */
  value?: number;
  /** Gets undefined where the input was emptied. */
  onCommit: (share?: number) => void;
  placeholder?: string;
  invalid?: boolean;
}

/** A share, written as a percentage. */
export function PercentInput({ value, onCommit, ...input }: Props) {
  return (
    <NumberInput
      {...input}
      width={12}
      suffix="%"
      value={value === undefined ? undefined : toPercent(value)}
      onCommit={(percent) => onCommit(percent === undefined ? undefined : fromPercent(percent))}
    />
  );
}
