import { Button } from '@grafana/ui';

interface Props {
  /** What is added, as screen readers say it. */
  name: string;
  disabled?: boolean;
  onClick: () => void;
}

/** Adds a row to a list. */
export function AddButton({ name, ...props }: Props) {
  return (
    <Button
      {...props}
      type="button"
      variant="secondary"
      fill="outline"
      size="sm"
      icon="plus"
      aria-label={`Add ${name}`}
    >
      Add
    </Button>
  );
}
