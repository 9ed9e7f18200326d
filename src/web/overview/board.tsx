// The board of expected units: who has sent, who has not, group by group.
import { UNIT_STATES, type UnitState } from '../../core/expected.ts';
import { type BoardUnit, countSubmitted } from './figures.ts';

const STATES: Record<UnitState, string> = {
  complete: 'Đủ hồ sơ',
  awaiting: 'Chờ bổ sung',
  submitted: 'Đã nộp',
  nothing: 'Không có nội dung đề nghị',
  silent: 'Chưa nộp',
};

export function Board({ board, campaign }: { board: BoardUnit[]; campaign: string }) {
  // Groups of those that must come before those that are only invited.
  const asked = (one: BoardUnit['expected']) => board.filter(({ expected }) => expected === one);
  const groups = [...new Set([...asked('required'), ...asked('encouraged')].map(({ group }) => group))];
  return (
    <>
      <p class="app-legend">
        {UNIT_STATES.map((state) => (
          <span class={`app-tile app-unit-${state}`}>
            {STATES[state]}: {board.filter((unit) => unit.state === state).length}
          </span>
        ))}
      </p>
      {groups.map((group) => (
        <Group name={group} units={board.filter((unit) => unit.group === group)} campaign={campaign} />
      ))}
    </>
  );
}

function Group({ name, units, campaign }: { name: string; units: BoardUnit[]; campaign: string }) {
  return (
    <section>
      <h3 class="app-group">
        {name} <span class="text-secondary">– {submittedText(units)}</span>
      </h3>
      <ul class="app-board">
        {units.map(({ code, name, shortName, expected, state }) => (
          <li>
            <a
              class={`app-tile app-unit-${state === 'silent' && expected === 'required' ? 'due' : state}`}
              href={`log?${new URLSearchParams({ unit: code, campaign })}`}
              title={name}
            >
              <b>{shortName}</b>
              <span>{STATES[state]}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** "đã nộp 12/15", and beside it those that are only invited. */
export function submittedText(units: BoardUnit[]): string {
  const required = countSubmitted(units, 'required');
  const encouraged = countSubmitted(units, 'encouraged');
  return [
    required.all > 0 ? `đã nộp ${required.submitted}/${required.all}` : '',
    encouraged.all > 0 ? `khuyến khích: đã nộp ${encouraged.submitted}/${encouraged.all}` : '',
  ]
    .filter((text) => text !== '')
    .join('; ');
}
