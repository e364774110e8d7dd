import { Combobox, type ComboboxOption } from '@grafana/ui';

interface Props {
  id?: string;
  labelId: string;
  placeholder: string;
  options: (search: string) => Promise<ComboboxOption[]>;
  value?: string;
  disabled?: boolean;
  /** As wide as its text, within limits; else it fills the space it has. */
  fit?: { minWidth: number; maxWidth: number };
  onChange: (value: string) => void;
  /** Where it is given, the value can be removed. */
  onClear?: () => void;
}

/** A menu that is filled by a look-up, and takes what the server does not know as well. */
export function LookupCombobox({ labelId, value, fit, onChange, onClear, ...props }: Props) {
  const size = fit ? { width: 'auto' as const, ...fit } : {};
  const common = { ...props, 'aria-labelledby': labelId, createCustomValue: true, value: value || null };
  // Remarks in the menu look as if they could not be chosen, but the keyboard can.
  const choose = (option: ComboboxOption) => !option.infoOption && onChange(option.value);
  return onClear ? (
    <Combobox {...common} {...size} isClearable onChange={(option) => (option ? choose(option) : onClear())} />
  ) : (
    <Combobox {...common} {...size} onChange={choose} />
  );
}
