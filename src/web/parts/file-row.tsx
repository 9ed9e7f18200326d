// A file that came with a mail: what it is taken for, why, and the ways to look at it.
import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import { documentEvidenceWords, percent } from '../../core/evidence-words.ts';
import { FORMS } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { ShownFile } from '../../store/dossier-files.ts';
import { typeName } from './names.ts';
import { sizeText } from './size.ts';

interface FileRowProps {
  file: ShownFile;
  campaign: Campaign | null;
  /** Stands before the name. */
  children?: ComponentChildren;
}

export function FileRow({ file, campaign, children }: FileRowProps) {
  return (
    <li class="app-file">
      <div class="app-file-name">
        {children}
        <a href={`attachments/${file.id}`} class="app-break">
          {file.name}
        </a>
        <span class="text-secondary">{sizeText(file.size)}</span>
        {isOpen(file) && (
          <a class="btn btn-sm" href={`attachments/${file.id}/download`}>
            Tải về<span class="visually-hidden"> {file.name}</span>
          </a>
        )}
      </div>
      <Verdict file={file} campaign={campaign} />
      <Why file={file} />
    </li>
  );
}

/** As far as can be told without what lies in it; whoever asks for it is told the rest. */
function isOpen({ infected, problem, sha256 }: ShownFile): boolean {
  return !infected && problem !== 'executable' && sha256 !== null;
}

function Verdict({ file, campaign }: { file: ShownFile; campaign: Campaign | null }) {
  const { document, verdict, reason, infected } = file;
  return (
    <div class="app-badges">
      {document && (
        <>
          <span class="badge app-blue">{typeName(campaign, document.type)}</span>
          <span class="badge app-plain">{FORMS[document.form]}</span>
          {document.item !== null && <span class="text-secondary">Nội dung {document.item}</span>}
          <span class="text-secondary">
            {document.decided.length > 0 ? 'cán bộ xác nhận' : `tin cậy ${percent(document.confidence)}`}
          </span>
          {document.supersededBy && (
            <span class="badge app-orange">Đã có bản thay thế: {document.supersededBy.name}</span>
          )}
        </>
      )}
      {!document && verdict === 'ignored' && <span class="badge app-grey">Không tính vào hồ sơ</span>}
      {infected && <span class="badge app-red">Có mã độc, đã cách ly</span>}
      {reason && !infected && (
        <span class={verdict === 'refused' ? 'text-danger' : 'text-secondary'}>{reasonForStaff(reason)}</span>
      )}
    </div>
  );
}

function Why({ file }: { file: ShownFile }) {
  const evidence = file.document?.evidence ?? [];
  return (
    <details class="app-why">
      <summary class="app-why-title">
        Căn cứ, chi tiết<span class="visually-hidden"> của {file.name}</span>
      </summary>
      <FileFacts file={file} evidence={evidence.map(documentEvidenceWords)} />
    </details>
  );
}

export function FileFacts({ file, evidence }: { file: ShownFile; evidence: string[] }) {
  return (
    <dl class="app-facts">
      <dt>Căn cứ</dt>
      <dd class="app-break">{evidence.length > 0 ? evidence.join('; ') : 'Không có'}</dd>
      <dt>Tên khi gửi</dt>
      <dd class="app-break">{file.nameAsSent ?? '(không có tên)'}</dd>
      <dt>Vị trí</dt>
      <dd class="app-break">{file.path}</dd>
      <dt>Định dạng</dt>
      <dd>
        {file.fileType}
        {file.pages !== null && `, ${file.pages} trang`}, {sizeText(file.size)}
      </dd>
      {file.problem && (
        <>
          <dt>Vấn đề</dt>
          <dd>{reasonForStaff(file.problem)}</dd>
        </>
      )}
      <dt>Mã kiểm tra (SHA-256)</dt>
      <dd class="app-break">{file.sha256 ?? '(không lấy ra được)'}</dd>
    </dl>
  );
}
