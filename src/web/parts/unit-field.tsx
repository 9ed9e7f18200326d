// A unit to choose: typed with or without accents, or picked from the list; the server finds which is meant.
import { type UnitChoice, unitOption } from '../../core/unit-choice.ts';

interface UnitFieldProps {
  id: string;
  label: string;
  value?: string;
  required?: boolean;
}

export function UnitField({ id, label, value, required }: UnitFieldProps) {
  return (
    <div class="mb-2">
      <label class="form-label" for={id}>
        {label}
      </label>
      <input
        class="form-control"
        id={id}
        name="unit"
        list="units"
        value={value}
        required={required}
        maxLength={300}
        autocomplete="off"
        placeholder="Gõ tên hoặc mã đơn vị"
      />
    </div>
  );
}

/** Once in a page, for all its fields. */
export function UnitList({ units }: { units: UnitChoice[] }) {
  return (
    <datalist id="units">
      {units.map((unit) => (
        <option value={unitOption(unit)} />
      ))}
    </datalist>
  );
}
