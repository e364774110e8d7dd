import type { Drill } from './drills';
import { have, labelText } from './labels';
import type { Page } from './rules';

/** Watches for pages that nobody has asked for. */
export class Pages {
  readonly #known: Set<string>;
  readonly #unexpected = new Map<string, Page>();

  /** Pages that fire before anything is injected do not count. */
  constructor(
    private readonly drills: Drill[],
    readonly before: Page[]
  ) {
    this.#known = new Set(before.map(key));
  }

  /** Takes note of what fires, and returns the pages that should not and were not seen before. */
  see(firing: Page[]): Page[] {
    const news = firing.filter(
      (page) => !this.#known.has(key(page)) && !this.drills.some((drill) => expects(drill, page))
    );
    for (const page of news) {
      this.#known.add(key(page));
      this.#unexpected.set(key(page), page);
    }
    return news;
  }

  /** All pages that fired and should not have. */
  get unexpected(): Page[] {
    return [...this.#unexpected.values()];
  }
}

const key = ({ uid, labels }: Page) => uid + labelText(labels);

function expects({ rule, labels, mayPage = [] }: Drill, page: Page): boolean {
  return [rule, ...mayPage].includes(page.uid) && have(page.labels, labels);
}
