import { describe, expect, it } from 'vitest';
import { count, timesIn } from '../../src/core/vietnamese.ts';

const vietnam = timesIn('Asia/Ho_Chi_Minh');

describe('dates as offices write them', () => {
  it.each([
    ['2022-01-05T08:07:00+07:00', '08 giờ 07 phút, ngày 05 tháng 01 năm 2022', '05/01/2022 08:07'],
    ['2022-02-10T14:05:59+07:00', '14 giờ 05 phút, ngày 10 tháng 02 năm 2022', '10/02/2022 14:05'],
    ['2022-03-01T00:00:00+07:00', '00 giờ 00 phút, ngày 01 tháng 3 năm 2022', '01/03/2022 00:00'],
    ['2022-04-06T09:15:00+07:00', '09 giờ 15 phút, ngày 06 tháng 4 năm 2022', '06/04/2022 09:15'],
    ['2022-09-30T12:00:00+07:00', '12 giờ 00 phút, ngày 30 tháng 9 năm 2022', '30/09/2022 12:00'],
    ['2022-10-10T23:59:59+07:00', '23 giờ 59 phút, ngày 10 tháng 10 năm 2022', '10/10/2022 23:59'],
    ['2022-12-31T17:00:00+07:00', '17 giờ 00 phút, ngày 31 tháng 12 năm 2022', '31/12/2022 17:00'],
    ['2024-02-29T00:30:00+07:00', '00 giờ 30 phút, ngày 29 tháng 02 năm 2024', '29/02/2024 00:30'],
  ])('%s', (at, long, table) => {
    expect(vietnam.longTime(new Date(at))).toBe(long);
    expect(vietnam.longDate(new Date(at))).toBe(long.slice(long.indexOf('ngày')));
    expect(vietnam.tableTime(new Date(at))).toBe(table);
  });

  it.each([
    ['2022-02-10T08:00:00+07:00', '10/02/2022'],
    ['2022-04-06T08:00:00+07:00', '06/4/2022'],
    ['2022-11-20T08:00:00+07:00', '20/11/2022'],
  ])('%s in a line', (at, short) => expect(vietnam.shortDate(new Date(at))).toBe(short));

  it('are reckoned in the zone of the campaign', () => {
    const at = new Date('2022-08-09T17:00:00Z');
    expect(vietnam.longTime(at)).toBe('00 giờ 00 phút, ngày 10 tháng 8 năm 2022');
    expect(timesIn('UTC').longTime(at)).toBe('17 giờ 00 phút, ngày 09 tháng 8 năm 2022');
    expect(timesIn('America/New_York').tableTime(at)).toBe('09/08/2022 13:00');
  });
});

it.each([
  [0, '00'],
  [1, '01'],
  [10, '10'],
  [123, '123'],
])('counts %i as %s', (value, words) => expect(count(value)).toBe(words));
