/** A condition in SQL with the values of its parameters. */
export interface Condition {
  sql: string;
  values: Record<string, string | number>;
}

/** One condition out of several. */
export function allOf(conditions: readonly Condition[]): Condition {
  return {
    sql: conditions.map(({ sql }) => sql).join(' AND '),
    values: Object.assign({}, ...conditions.map(({ values }) => values)) as Condition['values'],
  };
}
