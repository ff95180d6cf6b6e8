/**
 * A text that others have written, fit for a terminal: control characters, line ends and invisible ones, such as those that
 * turn the direction of letters, stand there as escapes. A terminal obeys them, and would show what was never said.
 */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (letter) => {
    const code = (letter.codePointAt(0) ?? 0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
  });
}
