/** The part of the `edtf` library that the kernel uses; the package brings no types of its own. */
declare module 'edtf' {
  /** What the library's grammar finds in a text. `values`: year, month (January is 0) or season (21 to 41), day. */
  export interface Parsed {
    readonly type: string;
    readonly values: readonly unknown[];
    /** A bit for each of the eight digits YYYYMMDD that is an X, the first year digit lowest. */
    readonly unspecified?: number;
    readonly uncertain?: boolean | number;
    readonly approximate?: boolean | number;
  }

  /** Throws an Error for a text that is no EDTF of level 2. */
  export function parse(text: string): Parsed;
}
