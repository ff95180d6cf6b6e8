/** How firmly a source says a thing: done, agreed, intended, offered, wished or merely asserted. It is never raised. */
export const MODALITIES = ['fact', 'agreed', 'will', 'ready-to', 'interested', 'may', 'hopes', 'claims'] as const;

export type Modality = (typeof MODALITIES)[number];

/** The modalities of what was done, by one or by all: everything else is an intention or a statement (rule 4). */
export const COMPLETED: readonly Modality[] = ['fact', 'agreed'];

/** Whether what was said in this way was done. */
export function isCompleted(modality: Modality | undefined): boolean {
  return modality !== undefined && COMPLETED.includes(modality);
}
