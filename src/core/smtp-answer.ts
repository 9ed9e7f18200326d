// What a mail server's refusal means: for this letter, for the account that sends it, or for the moment.

export interface SmtpAnswer {
  /** 0: there was none. */
  code: number;
  text: string;
  /** What it answers: "sender" all up to MAIL, "letter" from RCPT on, "bytes" once they have begun to flow. */
  to: 'sender' | 'letter' | 'bytes';
}

export type Meaning =
  /** Not this letter, now or ever (5yz). */
  | 'refused'
  /** Not yet (4yz): greylisting, a full disk there. */
  | 'later'
  /** The server closes, or has no time: no word about the letter. */
  | 'away'
  /** Enough was sent from this account. */
  | 'limit'
  /** This account may not send, or not under this From. */
  | 'sender'
  /** No answer that could be understood after bytes had begun to flow. */
  | 'unknown';

/** RFC 5321 §4.2.1: the first digit decides; enhanced codes (RFC 3463) and words tell what it is about. */
export function meaningOf({ code, text, to }: SmtpAnswer): Meaning {
  if (code < 400 || code > 599) return to === 'bytes' ? 'unknown' : 'away';
  // RFC 5321 §3.8: 421 closes the connection and is an answer to no command.
  if (code === 421) return 'away';
  if (LIMIT.test(text)) return 'limit';
  if (SENDER.test(text)) return 'sender';
  if (to === 'sender') return code >= 500 ? 'sender' : 'away';
  return code >= 500 ? 'refused' : 'later';
}

/**
 * Gmail: 550 5.4.5, 452 4.5.3. Microsoft 365: 550 5.1.90, 554 5.2.0 SubmissionQuotaExceeded, 550 5.7.705 and 5.7.708.
 * "over quota" alone speaks of the recipient's mailbox.
 */
const LIMIT =
  /\b5\.4\.5\b|\b5\.1\.90\b|\b5\.7\.70[58]\b|SubmissionQuotaExceeded|(daily|hourly|sending) (\w+ ){0,2}(limit|quota)|4\.5\.3.*\b(day|daily|limit exceeded)/i;

/** 530, 534, 535 and 538 speak of the login; Microsoft 365: 5.2.252 SendAsDenied, 5.7.60, 5.1.8 bad outbound sender. */
const SENDER =
  /^53[0458]\b|\b5\.2\.252\b|\b5\.7\.60\b|\b5\.1\.8\b|SendAsDenied|sender address rejected: not owned/i;
