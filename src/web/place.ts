// Where the page is, as browsers see it: its prefix, and whether the way there is encrypted.

export interface WebAddress {
  host: string;
  /** 0: any free one. */
  port: number;
  /** As browsers see the page, prefix and all; null: as it is served. */
  url: string | null;
  /** What proofs of forms are made with, the same in every process that serves the page; none: this process's own. */
  secret?: string | null;
}

export interface Place {
  /** Path that the page is under; begins and ends with "/". */
  base: string;
  /** Host with port; null: whatever a request names. */
  host: string | null;
  /** Browsers come over TLS. The service has none of its own, so a proxy stands before it. */
  encrypted: boolean;
  secret: string;
}

export function placeOf(url: string | null, secret: string): Place {
  const seen = url === null ? null : new URL(url);
  return {
    base: seen ? seen.pathname.replace(/\/*$/, '/') : '/',
    host: seen?.host ?? null,
    encrypted: seen?.protocol === 'https:',
    secret,
  };
}

/** As people open the page. @param port the one that is served, where settings leave it open */
export function pageUrl({ host, url }: Pick<WebAddress, 'host' | 'url'>, port: number): string {
  const any = ['0.0.0.0', '::'].includes(host);
  const name = any ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return url ?? `http://${name}:${port}`;
}

/** @param asked the host that a request names */
export function originOf({ host, encrypted }: Place, asked = ''): string {
  return `${encrypted ? 'https' : 'http'}://${host ?? asked}`;
}
