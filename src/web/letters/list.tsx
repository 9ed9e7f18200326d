// The outgoing letters, one list for each way they may stand.
import { LETTER_STATES, LETTERS } from '../../core/labels.ts';
import type { LetterState } from '../../core/states.ts';
import { LETTERS_PAGE, type ListedLetter, MOST_COUNTED } from '../../store/letter-lists.ts';
import { Form } from '../parts/form.tsx';
import { dayTime } from '../parts/time.ts';
import { LETTER_TONES } from '../parts/tone.ts';
import { type Frame, LettersPage, PauseButton } from './frame.tsx';
import { TABS, type Tab } from './tabs.ts';
import { standingOf } from './words.ts';

interface OutboxProps {
  frame: Frame;
  tab: Tab;
  counts: Map<LetterState, number>;
  letters: ListedLetter[];
  isFirst: boolean;
}

export function Outbox({ frame, tab, counts, letters, isFirst }: OutboxProps) {
  const decides = frame.mayAct && tab.code === 'held' && letters.length > 0;
  return (
    <LettersPage title="Hộp thư đi" frame={frame} at="letters">
      <div class="app-title">
        <h1 class="page-title">Hộp thư đi</h1>
        {frame.mayAct && !frame.paused && <PauseButton />}
      </div>
      <Tabs at={tab} counts={counts} />
      <div class="card">
        {letters.length === 0 ? (
          <p class="card-body text-secondary mb-0">{tab.empty}</p>
        ) : decides ? (
          <Form action="letters/approve">
            <input type="hidden" name="state" value="held" />
            <Table letters={letters} marks />
            <Decisions newest={isFirst ? (letters[0]?.id ?? null) : null} />
          </Form>
        ) : (
          <Table letters={letters} />
        )}
      </div>
      <Pager tab={tab} letters={letters} isFirst={isFirst} />
    </LettersPage>
  );
}

function Tabs({ at, counts }: { at: Tab; counts: Map<LetterState, number> }) {
  return (
    <nav class="app-tabs" aria-label="Tình trạng thư">
      {TABS.map((tab) => (
        <a
          href={`letters?tab=${tab.code}`}
          class={tab === at ? 'active' : ''}
          aria-current={tab === at ? 'page' : undefined}
        >
          {tab.name} <span class="badge app-grey">{countOf(tab, counts)}</span>
        </a>
      ))}
    </nav>
  );
}

function countOf({ states }: Tab, counts: Map<LetterState, number>): string {
  const found = states.map((state) => counts.get(state) ?? 0);
  const sum = found.reduce((a, b) => a + b, 0).toLocaleString('vi-VN');
  return found.some((count) => count > MOST_COUNTED) ? `hơn ${MOST_COUNTED.toLocaleString('vi-VN')}` : sum;
}

function Table({ letters, marks = false }: { letters: ListedLetter[]; marks?: boolean }) {
  return (
    <div class="table-responsive">
      <table class="table table-vcenter table-mobile-md card-table app-letters">
        <thead>
          <tr>
            {marks && (
              <th class="w-1">
                <input
                  class="form-check-input"
                  type="checkbox"
                  data-mark-all
                  aria-label="Chọn tất cả thư trên trang"
                />
              </th>
            )}
            <th>Số</th>
            <th>Thư</th>
            <th>Người nhận</th>
            <th>Hồ sơ</th>
            <th>Tình trạng</th>
            <th>Thời gian</th>
          </tr>
        </thead>
        <tbody>
          {letters.map((letter) => (
            <Row letter={letter} marks={marks} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ letter, marks }: { letter: ListedLetter; marks: boolean }) {
  const { id, version, kind, state, recipient, subject, code, sentAt, writtenAt } = letter;
  return (
    <tr>
      {marks && (
        <td>
          <input
            class="form-check-input"
            type="checkbox"
            name="id"
            value={`${id}.${version}`}
            aria-label={`Chọn thư số ${id}`}
          />
        </td>
      )}
      <td data-label="Số">{id}</td>
      <td data-label="Thư">
        <a href={`letters/${id}`}>{subject || '(đã xóa theo thời hạn lưu)'}</a>
        <div class="text-secondary">{LETTERS[kind]}</div>
      </td>
      <td data-label="Người nhận">{recipient || '(đã xóa)'}</td>
      <td data-label="Hồ sơ">
        {code ? (
          <a class="text-nowrap" href={`dossiers/${code}`}>
            {code}
          </a>
        ) : (
          'Không có'
        )}
      </td>
      <td data-label="Tình trạng">
        <StateBadge state={state} />
        <Standing letter={letter} />
      </td>
      <td class="text-nowrap" data-label="Thời gian">
        {dayTime(sentAt ?? writtenAt)}
      </td>
    </tr>
  );
}

export function StateBadge({ state }: { state: LetterState }) {
  return <span class={`badge ${LETTER_TONES[state]}`}>{LETTER_STATES[state]}</span>;
}

function Standing({ letter }: { letter: ListedLetter }) {
  const standing = standingOf(letter);
  const { state, reason, smtpAnswer, deliveryWords } = letter;
  const refused = state === 'failed' && reason === null ? smtpAnswer : null;
  const said = state === 'bounced' ? deliveryWords : refused;
  return (
    <>
      {standing && <div>{standing}</div>}
      {said && <div class="text-secondary app-said">{said}</div>}
    </>
  );
}

/** @param newest number of the newest held letter; null: it is not on this page */
function Decisions({ newest }: { newest: number | null }) {
  return (
    <div class="card-footer app-buttons">
      <button class="btn btn-primary" type="submit">
        Duyệt, gửi các thư đã chọn
      </button>
      <button class="btn" type="submit" formaction="letters/discard">
        Không gửi các thư đã chọn
      </button>
      {newest !== null && (
        <a class="btn" href={`letters/approve-all?upTo=${newest}`}>
          Duyệt tất cả…
        </a>
      )}
    </div>
  );
}

function Pager({ tab, letters, isFirst }: { tab: Tab; letters: ListedLetter[]; isFirst: boolean }) {
  const last = letters.at(-1);
  const hasMore = letters.length === LETTERS_PAGE && last;
  if (isFirst && !hasMore) return null;
  return (
    <nav class="app-pager" aria-label="Trang">
      {!isFirst && <a href={`letters?tab=${tab.code}`}>Về đầu danh sách</a>}
      {hasMore && <a href={`letters?tab=${tab.code}&before=${last.id}`}>Các thư trước đó</a>}
    </nav>
  );
}
