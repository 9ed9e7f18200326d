// The page of one message: why it is where it is, what came with it, and what staff may make of it.
import type { ComponentChildren } from 'preact';
import type { Campaign } from '../../core/campaign.ts';
import { type MessageDecision, PLACEABLE } from '../../core/decision.ts';
import { SIGNS } from '../../core/guess.ts';
import { OUTCOMES } from '../../core/labels.ts';
import { reasonForStaff } from '../../core/reasons.ts';
import type { UnitChoice } from '../../core/unit-choice.ts';
import { MOST_FILES } from '../../store/dossier-files.ts';
import type { MessagePage } from '../../store/message-page.ts';
import { MESSAGE_DECISIONS } from '../decide/words.ts';
import { Links } from '../dossier/mails.tsx';
import { Page } from '../layout.tsx';
import { FileRow } from '../parts/file-row.tsx';
import { Form } from '../parts/form.tsx';
import { History } from '../parts/history.tsx';
import { LetterList } from '../parts/letter-list.tsx';
import { mailboxName } from '../parts/names.ts';
import { sizeText } from '../parts/size.ts';
import { dayTime } from '../parts/time.ts';
import { OUTCOME_TONES } from '../parts/tone.ts';
import { UnitField, UnitList } from '../parts/unit-field.tsx';
import type { View } from '../view.ts';

interface MessageProps {
  view: View;
  shown: MessagePage;
  campaigns: Campaign[];
  units: UnitChoice[];
  mayDecide: boolean;
}

export function Message(props: MessageProps) {
  const { view, shown, mayDecide } = props;
  const { head, files, letters, events } = shown;
  return (
    <Page title={head.subject || 'Thư không có tiêu đề'} view={view} section="log">
      <h1 class="page-title app-break">{head.subject || '(không có tiêu đề)'}</h1>
      <p>
        <span class={`badge ${OUTCOME_TONES[head.state]}`}>
          {OUTCOMES[head.state === 'read' ? 'received' : head.state]}
        </span>{' '}
        {head.reason && reasonForStaff(head.reason)}{' '}
        {head.dossier && <a href={`dossiers/${head.dossier}`}>Hồ sơ {head.dossier}</a>}
      </p>
      <div class="app-columns">
        <div>
          <Mail shown={shown} />
          <section class="card mb-3">
            <div class="card-body">
              <h2 class="h3">Tệp kèm theo ({Math.min(files.length, MOST_FILES)})</h2>
              <ul class="app-files">
                {files.slice(0, MOST_FILES).map((file) => (
                  <FileRow file={file} campaign={campaignFor(props)} />
                ))}
              </ul>
              {files.length > MOST_FILES && <p class="text-secondary">Chỉ hiện {MOST_FILES} tệp đầu.</p>}
              {files.length === 0 && <p class="text-secondary mb-0">Thư không có tệp kèm theo.</p>}
              <Links message={head} />
            </div>
          </section>
        </div>
        <div>
          {mayDecide && <Decisions {...props} />}
          <section class="card mb-3">
            <div class="card-body">
              <h2 class="h3">Thư trả lời</h2>
              <LetterList letters={letters} />
            </div>
          </section>
          <section class="card mb-3">
            <div class="card-body">
              <h2 class="h3">Lịch sử</h2>
              <History events={events} campaign={campaignFor(props)} />
            </div>
          </section>
        </div>
      </div>
      <UnitList units={props.units} />
    </Page>
  );
}

/** Types of documents are named by the campaign that has them. */
function campaignFor({ campaigns, shown }: MessageProps): Campaign | null {
  const types = shown.files.flatMap(({ document }) => document?.type ?? []);
  return campaigns.find(({ documents }) => documents.some(({ code }) => types.includes(code))) ?? null;
}

