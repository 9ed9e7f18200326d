// The intake log, whole: the form that narrows it down, and what it answers.
import type { Campaign } from '../../core/campaign.ts';
import { mayActAs } from '../../core/staff.ts';
import { Page } from '../layout.tsx';
import type { View } from '../view.ts';
import { Filters, type UnitChoice } from './filters.tsx';
import { Results, type Shown } from './results.tsx';

interface LogPageProps {
  view: View;
  shown: Shown;
  campaigns: Campaign[];
  units: UnitChoice[];
}

export function LogPage({ view, shown, campaigns, units }: LogPageProps) {
  return (
    <Page title="Sổ tiếp nhận hồ sơ" view={view} section="log">
      <div class="app-title-row">
        <h1 class="page-title">Sổ tiếp nhận hồ sơ</h1>
        {mayActAs(view.viewer.role, 'officer') && (
          <a class="btn btn-sm d-print-none" href="dossiers/new">
            Thêm hồ sơ nhận trực tiếp
          </a>
        )}
      </div>
      <Filters asked={shown.asked} campaigns={campaigns} units={units} />
      <Results shown={shown} campaigns={campaigns} />
    </Page>
  );
}
