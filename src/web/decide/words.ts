// What a decision will change, as staff read it before they say yes.
import type { Campaign } from '../../core/campaign.ts';
import type { DossierDecision, MessageDecision } from '../../core/decision.ts';
import { FORMS, STATUSES } from '../../core/labels.ts';
import type { DossierStatus } from '../../core/states.ts';
import type { DossierHead } from '../../store/dossier-page.ts';
import { kindName, typeName } from '../parts/names.ts';
import { dateText } from '../parts/time.ts';

export const DECISIONS: Record<DossierDecision['what'], string> = {
  'set-unit': 'Xác nhận đơn vị',
  'set-kind': 'Đổi loại hồ sơ',
  'set-document': 'Xác nhận tài liệu',
  'move-documents': 'Chuyển tài liệu',
  split: 'Tách thành hồ sơ mới',
  merge: 'Gộp vào hồ sơ khác',
  complete: 'Đánh dấu đủ hồ sơ',
  forward: 'Chuyển thẩm định',
  refuse: 'Không tiếp nhận',
  'not-a-submission': 'Không phải hồ sơ',
  reopen: 'Thu hồi quyết định',
  'record-paper': 'Ghi nhận bản giấy',
  'remove-paper': 'Xóa ghi nhận bản giấy',
  assign: 'Phân công',
  note: 'Ghi chú',
};

export const MESSAGE_DECISIONS: Record<MessageDecision['what'], string> = {
  register: 'Vào sổ hồ sơ',
  'add-to': 'Đưa vào hồ sơ',
  'not-a-submission': 'Không phải hồ sơ',
};

/** A sentence each. */
export function changesOf(
  decision: DossierDecision,
  head: DossierHead,
  campaign: Campaign | null,
  unitName: string,
): string[] {
  switch (decision.what) {
    case 'set-unit':
      return [
        `Đơn vị nộp: ${head.unit?.name ?? 'chưa xác định'} → ${unitName}.`,
        ...(decision.learn ? ['Từ nay thư từ địa chỉ đã gửi hồ sơ này được ghi là của đơn vị.'] : []),
      ];
    case 'set-kind':
      return [`Loại hồ sơ: ${kindName(campaign, head.kind)} → ${kindName(campaign, decision.kind)}.`];
    case 'set-document':
      return [
        `Tài liệu là: ${typeName(campaign, decision.type)} – ${FORMS[decision.form]}.`,
        ...(decision.item ? [`Thuộc nội dung: ${decision.item}.`] : []),
      ];
    case 'move-documents':
      return [`${decision.attachments.length} tài liệu được chuyển sang hồ sơ ${decision.to}.`];
    case 'split':
      return [`${decision.attachments.length} tài liệu được tách thành hồ sơ mới, có mã và số đến riêng.`];
    case 'merge':
      return [
        `Toàn bộ tài liệu được đưa vào hồ sơ ${decision.into}.`,
        statusChange(head.status, 'duplicate'),
      ];
    case 'refuse':
      return [statusChange(head.status, 'refused'), `Lý do: ${decision.reason}`];
    case 'reopen':
      return [
        'Quyết định được thu hồi; trạng thái xác định lại theo tài liệu đã có.',
        `Lý do: ${decision.reason}`,
      ];
    case 'complete':
      return [statusChange(head.status, 'complete')];
    case 'forward':
      return [statusChange(head.status, 'forwarded')];
    case 'not-a-submission':
      return [statusChange(head.status, 'not-a-submission')];
    case 'record-paper':
      return [`Bản giấy: ${decision.sets} bộ, nhận ngày ${dateText(decision.receivedOn)}.`];
    case 'remove-paper':
      return ['Ghi nhận bản giấy được xóa.'];
    case 'assign':
      return [`Người phụ trách: ${decision.to ?? 'không có'}.`];
    case 'note':
      return ['Ghi chú được thay.'];
  }
}

function statusChange(from: DossierStatus, to: DossierStatus): string {
  return `Trạng thái: ${STATUSES[from]} → ${STATUSES[to]}.`;
}

export function messageChangesOf(
  decision: MessageDecision,
  campaign: Campaign | null,
  unitName: string,
): string[] {
  switch (decision.what) {
    case 'register':
      return [
        'Thư được vào sổ thành hồ sơ mới, có mã và số đến.',
        `Loại hồ sơ: ${kindName(campaign, decision.kind)}.`,
        `Đơn vị nộp: ${unitName || 'theo căn cứ trong thư'}.`,
      ];
    case 'add-to':
      return [`Thư và các tài liệu trong thư được đưa vào hồ sơ ${decision.dossier}.`];
    case 'not-a-submission':
      return ['Thư được xác định không phải hồ sơ.'];
  }
}
