// The list of the registers: one choice of campaign and time for all of them, a button for each.
import type { Campaign } from '../../core/campaign.ts';
import { REGISTER_TITLES, REGISTERS, type RegisterName } from '../../core/register-facts.ts';

const WHAT: Record<RegisterName, string> = {
  intake: 'Mỗi hồ sơ một dòng: ngày nhận, yêu cầu bổ sung, đủ hồ sơ, chuyển thẩm định, bản giấy, trạng thái.',
  incoming: 'Mẫu sổ văn bản đến: số đến, ngày đến, tác giả, số ký hiệu, trích yếu.',
  proposals: 'Mỗi sáng kiến, mô hình, sản phẩm, ý tưởng một dòng, kèm tác giả và hồ sơ.',
  'by-unit': 'Số thư, hồ sơ, sáng kiến, đủ, chờ bổ sung, quá hạn, đúng hạn của từng đơn vị.',
  'by-sector': 'Số sáng kiến theo lĩnh vực và loại hình.',
  'not-submitted': 'Đơn vị trong danh sách chưa nộp, kèm thư đôn đốc gần nhất.',
  reports: 'Đơn vị đã gửi và chưa gửi báo cáo của từng kỳ.',
};

export function RegistersPage({ campaigns }: { campaigns: Campaign[] }) {
  return (
    <>
      <h1 class="page-title">Sổ, báo cáo</h1>
      <p>
        Tệp Excel trình bày theo thể thức văn bản, khổ A4 ngang, in được ngay: chọn phạm vi rồi bấm “Tải về để
        in” ở sổ cần lấy. Mỗi lần tải về được ghi vào nhật ký truy cập.
      </p>
      <form action="registers">
        <div class="app-filter">
          <CampaignField campaigns={campaigns} />
          <DayField name="from" label="Nhận từ ngày" />
          <DayField name="to" label="Đến hết ngày" />
        </div>
        <div class="card">
          <table class="table table-vcenter card-table app-stacked">
            <thead>
              <tr>
                <th scope="col">STT</th>
                <th scope="col">Sổ</th>
                <th scope="col">Nội dung</th>
                <th scope="col">Tệp Excel</th>
              </tr>
            </thead>
            <tbody>
              {REGISTERS.map((name, at) => (
                <tr>
                  <td data-label="STT">{at + 1}</td>
                  <th scope="row">{REGISTER_TITLES[name]}</th>
                  <td>
                    {WHAT[name]} {name === 'proposals' && <GroupingField />}
                  </td>
                  <td>
                    <button
                      class="btn btn-primary"
                      type="submit"
                      formaction={`registers/${name}`}
                      aria-label={`Tải về để in: ${REGISTER_TITLES[name]}`}
                    >
                      Tải về để in
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </form>
    </>
  );
}

function CampaignField({ campaigns }: { campaigns: Campaign[] }) {
  return (
    <label class="form-label">
      Đợt tiếp nhận
      <select class="form-select" name="campaign">
        {campaigns.length > 1 && <option value="">Tất cả các đợt</option>}
        {campaigns.map(({ code, title }) => (
          <option value={code}>Hồ sơ đề nghị {title}</option>
        ))}
      </select>
    </label>
  );
}

function DayField({ name, label }: { name: string; label: string }) {
  return (
    <label class="form-label">
      {label}
      <input class="form-control" type="date" name={name} />
    </label>
  );
}

function GroupingField() {
  return (
    <label class="app-inline">
      Xếp theo
      <select class="form-select form-select-sm" name="by">
        <option value="sector">lĩnh vực</option>
        <option value="unit">đơn vị</option>
      </select>
    </label>
  );
}
