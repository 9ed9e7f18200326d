// Names and values below each other, as pages of "Quản trị" list them.

export interface Fact {
  name: string;
  value: string;
  /** Somebody should look at it. */
  alert?: boolean;
}

export function Facts({ facts }: { facts: Fact[] }) {
  return (
    <dl class="app-list">
      {facts.map(({ name, value, alert }) => (
        <div>
          <dt>{name}</dt>
          <dd class={alert ? 'text-danger' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
