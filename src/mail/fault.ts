// What went wrong between us and a mail server, told from the libraries' errors.
import { Fault, type FaultCode } from '../core/fault.ts';

/** Node's TLS verification errors (doc: tls, "X509 certificate error codes"). */
const CERTIFICATE = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS_CERT|HOSTNAME_MISMATCH)/;

export interface ServerFaults {
  unreachable: FaultCode;
  refused: FaultCode;
  certificate: FaultCode;
}

/** @param where host and port, for the operator; never a user or a password */
export function serverFault(error: unknown, faults: ServerFaults, where: string): Fault {
  if (error instanceof Fault) return error;
  const { code, text, login } = describe(error);
  if (CERTIFICATE.test(code) || /certificate/i.test(text)) {
    return new Fault(faults.certificate, { transient: false, detail: `${where} (${text})`, cause: error });
  }
  if (login)
    return new Fault(faults.refused, {
      transient: false,
      detail: `${where} answers "${text}"`,
      cause: error,
    });
  return new Fault(faults.unreachable, { transient: true, detail: `${where} (${text})`, cause: error });
}

interface LibraryError {
  code?: unknown;
  message?: unknown;
  authenticationFailed?: unknown;
  responseText?: unknown;
  response?: unknown;
}

function describe(error: unknown): { code: string; text: string; login: boolean } {
  const known: LibraryError = typeof error === 'object' && error !== null ? error : {};
  const code = typeof known.code === 'string' ? known.code : '';
  const said = [known.responseText, known.response, known.message].find((one) => typeof one === 'string');
  return {
    code,
    text: String(said ?? error)
      .replace(/\s+/g, ' ')
      .slice(0, 200),
    login: known.authenticationFailed === true || code === 'EAUTH',
  };
}
