// The page of one dossier: papers on the left, what is decided and what happened on the right; stacked on a telephone.
import { Page } from '../layout.tsx';
import { History } from '../parts/history.tsx';
import { LetterList } from '../parts/letter-list.tsx';
import { UndoButton } from '../parts/undo.tsx';
import { UnitList } from '../parts/unit-field.tsx';
import type { View } from '../view.ts';
import { Checklist } from './checklist.tsx';
import { Facts, Head } from './head.tsx';
import { Items } from './items.tsx';
import { Mails } from './mails.tsx';
import { Panel } from './panel.tsx';
import type { Shown } from './shown.ts';

interface DossierProps {
  view: View;
  shown: Shown;
  /** Something was done just now. */
  done: boolean;
}

export function Dossier({ view, shown, done }: DossierProps) {
  const { head, mayDecide } = shown;
  const undo = undoOf(shown);
  return (
    <Page title={`Hồ sơ ${head.code}`} view={view} section="log">
      {done && undo && (
        <div class="app-undo">
          <span>Có thể hoàn tác thao tác vừa thực hiện.</span>
          <UndoButton {...undo} />
        </div>
      )}
      <Head shown={shown} />
      <div class="app-columns">
        <div>
          <Checklist shown={shown} />
          <Mails shown={shown} />
          <Items shown={shown} />
        </div>
        <div>
          {mayDecide && <Panel shown={shown} />}
          <Facts shown={shown} />
          <Papers code={head.code} />
          <section class="card mb-3" id="letters">
            <div class="card-body">
              <h2 class="h3">Thư đã viết cho đơn vị</h2>
              <LetterList letters={shown.letters} />
            </div>
          </section>
          <section class="card mb-3" id="history">
            <div class="card-body">
              <h2 class="h3">Lịch sử</h2>
              <History events={shown.events} campaign={shown.campaign} undo={undoOf(shown)} />
            </div>
          </section>
        </div>
      </div>
      <nav class="app-bottom-bar d-print-none" aria-label="Đến phần của hồ sơ">
        {mayDecide && <a href={`${view.path}#decide`}>Quyết định</a>}
        <a href={`${view.path}#documents`}>Tài liệu</a>
        <a href={`${view.path}#letters`}>Thư</a>
        <a href={`dossiers/${head.code}/files.zip`}>Tải ZIP</a>
      </nav>
      <UnitList units={shown.units} />
    </Page>
  );
}

function undoOf({ head, mayDecide, undo }: Shown): { id: number; dossier: string } | null {
  return mayDecide && undo !== null ? { id: undo, dossier: head.code } : null;
}

function Papers({ code }: { code: string }) {
  return (
    <div class="btn-list mb-3">
      <a class="btn btn-sm" href={`dossiers/${code}/receipt.pdf`}>
        In giấy xác nhận
      </a>
      <a class="btn btn-sm" href={`dossiers/${code}/control-slip.pdf`}>
        In phiếu kiểm soát
      </a>
    </div>
  );
}
