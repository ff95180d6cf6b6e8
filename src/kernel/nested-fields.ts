import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsOptional, ValidateBy, ValidateNested } from 'class-validator';
import type { Constructor, Options } from './field-declarations.js';
import { declare } from './field-declarations.js';

/** An object with fields of its own. `refersTo: '*'` marks one that names a record as `{ kind, id, event }`. */
export const One =
  (type: () => Constructor, options: Options & { refersTo?: string } = {}): PropertyDecorator =>
  (target, property) => {
    declare(target, {
      name: String(property),
      required: options.optional !== true,
      schema: {},
      nested: type,
      ...(options.refersTo ? { refersTo: options.refersTo } : {}),
    });
    if (options.optional) IsOptional()(target, property);
    ValidateBy({
      name: 'object',
      validator: {
        validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: () => 'must be an object',
      },
    })(target, property);
    ValidateNested()(target, property);
    Type(type)(target, property);
  };

/** A list of objects with fields of their own. */
export const Many =
  (type: () => Constructor, options: Options & { min?: number; max?: number } = {}): PropertyDecorator =>
  (target, property) => {
    const limits = { minItems: options.min ?? 0, maxItems: options.max ?? 500 };
    declare(target, {
      name: String(property),
      required: options.optional !== true,
      schema: {},
      nested: type,
      many: true,
      limits,
    });
    if (options.optional) IsOptional()(target, property);
    IsArray()(target, property);
    ArrayMinSize(limits.minItems)(target, property);
    ArrayMaxSize(limits.maxItems)(target, property);
    ValidateNested({ each: true })(target, property);
    Type(type)(target, property);
  };
