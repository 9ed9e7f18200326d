// What of a dossier is there and what is not, in signs: ✓ TTr ✓ DS ✗ BC.
import type { Campaign, DocumentType } from '../../core/campaign.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { RowDossier } from '../../store/log-rows.ts';

export function Components({ dossier, campaign }: { dossier: RowDossier; campaign: Campaign }) {
  const told = campaign.documents.filter(
    ({ code, required }) =>
      (required !== 'never' && dossier.types.includes(code)) ||
      dossier.missing.some(({ document }) => document === code),
  );
  return (
    <ul class="app-components">
      {told.map((type) => (
        <Component type={type} missing={dossier.missing.filter(({ document }) => document === type.code)} />
      ))}
    </ul>
  );
}

function Component({ type, missing }: { type: DocumentType; missing: RowDossier['missing'] }) {
  const there = missing.length === 0;
  const why = [...new Set(missing.map(({ reason }) => reasonForStaff(reason)))].join(' ');
  return (
    <li class={there ? 'app-there' : 'app-missing'} title={there ? type.name : `${type.name}: ${why}`}>
      <span aria-hidden="true">{there ? '✓' : '✗'}</span>
      <span class="visually-hidden">{there ? 'Có' : 'Thiếu'}</span> {type.short ?? initials(type.name)}
    </li>
  );
}

/** "Danh sách trích ngang" → "DS" */
function initials(name: string): string {
  return name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
