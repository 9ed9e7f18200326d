// Whom connections trust besides the usual authorities: one context for all of them, since to read some 150 certificates takes
// 20 ms and a megabyte each time.
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';

const contexts = new Map<string, SecureContext>();

/** Options of a connection. @param ca certificates, PEM; null: the usual ones alone */
export function trusting(ca: string | null): { tls?: { secureContext: SecureContext } } {
  if (ca === null) return {};
  const context = contexts.get(ca) ?? createSecureContext({ ca: [...rootCertificates, ca] });
  contexts.set(ca, context);
  return { tls: { secureContext: context } };
}
