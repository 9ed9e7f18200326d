// A unit as somebody types it: by code, by name, with accents or without, or by what only one of them has.
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { chooseUnit, unitOption } from '../../src/core/unit-choice.ts';

const units = readUnits('config/units.yaml');
const codeOf = (typed: string) => chooseUnit(typed, units)?.code ?? null;

describe('chooseUnit', () => {
  it('knows every unit as it stands in the list, by its code and by its name', () => {
    for (const unit of units) {
      expect(codeOf(unitOption(unit))).toBe(unit.code);
      expect(codeOf(` ${unit.code} `)).toBe(unit.code);
      expect(codeOf(unit.name.toLowerCase())).toBe(unit.code);
    }
  });

  it.each([
    ['uy ban mttq viet nam xa gia phu', 'MTTQ-GIAPHU'],
    ['MTTQ Việt Nam xã Sơn Hà', 'MTTQ-SONHA'],
    ['', null],
    ['()', null],
    ['Ủy ban MTTQ Việt Nam', null],
    ['xã Không Có', null],
    ['MTTQ-GIAPHU)', null],
  ])('%s', (typed, code) => {
    expect(codeOf(typed)).toBe(code);
  });
});
