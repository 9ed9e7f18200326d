// Why the program thinks so, as staff read it: where a unit or a document type was read, and how sure that makes it.
import type { Evidence } from './document.ts';
import type { UnitEvidence } from './unit-evidence.ts';

const UNIT_SOURCES: Record<UnitEvidence['source'], string> = {
  address: 'địa chỉ thư đã xác nhận',
  letterhead: 'tiêu đề văn bản',
  subject: 'tiêu đề thư',
  body: 'nội dung thư',
  forwarded: 'thư chuyển tiếp',
  'file-name': 'tên tệp',
  sender: 'tên người gửi',
  staff: 'cán bộ xác nhận',
};

const DOCUMENT_SOURCES: Record<Evidence['source'], string> = {
  heading: 'tiêu đề trong tài liệu',
  number: 'số, ký hiệu văn bản',
  name: 'tên tệp',
  scan: 'chữ nhận dạng từ bản chụp',
  type: 'định dạng tệp',
  staff: 'cán bộ xác nhận',
};

/** Longer quotes say no more. */
const LONGEST = 160;

const quoted = (quote: string) => (quote.length > LONGEST ? `${quote.slice(0, LONGEST)}…` : quote);

export function unitEvidenceWords({ source, quote, confidence }: UnitEvidence): string {
  return source === 'staff'
    ? UNIT_SOURCES.staff
    : `${UNIT_SOURCES[source]}: “${quoted(quote)}” (${percent(confidence)})`;
}

export function documentEvidenceWords({ source, quote }: Evidence): string {
  return source === 'staff' ? DOCUMENT_SOURCES.staff : `${DOCUMENT_SOURCES[source]}: “${quoted(quote)}”`;
}

/** 0.95 → "95%" */
export function percent(confidence: number): string {
  return `${Math.round(confidence * 100)}%`;
}
