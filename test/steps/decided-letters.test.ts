// Letters that have not gone out when staff decide something.
import { beforeAll, describe, expect, it } from 'vitest';
import { toTrinh } from '../../demo/samples/documents.ts';
import { makeDocx } from '../../demo/samples/docx.ts';
import type { Decided } from '../../src/core/decision.ts';
import { resendLetter } from '../../src/store/letter-changes.ts';
import { pauseLetters } from '../../src/store/letter-decisions.ts';
import {
  decide,
  idle,
  kindsOf,
  onMessage,
  papers,
  service,
  take,
  unitOf,
  useDecidingOffice,
} from '../support/deciding.ts';

useDecidingOffice();

describe('letters that have not gone out when something is decided', () => {
  beforeAll(() => pauseLetters(service.db, true, 'can-bo', new Date()));

  const lettersOf = async (code: string) => {
    const { rows } = await service.db.query<{ id: number; kind: string; state: string; recipient: string }>(
      `select l.id, l.kind, l.state, l.recipient from letters l join dossiers d on d.id = l.dossier_id where d.code = $1
       order by l.id`,
      [code],
    );
    return rows;
  };
  const undoneBy = async (decided: Decided) => {
    if (decided.how !== 'done') throw new Error(JSON.stringify(decided));
    expect(await service.decisions.undo(decided.undo ?? 0, 'can-bo')).toMatchObject({ how: 'done' });
  };
  const intake = async (place: string, from: string, title: string) => {
    const { orderWord } = await papers(place, title);
    const { dossier } = await take({ from, subject: `Hồ sơ xã ${place}`, attachments: [orderWord] });
    return dossier?.code ?? '';
  };

  it('are put back as they stood by an undo: nobody approved what was held', async () => {
    const code = await intake('Xuân Giao', 'xuangiao@example.vn', 'Bếp đun tiết kiệm');
    await service.db.query(
      `update letters l set state = 'held', reason = 'letter-review', due_at = null from dossiers d
       where d.id = l.dossier_id and d.code = $1`,
      [code],
    );
    const before = await lettersOf(code);
    expect(before).toMatchObject([{ kind: 'missing-documents', state: 'held' }]);
    const done = await decide(code, { what: 'complete' });
    expect(await lettersOf(code)).toMatchObject([{ state: 'pending' }]);
    await undoneBy(done);
    expect(await lettersOf(code)).toEqual(before);
  });

  it('are left alone by the undo of a decision that did not write them', async () => {
    const code = await intake('Thái Niên', 'thainien@example.vn', 'Lò đốt rác');
    await service.db.query(
      `update letters l set state = 'sent', sent_at = now(), due_at = null from dossiers d
       where d.id = l.dossier_id and d.code = $1`,
      [code],
    );
    const [letter] = await lettersOf(code);
    const note = await decide(code, { what: 'note', text: 'Gửi lại thư.' });
    const again = { recipient: 'thainien@example.vn', messageId: '<again@example.vn>' };
    const shown = { id: letter?.id ?? 0, version: 1, state: 'sent' } as const;
    expect(await resendLetter(service.db, shown, again, 'can-bo', new Date())).not.toBeNull();
    await undoneBy(note);
    expect(await lettersOf(code)).toMatchObject([{ state: 'sent' }, { state: 'pending' }]);
  });

  it('go to whoever wrote, though the latest papers came on a stick', async () => {
    const code = await intake('Phong Niên', 'phongnien@example.vn', 'Máy gieo hạt');
    const { reportWord } = await papers('Phong Niên', 'Máy gieo hạt');
    const order = {
      dossier: code,
      campaign: 'dkst-2022',
      kind: 'initiative',
      unit: 'MTTQ-PHONGNIEN',
      how: 'USB',
    };
    const files = [{ name: reportWord.name, bytes: reportWord.content }];
    await service.decisions.addByHand(order, files, null, 'can-bo');
    await idle();
    expect(kindsOf(await decide(code, { what: 'complete' }, 'preview'))).toEqual(['supplement-complete']);
    await decide(code, { what: 'complete' });
    expect((await lettersOf(code)).at(-1)).toMatchObject({ recipient: 'phongnien@example.vn' });
  });

  it('do not ask for what a message of no dossier has just brought', async () => {
    const code = await intake('Phố Lu', 'pholu@example.vn', 'Tuyến đường tự quản');
    expect((await lettersOf(code)).map(({ kind }) => kind)).toEqual(['missing-documents']);
    const { message, outcome } = await take({
      from: 'la-2@example.vn',
      subject: 'Gui them',
      text: 'Em gui.',
      attachments: [
        {
          name: 'tai lieu.docx',
          content: await makeDocx({
            ...toTrinh(unitOf('X')),
            letterhead: ['Y'],
            title: ['VỀ VIỆC GỬI THÊM'],
            paragraphs: [],
          }),
        },
      ],
    });
    expect(outcome).toBe('unsorted');
    await onMessage(message.id, 'unsorted', { what: 'add-to', dossier: code });
    const waiting = (await lettersOf(code)).filter(({ state }) => state === 'pending');
    expect(waiting).toMatchObject([{ recipient: 'la-2@example.vn' }]);
  });
});
