// The units file: who may submit, under which names and addresses. Faults come with their lines.
import { z } from 'zod';
import type { Unit } from '../src/core/facts.ts';
import { readYamlFile } from './yaml-file.ts';

/** Errors: Fault settings-invalid, which lists every fault of the file at once. */
export function readUnits(path: string): Unit[] {
  return readYamlFile(path, unitsSchema);
}

const text = z.string('expected text; put numbers in quotes').trim().min(1, 'is empty').normalize('NFC');

/** Values of which each may stand in the file once. */
function once(schema: z.ZodString) {
  const seen = new Set<string>();
  return schema.refine((value) => !seen.has(value) && seen.add(value), 'stands here a second time');
}

function unitsSchema(): z.ZodType<Unit[]> {
  const code = z
    .string('expected a code')
    .regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/, 'expected capitals A-Z, digits and -');
  const unit = z
    .strictObject({
      code: once(code),
      /** State code of the commune; kept for exchange with other systems. */
      area_code: z
        .string('expected five digits in quotes')
        .regex(/^\d{5}$/, 'expected five digits in quotes')
        .optional(),
      group: text,
      name: text,
      short_name: text.optional(),
      place: text.optional(),
      place_level: z.enum(['xã', 'thị trấn', 'phường'], 'expected xã, thị trấn or phường').optional(),
      aliases: z.array(text, 'expected a list of names').default([]),
      addresses: z
        .array(
          once(z.string('expected a mail address').trim().toLowerCase()).pipe(
            z.email('expected a mail address'),
          ),
          'expected a list of addresses',
        )
        .default([]),
      expected: z.enum(['required', 'encouraged', 'no'], 'expected required, encouraged or no'),
    })
    .transform(
      ({ code, name, short_name = name, group, place = null, aliases, addresses, expected }): Unit => ({
        code,
        name,
        shortName: short_name,
        group,
        place,
        aliases,
        addresses,
        expected,
      }),
    );
  return z
    .strictObject({ units: z.array(unit, 'expected a list of units') }, 'expected the key units')
    .transform(({ units }) => units);
}
