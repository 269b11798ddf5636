/** A record, and the same after years: fields kept, renamed, left out, promoted and added. */
import fc from 'fast-check';

export interface Evolution {
  readonly written: object;
  readonly wanted: object;
  /** By the schema that wrote; each number is below 1,000. */
  readonly json: string;
}

const promotions = {
  int: ['int', 'long', 'float', 'double'],
  float: ['float', 'double'],
  string: ['string', 'bytes'],
};

const field = fc.record({
  written: fc.constantFrom<(keyof typeof promotions)[]>('int', 'float', 'string'),
  promotion: fc.nat(3),
  fate: fc.constantFrom('kept', 'kept', 'renamed', 'left out'),
  inArray: fc.boolean(),
  number: fc.integer({ min: -1000, max: 1000 }),
});

export const arbitraryEvolution: fc.Arbitrary<Evolution> = fc
  .tuple(fc.array(field, { maxLength: 8 }), fc.nat(3))
  .map(([fields, added]) => {
    const typeOf = (name: string, inArray: boolean) => (inArray ? { type: 'array', items: name } : name);
    const before = fields.map(({ written, inArray }, at) => ({
      name: `f${at}`,
      type: typeOf(written, inArray),
    }));
    const after = fields.flatMap(({ written, promotion, fate, inArray }, at) => {
      if (fate === 'left out') return [];
      const types = promotions[written];
      const type = typeOf(types[promotion % types.length] ?? '', inArray);
      return fate === 'kept' ? [{ name: `f${at}`, type }] : [{ name: `g${at}`, aliases: [`f${at}`], type }];
    });
    const more = Array.from({ length: added }, (_, at) => ({ name: `h${at}`, type: 'int', default: at }));
    const values = fields.map(({ written, number, inArray }, at) => {
      const value = written === 'string' ? `text ${number}` : number;
      return [`f${at}`, inArray ? [value] : value] as const;
    });
    return {
      written: { type: 'record', name: 'R', fields: before },
      wanted: { type: 'record', name: 'R', fields: [...after, ...more] },
      json: JSON.stringify(Object.fromEntries(values)),
    };
  });
