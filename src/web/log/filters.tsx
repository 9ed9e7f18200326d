// The form that narrows the log down. It works without scripts; what is filled in stands in the address.
import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import { DEADLINES, groupName, STATUSES } from '../../core/labels.ts';
import type { LogQuery } from '../../core/log-query.ts';
import { type Asked, isDescending, isFiltered, onlyTab, pathOf } from './query.ts';
import { STANDINGS } from './status.tsx';

export interface UnitChoice {
  code: string;
  name: string;
  group: string;
}

interface FiltersProps {
  asked: Asked;
  campaigns: Campaign[];
  units: UnitChoice[];
}

export function Filters({ asked: { query }, campaigns, units }: FiltersProps) {
  const groups = [...new Set(units.map(({ group }) => group))];
  return (
    <form class="app-filters" action="log" aria-label="Lọc sổ tiếp nhận">
      <Kept {...query} />
      <Field name="q" label="Từ khóa, mã hồ sơ, số đến" wide>
        <input
          class="form-control"
          id="q"
          name="q"
          type="search"
          maxlength={200}
          value={query.search ?? ''}
        />
      </Field>
      <More query={query} />
      <Field name="from" label="Từ ngày">
        <input class="form-control" id="from" name="from" type="date" value={query.from ?? ''} />
      </Field>
      <Field name="to" label="Đến ngày">
        <input class="form-control" id="to" name="to" type="date" value={query.to ?? ''} />
      </Field>
      <Choice name="unit" label="Đơn vị" value={query.unit}>
        {groups.map((group) => (
          <optgroup label={groupName(group)}>
            {units
              .filter((unit) => unit.group === group)
              .map(({ code, name }) => (
                <Option code={code} name={name} chosen={query.unit} />
              ))}
          </optgroup>
        ))}
      </Choice>
      <Choice name="group" label="Nhóm đơn vị" value={query.group}>
        {groups.map((group) => (
          <Option code={group} name={groupName(group)} chosen={query.group} />
        ))}
      </Choice>
      <Choice name="sector" label="Lĩnh vực" value={query.sector}>
        {sectorsOf(campaigns).map(([code, name]) => (
          <Option code={code} name={name} chosen={query.sector} />
        ))}
      </Choice>
      <Choice name="status" label="Trạng thái" value={query.status}>
        {STATUS_CHOICES.map((status) => (
          <Option code={status} name={STANDINGS[status]} chosen={query.status} />
        ))}
      </Choice>
      <Choice name="deadline" label="Thời hạn nộp" value={query.deadline}>
        {Object.entries(DEADLINES).map(([code, name]) => (
          <Option code={code} name={name} chosen={query.deadline} />
        ))}
      </Choice>
      {campaigns.length > 1 && (
        <Choice name="campaign" label="Đợt tiếp nhận" value={query.campaign}>
          {campaigns.map(({ code }) => (
            <Option code={code} name={code} chosen={query.campaign} />
          ))}
        </Choice>
      )}
      <div class="app-filters-end">
        <Box name="trouble" label="Có tệp lỗi" checked={query.fileTrouble} />
        <Box name="nopaper" label="Chưa có bản giấy" checked={query.noPaper} />
        <Box name="facts" label="Không tìm trong nội dung tệp" checked={query.factsOnly} />
        <button class="btn btn-primary" type="submit">
          Lọc
        </button>
        <a class="btn" href={pathOf({ ...onlyTab(query, query.tab), query: bare(query) })}>
          Xóa lọc
        </a>
      </div>
    </form>
  );
}

/** Of a message of no dossier, those that no dossier has. */
const STATUS_CHOICES = [
  ...(Object.keys(STATUSES) as (keyof typeof STATUSES)[]),
  'received',
  'failed',
  'automatic',
] as const;

function bare(query: LogQuery): LogQuery {
  return {
    ...onlyTab({ ...query, campaign: null }, query.tab).query,
    sort: query.sort,
    descending: query.descending,
  };
}

/** On a phone the rest of the form is folded away until somebody asks for it, or has used it. */
function More({ query }: { query: LogQuery }) {
  const used = isFiltered({ ...query, search: null });
  return (
    <div class="form-check app-more">
      <input class="form-check-input" type="checkbox" id="more" checked={used} />
      <label class="form-check-label" for="more">
        Thêm điều kiện lọc
      </label>
    </div>
  );
}

/** The tab and the order stay as they are. */
function Kept({ tab, sort, descending }: LogQuery) {
  return (
    <>
      {tab !== 'all' && <input type="hidden" name="tab" value={tab} />}
      {sort !== 'received' && <input type="hidden" name="sort" value={sort} />}
      {descending !== isDescending(sort) && (
        <input type="hidden" name="dir" value={descending ? 'desc' : 'asc'} />
      )}
    </>
  );
}

interface FieldProps {
  name: string;
  label: string;
  wide?: boolean;
  children: ComponentChildren;
}

function Field({ name, label, wide, children }: FieldProps) {
  return (
    <div class={wide ? 'app-field app-field-wide' : 'app-field'}>
      <label class="form-label" for={name}>
        {label}
      </label>
      {children}
    </div>
  );
}

function Choice({ name, label, value, children }: FieldProps & { value: string | null }) {
  return (
    <Field name={name} label={label}>
      <select class="form-select" id={name} name={name}>
        <option value="" selected={value === null}>
          Tất cả
        </option>
        {children}
      </select>
    </Field>
  );
}

function Option({ code, name, chosen }: { code: string; name: string; chosen: string | null }) {
  return (
    <option value={code} selected={code === chosen}>
      {name}
    </option>
  );
}

function Box({ name, label, checked }: { name: string; label: string; checked: boolean }) {
  return (
    <label class="form-check">
      <input class="form-check-input" type="checkbox" name={name} value="1" checked={checked} />
      <span class="form-check-label">{label}</span>
    </label>
  );
}

/** Of all campaigns, each once. */
function sectorsOf(campaigns: Campaign[]): [string, string][] {
  return [...new Map(campaigns.flatMap(({ sectors }) => sectors.map(({ code, name }) => [code, name])))];
}
