// The form for what came by other means than mail: a stick, paper, a link that staff have opened themselves.
import type { Campaign } from '../../core/campaign.ts';
import type { UnitChoice } from '../../core/unit-choice.ts';
import { Page } from '../layout.tsx';
import { Form } from '../parts/form.tsx';
import { UnitField, UnitList } from '../parts/unit-field.tsx';
import type { View } from '../view.ts';
import { MOST_BYTES, MOST_FILES } from './uploads.ts';

interface ByHandProps {
  view: View;
  campaigns: Campaign[];
  units: UnitChoice[];
  /** Code of the dossier that the files are for; null: a new one. */
  dossier: string | null;
}

export function ByHandPage({ view, campaigns, units, dossier }: ByHandProps) {
  const title = dossier === null ? 'Thêm hồ sơ nhận trực tiếp' : `Thêm tài liệu vào hồ sơ ${dossier}`;
  return (
    <Page title={title} view={view} section="log">
      <h1 class="page-title">{title}</h1>
      <p class="text-secondary">
        Tài liệu được lưu, đọc và kiểm tra như tài liệu gửi qua thư. Tối đa {MOST_FILES} tệp, tổng dung lượng{' '}
        {MOST_BYTES / 1024 / 1024} MB.
      </p>
      <div class="card app-preview">
        <div class="card-body">
          <Form action={dossier === null ? 'dossiers/new' : `dossiers/${dossier}/add`} files>
            <div class="mb-2">
              <label class="form-label" for="files">
                Tệp
              </label>
              <input
                class="form-control"
                id="files"
                name="files"
                type="file"
                multiple
                required={dossier !== null}
              />
            </div>
            <How />
            {dossier === null && <Whose campaigns={campaigns} />}
            <div class="mb-3">
              <label class="form-label" for="address">
                Địa chỉ thư điện tử nhận giấy xác nhận (bỏ trống nếu không gửi)
              </label>
              <input class="form-control" id="address" name="address" type="email" maxLength={254} />
            </div>
            <div class="btn-list">
              <button class="btn btn-primary" type="submit">
                Thêm
              </button>
              <a class="btn" href={dossier === null ? 'log' : `dossiers/${dossier}`}>
                Không thêm
              </a>
            </div>
          </Form>
        </div>
      </div>
      <UnitList units={units} />
    </Page>
  );
}

const WAYS = ['USB', 'Bản giấy (đã quét)', 'Google Drive', 'Zalo'];

function How() {
  return (
    <div class="mb-2">
      <label class="form-label" for="how">
        Nhận qua
      </label>
      <input
        class="form-control"
        id="how"
        name="how"
        list="ways"
        maxLength={100}
        required
        autocomplete="off"
      />
      <datalist id="ways">
        {WAYS.map((way) => (
          <option value={way} />
        ))}
      </datalist>
    </div>
  );
}

/** Kinds that are for staff to answer are no dossiers. */
function Whose({ campaigns }: { campaigns: Campaign[] }) {
  return (
    <>
      <UnitField id="unit" label="Đơn vị nộp (bỏ trống để hệ thống tự xác định)" />
      <div class="mb-2">
        <label class="form-label" for="kind">
          Loại hồ sơ
        </label>
        <select class="form-select" id="kind" name="kind">
          {campaigns.map((campaign) => (
            <optgroup label={`Hồ sơ đề nghị ${campaign.title}`}>
              {campaign.kinds
                .filter(({ handling }) => handling !== 'staff')
                .map(({ code, name, handling }) => (
                  <option value={`${campaign.code} ${code}`} selected={handling === 'dossier'}>
                    {name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </div>
    </>
  );
}
