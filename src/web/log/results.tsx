// What the log answers: tabs with their counts, a page of lines, and the way on. It keeps itself up to date.
import type { Campaign } from '../../core/campaign.ts';
import { SORTS, type Sort, TABS, type Tab } from '../../core/log-query.ts';
import { COUNTED, type TabCounts } from '../../store/log-counts.ts';
import type { LogPage } from '../../store/log-entries.ts';
import { type Asked, isDescending, isFiltered, onlyTab, pathOf } from './query.ts';
import { Row } from './row.tsx';

export interface Shown {
  asked: Asked;
  page: LogPage;
  counts: TabCounts;
  /** Letters in trouble. */
  letters: number;
  /** Of all this; another one means that something has changed. */
  seen: string;
  /** The newest message when the page was opened, and how many have come since. */
  newest: number;
  newer: number;
  now: Date;
  timeZone: string;
}

const TAB_NAMES: Record<Tab, string> = {
  all: 'Tất cả',
  action: 'Cần xử lý',
  unsorted: 'Chờ phân loại',
  waiting: 'Chờ bổ sung',
  overdue: 'Quá hạn bổ sung',
  complete: 'Đủ hồ sơ',
  forwarded: 'Đã chuyển',
  'no-submission': 'Không phải hồ sơ',
};

/** Asked for again and again, it is answered only when something has changed. */
export function Results({ shown, campaigns }: { shown: Shown; campaigns: Campaign[] }) {
  const { asked, page, seen, newest } = shown;
  return (
    <section
      id="log"
      aria-label="Danh sách hồ sơ"
      hx-get={pathOf(asked, { seen, newest: String(newest) }, 'log/news')}
      hx-trigger="every 5s"
      hx-swap="outerMorph"
    >
      <Tabs {...shown} />
      <p id="log-news" class="app-news" role="status">
        {shown.newer > 0 && (
          <>
            Có {countText(shown.newer)} thư mới.{' '}
            {asked.place && <a href={pathOf({ ...asked, place: null })}>Xem thư mới</a>}
          </>
        )}
      </p>
      {page.rows.length > 0 ? <Table shown={shown} campaigns={campaigns} /> : <Nothing {...asked} />}
      <Pager asked={asked} page={page} />
    </section>
  );
}

/** "10.000+" beyond what is counted. */
function countText(count: number): string {
  return count > COUNTED ? `${COUNTED.toLocaleString('vi-VN')}+` : count.toLocaleString('vi-VN');
}

function Tabs({ asked: { query }, counts, letters }: Shown) {
  return (
    <nav class="app-log-tabs" aria-label="Nhóm hồ sơ">
      {TABS.map((tab) => (
        <a href={pathOf(onlyTab(query, tab))} aria-current={tab === query.tab ? 'page' : undefined}>
          {TAB_NAMES[tab]} <span class="app-log-count">{countText(counts[tab])}</span>
        </a>
      ))}
      <a href="letters">
        Thư cần xử lý{' '}
        <span class={`app-log-count ${letters > 0 ? 'app-count-alert' : ''}`}>{countText(letters)}</span>
      </a>
    </nav>
  );
}

function Nothing({ query }: Asked) {
  const narrowed = isFiltered(query) || query.tab !== 'all';
  return (
    <p class="app-nothing">{narrowed ? 'Không có hồ sơ phù hợp với điều kiện lọc' : 'Chưa có thư mới'}</p>
  );
}

/** Columns, with the order that a click on their head asks for. */
const COLUMNS: { name: string; sort?: Sort }[] = [
  { name: 'Số đến', sort: 'arrival' },
  { name: 'Thời gian nhận', sort: 'received' },
  { name: 'Đơn vị nộp', sort: 'unit' },
  { name: 'Nội dung' },
  { name: 'Thành phần' },
  { name: 'Trạng thái' },
  { name: 'Hạn bổ sung', sort: 'supplement' },
  { name: 'Bản giấy' },
  { name: 'Thư trả lời' },
];

function Table({ shown, campaigns }: { shown: Shown; campaigns: Campaign[] }) {
  return (
    <table class="table table-vcenter app-log">
      <caption class="visually-hidden">Sổ tiếp nhận: {TAB_NAMES[shown.asked.query.tab]}</caption>
      <thead>
        <tr>
          {COLUMNS.map((column) => (
            <Head {...column} asked={shown.asked} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.page.rows.map((row) => (
          <Row row={row} campaigns={campaigns} now={shown.now} timeZone={shown.timeZone} />
        ))}
      </tbody>
    </table>
  );
}

function Head({ name, sort, asked: { query } }: { name: string; sort?: Sort; asked: Asked }) {
  if (!sort || !SORTS.includes(sort)) return <th scope="col">{name}</th>;
  const sorted = query.sort === sort;
  const descending = sorted ? !query.descending : isDescending(sort);
  const direction = query.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" aria-sort={sorted ? direction : undefined}>
      <a id={`sort-${sort}`} href={pathOf({ query: { ...query, sort, descending }, place: null })}>
        {name}
        {sorted && <span aria-hidden="true">{query.descending ? ' ↓' : ' ↑'}</span>}
      </a>
    </th>
  );
}

function Pager({ asked: { query }, page: { previous, next } }: { asked: Asked; page: LogPage }) {
  if (!previous && !next) return null;
  return (
    <nav class="app-log-pager" aria-label="Trang">
      {previous && (
        <>
          <a class="btn" href={pathOf({ query, place: null })}>
            Trang đầu
          </a>
          <a class="btn" rel="prev" href={pathOf({ query, place: { position: previous, before: true } })}>
            Trang trước
          </a>
        </>
      )}
      {next && (
        <a class="btn" rel="next" href={pathOf({ query, place: { position: next, before: false } })}>
          Trang sau
        </a>
      )}
    </nav>
  );
}
