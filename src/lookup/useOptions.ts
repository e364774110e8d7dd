import { useCallback, useRef } from 'react';
import type { ComboboxOption } from '@grafana/ui';
import type { Found } from './lookup';

/** Loads what a menu shows for a search text. */
export type Load = (search: string, signal: AbortSignal) => Promise<Found<ComboboxOption>>;

/**
 * Turns a look-up into the options of a Combobox, which debounces the typing itself. A newer search aborts the one before.
 * What the server cut, and why it did not answer, is said in the menu.
 */
export function useOptions(load: Load): (search: string) => Promise<ComboboxOption[]> {
  const running = useRef<AbortController>();
  return useCallback(
    async (search: string) => {
      running.current?.abort();
      const { signal } = (running.current = new AbortController());
      try {
        const { items, truncated } = await load(search, signal);
        return truncated
          ? [...items, remark(`First ${items.length.toLocaleString('en')} of many: type to search`)]
          : items;
      } catch (error) {
        // A search that was aborted is not shown: the Combobox waits for the newer one.
        return signal.aborted ? [] : [remark('Look-up failed', reason(error))];
      }
    },
    [load]
  );
}

/** A line in a menu that can't be chosen. */
function remark(label: string, description?: string): ComboboxOption {
  return { label, ...(description && { description }), value: '\u0000', infoOption: true };
}

function reason(error: any): string {
  return error?.data?.message ?? error?.message ?? 'no answer';
}
