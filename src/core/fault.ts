// Fault: something outside the program failed; it names the cause and the mend, never a secret.

/** Every fault the adapters may raise, with the sentence an operator reads and what to do about it. */
const FAULTS = {
  'settings-invalid': {
    cause: 'The settings are not usable',
    mend: 'Correct every line named below, then start again.',
  },
  'template-invalid': {
    cause: 'A letter template is not usable',
    mend: 'Correct the template at the place named; config/letters/README.md lists the variables.',
  },
  'database-unreachable': {
    cause: 'The database does not answer',
    mend: 'Check that Postgres runs and that host and port in DATABASE_URL are right.',
  },
  'database-refused': {
    cause: 'The database refuses the login',
    mend: 'Check user, password and database name in DATABASE_URL.',
  },
  'database-engine': {
    cause: 'The embedded Postgres could not be started',
    mend: 'See its log in DATA_DIR, or set DATABASE_URL to a Postgres of your own.',
  },
  'queue-unreachable': {
    cause: 'The queue server does not answer',
    mend: 'Check that Redis runs and that REDIS_URL is right, or unset it to keep the queue in Postgres.',
  },
  'queue-evicts': {
    cause: 'Redis may throw queued jobs away',
    mend: 'Set "maxmemory-policy noeviction" in its configuration.',
  },
  'archive-full': {
    cause: 'The disk of the archive is full',
    mend: 'Free space under DATA_DIR, or raise the quota of the bucket; mail waits in the mailbox meanwhile and nothing is lost.',
  },
  'archive-unwritable': {
    cause: 'The archive cannot be written',
    mend: 'Give the service’s user the right to write under DATA_DIR.',
  },
  'archive-missing': {
    cause: 'A file is missing from the archive',
    mend: 'Restore it from the backup of the archive (DATA_DIR/archive, or the bucket), then use "tiepnhan retry".',
  },
  'archive-unreachable': {
    cause: 'The bucket of the archive does not answer as it should',
    mend: 'Check that its server runs, and host, port and tls in ARCHIVE_URL; a certificate of your own is trusted by NODE_EXTRA_CA_CERTS. Mail waits in the mailbox meanwhile and nothing is lost.',
  },
  'archive-refused': {
    cause: 'The bucket of the archive refuses the login',
    mend: 'Check key, secret and region in ARCHIVE_URL, the rights of the key (read, write, delete and list), and the clock of this machine.',
  },
  'archive-bucket-missing': {
    cause: 'The bucket of the archive does not exist',
    mend: 'Create it, or correct its name in ARCHIVE_URL: s3://key:secret@host/bucket.',
  },
  'mailbox-unreachable': {
    cause: 'The mail server does not answer',
    mend: 'Check host, port and network for MAILBOX_URL.',
  },
  'mailbox-login-refused': {
    cause: 'The mail server refuses the login',
    mend: 'Check user and password in MAILBOX_URL. Gmail wants 2-step verification and an app password (myaccount.google.com/apppasswords), 16 letters without spaces, and IMAP switched on; an office account may allow OAuth only (MAIL_OAUTH_*).',
  },
  'mailbox-certificate': {
    cause: 'The certificate of the mail server cannot be trusted',
    mend: 'Use the host name that stands in the certificate, have the server’s certificate renewed, or name the file of the certificate, or of the authority that issued it, in MAIL_CA_FILE.',
  },
  'mailbox-folder-missing': {
    cause: 'The folder does not exist in the mailbox',
    mend: 'Set the path of MAILBOX_URL to one of the folders listed.',
  },
  'mailbox-not-set-up': {
    cause: 'A letter belongs to a mailbox that is no longer set up',
    mend: 'Set the mailbox up again, or discard its letters with "tiepnhan letters discard".',
  },
  'smtp-unreachable': {
    cause: 'The outgoing mail server does not answer',
    mend: 'Check host, port and network for SMTP_URL.',
  },
  'smtp-login-refused': {
    cause: 'The outgoing mail server refuses the login',
    mend: 'Check user and password in SMTP_URL. Gmail wants an app password here too.',
  },
  'smtp-limit-reached': {
    cause: 'The outgoing mail server says that enough was sent from this account',
    mend: 'Nothing need be done: letters wait and go out later. If it happens again, set SMTP_LIMITS below what the server allows.',
  },
  'smtp-sender-refused': {
    cause: 'The outgoing mail server takes no mail from this sender',
    mend: 'MAIL_FROM must be the address of the account in SMTP_URL, or one it may send as; ask the mail service whether the account is blocked. Letters wait meanwhile.',
  },
  'smtp-certificate': {
    cause: 'The certificate of the outgoing mail server cannot be trusted',
    mend: 'Use the host name that stands in the certificate, have the certificate renewed, or name the file of the certificate, or of the authority that issued it, in MAIL_CA_FILE.',
  },
  'clamd-unreachable': {
    cause: 'The virus scanner does not answer',
    mend: 'Check that clamd runs and listens on TCP, and that CLAMD_URL is right; files wait to be checked meanwhile.',
  },
  'oauth-refused': {
    cause: 'The OAuth server refuses a new access token',
    mend: 'Authorise the mailbox again and set the new MAIL_OAUTH_REFRESH_TOKEN.',
  },
  'export-folder': {
    cause: 'The folder for the export holds something already',
    mend: 'Name a new or an empty folder: an export never replaces nor adds to another.',
  },
  'export-space': {
    cause: 'There is not enough room for the export',
    mend: 'Name a folder on a larger disk, or export one campaign at a time with --campaign.',
  },
  'file-unwritable': {
    cause: 'A file cannot be written',
    mend: 'Check that its folder exists, has room, and that you may write there; a file that exists is never replaced.',
  },
  'campaign-unknown': {
    cause: 'No campaign has this code',
    mend: 'Use the code of a campaign that CAMPAIGN_FILE names.',
  },
  'alarm-mail-refused': {
    cause: 'The outgoing mail server takes no mail for the staff who are told of alarms',
    mend: 'Check the addresses in ALARM_MAIL; it is tried again.',
  },
  'webhook-refused': {
    cause: 'Alarms could not be posted',
    mend: 'Check ALARM_WEBHOOK_URL and the service behind it; it is tried again.',
  },
  'web-port-unusable': {
    cause: 'The page cannot be served',
    mend: 'Set WEB_HOST and WEB_PORT to an address of this machine and a port that no other program uses.',
  },
  'file-unreadable': {
    cause: 'A file cannot be read',
    mend: 'Check that it exists and that the service’s user may read it.',
  },
} as const;

export type FaultCode = keyof typeof FAULTS;

export class Fault extends Error {
  readonly code: FaultCode;
  /** True when waiting may mend it: the adapter knows, core decides when to try again. */
  readonly transient: boolean;
  readonly detail: string | undefined;
  readonly mend: string;

  constructor(
    code: FaultCode,
    options: { transient: boolean; detail?: string | undefined; cause?: unknown },
  ) {
    const { cause, mend } = FAULTS[code];
    const detail = options.detail ? `: ${options.detail}`.replace(/: \n/, ':\n') : '.';
    super(`${cause}${detail}`, { cause: options.cause });
    this.name = 'Fault';
    this.code = code;
    this.transient = options.transient;
    this.detail = options.detail;
    this.mend = mend;
  }
}
