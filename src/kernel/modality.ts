/** How firmly a source says a thing: done, agreed, intended, offered, wished or merely asserted. It is never raised. */
export const MODALITIES = ['fact', 'agreed', 'will', 'ready-to', 'interested', 'may', 'hopes', 'claims'] as const;

export type Modality = (typeof MODALITIES)[number];

/** Whether the text is one of the modalities. */
export function isModality(text: string): text is Modality {
  return (MODALITIES as readonly string[]).includes(text);
}
