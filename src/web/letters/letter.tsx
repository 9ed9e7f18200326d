// One letter: its words as they go or went out, what became of it, and what may be done about it.
import { actorName } from '../../core/history.ts';
import { LETTERS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import { mayResend } from '../../core/resending.ts';
import type { LetterDetail, LetterEvent } from '../../store/letter-lists.ts';
import { Form } from '../parts/form.tsx';
import { mailboxName } from '../parts/names.ts';
import { dayTime } from '../parts/time.ts';
import { type Frame, LettersPage } from './frame.tsx';
import { StateBadge } from './list.tsx';
import { eventWords, meaningOfAnswer, standingOf } from './words.ts';

export function LetterPage({
  frame,
  letter,
  events,
}: {
  frame: Frame;
  letter: LetterDetail;
  events: LetterEvent[];
}) {
  return (
    <LettersPage title={`Thư số ${letter.id}`} frame={frame} at="letters">
      <h1 class="page-title">Thư số {letter.id}</h1>
      <div class="row row-cards app-letter">
        <div class="col-lg-8">
          {frame.mayAct && letter.purgedAt === null && <Actions letter={letter} />}
          <LetterWords letter={letter} />
        </div>
        <div class="col-lg-4">
          <Facts letter={letter} />
          <History letter={letter} events={events} />
        </div>
      </div>
    </LettersPage>
  );
}

export function LetterWords({
  letter,
}: {
  letter: Pick<LetterDetail, 'recipient' | 'subject' | 'text' | 'purgedAt'>;
}) {
  if (letter.purgedAt)
    return (
      <p class="card card-body">
        Nội dung thư đã được xóa theo thời hạn lưu, lúc {dayTime(letter.purgedAt)}.
      </p>
    );
  return (
    <article class="card app-letter-mail">
      <header class="card-header">
        <dl>
          <dt>Người nhận</dt>
          <dd>{letter.recipient}</dd>
          <dt>Tiêu đề</dt>
          <dd>{letter.subject}</dd>
        </dl>
      </header>
      <pre class="card-body">{letter.text}</pre>
    </article>
  );
}

function Actions({ letter }: { letter: LetterDetail }) {
  const { id, version, state } = letter;
  const shown = `${id}.${version}`;
  const isHeld = state === 'held';
  if (!isHeld && !mayResend(state)) return null;
  return (
    <Form action="letters/approve" class="app-buttons">
      <input type="hidden" name="id" value={shown} />
      <input type="hidden" name="state" value={state} />
      {isHeld && (
        <>
          <button class="btn btn-primary" type="submit">
            Duyệt, gửi thư này
          </button>
          <a class="btn" href={`letters/${id}/edit`}>
            Sửa
          </a>
        </>
      )}
      {mayResend(state) && (
        <a class="btn" href={`letters/${id}/resend`}>
          Gửi lại…
        </a>
      )}
      {(isHeld || state === 'unknown') && (
        <button class="btn" type="submit" formaction="letters/discard">
          Không gửi
        </button>
      )}
    </Form>
  );
}

function Facts({ letter }: { letter: LetterDetail }) {
  const { kind, state, code, answers, mailbox, smtpAnswer, delivery } = letter;
  const standing = standingOf(letter);
  const meaning = meaningOfAnswer(letter);
  return (
    <section class="card" aria-label="Tình trạng">
      <dl class="card-body app-mail-facts">
        <dt>Loại thư</dt>
        <dd>{LETTERS[kind]}</dd>
        <dt>Tình trạng</dt>
        <dd>
          <StateBadge state={state} /> {standing}
        </dd>
        <dt>Hồ sơ</dt>
        <dd>{code ? <a href={`dossiers/${code}`}>{code}</a> : 'Không có'}</dd>
        {answers !== null && (
          <>
            <dt>Trả lời</dt>
            <dd>Thư đến số {answers}</dd>
          </>
        )}
        <dt>Gửi từ hộp thư</dt>
        <dd>{mailboxName(mailbox).split('/')[0]}</dd>
        {smtpAnswer && (
          <>
            <dt>Máy chủ thư trả lời</dt>
            <dd>
              <div class="app-said">{smtpAnswer}</div>
              {meaning && <div>{meaning}</div>}
            </dd>
          </>
        )}
        {delivery && <Delivery letter={letter} />}
      </dl>
    </section>
  );
}

function Delivery({ letter }: { letter: LetterDetail }) {
  const { delivery, deliveryReason, deliveryStatus, deliveryWords, deliveryReportedAt } = letter;
  return (
    <>
      <dt>{delivery === 'failed' ? 'Bị trả lại' : 'Đến chậm'}</dt>
      <dd>
        {deliveryReason && <div>{reasonForStaff(deliveryReason)}</div>}
        <div class="app-said">
          {deliveryStatus} {deliveryWords}
        </div>
        {deliveryReportedAt && <div>Báo lúc {dayTime(deliveryReportedAt)}</div>}
      </dd>
    </>
  );
}

interface Happening {
  at: Date;
  who: string;
  what: string;
}

function History({ letter, events }: { letter: LetterDetail; events: LetterEvent[] }) {
  return (
    <section class="card" aria-label="Lịch sử">
      <ol class="card-body app-course">
        {happenings(letter, events).map(({ at, who, what }) => (
          <li>
            <span class="text-secondary">
              {dayTime(at)} · {who}
            </span>
            <div>{what}</div>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The latest first; what the letter itself remembers stands among what the history knows. */
function happenings({ author, writtenAt, sentAt }: LetterDetail, events: LetterEvent[]): Happening[] {
  const noted = events.map((event) => ({
    at: event.at,
    who: actorName(event.actor),
    what: eventWords(event),
  }));
  const isWritten = events.some(({ what }) => what === 'letter-written');
  const remembered = [
    ...(isWritten ? [] : [{ at: writtenAt, who: author ?? actorName('machine'), what: 'Soạn thư' }]),
    ...(sentAt ? [{ at: sentAt, who: actorName('machine'), what: 'Máy chủ đã nhận thư' }] : []),
  ];
  return [...remembered, ...noted].sort((a, b) => b.at.getTime() - a.at.getTime());
}
