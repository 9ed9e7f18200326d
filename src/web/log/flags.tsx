// What is to be noticed of a line beside its status.
import type { Campaign } from '../../core/campaign.ts';
import { isDueSoon } from '../../core/deadline.ts';
import type { LogRow } from '../../store/log-rows.ts';

export interface RowProps {
  row: LogRow;
  campaigns: Campaign[];
  now: Date;
  timeZone: string;
}

export function Flags({ row, campaigns, now }: Omit<RowProps, 'timeZone'>) {
  const { dossier, needsAction, fileTrouble, lettersInTrouble, supplementUntil } = row;
  const campaign = campaigns.find(({ code }) => code === dossier?.campaign);
  const soon = campaign && supplementUntil && isDueSoon(supplementUntil, now, campaign);
  const flags = [
    needsAction && 'Cần xử lý',
    soon && 'Sắp đến hạn bổ sung',
    fileTrouble && 'Có tệp lỗi',
    dossier?.links && 'Có liên kết ngoài',
    lettersInTrouble > 0 && 'Thư trả lời cần xử lý',
  ].filter((flag): flag is string => typeof flag === 'string');
  return (
    <>
      {flags.length > 0 && <div class="app-flags">{flags.join(' · ')}</div>}
      {dossier?.assignee && <div class="text-secondary">{dossier.assignee}</div>}
    </>
  );
}
