// What staff may decide of a dossier as it stands, each in a form of its own.
import type { ComponentChildren } from 'preact';
import { type DossierDecision, REFUSALS, refusalOf } from '../../core/decision.ts';
import { unitOption } from '../../core/unit-choice.ts';
import { DECISIONS } from '../decide/words.ts';
import { Form } from '../parts/form.tsx';
import { UnitField } from '../parts/unit-field.tsx';
import type { Shown } from './shown.ts';

export function Panel({ shown }: { shown: Shown }) {
  return (
    <section class="card mb-3" id="decide">
      <div class="card-body">
        <h2 class="h3">Quyết định</h2>
        <Steps shown={shown} />
        <div class="app-stack">
          <Unit shown={shown} />
          <Kind shown={shown} />
          <Reasoned shown={shown} what="refuse" />
          <Reasoned shown={shown} what="reopen" />
          <Merge shown={shown} />
          <Paper shown={shown} />
          <Assign shown={shown} />
          <Note shown={shown} />
        </div>
      </div>
    </section>
  );
}

/** With a reason where one is needed: that is for the form to ask. */
function mayDecide({ head }: Shown, decision: DossierDecision): boolean {
  return whyNot({ head }, decision) === null;
}

function whyNot({ head }: Pick<Shown, 'head'>, decision: DossierDecision) {
  return refusalOf(decision, {
    status: head.status,
    decided: head.decided,
    unit: head.unit?.code ?? null,
    purged: head.purgedAt !== null,
  });
}

/** The decisions that need no more than a button. */
function Steps({ shown }: { shown: Shown }) {
  const steps = (['complete', 'forward', 'not-a-submission'] as const).map((what) => ({
    what,
    refusal: whyNot(shown, { what }),
  }));
  const first = steps.find(({ refusal }) => refusal === 'unit-first' || refusal === 'complete-first');
  return (
    <>
      <div class="btn-list mb-2">
        {steps
          .filter(({ refusal }) => refusal === null)
          .map(({ what }) => (
            <Decide shown={shown} what={what}>
              <button class={what === 'not-a-submission' ? 'btn' : 'btn btn-primary'} type="submit">
                {DECISIONS[what]}
              </button>
            </Decide>
          ))}
      </div>
      {first?.refusal && <p class="text-secondary">{REFUSALS[first.refusal]}</p>}
    </>
  );
}

interface DecideProps {
  shown: Shown;
  what: DossierDecision['what'];
  children: ComponentChildren;
}

function Decide({ shown: { head }, what, children }: DecideProps) {
  return (
    <Form action={`dossiers/${head.code}/preview`}>
      <input type="hidden" name="version" value={head.version} />
      <input type="hidden" name="what" value={what} />
      {children}
    </Form>
  );
}

function Fold({ title, open, children }: { title: string; open?: boolean; children: ComponentChildren }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      <div class="app-fold">{children}</div>
    </details>
  );
}

function Submit({ children = 'Xem trước' }: { children?: string }) {
  return (
    <button class="btn btn-primary" type="submit">
      {children}
    </button>
  );
}

function Unit({ shown }: { shown: Shown }) {
  const { head, units } = shown;
  if (!mayDecide(shown, { what: 'set-unit', unit: '', learn: false })) return null;
  const likely = units.find(({ code }) => code === (head.unit?.code ?? head.evidence[0]?.unit));
  const value = likely ? unitOption(likely) : (head.unit?.code ?? head.evidence[0]?.unit);
  return (
    <Fold title={head.unit ? 'Xác nhận hoặc đổi đơn vị' : 'Xác nhận đơn vị'} open={head.unit === null}>
      <Decide shown={shown} what="set-unit">
        <UnitField id="unit" label="Đơn vị nộp" value={value} required />
        <label class="form-check">
          <input class="form-check-input" type="checkbox" name="learn" value="yes" />
          <span class="form-check-label">Ghi nhớ địa chỉ thư gửi hồ sơ này là của đơn vị</span>
        </label>
        <Submit />
      </Decide>
    </Fold>
  );
}

