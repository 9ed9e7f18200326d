// Somebody at a browser, as far as HTTP goes: cookies are kept by path, and the form of the page that was last opened is sent.
export interface Answer {
  status: number;
  text: string;
  /** Of a redirect. */
  location: string | null;
  headers: Headers;
}

interface Sent {
  method?: string;
  /** Null: the field is left out; unset: as in the form of the last page. */
  csrf?: string | null;
  headers?: Record<string, string>;
}

export interface Client {
  /** By name: value and attributes as the server set them. */
  cookies: Map<string, { value: string; attributes: string[] }>;
  /** Proof in the form of the last page. */
  csrf(): string | null;
  /** @param path from the origin on */
  open(path: string, method?: string, headers?: Record<string, string>): Promise<Answer>;
  send(path: string, fields: Record<string, string>, how?: Sent): Promise<Answer>;
}

/** @param address where the client is, as a proxy on this machine would say */
export function openClient(origin: string, address = '192.0.2.1'): Client {
  const cookies: Client['cookies'] = new Map();
  let proof: string | null = null;

  async function ask(
    path: string,
    init: RequestInit & { headers?: Record<string, string> },
  ): Promise<Answer> {
    const cookie = [...cookies]
      .filter(([, { attributes }]) => path.startsWith(pathOf(attributes)))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(new URL(path, origin), {
      ...init,
      headers: { 'x-forwarded-for': address, ...(cookie && { cookie }), ...init.headers },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    const text = await response.text();
    proof = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? proof;
    return {
      status: response.status,
      text,
      location: response.headers.get('location'),
      headers: response.headers,
    };
  }

  return {
    cookies,
    csrf: () => proof,
    open: (path, method = 'GET', headers = {}) => ask(path, { method, headers }),
    send: (path, fields, { csrf = proof, headers = {}, method = 'POST' } = {}) =>
      ask(path, {
        method,
        headers,
        body: new URLSearchParams({ ...fields, ...(csrf !== null && { _csrf: csrf }) }),
      }),
  };
}

const pathOf = (attributes: string[]) =>
  attributes.find((one) => one.startsWith('Path='))?.slice('Path='.length) ?? '/';

function keep(cookies: Client['cookies'], line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split('=');
  if (value === '') cookies.delete(name);
  else cookies.set(name, { value, attributes });
}
