// Automatic mail that bears no mark: its subject or its first words tell.
import type { MessageFacts } from './facts.ts';
import { fold } from './fold.ts';
import { withoutQuotes } from './quote.ts';
import type { Reason } from './reasons.ts';

/**
 * Why a message without documents is automatic by its words, or null. One with documents is not asked: a person who sends a
 * dossier may answer under whatever subject.
 */
export function findAutomaticWords({ envelope, body, attachments }: MessageFacts): Reason | null {
  if (attachments.some(({ declaredType }) => /^(text\/calendar|application\/ics)/i.test(declaredType))) {
    return 'calendar-message';
  }
  const subject = envelope.subject.slice(0, LONGEST_SUBJECT);
  const shown = subject.normalize('NFC').trim();
  if (READ_SUBJECT.test(shown)) return 'read-receipt';
  const folded = fold(subject);
  if (ABSENT_SUBJECT.test(shown) || ANSWER_SUBJECT.test(folded)) return 'auto-replied';
  // Whoever passes such a mail on asks about it.
  if (/^(fw|fwd|chuyen tiep)\b/.test(folded)) return null;
  return FIRST_WORDS.test(fold(withoutQuotes(body).slice(0, OPENING))) ? 'auto-replied' : null;
}

const LONGEST_SUBJECT = 300;
/** A program has said what it is by then (characters). */
const OPENING = 1_000;

/** With the colon: a person may write of what was read, or of who is absent. */
const READ_SUBJECT =
  /^(read|not read|read receipt|return receipt( \(displayed\))?|đã đọc|đã xem|chưa đọc|xác nhận đã đọc|biên nhận đã đọc)(\s*:|\s+-)/i;
const ABSENT_SUBJECT = /^(vắng mặt|nghỉ phép|đi công tác|absent|away|vacation|auto)\s*:/i;

const ANSWER_SUBJECT = new RegExp(
  `^(${[
    'auto(matic|mated)? ?(reply|response|respond|responder|answer)',
    '(.{1,60} )?(is |am )?(currently )?out of (the )?office',
    '(on )?(vacation|annual leave|holiday) (reply|response|message|notice|auto)',
    'away from (my|the) (office|mail|email|desk)',
    'i am (currently )?away',
    'abwesenheits|automatische antwort|reponse automatique|respuesta automatica|risposta automatica',
    'автоответ|автоматический ответ|自动回复|自動回覆|自動返信',
    '((re|tl) )?(thu )?(tra loi|phan hoi|hoi am) tu dong',
    'tu dong (tra loi|phan hoi|hoi am)',
    'thong bao (vang mat|nghi phep)|(vang mat|nghi phep)$',
    'ngoai van phong|khong co mat tai (van phong|co quan)',
    '(re |we |we ve )?(have )?received your (request|message|e ?mail|enquiry|inquiry|ticket)',
    '(ticket|case|incident|request)( id| no| number)? (\\d|received|created|opened)',
    '(re )?(your )?(support )?(ticket|request) .{0,60}(has been|was|is) (received|created|opened|registered)',
    'your e ?mail requires verification|(please )?(confirm|verify) your (message|e ?mail)',
    '(xac nhan )?da (nhan|tiep nhan) (duoc )?(thu|email|yeu cau|phan anh) cua (ban|quy khach|quy vi|ong ba)',
  ].join('|')})`,
);

/** What only programs say of themselves, and the absent of their answers; our own letters say none of it. */
const FIRST_WORDS = new RegExp(
  [
    'this (is an?|(message|e ?mail|mail|response|reply|notification) (is|was)( an?| being)?( sent| generated)?) auto ?(mat|gen|rep|res)',
    '(do not|don t|cannot) (reply|respond) (directly )?to this (e ?mail|mail|message)',
    'day la (mot )?(thu|email|e mail|tin nhan|thong bao|phan hoi|tra loi)( dien tu)?( duoc)?( he thong| may chu)?( gui| tao| tra loi| phan hoi| thong bao)?( di| ra)? tu dong',
    '(thu|email|e mail|tin nhan)( nay)? duoc( he thong)? (gui|tao)( di| ra)? tu dong(?! tu he thong tiep nhan)',
    '\\b(thu|email|e mail|tin nhan) (tra loi|phan hoi) tu dong',
    '(vui long|xin|de nghi|hay)( \\S+){0,3} (dung|khong) (tra loi|phan hoi|reply)( lai)?( vao)? (thu|email|e mail|dia chi|tin nhan)( thu dien tu| email| nay)* nay',
    '\\bi (am|m|will be) (currently |now )?(out of (the )?office|on (\\S+ )?(leave|vacation|holiday)|away from (the office|my))',
    '\\b(dang )?(nghi phep|vang mat|nghi le|nghi thai san|di cong tac).{0,200} se (tra loi|phan hoi|hoi am)',
    'we (have |ve )?received your (request|ticket|inquiry|enquiry)',
    'to (confirm|verify) (that )?(you are|your (message|e ?mail)).{0,80}(reply|click|link)',
  ].join('|'),
);