function Kind({ shown }: { shown: Shown }) {
  const { head, campaign } = shown;
  if (!campaign || !mayDecide(shown, { what: 'set-kind', kind: '' })) return null;
  return (
    <Fold title="Đổi loại hồ sơ">
      <Decide shown={shown} what="set-kind">
        <label class="form-label" for="kind">
          Loại hồ sơ
        </label>
        <select class="form-select mb-2" id="kind" name="kind">
          {campaign.kinds
            .filter(({ handling }) => handling !== 'staff')
            .map(({ code, name }) => (
              <option value={code} selected={code === head.kind}>
                {name}
              </option>
            ))}
        </select>
        <Submit />
      </Decide>
    </Fold>
  );
}

function Reasoned({ shown, what }: { shown: Shown; what: 'refuse' | 'reopen' }) {
  if (!mayDecide(shown, { what, reason: '…' })) return null;
  return (
    <Fold title={DECISIONS[what]}>
      <Decide shown={shown} what={what}>
        <label class="form-label" for={what}>
          Lý do (bắt buộc)
        </label>
        <textarea class="form-control mb-2" id={what} name="reason" rows={3} maxLength={2000} required />
        <Submit />
      </Decide>
    </Fold>
  );
}

function Merge({ shown }: { shown: Shown }) {
  if (!mayDecide(shown, { what: 'merge', into: '' })) return null;
  return (
    <Fold title="Gộp vào hồ sơ khác">
      <Decide shown={shown} what="merge">
        <label class="form-label" for="into">
          Mã hồ sơ nhận toàn bộ tài liệu
        </label>
        <input class="form-control mb-2" id="into" name="into" maxLength={60} required />
        <Submit />
      </Decide>
    </Fold>
  );
}

function Paper({ shown }: { shown: Shown }) {
  const { head, now, zone } = shown;
  if (!mayDecide(shown, { what: 'remove-paper' })) return null;
  // As date fields have it: "2022-08-08".
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
  return (
    <Fold title="Ghi nhận bản giấy">
      <Decide shown={shown} what="record-paper">
        <div class="app-row">
          <div>
            <label class="form-label" for="sets">
              Số bộ
            </label>
            <input
              class="form-control"
              id="sets"
              name="sets"
              type="number"
              min={1}
              max={1000}
              value={head.paper?.sets ?? 1}
              required
            />
          </div>
          <div>
            <label class="form-label" for="receivedOn">
              Ngày nhận
            </label>
            <input
              class="form-control"
              id="receivedOn"
              name="receivedOn"
              type="date"
              value={head.paper?.receivedOn ?? today}
              required
            />
          </div>
          <Submit>Ghi nhận</Submit>
        </div>
      </Decide>
      {head.paper && (
        <Decide shown={shown} what="remove-paper">
          <button class="btn btn-sm mt-2" type="submit">
            Xóa ghi nhận bản giấy
          </button>
        </Decide>
      )}
    </Fold>
  );
}

function Assign({ shown }: { shown: Shown }) {
  const { head, assignees } = shown;
  if (!mayDecide(shown, { what: 'assign', to: null })) return null;
  return (
    <Fold title="Người phụ trách">
      <Decide shown={shown} what="assign">
        <label class="form-label" for="to">
          Người phụ trách
        </label>
        <select class="form-select mb-2" id="to" name="to">
          <option value="">Chưa phân công</option>
          {assignees.map(({ username, name }) => (
            <option value={username} selected={username === head.assignee}>
              {name}
            </option>
          ))}
        </select>
        <Submit>Lưu</Submit>
      </Decide>
    </Fold>
  );
}

function Note({ shown }: { shown: Shown }) {
  const { head } = shown;
  if (!mayDecide(shown, { what: 'note', text: '' })) return null;
  return (
    <Fold title="Ghi chú">
      <Decide shown={shown} what="note">
        <label class="form-label" for="text">
          Ghi chú (chỉ cán bộ xem)
        </label>
        <textarea class="form-control mb-2" id="text" name="text" rows={3} maxLength={2000}>
          {head.note}
        </textarea>
        <Submit>Lưu</Submit>
      </Decide>
    </Fold>
  );
}
