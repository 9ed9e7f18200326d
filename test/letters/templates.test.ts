import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Fault } from '../../src/core/fault.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { sampleCampaign } from '../support/campaign.ts';
import { COMPLETE } from './letter-cases.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'letters-'));
  await cp(join(import.meta.dirname, '../../config/letters'), folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The lines of the Fault, with paths as seen from the folder. */
function faults(): string[] {
  try {
    openLetters(folder, sampleCampaign());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    expect(error).toMatchObject({ code: 'template-invalid', transient: false });
    const [cause, ...lines] = error.message.split('\n');
    expect(cause).toBe(`A letter template is not usable: in ${folder}`);
    return lines.map((line) => line.trim());
  }
  return [];
}

async function change(file: string, from: string | RegExp, to: string): Promise<void> {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text.replace(from, to)).not.toBe(text);
  await writeFile(path, text.replace(from, to));
}

const DUPLICATE = 'Tiêu đề: [{{ code }}] Trùng\n\nNội dung';

describe('a broken template', () => {
  it.each([
    ['an unknown variable', '\n{{ ten_don_vi }}', 'undefined variable: ten_don_vi'],
    ['an unknown property', '\n{{ unit.nmae }}', 'undefined variable: unit.nmae'],
    ['an unknown variable in a condition', '\n{% if lates %}x{% endif %}', 'undefined variable: lates'],
    ['an unknown filter', '\n{{ code | viet_hoa }}', 'undefined filter: viet_hoa'],
    ['an unknown tag', '\n{% neu late %}', 'tag "neu" not found'],
    ['a tag that prints unescaped', '\n{% echo code %}', 'tag "echo" not found'],
    ['a tag left open', '\n{% if unit.known %}x', 'tag {% if unit.known %} not closed'],
    ['an output left open', '\n{{ code ', 'output "{{ code \\n" not closed'],
    ['a shared part that is not there', "\n{% include '_chan_thu' %}", 'there is no file "_chan_thu.liquid"'],
    ['a date filter on words', '\n{{ code | long_time }}', 'Invalid time value'],
  ])('with %s is told by file and line', async (_, more, fault) => {
    await writeFile(join(folder, 'duplicate.liquid'), `${DUPLICATE}${more}\n`);
    expect(faults()).toEqual([`duplicate.liquid:4: ${fault}`]);
  });

  it.each([
    ['no subject', 'Kính gửi: quý cơ quan\n\nNội dung', 'the first line must be "Tiêu đề: " and the subject'],
    ['an empty subject', 'Tiêu đề:  \n\nNội dung', 'the first line must be "Tiêu đề: " and the subject'],
    ['an empty file', '', 'the first line must be "Tiêu đề: " and the subject'],
    ['no body', 'Tiêu đề: [{{ code }}] Trùng\n\n', 'nothing stands below the subject'],
    [
      'no code in the subject',
      'Tiêu đề: Trùng\n\nNội dung',
      'the subject must hold [{{ code }}], by which an answer finds its dossier',
    ],
  ])('with %s is told', async (_, text, fault) => {
    await writeFile(join(folder, 'duplicate.liquid'), text);
    expect(faults()).toEqual([`duplicate.liquid:1: ${fault}`]);
  });

  it('is told where the fault stands in a shared part, once', async () => {
    await change('_late.liquid', 'office.name', 'office.nam');
    expect(faults()).toEqual(['_late.liquid:2: undefined variable: office.nam']);
    await change('_late.liquid', /\{% endif %\}\n$/, '');
    expect(faults()).toEqual([
      '_late.liquid:1: tag {% if deadline.late and supplement == false %} not closed',
    ]);
  });

  it('shows all its faults and those of the others at once', async () => {
    await rm(join(folder, 'receipt.liquid'));
    await change('no-attachment.liquid', 'Tiêu đề: ', '');
    await change('unknown-unit.liquid', 'office.section', 'office.desk');
    await change('unknown-unit.liquid', 'received_at | long_time', 'received_at | so_dem');
    await writeFile(
      join(folder, 'duplicate.liquid'),
      `${DUPLICATE}\n{{ a }}\n{{ b }}{% if late %}{% endif %}\n`,
    );
    await change('_missing.liquid', '{{ line.reason }}.', '{{ line.why }}');
    expect(faults().sort()).toEqual([
      '_missing.liquid:10: undefined variable: line.why',
      'duplicate.liquid:4: undefined variable: a',
      'duplicate.liquid:5: undefined variable: b',
      'duplicate.liquid:5: undefined variable: late',
      'no-attachment.liquid:1: the first line must be "Tiêu đề: " and the subject',
      'receipt.liquid: is missing',
      'unknown-unit.liquid:5: undefined filter: so_dem',
    ]);
  });

  it.each([
    ['{% if unit.known == false %}{{ x }}{% endif %}'],
    ['{% if office.phone != "" %}{{ x }}{% endif %}'],
    ['{% if office.phone == "" %}{{ x }}{% endif %}'],
    ['{% if paper_note == "" %}{{ x }}{% endif %}'],
    ['{% if items.size == 0 %}{{ x }}{% endif %}'],
    ['{% if deadline.late == false %}{{ x }}{% endif %}'],
    ['{% if uncertain_count == 0 and refused.size > 0 %}{{ x }}{% endif %}'],
    ['{% if missing.size > 0 %}{% else %}{{ x }}{% endif %}'],
    ['{% if supplement %}{{ x }}{% endif %}'],
    ['{% if complete %}{{ x }}{% endif %}'],
    ['{% if report.known == false %}{{ x }}{% endif %}'],
    ['{% if link_count > 0 and file_count == 0 %}{{ x }}{% endif %}'],
    ['{% if replaced_count == 0 %}{{ x }}{% endif %}'],
    ['{% if html %}{{ x }}{% endif %}'],
    ['{% unless html %}{{ x }}{% endunless %}'],
  ])('is found in a branch that few letters take: %s', async (branch) => {
    await change('duplicate.liquid', /$/, branch);
    expect(faults()).toEqual(['duplicate.liquid:9: undefined variable: x']);
  });

  it.each([
    ['supplement-reminder', '{% if expired %}{{ x }}{% endif %}'],
    ['supplement-reminder', '{% if refused.size == 0 %}{{ x }}{% endif %}'],
    ['submission-reminder', '{% if unit.known == false %}{{ x }}{% endif %}'],
    ['refusal', '{% if arrival_number == "" %}{{ x }}{% endif %}'],
    ['daily-summary', '{% if overdue.count == 0 %}{{ x }}{% endif %}'],
    ['daily-summary', '{% if unsorted.more > 0 %}{{ x }}{% endif %}'],
    ['report-reminder', '{{ x }}'],
  ])('is found in a branch that few letters of %s take: %s', async (kind, branch) => {
    await writeFile(join(folder, `${kind}.liquid`), `Tiêu đề: [{{ code }}] Thư\n\nNội dung\n${branch}`);
    expect(faults()).toEqual([`${kind}.liquid:4: undefined variable: x`]);
  });

  it('that uses what a letter of another kind is written from is told', async () => {
    await change('refusal.liquid', '{{ reason }}', '{{ reason }} {{ supplement_deadline | long_date }}');
    expect(faults()).toEqual(['refusal.liquid:10: undefined variable: supplement_deadline']);
  });

  it('in another encoding is told', async () => {
    await writeFile(join(folder, 'duplicate.liquid'), Buffer.from(`\uFEFF${DUPLICATE}`, 'utf16le'));
    expect(faults()).toEqual(['duplicate.liquid:1: is not UTF-8']);
  });

  it('folder that is not there is told', async () => {
    await rm(folder, { recursive: true });
    expect(faults()).toEqual([expect.stringContaining('ENOENT: no such file or directory')]);
  });
});

describe('a template the office has edited', () => {
  it('may come from Windows, with a byte order mark, CRLF and decomposed letters', async () => {
    const text = `\uFEFF${`${DUPLICATE}\n\nTrân trọng./.\n`.normalize('NFD').replaceAll('\n', '\r\n')}`;
    await writeFile(join(folder, 'duplicate.liquid'), text);
    const letter = openLetters(folder, sampleCampaign()).render('duplicate', COMPLETE);
    expect(letter.subject).toBe('[DKST-BT-220808-0003] Trùng');
    expect(letter.text).toBe('Nội dung\n\nTrân trọng./.\n');
  });

  it('is read once: later changes wait for the next start', async () => {
    const letters = openLetters(folder, sampleCampaign());
    const before = letters.render('receipt', COMPLETE);
    await rm(folder, { recursive: true });
    expect(letters.render('receipt', COMPLETE)).toEqual(before);
  });
});
