import { PersonalNames, PersonalText, RefersTo } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

/** A person is recorded; for whom the person acts is said by the mandates of parties. */
export class RecordPerson extends ActFields {
  @PersonalNames()
  name!: Personal<Names>;
}

/** Another name, or another spelling of the name, of the same person. */
export class NamePerson extends ActFields {
  @PersonalNames()
  name!: Personal<Names>;
}

/** Two records turn out to be of one person: this one goes on under the other. */
export class MergePerson extends ActFields {
  @RefersTo('person')
  into!: string;

  @PersonalText({ optional: true })
  reason?: Personal;
}
