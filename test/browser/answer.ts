import type { Page } from '@playwright/test';

interface Field {
  name: string;
  labels?: Record<string, string>;
}

/** A frame of the query layer's answer, as far as tests look at it. */
export interface Frame {
  schema: { fields: Field[]; meta?: { custom?: { formula: string }; notices?: Array<{ text: string }> } };
  data: { values: Array<Array<number | null>> };
}

/** Does something that runs a query, with these measures if given, and returns the frames of its answer. */
export async function answer(page: Page, act: () => Promise<unknown>, measures?: string[]): Promise<Frame[]> {
  let frames: Frame[] = [];
  const arrived = page.waitForResponse(async (response) => {
    if (!response.url().includes('/api/ds/query') || !response.ok()) {
      return false;
    }
    const asked: string[] = response.request().postDataJSON().queries[0].measures;
    // A query that another one has overtaken is given up, and its answer has no body.
    const body = await response.json().catch(() => undefined);
    frames = body?.results.A.frames ?? [];
    return body !== undefined && (measures === undefined || asked.join() === measures.join());
  });
  await act();
  await arrived;
  return frames;
}

/** The values of a field, without gaps. */
export const column = (frame: Frame, name: string) =>
  frame.data.values[frame.schema.fields.findIndex((field) => field.name === name)].filter((value) => value !== null);
