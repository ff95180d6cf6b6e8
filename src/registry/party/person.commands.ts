import { PersonalNames, RefersTo } from '../../kernel/fields.js';
import type { Names } from '../../kernel/names.js';
import type { Personal } from '../../kernel/personal.js';
import { ActFields } from '../../kernel/act-fields.js';

/** A person is recorded; for whom the person acts is said by the mandates of parties. */
export class RecordPerson extends ActFields {
  @PersonalNames({ about: 'Name of the person.' })
  name!: Personal<Names>;
}

/** Another name, or another spelling of the name, of the same person. */
export class NamePerson extends ActFields {
  @PersonalNames({ about: 'The alias, as a text gives it.' })
  name!: Personal<Names>;
}

/** Two records turn out to be of one person: this one goes on under the other. */
export class MergePerson extends ActFields {
  @RefersTo('person', { about: 'The person under whom it goes on.' })
  into!: string;
}