function Mail({ shown: { head } }: { shown: MessagePage }) {
  return (
    <section class="card mb-3">
      <div class="card-body">
        <dl class="app-facts">
          <dt>Người gửi</dt>
          <dd>
            {head.fromName} {head.from && `<${head.from}>`}
          </dd>
          <dt>Nhận lúc</dt>
          <dd>{dayTime(head.receivedAt)}</dd>
          <dt>Hộp thư</dt>
          <dd>{mailboxName(head.mailbox)}</dd>
          <dt>Dung lượng</dt>
          <dd>
            {sizeText(head.size)}
            {head.cut && ', chỉ giữ được phần đầu'}
          </dd>
          {head.lastError && (
            <>
              <dt>Lỗi</dt>
              <dd>{head.lastError}</dd>
            </>
          )}
        </dl>
        {head.purged ? (
          <p class="text-secondary mt-2 mb-0">Nội dung thư đã được xóa theo thời hạn lưu.</p>
        ) : (
          <>
            <div class="btn-list mt-2">
              <a class="btn btn-sm" href={`messages/${head.id}/mail`}>
                Xem thư gốc
              </a>
              <a class="btn btn-sm" href={`messages/${head.id}/mail.eml`}>
                Tải thư gốc (.eml)
              </a>
            </div>
            <pre class="app-text">{head.body ?? 'Thư chưa được đọc.'}</pre>
          </>
        )}
      </div>
    </section>
  );
}

function Decisions(props: MessageProps) {
  const { head } = props.shown;
  if (head.state === 'failed' && !head.purged)
    return (
      <Card>
        <Form action={`messages/${head.id}/retry`}>
          <button class="btn btn-primary" type="submit">
            Xử lý lại
          </button>
        </Form>
      </Card>
    );
  const placeable = PLACEABLE.includes(head.state) && head.dossier === null && !head.purged;
  if (!placeable) return null;
  return (
    <Card>
      <AddTo {...props} />
      <Register {...props} />
      {head.state !== 'not-a-submission' && (
        <Decide {...props} what="not-a-submission">
          <button class="btn mt-3" type="submit">
            {MESSAGE_DECISIONS['not-a-submission']}
          </button>
        </Decide>
      )}
    </Card>
  );
}

function Card({ children }: { children: ComponentChildren }) {
  return (
    <section class="card mb-3" id="decide">
      <div class="card-body">
        <h2 class="h3">Quyết định</h2>
        {children}
      </div>
    </section>
  );
}

interface DecideProps {
  shown: MessagePage;
  what: MessageDecision['what'];
  children: ComponentChildren;
}

function Decide({ shown: { head }, what, children }: DecideProps) {
  return (
    <Form action={`messages/${head.id}/preview`}>
      <input type="hidden" name="state" value={head.state} />
      <input type="hidden" name="what" value={what} />
      {children}
    </Form>
  );
}

function AddTo(props: MessageProps) {
  const { guesses } = props.shown.head;
  return (
    <>
      <h3 class="h4">Đưa vào hồ sơ đã có</h3>
      {guesses.map(({ code, unit, signs }) => (
        <Decide {...props} what="add-to">
          <input type="hidden" name="dossier" value={code} />
          <div class="app-guess">
            <div>
              <a href={`dossiers/${code}`}>{code}</a> {unit}
              <div class="text-secondary">{signs.map((sign) => SIGNS[sign]).join(', ')}</div>
            </div>
            <button class="btn btn-sm" type="submit" aria-label={`Đưa vào hồ sơ ${code}`}>
              Đưa vào
            </button>
          </div>
        </Decide>
      ))}
      <Decide {...props} what="add-to">
        <label class="form-label" for="dossier">
          Mã hồ sơ
        </label>
        <div class="app-row">
          <input class="form-control app-code" id="dossier" name="dossier" maxLength={60} required />
          <button class="btn" type="submit">
            {MESSAGE_DECISIONS['add-to']}
          </button>
        </div>
      </Decide>
    </>
  );
}

function Register(props: MessageProps) {
  const kinds = new Map(
    props.campaigns.flatMap(({ kinds }) =>
      kinds.filter(({ handling }) => handling !== 'staff').map((kind) => [kind.code, kind] as const),
    ),
  );
  const likely = [...kinds.values()].find(({ handling }) => handling === 'dossier')?.code;
  return (
    <>
      <h3 class="h4 mt-3">Vào sổ thành hồ sơ mới</h3>
      <Decide {...props} what="register">
        <label class="form-label" for="kind">
          Loại hồ sơ
        </label>
        <select class="form-select mb-2" id="kind" name="kind">
          {[...kinds.values()].map(({ code, name }) => (
            <option value={code} selected={code === likely}>
              {name}
            </option>
          ))}
        </select>
        <UnitField id="unit" label="Đơn vị nộp (bỏ trống nếu chưa rõ)" />
        <button class="btn btn-primary" type="submit">
          {MESSAGE_DECISIONS.register}
        </button>
      </Decide>
    </>
  );
}
