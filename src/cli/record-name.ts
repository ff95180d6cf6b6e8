import type { RecordKind } from '../kernel/kind.js';
import { kindNamed, kindOfResource } from '../registry/registry.js';
import { BadUsage } from './usage.js';

/** Reads `<kind>/<id>`, where the kind may be written as in addresses too. @throws BadUsage */
export function readRecordName(name: string): { kind: RecordKind; id: string } {
  const [kindName = '', id = ''] = name.split(/\/(.*)/s);
  const kind = kindNamed(kindName) ?? kindOfResource(kindName);
  if (!kind || id === '') throw new BadUsage(`${name} names no record: give a kind and an id, as in agreement/<id>`);
  return { kind, id };
}
