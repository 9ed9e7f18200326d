import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../config/units.ts';
import { fold } from '../../src/core/fold.ts';
import { brokenFiles, faultOf } from './faults.ts';

const shipped = join(import.meta.dirname, '../../config/units.yaml');
const units = readUnits(shipped);

describe('the shipped units', () => {
  it('are the 61 of the district: 14 communes, which must submit', () => {
    expect(units).toHaveLength(61);
    const communes = units.filter(({ place }) => place !== null);
    expect(communes).toHaveLength(14);
    expect(
      communes.every(
        ({ expected, group }) => expected === 'required' && group === 'Ủy ban MTTQ Việt Nam xã, thị trấn',
      ),
    ).toBe(true);
  });

  it('keep every part of a unit', () => {
    expect(units[1]).toEqual({
      code: 'MTTQ-PHOLU',
      name: 'Ủy ban MTTQ Việt Nam thị trấn Phố Lu',
      shortName: 'MTTQ TT Phố Lu',
      group: 'Ủy ban MTTQ Việt Nam xã, thị trấn',
      place: 'Phố Lu',
      aliases: ['TT Phố Lu', 'Pho Lu'],
      addresses: [],
      expected: 'required',
    });
    const farmers = units.find(({ code }) => code === 'HND-H');
    expect(farmers).toMatchObject({ shortName: 'Hội Nông dân huyện', place: null });
  });

  it('have places that differ without accents too', () => {
    const places = units.flatMap(({ place }) => (place ? [fold(place)] : []));
    expect(new Set(places).size).toBe(14);
  });

  it('hold no address and no telephone number', () => {
    expect(readFileSync(shipped, 'utf8')).not.toMatch(/@|0\d{8,9}/);
  });
});

describe('broken units files', () => {
  it.each(brokenFiles('units-'))('%s', (path, want) => {
    expect(faultOf(() => readUnits(path))).toBe(want);
  });
});
